import Glibc
import HermeticKernel
import HermeticPolicy
import HermeticSession
import SystemPackage
import Testing

@Suite struct `Where names come from` {
  static func settings(_ text: String, host: String = "machine") -> ResolverSettings {
    ResolverSettings(Array(text.utf8), hostName: host)
  }

  static func endpoint(_ text: String, scope: UInt32 = 0) throws -> DNSEndpoint {
    DNSEndpoint(try #require(IPAddress(text)), port: 53, scope: scope)
  }

  @Test func `is read as libc reads it`() throws {
    let settings = Self.settings(
      """
      # nameserver 9.9.9.9
      ; nameserver 9.9.9.9
      nameserver 10.0.0.1
      \tnameserver\t 2001:db8::1  # a comment
      nameserver not-an-address
      nameserver
      nameserver fe80::1%7
      nameserver 8.8.8.8
      domain first.example
      search a.example  B.example .
      options rotate timeout:3 attempts:4 ndots:5 edns0
      sortlist 1.2.3.0
      """)
    #expect(
      try settings.servers == [
        Self.endpoint("10.0.0.1"), Self.endpoint("2001:db8::1"),
        Self.endpoint("fe80::1", scope: 7),
      ])
    let names = ["a.example", "b.example"].compactMap { HostName($0).map { DNSName($0) } }
    #expect(settings.search == names)
    #expect(settings.interval == 3000 && settings.attempts == 4)
  }

  @Test(arguments: [
    ("options timeout:0 attempts:0", 1000, 1), ("options timeout:255 attempts:99", 30000, 5),
    ("options timeout: attempts:x", 1000, 2), ("", 1000, 2),
  ])
  func `has bounds`(_ text: String, _ interval: Int64, _ attempts: Int) {
    let settings = Self.settings(text)
    #expect(settings.interval == interval && settings.attempts == attempts)
  }

  @Test func `is this machine where nothing says so, and its own domain`() throws {
    let settings = Self.settings("", host: "machine.dept.example")
    #expect(try settings.servers == [Self.endpoint("127.0.0.1")])
    #expect(settings.search == [DNSName(try #require(HostName("dept.example")))])
    #expect(Self.settings("", host: "machine").search.isEmpty)
    #expect(Self.settings("search .", host: "machine.dept.example").search.isEmpty)
    #expect(Self.settings("nameserver fe80::1%no-such-link").servers == settings.servers)
  }

  @Test func `gives socket addresses in the network's order`() throws {
    let v4 = DNSEndpoint(try #require(IPAddress("1.2.3.4")), port: 0x1234)
    #expect(v4.bytes(AF_INET) == [2, 0, 0x12, 0x34, 1, 2, 3, 4] + [UInt8](repeating: 0, count: 8))
    let v6 = DNSEndpoint(try #require(IPAddress("fe80::5")), port: 53, scope: 3)
    #expect(
      v6.bytes(AF_INET6) == [10, 0, 0, 53, 0, 0, 0, 0, 0xfe, 0x80]
        + [UInt8](repeating: 0, count: 13) + [5, 3, 0, 0, 0])
  }

  // MARK: Hosts

  static let hosts = """
    # comment example.com
    127.0.0.1 localhost
    8.8.8.8\texample.com www.EXAMPLE.com other.com # 9.9.9.9 example.com
    8.8.4.4 other.com alias.example.com.
    7.7.7.7 evil.com
    10.0.0.1 internal.example.com
    2600::1%eth0 example.com
    nonsense example.com
    5.5.5.5
    127.0.0.1 mine.example.com\r
    6.6.6.6 example.com.evil.com#example.com
    """

  @Test func `may be the file of hosts, by the rules for names`() throws {
    let book = try #require(AddressBook())
    let image = try DNSWorld.image([(.allowDomain, ["example.com:443"])]).remembering(book)
    HostsFile.remember(Array(Self.hosts.utf8), allowedBy: image)
    for (address, isKnown) in [
      ("8.8.8.8", true), ("8.8.4.4", true), ("2600::1", true), ("7.7.7.7", false),
      ("10.0.0.1", false), ("127.0.0.1", false), ("5.5.5.5", false), ("6.6.6.6", false),
      ("9.9.9.9", false),
    ] {
      let address = try #require(IPAddress(address))
      #expect(book.contains(address, port: 443) == isKnown, "\(address)")
      #expect(!book.contains(address, port: 80))
    }
  }

  @Test func `is read again when it changes, unless the program could have changed it`() throws {
    let image = try DNSWorld.image([(.allowDomain, ["example.com"])])
    // SAFETY: `mkdtemp` changes the letters of a copy.
    var folder = Array("/tmp/hermetic-dns-XXXXXX".utf8CString)
    #expect(unsafe mkdtemp(&folder) != nil)
    let path =
      String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      + "/hosts"
    defer {
      unsafe unlink(path)
      unsafe rmdir(String(path.dropLast("/hosts".count)))
    }
    func write(_ text: String) throws {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }
    for trust in [SystemFile.Trust.always, .unlessWritable] {
      let book = try #require(AddressBook())
      try write("8.8.8.8 example.com\n")
      var hosts = HostsFile(path, trust: trust)
      hosts.remember(allowedBy: image.remembering(book), now: 0)
      #expect(book.contains(IPAddress(v4: 0x0808_0808), port: 1), "the first is believed")
      try write("9.9.9.90 example.com\n")
      hosts.remember(allowedBy: image.remembering(book), now: 500)
      #expect(!book.contains(IPAddress(v4: 0x0909_095a), port: 1), "not before a second")
      hosts.remember(allowedBy: image.remembering(book), now: 1000)
      #expect(book.contains(IPAddress(v4: 0x0909_095a), port: 1) == (trust == .always))
    }
    let book = try #require(AddressBook())
    var missing = HostsFile(path + "x")
    missing.remember(allowedBy: image.remembering(book), now: 0)
  }

  // MARK: The rule for addresses

  @Test(arguments: [
    ("8.8.8.8", "example.com", ResolvedAddress.remember), ("10.0.0.1", "example.com", .withhold),
    ("127.0.0.1", "example.com", .withhold), ("169.254.169.254", "example.com", .withhold),
    ("10.5.0.1", "example.com", .keep), ("127.0.0.1", "localhost", .keep),
    ("::1", "localhost", .keep), ("10.0.0.1", "localhost", .withhold),
    ("::ffff:10.0.0.1", "example.com", .withhold), ("2002:a00:1::", "example.com", .withhold),
  ])
  func `leads to addresses that are kept, remembered or withheld`(
    _ address: String, _ name: String, _ expected: ResolvedAddress
  ) throws {
    let book = try #require(AddressBook())
    let image = try DNSWorld.image([(.allowDomain, ["example.com:443", "10.5.0.0/16"])])
      .remembering(book)
    let target = try #require(IPAddress(address))
    // SAFETY: the bytes live as long as the calls.
    unsafe Array(name.utf8).withUnsafeBufferPointer { name in
      #expect(unsafe image.judge(target, of: name) == expected)
      #expect(unsafe image.admit(target, of: name) == (expected != .withhold))
    }
    #expect(book.contains(target, port: 443) == (expected == .remember))
    #expect(!book.contains(target, port: 80))
    let free = try DNSWorld.image([])
    // SAFETY: as above.
    unsafe Array(name.utf8).withUnsafeBufferPointer {
      #expect(unsafe free.judge(target, of: $0) == .keep, "nothing is refused")
    }
  }
}
