import Glibc

/// A socket's family, type and protocol, as `socket(2)` numbers them.
struct SocketKind {
  let family: CInt
  let type: CInt
  let protocolNumber: CInt

  /// The arguments of `socket`, whose type may have flags in it.
  init(family: CInt, type: CInt, protocolNumber: CInt) {
    self.family = family
    self.type = type & 0xf
    self.protocolNumber = protocolNumber
  }

  /// What the event `socket.__new__` has: -1 stands for Python's default, or for what a descriptor is.
  init(eventFamily: Int, type: Int) {
    family = eventFamily < 0 ? AF_INET : CInt(truncatingIfNeeded: eventFamily)
    self.type = type < 0 ? 1 : CInt(truncatingIfNeeded: type & 0xf)
    protocolNumber = 0
  }

  /// The name of what a program is seldom after, and a network policy cannot see into.
  var unusualName: String? {
    switch family {
    case AF_UNIX: return nil
    case AF_INET, AF_INET6:
      switch type {
      case 1, 2: return Self.protocols[protocolNumber]
      case 3: return "SOCK_RAW"
      case 5: return "SOCK_SEQPACKET"
      default: return "SOCK_\(type)"
      }
    default: return Self.families[family] ?? "AF_\(family)"
    }
  }

  private static let families: [CInt: String] = [
    16: "AF_NETLINK", 17: "AF_PACKET", 21: "AF_RDS", 29: "AF_CAN", 30: "AF_TIPC",
    31: "AF_BLUETOOTH", 38: "AF_ALG", 40: "AF_VSOCK", 42: "AF_QIPCRTR", 43: "AF_SMC", 44: "AF_XDP",
  ]

  /// Protocols that have ways of their own to reach an address.
  private static let protocols: [CInt: String] = [33: "IPPROTO_DCCP", 132: "IPPROTO_SCTP"]
}
