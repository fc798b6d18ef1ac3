import HermeticPolicy
import HermeticSession
import Testing

@Suite struct `A policy image` {
  // MARK: Buffers

  @Test func `is not read from a buffer that holds none`() throws {
    let bytes = PolicyImage.compile(try Policy([(.noNetwork, [])]))
    #expect(TestImage(bytes: bytes) != nil)
    for length in [0, 1, 8, 12, 60, 119, bytes.count - 8, bytes.count - 1] {
      #expect(TestImage(bytes: Array(bytes.prefix(length))) == nil, "\(length) bytes")
    }
    #expect(TestImage(bytes: bytes + [0]) == nil)
    #expect(TestImage(bytes: [UInt8](repeating: 0, count: bytes.count)) == nil)
    for index in 0..<12 {
      var corrupted = bytes
      corrupted[index] ^= 0x40
      #expect(TestImage(bytes: corrupted) == nil, "byte \(index)")
    }
    #expect(unsafe PolicyImage(UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
  }

  @Test func `is the same for the same policy`() throws {
    let policy = try Policy([
      (.allowDomain, ["example.com", "10.0.0.0/8:443"]), (.allowLocalhost, []),
    ])
    #expect(PolicyImage.compile(policy) == PolicyImage.compile(policy))
  }

  @Test(arguments: RunSettings.OnViolation.allCases, [false, true])
  func `keeps the settings of a run`(_ onViolation: RunSettings.OnViolation, _ flag: Bool) throws {
    for code: UInt8 in [0, 1, 3, 77, 255] {
      var settings = RunSettings()
      settings.onViolation = onViolation
      settings.failsOnViolation = flag
      settings.traces = !flag
      settings.violationExitCode = code
      let image = try #require(TestImage(Policy(), settings: settings)).image
      #expect(image.settings == settings)
    }
  }

  @Test func `has settings that people expect where none are given`() throws {
    let settings = try #require(TestImage(Policy())).image.settings
    #expect(settings.onViolation == .raise)
    #expect(!settings.failsOnViolation && !settings.traces)
    #expect(settings.violationExitCode == 77)
  }

  @Test func `of no policy enforces nothing`() throws {
    let image = try #require(TestImage(Policy()))
    #expect(!image.image.isEnforcing)
    for action in Action.allCases {
      #expect(image.image.defaultVerdict(action) == PolicyImage.allowed)
    }
    #expect(image.allows(.connect, address: "169.254.169.254", port: 80))
    #expect(image.allows(.resolve, name: "example.com"))
    #expect(image.allows(.connect, unixSocket: "/run/docker.sock"))
    #expect(image.image.origin(0).isEmpty)
  }

  @Test func `knows who refuses`() throws {
    let image = try #require(
      try TestImage([(.noNetwork, []), (.allowDomain, ["example.com:443"])]))
    #expect(image.image.isEnforcing)
    for action in Action.allCases {
      let origin = action.family == .network ? "--no-network" : ""
      #expect(image.image.origin(image.image.defaultVerdict(action)) == origin)
    }
    #expect(image.image.origin(image.verdict(.resolve, name: "example.org")) == "--no-network")
    #expect(
      image.image.origin(image.verdict(.connect, address: "169.254.169.254"))
        == "cloud metadata addresses are always refused")
    #expect(image.image.origin(PolicyImage.allowed).isEmpty)
    #expect(image.image.origin(.max).isEmpty)
    #expect(image.image.origin(.min).isEmpty)
  }

  // MARK: Names

  @Test(arguments: [
    "example.com", "EXAMPLE.com", "example.com.", "Example.Com.", "www.example.com",
    "a.b.example.com",
    "WWW.EXAMPLE.COM.", ".example.com", "-.example.com",
  ])
  func `takes a domain with what is below it`(_ name: String) throws {
    let image = try #require(try TestImage(domains: ["example.com"]))
    for action in [Action.resolve, .connect, .send] { #expect(image.allows(action, name: name)) }
    for action in [Action.bind, .listen, .openSocket] { #expect(!image.allows(action, name: name)) }
  }

  @Test(arguments: [
    "", ".", "com", "example", "xample.com", "notexample.com", "www.notexample.com", "example.comm",
    "example.co", "example.com.evil.org", "example.com-evil.org", "examplescom", "example.com..",
    "example.com\u{0}", "example.com ", " example.com", "example.com\u{0}.evil.org", "example。com",
    "ｅxample.com", "example.com:443", "www_example.com", "www-example.com", "exampleXcom",
    "example.com/", "evil.org/example.com", "user@example.com",
  ])
  func `does not take what only looks like a domain`(_ name: String) throws {
    let image = try #require(try TestImage(domains: ["example.com"]))
    for action in Action.actions(of: .network) {
      #expect(!image.allows(action, name: name))
    }
  }

  @Test(arguments: [
    ("www.example.com", true), ("a.b.example.com", true), ("WWW.example.com.", true),
    ("example.com", false), ("example.com.", false), ("notexample.com", false), ("com", false),
  ])
  func `takes an asterisk for what is below only`(_ name: String, _ expected: Bool) throws {
    let image = try #require(try TestImage(domains: ["*.example.com"]))
    #expect(image.allows(.resolve, name: name) == expected)
  }

  @Test(arguments: [
    ("example.com", UInt16?(443), true), ("example.com", 80, false), ("example.com", nil, true),
    ("www.example.com", 443, true), ("www.example.com", 444, false), ("example.org", 443, false),
    ("example.com", 0, false), ("example.com", 22, false), ("www.example.com", 22, true),
  ])
  func `takes a domain on its ports`(_ name: String, _ port: UInt16?, _ expected: Bool) throws {
    let image = try #require(try TestImage(domains: ["example.com:443,*.example.com:22"]))
    #expect(image.allows(.connect, name: name, port: port) == expected)
  }

  @Test func `tells the ports of a name`() throws {
    let image = try #require(
      try TestImage(domains: ["example.com:443", "example.com:8443", "*.example.com:80", "a.org"]))
    #expect(image.allowedPorts("example.com") == [443, 8443])
    #expect(image.allowedPorts("WWW.example.com.") == [443, 8443, 80])
    #expect(image.allowedPorts("a.org") == [0])
    #expect(image.allowedPorts("b.org").isEmpty)
    #expect(image.allowedPorts("").isEmpty)
  }

  @Test func `takes a name in another script as it is encoded`() throws {
    let image = try #require(try TestImage(domains: ["bücher.example"]))
    #expect(image.allows(.resolve, name: "xn--bcher-kva.example"))
    #expect(image.allows(.resolve, name: "www.XN--BCHER-KVA.example"))
    #expect(!image.allows(.resolve, name: "bucher.example"))
  }

  @Test func `lets a refusal beat a grant, whichever is written first`() throws {
    let name = try #require(HostName("example.com"))
    let below = try #require(HostName("secret.example.com"))
    let rules = [
      Rule(
        effect: .allow, actions: ActionSet(.resolve),
        pattern: .domain(name, .itselfAndSubdomains, .any), origin: .flag("yes")),
      Rule(
        effect: .refuse, actions: ActionSet(.resolve),
        pattern: .domain(below, .itselfAndSubdomains, .any), origin: .flag("no")),
    ]
    for order in [rules, rules.reversed()] {
      var policy = Policy()
      policy.refuseByDefault([.resolve], origin: .flag("default"))
      for rule in order { policy.add(rule) }
      let image = try #require(TestImage(policy))
      #expect(image.allows(.resolve, name: "example.com"))
      #expect(image.allows(.resolve, name: "notsecret.example.com"))
      #expect(image.image.origin(image.verdict(.resolve, name: "secret.example.com")) == "no")
      #expect(image.image.origin(image.verdict(.resolve, name: "a.secret.example.com")) == "no")
      #expect(image.image.origin(image.verdict(.resolve, name: "example.org")) == "default")
      #expect(image.allows(.connect, name: "example.org"), "nobody speaks of connecting")
    }
  }

  @Test func `takes localhost with what is below it where this machine is allowed`() throws {
    let image = try #require(try TestImage([(.allowLocalhost, [])]))
    for name in ["localhost", "LOCALHOST", "localhost.", "api.localhost"] {
      #expect(image.allows(.connect, name: name, port: 80), "\(name)")
    }
    #expect(!image.allows(.resolve, name: "localhost.example.com"))
    #expect(!image.allows(.resolve, name: "notlocalhost"))
    let closed = try #require(try TestImage([(.noNetwork, [])]))
    #expect(closed.allows(.resolve, name: "localhost"))
    #expect(!closed.allows(.resolve, name: "api.localhost"))
    #expect(!closed.allows(.connect, name: "localhost", port: 80))
  }

  // MARK: Addresses

  @Test(arguments: [
    ("10.0.0.0", UInt16?(80), true), ("10.255.255.255", 80, true), ("9.255.255.255", 80, false),
    ("11.0.0.0", 80, false), ("192.168.1.7", 443, true), ("192.168.1.7", 80, false),
    ("192.168.1.7", nil, true), ("192.168.1.8", 443, false), ("2001:db8::1", 1, true),
    ("2001:db9::1", 1, false), ("::ffff:10.1.2.3", 80, true), ("fd00::1", 8080, true),
    ("fd00::1", 8081, false), ("fd00::2", 8080, false), ("172.16.0.1", 99, true),
    ("172.16.0.2", 99, false),
  ])
  func `takes a block on its ports`(_ address: String, _ port: UInt16?, _ expected: Bool) throws {
    let image = try #require(
      try TestImage(
        domains: [
          "10.0.0.0/8", "192.168.1.7:443", "2001:db8::/32", "[fd00::1]:8080", "172.16.0.1/32",
          "10.1.0.0/16:22", "10.1.2.3",
        ]))
    for action in [Action.connect, .send, .resolve] {
      #expect(image.allows(action, address: address, port: port) == expected)
    }
    #expect(!image.allows(.bind, address: address, port: port))
    #expect(!image.allows(.listen, address: address, port: port))
  }

  @Test(arguments: [0, 1, 8, 31, 32, 33, 63, 64, 65, 96, 97, 104, 127, 128])
  func `finds a block of any length`(_ length: Int) throws {
    let address = IPAddress(high: 0x2001_0db8_1234_5678, low: 0x9abc_def0_1234_5678)
    let block = AddressBlock(address, prefix: UInt8(length))
    let image = try #require(try TestImage(domains: [block.description])).image
    #expect(image.decide(.connect, on: address, port: 1, book: nil) == PolicyImage.allowed)
    guard length > 0 else { return }
    let bit = UInt64(1) << UInt64((128 - length) % 64)
    let other =
      length <= 64
      ? IPAddress(high: address.high ^ bit, low: address.low)
      : IPAddress(high: address.high, low: address.low ^ bit)
    #expect(image.decide(.connect, on: other, port: 1, book: nil) != PolicyImage.allowed)
  }

  @Test(arguments: AddressBlock.metadata)
  func `refuses metadata unless it is named itself`(_ block: AddressBlock) throws {
    let address = block.description
    let covering = block.base.v4 == nil ? "::/0" : "0.0.0.0/0"
    for option in [
      (PolicyOption.noNetwork, [String]()), (.allowDomain, [covering]), (.allowLocalhost, []),
    ] {
      let image = try #require(try TestImage([option]))
      for action in [Action.connect, .send, .resolve] {
        #expect(!image.allows(action, address: address, port: 80), "\(option.0.name)")
      }
    }
    let named = try #require(try TestImage(domains: [address, covering]))
    #expect(named.allows(.connect, address: address, port: 80))
    let book = try #require(AddressBook())
    book.insert(block.base, port: 0)
    let image = try #require(try TestImage(domains: ["example.com"]))
    #expect(!image.allows(.connect, address: address, port: 80, book: book), "not by a name either")
  }

  @Test(arguments: [
    "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "::169.254.169.254",
  ])
  func `refuses metadata in every disguise`(_ address: String) throws {
    let image = try #require(try TestImage(domains: ["0.0.0.0/0", "::/0"]))
    #expect(!image.allows(.connect, address: address, port: 80))
    #expect(image.allows(.connect, address: "64:ff9b::8.8.8.8", port: 80))
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.53", "127.255.255.255", "::1", "::ffff:127.0.0.53"])
  func `refuses the resolver of this machine, though the machine is allowed`(_ address: String)
    throws
  {
    let image = try #require(try TestImage([(.allowLocalhost, [])]))
    for action in [Action.connect, .send] {
      #expect(!image.allows(action, address: address, port: 53), "port 53")
      #expect(image.allows(action, address: address, port: 54), "port 54")
    }
    #expect(image.allows(.bind, address: address, port: 53))
    for domains in [["0.0.0.0/0", "::/0"], ["127.0.0.0/8"], ["127.0.0.2:53"], ["example.com"]] {
      let broad = try #require(try TestImage(domains: domains))
      #expect(!broad.allows(.connect, address: address, port: 53), "\(domains)")
    }
    let named = try #require(try TestImage(domains: ["[\(address)]:53"]))
    #expect(named.allows(.connect, address: address, port: 53), "named, it may be asked")
  }

  @Test func `does not let a port refuse what has none yet`() throws {
    let block = try #require(AddressBlock("10.0.0.0/8"))
    let name = try #require(HostName("example.com"))
    for pattern in [Pattern.addresses(block, .only(53)), .domain(name, .itself, .only(53))] {
      var policy = Policy()
      policy.add(
        Rule(
          effect: .refuse, actions: ActionSet(.connect), pattern: pattern, origin: .flag("--deny")))
      let image = try #require(TestImage(policy))
      let verdict = { (port: UInt16?) in
        image.allows(.connect, address: "10.0.0.1", port: port)
          && image.allows(.connect, name: "example.com", port: port)
      }
      #expect(verdict(nil) && verdict(80) && !verdict(53))
    }
  }

  @Test func `lets nobody but loopback be bound where the network is closed`() throws {
    let image = try #require(try TestImage([(.noNetwork, [])]))
    for address in ["127.0.0.1", "127.1.2.3", "::1"] {
      #expect(image.allows(.bind, address: address, port: 80))
      #expect(!image.allows(.listen, address: address, port: 80))
      #expect(!image.allows(.connect, address: address, port: 80))
    }
    for address in ["0.0.0.0", "::", "10.0.0.1", "8.8.8.8"] {
      #expect(!image.allows(.bind, address: address, port: 80))
    }
  }

  @Test func `lets clients, not servers, use the unspecified address of an allowed machine`() throws
  {
    let image = try #require(try TestImage([(.allowLocalhost, [])]))
    for address in ["0.0.0.0", "::"] {
      #expect(image.allows(.connect, address: address, port: 80))
      #expect(image.allows(.send, address: address, port: 80))
      #expect(!image.allows(.bind, address: address, port: 80))
      #expect(!image.allows(.listen, address: address, port: 80))
    }
    #expect(!image.allows(.connect, address: "0.0.0.1", port: 80))
    #expect(!image.allows(.connect, address: "::2", port: 80))
  }

  @Test func `asks the address book where no rule speaks`() throws {
    let image = try #require(try TestImage(domains: ["example.com:443"]))
    let book = try #require(AddressBook())
    let address = try #require(IPAddress("93.184.216.34"))
    #expect(!image.allows(.connect, address: "93.184.216.34", port: 443, book: book))
    book.insert(address, port: 443)
    #expect(image.allows(.connect, address: "93.184.216.34", port: 443, book: book))
    #expect(image.allows(.connect, address: "::ffff:93.184.216.34", port: 443, book: book))
    #expect(!image.allows(.connect, address: "93.184.216.34", port: 80, book: book))
    #expect(image.allows(.resolve, address: "93.184.216.34", book: book))
    #expect(!image.allows(.bind, address: "93.184.216.34", port: 443, book: book))
    #expect(!image.allows(.listen, address: "93.184.216.34", port: 443, book: book))
    #expect(!image.allows(.connect, address: "93.184.216.34", port: 443))
  }

  // MARK: Unix sockets

  @Test func `takes a Unix socket by its exact path`() throws {
    let image = try #require(try TestImage([(.allowUnixSocket, ["/run/a.sock", "/run/b/c.sock"])]))
    for path in ["/run/a.sock", "/run/b/c.sock"] {
      #expect(image.allows(.connect, unixSocket: path))
      #expect(image.allows(.send, unixSocket: path))
      #expect(!image.allows(.bind, unixSocket: path))
    }
    for path in [
      "", "/run/a.soc", "/run/a.sock2", "/run/A.sock", "/run//a.sock", "run/a.sock", "/",
      "/run/a.sock\u{0}",
    ] {
      #expect(!image.allows(.connect, unixSocket: path), "\(path)")
    }
    #expect(!image.allows(.resolve, name: "/run/a.sock"), "a path is no name")
  }

  // MARK: Events

  @Test(arguments: CatalogEntry.all) func `screens every event of an action that can be refused`(
    _ entry: CatalogEntry
  ) throws {
    var policy = Policy()
    policy.refuseByDefault([entry.action], origin: .flag("--test"))
    let image = try #require(TestImage(policy))
    // Who asks is told by where code says that it is from, and so the making of code is watched.
    let watched = ActionSet.judgedByCaller.contains(entry.action) ? [.executeCode] : [Action]()
    let lifecycle = Set(LifecycleEvent.allCases.map(\.rawValue))
    for event in CatalogEntry.all.flatMap(\.events) {
      let owners = CatalogEntry.all.filter { $0.events.contains { $0.name == event.name } }
        .filter { ([entry.action] + watched).contains($0.action) }
      let row = image.screen(event.name)
      if let owner = owners.first {
        #expect(row?.argument == event.argument.rawValue, "\(event.name)")
        #expect(row?.action == owner.action.rawValue, "\(event.name)")
      } else {
        let isOther = row.map { $0.argument != AuditEvent.Argument.lifecycle.rawValue } ?? false
        #expect(!isOther && (row != nil) == lifecycle.contains(event.name), "\(event.name)")
      }
    }
  }

  @Test func `screens the events of an action that only a rule refuses`() throws {
    let block = try #require(AddressBlock("10.0.0.0/8"))
    var policy = Policy()
    policy.add(
      Rule(
        effect: .refuse, actions: ActionSet(.connect), pattern: .addresses(block, .any),
        origin: .flag("--deny")))
    let image = try #require(TestImage(policy))
    #expect(image.screen("socket.connect") != nil)
    #expect(image.screen("socket.bind") == nil)
    #expect(!image.allows(.connect, address: "10.1.1.1", port: 1))
    #expect(image.allows(.connect, address: "11.1.1.1", port: 1))
  }

  @Test(arguments: LifecycleEvent.allCases) func `always screens what steers the engine`(
    _ event: LifecycleEvent
  ) throws {
    for options in [[], [(PolicyOption.noNetwork, [String]())]] {
      let row = try #require(try TestImage(options)).screen(event.rawValue)
      #expect(row?.argument == AuditEvent.Argument.lifecycle.rawValue)
      #expect(row.map { LifecycleEvent.allCases[Int($0.action)] } == event)
    }
  }

  @Test func `screens no other name`() throws {
    let image = try #require(try TestImage([(.noNetwork, [])]))
    let known =
      CatalogEntry.all.filter { $0.action.family == .network }.flatMap(\.events).map(\.name)
      + LifecycleEvent.allCases.map(\.rawValue)
    for name in known {
      #expect(image.screen(name) != nil)
      for other in [
        name + "x", "x" + name, String(name.dropLast()), String(name.dropFirst()),
        name.uppercased(),
      ] {
        #expect(image.screen(other) == nil, "\(other)")
      }
    }
    for name in [
      "", " ", "open", "socket", "socket.", "exec", "compile", "object.__getattr__", "\u{ff}",
    ] {
      #expect(image.screen(name) == nil, "\(name)")
    }
    for number in 0..<20_000 { #expect(image.screen("event.\(number)") == nil) }
  }
}
