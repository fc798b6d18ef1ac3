/// A socket option, as `setsockopt(2)` numbers them.
///
/// Options of IP can choose another destination than the address that is asked about, or another way
/// there, and some send packets themselves. Those that are known to do neither are let through.
package struct SocketOption {
  package let level: CInt
  package let name: CInt

  package init(level: CInt, name: CInt) {
    self.level = level
    self.name = name
  }

  /// The option's name, where it is refused.
  package var refusedName: String? {
    switch level {
    case Self.socket: return Self.refusedOfSocket[name]
    case Self.ip:
      return Self.allowedOfIP.contains(name) ? nil : Self.namesOfIP[name] ?? "IP \(name)"
    case Self.ipv6:
      return Self.allowedOfIPv6.contains(name) ? nil : Self.namesOfIPv6[name] ?? "IPV6 \(name)"
    case Self.tcp: return Self.refusedOfTCP[name]
    default: return Self.refusedLevels.contains(level) ? "level \(level)" : nil
    }
  }

  package static let ip: CInt = 0
  static let socket: CInt = 1
  static let tcp: CInt = 6
  package static let ipv6: CInt = 41
  /// DCCP and SCTP.
  package static let refusedLevels: [CInt] = [33, 132]

  /// Those that are refused although others of their level are not.
  package static var refused: [SocketOption] {
    refusedOfSocket.keys.sorted().map { SocketOption(level: socket, name: $0) }
      + refusedOfTCP.keys.sorted().map { SocketOption(level: tcp, name: $0) }
  }

  /// The interface, or the routing table, that packets take.
  private static let refusedOfSocket: [CInt: String] = [
    25: "SO_BINDTODEVICE", 36: "SO_MARK", 62: "SO_BINDTOIFINDEX",
  ]
  private static let refusedOfTCP: [CInt: String] = [19: "TCP_REPAIR"]

  /// Type of service, time to live, errors, sizes, what is told on receiving, and leaving groups
  /// (ip(7)).
  package static let allowedOfIP: Set<CInt> = [
    1, 2, 5, 6, 8, 10, 11, 12, 13, 14, 15, 18, 20, 21, 23, 24, 25, 32, 33, 34, 36, 37, 38, 40, 45,
    47, 49, 51,
  ]
  private static let namesOfIP: [CInt: String] = [
    3: "IP_HDRINCL", 4: "IP_OPTIONS", 7: "IP_RETOPTS", 19: "IP_TRANSPARENT",
    35: "IP_ADD_MEMBERSHIP", 39: "IP_ADD_SOURCE_MEMBERSHIP", 41: "IP_MSFILTER",
    42: "MCAST_JOIN_GROUP", 46: "MCAST_JOIN_SOURCE_GROUP", 48: "MCAST_MSFILTER",
    50: "IP_UNICAST_IF",
  ]

  /// The same of IPv6 (ipv6(7), RFC 3542).
  package static let allowedOfIPv6: Set<CInt> = [
    1, 2, 7, 8, 16, 17, 18, 19, 21, 23, 24, 25, 26, 28, 29, 31, 33, 45, 47, 49, 51, 52, 53, 56, 58,
    60, 61, 62, 66, 67, 70, 72, 73, 74, 77, 78,
  ]
  private static let namesOfIPv6: [CInt: String] = [
    5: "IPV6_2292RTHDR", 6: "IPV6_2292PKTOPTIONS", 20: "IPV6_JOIN_GROUP", 27: "IPV6_JOIN_ANYCAST",
    32: "IPV6_FLOWLABEL_MGR", 36: "IPV6_HDRINCL", 42: "MCAST_JOIN_GROUP",
    46: "MCAST_JOIN_SOURCE_GROUP", 50: "IPV6_PKTINFO", 54: "IPV6_HOPOPTS", 55: "IPV6_RTHDRDSTOPTS",
    57: "IPV6_RTHDR", 59: "IPV6_DSTOPTS", 75: "IPV6_TRANSPARENT", 76: "IPV6_UNICAST_IF",
  ]
}

/// A piece of control data that a message carries (cmsg(3)).
@safe
package struct ControlMessage {
  let level: CInt
  let type: CInt
  let data: UnsafeRawBufferPointer

  package init(level: CInt, type: CInt, data: UnsafeRawBufferPointer) {
    self.level = level
    self.type = type
    unsafe self.data = data
  }

  /// What it is, where it is refused: by the same reasons as a socket's options.
  package var refusedName: String? {
    switch (level, type) {
    // Descriptors, credentials, times; a datagram's segments.
    case (SocketOption.socket, 36): "SO_MARK"
    case (SocketOption.socket, _), (17, 103): nil
    // Type of service and time to live, for one message.
    case (SocketOption.ip, 1), (SocketOption.ip, 2): nil
    case (SocketOption.ipv6, 52), (SocketOption.ipv6, 67), (SocketOption.ipv6, 62): nil
    // The source, with the interface first in IPv4 and last in IPv6: not if it is named.
    case (SocketOption.ip, 8): interface(at: 0) == 0 ? nil : "IP_PKTINFO"
    case (SocketOption.ipv6, 50): interface(at: 16) == 0 ? nil : "IPV6_PKTINFO"
    default: "control message \(level), \(type)"
    }
  }

  private func interface(at offset: Int) -> UInt32? {
    guard unsafe data.count >= offset + 4 else { return nil }
    return unsafe data.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }
}
