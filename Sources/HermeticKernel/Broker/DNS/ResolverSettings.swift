import Glibc
package import HermeticPolicy

/// Where a server of names is, or who asks one.
package struct DNSEndpoint: Hashable, Sendable {
  package let address: IPAddress
  package let port: UInt16
  /// The link that an address is of that means nothing elsewhere; zero for others.
  package let scope: UInt32

  package init(_ address: IPAddress, port: UInt16, scope: UInt32 = 0) {
    self.address = address
    self.port = port
    self.scope = scope
  }

  /// The family of socket that reaches it.
  var family: CInt { address.v4 == nil ? AF_INET6 : AF_INET }

  /// A `sockaddr_in`, or a `sockaddr_in6` with IPv4 mapped.
  package func bytes(_ family: CInt) -> [UInt8] {
    func big(_ number: some FixedWidthInteger) -> [UInt8] {
      stride(from: number.bitWidth - 8, through: 0, by: -8).map {
        UInt8(truncatingIfNeeded: number >> $0)
      }
    }
    func native(_ number: some FixedWidthInteger) -> [UInt8] { big(number.bigEndian) }
    let start = native(sa_family_t(family)) + big(port)
    if family == AF_INET {
      return start + big(address.v4 ?? 0) + [UInt8](repeating: 0, count: 8)
    }
    return start + big(UInt32(0)) + big(address.high) + big(address.low) + native(scope)
  }
}

/// What `resolv.conf` says (resolv.conf(5)).
package struct ResolverSettings: Hashable, Sendable {
  package var servers: [DNSEndpoint] = []
  /// What is tried behind names with few dots.
  package var search: [DNSName] = []
  /// How many rounds of the servers there are.
  package var attempts = 2
  /// After how many milliseconds the next is asked, while the last may still answer.
  package var interval: Int64 = 1000

  /// How many milliseconds a question may take.
  var patience: Int64 { max(5000, interval) * Int64(attempts) }

  package init(servers: [DNSEndpoint], search: [DNSName] = []) {
    self.servers = servers
    self.search = search
  }

  /// Reads the file as libc does: what it does not know it leaves alone.
  package init(_ text: [UInt8], hostName: String = ResolverSettings.hostName) {
    var search: [DNSName]?
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      guard line.first != UInt8(ascii: "#"), line.first != UInt8(ascii: ";") else { continue }
      let words = line.split { $0 == 0x20 || $0 == 0x09 }.map {
        String(decoding: $0, as: UTF8.self)
      }
      guard words.count > 1 else { continue }
      switch words[0] {
      case "nameserver":
        if servers.count < 3, let server = Self.server(words[1]) { servers.append(server) }
      case "domain": search = Self.names(words[1...1])
      case "search": search = Self.names(words[1...])
      case "options": for word in words.dropFirst() { apply(option: word) }
      default: break
      }
    }
    if servers.isEmpty { servers = [DNSEndpoint(IPAddress(v4: 0x7f00_0001), port: 53)] }
    let domain = hostName.split(separator: ".", maxSplits: 1).dropFirst().map(String.init)
    self.search = search ?? Self.names(domain[...])
  }

  private mutating func apply(option: String) {
    let parts = option.split(separator: ":")
    guard parts.count == 2, let number = UInt8(parts[1]) else { return }
    switch parts[0] {
    case "timeout": interval = Int64(min(max(number, 1), 30)) * 1000
    case "attempts": attempts = Int(min(max(number, 1), 5))
    default: break
    }
  }

  private static func server(_ text: String) -> DNSEndpoint? {
    let parts = text.split(separator: "%", maxSplits: 1)
    guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
    guard parts.count == 2 else { return DNSEndpoint(address, port: 53) }
    let link = String(parts[1])
    let scope = unsafe UInt32(link) ?? if_nametoindex(link)
    return scope == 0 ? nil : DNSEndpoint(address, port: 53, scope: scope)
  }

  private static func names(_ words: ArraySlice<String>) -> [DNSName] {
    words.prefix(32).compactMap { HostName($0).map(DNSName.init) }
  }

  /// The machine's name, whose domain libc searches where the file names none.
  package static var hostName: String {
    var name = utsname()
    guard unsafe uname(&name) == 0 else { return "" }
    return unsafe withUnsafeBytes(of: &name.nodename) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
