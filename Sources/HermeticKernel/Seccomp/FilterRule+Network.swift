import Glibc
import HermeticPolicy

extension [FilterRule] {
  /// The network where it is refused but for what the broker allows.
  ///
  /// The broker sees every address that is connected, bound or sent to. What it cannot see into, sockets
  /// beside TCP, UDP and Unix's, is refused here.
  static let supervisedNetwork: [FilterRule] =
    [
      FilterRule("socketpair", .differs(0, UInt32(AF_UNIX)), outcome: .fail(EACCES)),
      // What it is sent when it connects would go by no address that anybody asked about.
      FilterRule("sendto", .has(3, fastOpen), outcome: .fail(EOPNOTSUPP)),
      FilterRule("sendmsg", .has(2, fastOpen), outcome: .fail(EOPNOTSUPP)),
      FilterRule("sendmmsg", .has(3, fastOpen), outcome: .fail(EOPNOTSUPP)),
      FilterRule("sendto", .isPointer(4), outcome: .ask),
    ] + sockets(internet: .allow) + options
    + .each(["connect", "bind", "listen", "sendmsg", "sendmmsg"], .ask)

  /// The network where there is no broker: Unix sockets alone.
  static let closedNetwork: [FilterRule] =
    [FilterRule("socketpair", .differs(0, UInt32(AF_UNIX)), outcome: .fail(EACCES))]
    + sockets(internet: .fail(EACCES))

  private static let fastOpen: UInt32 = 0x2000_0000

  private static func sockets(internet: FilterRule.Outcome) -> [FilterRule] {
    let kind: UInt32 = 0xf
    var rules = [FilterRule("socket", .equals(0, UInt32(AF_UNIX)), outcome: .allow)]
    for family in [AF_INET, AF_INET6] {
      for (type, protocols) in [(1, SocketProtocol.streams), (2, SocketProtocol.datagrams)] {
        for number in protocols {
          rules.append(
            FilterRule(
              "socket", .equals(0, UInt32(family)), .equals(1, UInt32(type), mask: kind),
              .equals(2, number), outcome: internet))
        }
      }
    }
    // NETLINK_ROUTE, by which `getaddrinfo` and `if_nameindex` learn of addresses and interfaces, and
    // NETLINK_SOCK_DIAG, by which the guards learn of the run's own Unix sockets. They tell; the rights by which
    // they change something are given up.
    for number: UInt32 in [0, 4] {
      rules.append(
        FilterRule("socket", .equals(0, UInt32(AF_NETLINK)), .equals(2, number), outcome: .allow))
    }
    rules.append(FilterRule("socket", outcome: .fail(EACCES)))
    return rules
  }

  /// Options by which packets take another way or destination, refused as the guards refuse them.
  private static let options: [FilterRule] = {
    func level(_ level: CInt, allowing names: Set<CInt>) -> [FilterRule] {
      names.sorted().map {
        FilterRule(
          "setsockopt", .equals(1, UInt32(level)), .equals(2, UInt32($0)), outcome: .allow)
      } + [FilterRule("setsockopt", .equals(1, UInt32(level)), outcome: .fail(EACCES))]
    }
    let single = SocketOption.refused.map { option in
      FilterRule(
        "setsockopt", .equals(1, UInt32(option.level)), .equals(2, UInt32(option.name)),
        outcome: .fail(EACCES))
    }
    let levels = SocketOption.refusedLevels.map {
      FilterRule("setsockopt", .equals(1, UInt32($0)), outcome: .fail(EACCES))
    }
    return single + levels + level(SocketOption.ip, allowing: SocketOption.allowedOfIP)
      + level(SocketOption.ipv6, allowing: SocketOption.allowedOfIPv6)
  }()
}

/// The protocols that a socket of the internet may have.
enum SocketProtocol {
  /// TCP, and MPTCP, whose connections go by the same addresses.
  static let streams: [UInt32] = [0, 6, 262]
  /// UDP, and the questions and answers of ICMP (icmp(7)).
  static let datagrams: [UInt32] = [0, 17, 1, 58]
}
