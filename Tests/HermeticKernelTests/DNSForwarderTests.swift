import Glibc
import HermeticKernel
import HermeticPolicy
import HermeticSession
import Testing

@Suite struct `A DNS forwarder` {
  static let allowed: [(PolicyOption, [String])] = [(.allowDomain, ["example.com:443"])]

  /// A server's answer with one address.
  static func leading(
    to addresses: [UInt8]...
  ) -> (DNSServer.Question) -> [UInt8]? {
    { question in
      DNSBytes.answer(
        to: question.bytes,
        addresses.map { DNSBytes.record([0xc0, 12], $0.count == 4 ? 1 : 28, $0) })
    }
  }

  // MARK: Names

  @Test func `passes on what servers say of an allowed name, and remembers where it leads`() throws
  {
    let world = try DNSWorld(
      Self.allowed, answer: Self.leading(to: [8, 8, 8, 8], [9, 9, 9, 9]))
    let answer = try #require(try world.ask("WWW.example.COM"))
    #expect(answer.id == 4242 && answer.code == 0 && answer.name == "WWW.example.COM")
    #expect(answer.addresses == ["8.8.8.8", "9.9.9.9"])
    #expect(world.seen.map(\.name) == ["www.example.com"], "in lower case")
    for address in ["8.8.8.8", "9.9.9.9"] {
      #expect(world.remembers(address, port: 443) && !world.remembers(address, port: 80))
    }
    #expect(world.violations.isEmpty)
    #expect(world.forwarder.nextDeadline == nil, "nothing is left behind")
  }

  @Test(arguments: [
    "evil.com", "example.com.evil.com", "xexample.com", "com", "a b.example.com",
    "a\0.example.com", "*.example.com", "secret.4.3.2.1.in-addr.arpa",
  ])
  func `refuses other names without a word to anybody`(_ name: String) throws {
    let world = try DNSWorld(Self.allowed, search: ["corp.example"])
    for type in [1, 28, 16, 65, 255] {
      let answer = try #require(try world.ask(name, type))
      #expect(answer.code == 5 && answer.records.isEmpty && answer.name == name)
    }
    world.pass(60_000)
    #expect(world.seen.isEmpty)
    #expect(world.violations.count == 1)
    #expect(world.violations[0].hasPrefix("network disabled: DNS("))
  }

  @Test func `refuses everything where nothing is allowed`() throws {
    let world = try DNSWorld([(.noNetwork, [])])
    #expect(try world.ask("example.com")?.code == 5)
    #expect(try world.ask("a.localhost")?.code == 5)
    #expect(try world.ask("localhost")?.addresses == ["127.0.0.1"])
    #expect(world.seen.isEmpty)
    #expect(
      world.violations == [
        "network disabled: DNS(example.com)", "network disabled: DNS(a.localhost)",
      ])
  }

  @Test func `reports a name that is asked for again and again once, for a while`() throws {
    let world = try DNSWorld(Self.allowed, search: ["corp.example"])
    for _ in 0..<4 { _ = try world.ask("evil.com") }
    _ = try world.ask("evil.com.corp.example")
    #expect(world.violations == ["network disabled: DNS(evil.com)"])
    world.pass(6_000)
    _ = try world.ask("evil.com")
    #expect(world.violations.count == 2)
  }

  @Test func `lets names pass where violations are only reported`() throws {
    var settings = RunSettings()
    settings.onViolation = .log
    let world = try DNSWorld(
      Self.allowed, settings: settings, answer: Self.leading(to: [10, 0, 0, 1]))
    #expect(try world.ask("other.com")?.addresses == ["10.0.0.1"])
    #expect(
      world.violations == [
        "network disabled: DNS(other.com)",
        "network disabled: DNS(other.com) leads to 10.0.0.1",
      ])
    #expect(!world.remembers("10.0.0.1", port: nil))
  }

  @Test func `answers for this machine itself`() throws {
    let world = try DNSWorld([(.allowLocalhost, [])])
    for name in ["localhost", "a.LOCALHOST"] {
      #expect(try world.ask(name)?.addresses == ["127.0.0.1"])
      #expect(
        try world.ask(name, 28)?.records.first?.data == [UInt8](repeating: 0, count: 15) + [1])
      let none = try #require(try world.ask(name, 15))
      #expect(none.code == 0 && none.records.isEmpty)
    }
    #expect(try world.ask("1.0.0.127.in-addr.arpa", 12)?.records.first?.target == "localhost")
    #expect(world.seen.isEmpty && world.violations.isEmpty)
  }

  @Test(arguments: [
    ("5.0.0.10.in-addr.arpa", true), ("8.8.8.8.in-addr.arpa", true),
    ("9.9.9.9.in-addr.arpa", false), ("2.0.0.127.in-addr.arpa", false),
    ("254.169.254.169.in-addr.arpa", false), ("0.0.10.in-addr.arpa", false),
    (String(repeating: "0.", count: 31) + "2.ip6.arpa", false),
  ])
  func `asks for the name of an address that may be known`(_ name: String, _ isAsked: Bool) throws {
    let world = try DNSWorld([(.allowDomain, ["10.0.0.0/8", "example.com"])])
    world.book.insert(IPAddress(v4: 0x0808_0808), port: 443)
    #expect(try world.ask(name, 12)?.code == (isAsked ? 0 : 5))
    #expect(world.seen.map(\.name) == (isAsked ? [name] : []))
    #expect(world.violations.isEmpty == isAsked)
  }

  @Test(arguments: [
    (1, 0, true), (28, 0, true), (5, 0, true), (15, 0, true), (16, 0, true), (33, 0, true),
    (257, 0, true), (64, 0, false), (65, 0, false), (255, 5, false), (252, 5, false),
    (251, 5, false), (250, 5, false), (41, 5, false), (10, 5, false), (0, 5, false),
    (65_280, 5, false),
  ])
  func `asks for types that programs need`(_ type: Int, _ code: Int, _ isAsked: Bool) throws {
    let world = try DNSWorld(Self.allowed)
    let answer = try #require(try world.ask("example.com", type))
    #expect(answer.code == code && answer.records.isEmpty)
    #expect(world.seen.count == (isAsked ? 1 : 0))
    #expect(world.violations.isEmpty == (code == 0))
  }

  @Test func `tries what libc searches behind an allowed name`() throws {
    let world = try DNSWorld(
      [(.allowDomain, ["db:5432", "example.com"])], search: ["svc.cluster", "corp.example"]
    ) { question in
      guard question.name == "db.corp.example" else {
        return DNSBytes.answer(to: question.bytes, code: 3)
      }
      return Self.leading(to: [8, 8, 4, 4])(question)
    }
    #expect(try world.ask("db.svc.cluster")?.code == 3)
    #expect(try world.ask("db.corp.example")?.addresses == ["8.8.4.4"])
    #expect(world.remembers("8.8.4.4", port: 5432) && !world.remembers("8.8.4.4", port: 1))
    #expect(try world.ask("www.example.com.svc.cluster")?.code == 3)
    #expect(try world.ask("localhost.corp.example")?.code == 3, "without a question")
    #expect(world.seen.count == 3 && world.violations.isEmpty)
    #expect(try world.ask("other.svc.cluster")?.code == 5)
    #expect(try world.ask("svc.cluster")?.code == 5)
    #expect(world.seen.count == 3 && world.violations.count == 2)
  }

  @Test func `does not answer what is no question`() throws {
    let world = try DNSWorld(Self.allowed)
    let client = try world.client()
    _ = client.send(DNSBytes.header(1, 0x8180, 1, 0, 0, 0))
    _ = client.send([1, 2, 3])
    world.settle()
    #expect(world.received(client) == nil)
    _ = client.send(DNSBytes.header(7, 0x0100, 2, 0, 0, 0))
    world.settle()
    guard case .bytes(let bytes, _) = client.receive() else {
      Issue.record("no answer")
      return
    }
    #expect(bytes == DNSBytes.header(7, 0x8001, 0, 0, 0, 0))
    #expect(world.seen.isEmpty)
  }

  // MARK: Addresses

  @Test(
    arguments: [
      ([10, 0, 0, 1], "10.0.0.1"), ([127, 0, 0, 1], "127.0.0.1"),
      ([169, 254, 169, 254], "169.254.169.254"), ([0, 0, 0, 0], "0.0.0.0"),
      ([0xfc, 0] + [UInt8](repeating: 0, count: 13) + [1], "fc00::1"),
      ([UInt8](repeating: 0, count: 10) + [0xff, 0xff, 192, 168, 0, 1], "192.168.0.1"),
      ([0, 0x64, 0xff, 0x9b] + [UInt8](repeating: 0, count: 8) + [10, 0, 0, 1], "64:ff9b::a00:1"),
    ] as [([UInt8], String)])
  func `withholds where only this machine's surroundings are`(
    _ bytes: [UInt8], _ address: String
  ) throws {
    let isV4 = bytes.count == 4
    let other: [UInt8] = isV4 ? [8, 8, 8, 8] : [0x26] + [UInt8](repeating: 6, count: 15)
    let world = try DNSWorld(Self.allowed, answer: Self.leading(to: bytes, other))
    let answer = try #require(try world.ask("example.com", isV4 ? 1 : 28))
    #expect(answer.records.map(\.data) == [other])
    #expect(!world.remembers(address, port: nil))
    #expect(world.violations == ["network disabled: DNS(example.com) leads to \(address)"])
    #expect(
      world.book.contains(
        isV4
          ? IPAddress(v4: 0x0808_0808)
          : IPAddress(
            high: 0x2606_0606_0606_0606, low: 0x0606_0606_0606_0606), port: 443))
  }

  @Test func `hands out a private address that a rule allows`() throws {
    let world = try DNSWorld(
      [(.allowDomain, ["example.com", "10.1.0.0/16:80"])],
      answer: Self.leading(to: [10, 1, 0, 1], [10, 2, 0, 1]))
    #expect(try world.ask("example.com")?.addresses == ["10.1.0.1"])
    #expect(!world.remembers("10.1.0.1", port: nil), "the rule is enough, and has its port")
    #expect(world.violations.count == 1)
  }

  @Test func `follows the chain of names, and nothing that hangs beside it`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      DNSBytes.answer(
        to: question.bytes,
        [
          DNSBytes.record([0xc0, 12], 5, DNSBytes.name("cdn.other")),
          DNSBytes.record("evil.com", 1, [6, 6, 6, 6]),
          DNSBytes.record("cdn.other", 1, [8, 8, 8, 8]),
          DNSBytes.record("cdn.other", 1, [192, 168, 1, 1]),
        ])
    }
    let answer = try #require(try world.ask("example.com"))
    #expect(answer.records.map(\.type) == [5, 1])
    #expect(answer.addresses == ["8.8.8.8"] && answer.records[0].target == "cdn.other")
    #expect(!world.remembers("6.6.6.6", port: nil))
  }

  @Test func `drops what a server adds behind its answer`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      var bytes = DNSBytes.answer(
        to: question.bytes, [DNSBytes.record([0xc0, 12], 1, [8, 8, 8, 8])])
      bytes[9] = 1
      bytes[11] = 1
      return bytes + DNSBytes.record("example.com", 2, DNSBytes.name("ns.evil.com"))
        + DNSBytes.record("ns.evil.com", 1, [6, 6, 6, 6])
    }
    let answer = try #require(try world.ask("example.com", size: 4096))
    #expect(answer.records.count == 1 && answer.size == 1232)
    #expect(!world.remembers("6.6.6.6", port: nil))
  }

  // MARK: Servers

  @Test func `keeps many questions apart`() throws {
    let world = try DNSWorld(Self.allowed) { _ in nil }
    let server = world.servers[0]
    let clients = try (0..<40).map { number in
      let client = try world.client()
      // The same id in every question: only ports tell them apart.
      _ = client.send(DNSBytes.query(5, "h\(number).example.com"))
      return client
    }
    world.settle()
    #expect(server.seen.count == 40)
    let ids = Set(server.seen.map { Int($0.bytes[0]) << 8 | Int($0.bytes[1]) })
    let ports = Set(server.peers.map { Array($0[2..<4]) })
    #expect(ids.count > 30 && ports.count == 40, "both are drawn")
    for (question, peer) in zip(server.seen, server.peers).reversed() {
      let number = UInt8(question.name.dropFirst().prefix { $0 != "." }) ?? 255
      let record = DNSBytes.record([0xc0, 12], 1, [8, 8, 8, number])
      server.send(DNSBytes.answer(to: question.bytes, [record]), to: peer)
    }
    world.settle()
    for (number, client) in clients.enumerated() {
      let answer = try #require(world.received(client))
      #expect(answer.id == 5 && answer.name == "h\(number).example.com")
      #expect(answer.addresses == ["8.8.8.\(number)"])
    }
  }

  @Test func `asks the next server when one is silent, and still listens to the first`() throws {
    let world = try DNSWorld(Self.allowed, servers: 2) { _ in nil }
    let client = try world.client()
    _ = client.send(DNSBytes.query(5, "example.com"))
    world.settle()
    #expect(world.servers.map(\.seen.count) == [1, 0])
    world.pass(500)
    #expect(world.servers.map(\.seen.count) == [1, 0])
    world.pass(600)
    #expect(world.servers.map(\.seen.count) == [1, 1])
    let first = world.servers[0]
    let record = DNSBytes.record([0xc0, 12], 1, [8, 8, 8, 8])
    first.send(DNSBytes.answer(to: first.seen[0].bytes, [record]), to: first.peers[0])
    world.settle()
    #expect(world.received(client)?.addresses == ["8.8.8.8"])
    world.pass(60_000)
    #expect(world.seen.count == 2)
  }

  @Test func `says that it failed when no server answers`() throws {
    let world = try DNSWorld(Self.allowed, servers: 2) { _ in nil }
    let client = try world.client()
    _ = client.send(DNSBytes.query(5, "example.com"))
    world.settle()
    for _ in 0..<9 { world.pass(1_000) }
    #expect(world.received(client) == nil)
    world.pass(2_000)
    #expect(world.received(client)?.code == 2)
    #expect(world.servers.map(\.seen.count) == [2, 2])
    #expect(world.forwarder.nextDeadline == nil)
  }

  @Test(arguments: [2, 5, 4, 1, 9])
  func `asks the next server at once when one will not answer`(_ code: Int) throws {
    var isFirst = true
    let world = try DNSWorld(Self.allowed, servers: 2) { question in
      defer { isFirst = false }
      return isFirst
        ? DNSBytes.answer(to: question.bytes, code: code)
        : Self.leading(to: [8, 8, 8, 8])(question)
    }
    #expect(try world.ask("example.com")?.addresses == ["8.8.8.8"])
    #expect(world.servers.map(\.seen.count) == [1, 1])
  }

  @Test func `fails at once where nobody is there, or all refuse`() throws {
    let world = try DNSWorld(Self.allowed, servers: 2) { DNSBytes.answer(to: $0.bytes, code: 5) }
    #expect(try world.ask("example.com")?.code == 2)
    let gone = try DNSServer { _ in nil }.endpoint
    let book = try #require(AddressBook())
    let forwarder = try DNSForwarder(
      image: try DNSWorld.image(Self.allowed), book: book,
      source: .fixed(ResolverSettings(servers: [gone])), hosts: nil
    ) { _ in }
    let socket = try DNSSocket(.datagram, family: AF_INET)
    let bytes = try #require(forwarder.address(family: AF_INET, isStream: false))
    try socket.connect(
      to: DNSEndpoint(IPAddress(v4: 0x7f00_0001), port: UInt16(bytes[2]) << 8 | UInt16(bytes[3])))
    _ = socket.send(DNSBytes.query(1, "example.com"))
    for _ in 0..<8 {
      for (descriptor, events) in forwarder.descriptors {
        forwarder.handle(descriptor, events: events, now: 5)
      }
    }
    guard case .bytes(let answer, _) = socket.receive() else {
      Issue.record("no answer")
      return
    }
    #expect(answer[3] & 15 == 2)
  }

  @Test func `asks a server older than EDNS without it`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      question.message?.size == nil
        ? Self.leading(to: [8, 8, 8, 8])(question) : DNSBytes.answer(to: question.bytes, code: 1)
    }
    let answer = try #require(try world.ask("example.com", size: 4096))
    #expect(answer.addresses == ["8.8.8.8"] && answer.size != nil)
    #expect(world.seen.count == 2)
  }

  @Test func `believes no answer but that to its question`() throws {
    let world = try DNSWorld(Self.allowed) { _ in nil }
    let client = try world.client()
    _ = client.send(DNSBytes.query(5, "example.com"))
    world.settle()
    let server = world.servers[0]
    let (asked, peer) = (server.seen[0].bytes, server.peers[0])
    let record = DNSBytes.record([0xc0, 12], 1, [6, 6, 6, 6])
    var otherID = DNSBytes.answer(to: asked, [record])
    otherID[0] ^= 1
    let otherName = Array(asked[..<2]) + DNSBytes.query(0, "other.com")[2...]
    let otherType = Array(asked[..<2]) + DNSBytes.query(0, "example.com", 28)[2...]
    for wrong in [
      otherID, DNSBytes.answer(to: otherName, [record]), DNSBytes.answer(to: otherType, [record]),
      asked, [], [1, 2, 3],
    ] {
      server.send(wrong, to: peer)
    }
    // From somewhere else, the right words are wrong too.
    try DNSServer { _ in nil }.send(DNSBytes.answer(to: asked, [record]), to: peer)
    world.settle()
    #expect(world.received(client) == nil && !world.remembers("6.6.6.6", port: nil))
    server.send(
      DNSBytes.answer(to: asked, [DNSBytes.record([0xc0, 12], 1, [8, 8, 8, 8])]), to: peer)
    world.settle()
    #expect(world.received(client)?.addresses == ["8.8.8.8"])
  }

  @Test func `goes over to TCP when somebody tries ids`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      question.isStream ? Self.leading(to: [8, 8, 8, 8])(question) : nil
    }
    let client = try world.client()
    _ = client.send(DNSBytes.query(5, "example.com"))
    world.settle()
    let server = world.servers[0]
    var guess = DNSBytes.answer(to: server.seen[0].bytes)
    for number in 1...40 {
      guess[0] = server.seen[0].bytes[0] ^ UInt8(number)
      server.send(guess, to: server.peers[0])
    }
    world.settle()
    #expect(server.seen.map(\.isStream) == [false, true])
    #expect(world.received(client)?.addresses == ["8.8.8.8"])
  }

  @Test func `fetches over TCP what a datagram does not hold`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      guard question.isStream else {
        return DNSBytes.answer(
          to: question.bytes, flags: 0x8380, [DNSBytes.record([0xc0, 12], 1, [6, 6, 6, 6])])
      }
      return DNSBytes.answer(
        to: question.bytes,
        (0..<60).map { DNSBytes.record([0xc0, 12], 1, [8, 8, 8, UInt8($0)]) })
    }
    let cut = try #require(try world.ask("example.com"))
    #expect(cut.isTruncated && cut.records.isEmpty, "it does not fit here either")
    #expect(world.seen.map(\.isStream) == [false, true])
    #expect(!world.remembers("6.6.6.6", port: nil))
    #expect(try world.ask("example.com", size: 2048)?.addresses.count == 60)
    #expect(world.seen.map(\.isStream) == [false, true, false, true])
  }

  @Test func `answers questions over TCP in one connection, whole and in pieces`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      DNSBytes.answer(
        to: question.bytes,
        (0..<60).map { DNSBytes.record([0xc0, 12], 1, [8, 8, 8, UInt8($0)]) })
    }
    let socket = try world.client(.stream)
    world.settle()
    let client = DNSStream(socket)
    client.queue(DNSBytes.query(1, "a.example.com"))
    client.queue(DNSBytes.query(2, "evil.com"))
    client.queue(DNSBytes.query(3, "b.example.com"))
    #expect(client.flush())
    world.settle()
    var answers = (client.receive() ?? []).compactMap { DNSBytes.Message($0) }
    #expect(Set(answers.map(\.id)) == [1, 2, 3])
    #expect(answers.first { $0.id == 2 }?.code == 5)
    #expect(answers.first { $0.id == 3 }?.addresses.count == 60)
    #expect(world.seen.allSatisfy(\.isStream) && world.seen.count == 2)

    let bytes = DNSBytes.query(4, "c.example.com")
    for byte in DNSBytes.half(bytes.count) + bytes {
      #expect(socket.send([byte]) == 1)
      world.settle()
    }
    answers = (client.receive() ?? []).compactMap { DNSBytes.Message($0) }
    #expect(answers.map(\.id) == [4])
  }

  @Test func `answers who has said all it will over TCP, and forgets who is gone`() throws {
    let world = try DNSWorld(Self.allowed) { question in
      question.name == "slow.example.com" ? nil : DNSBytes.answer(to: question.bytes)
    }
    let before = world.forwarder.descriptors.count
    let socket = try world.client(.stream)
    let client = DNSStream(socket)
    world.settle()
    client.queue(DNSBytes.query(1, "a.example.com"))
    #expect(client.flush())
    shutdown(socket.descriptor, CInt(SHUT_WR))
    world.settle()
    #expect((client.receive() ?? []).count == 1 && client.isEnded)
    #expect(world.forwarder.descriptors.count == before)

    do {
      let gone = DNSStream(try world.client(.stream))
      world.settle()
      gone.queue(DNSBytes.query(1, "slow.example.com"))
      #expect(gone.flush())
      world.settle()
      #expect(world.forwarder.descriptors.count == before + 2)
      shutdown(gone.socket.descriptor, CInt(SHUT_RDWR))
    }
    world.pass(30_000)
    #expect(world.forwarder.descriptors.count == before)
    let idle = try world.client(.stream)
    world.settle()
    #expect(world.forwarder.descriptors.count == before + 1)
    world.pass(200_000)
    #expect(world.forwarder.descriptors.count == before)
    _ = idle
  }

  @Test func `has no more than so many questions open, and fails the oldest`() throws {
    let world = try DNSWorld(Self.allowed) { _ in nil }
    let client = try world.client()
    for number in 0..<DNSForwarder.mostPending + 10 {
      _ = client.send(DNSBytes.query(number, "h\(number).example.com"))
      if number % 40 == 0 { world.settle() }
    }
    world.settle()
    var failed: [Int] = []
    while let answer = world.received(client) {
      #expect(answer.code == 2)
      failed.append(answer.id)
    }
    #expect(failed == Array(0..<10))
    #expect(world.forwarder.descriptors.count <= DNSForwarder.mostPending + 4)
  }

  @Test func `has no more than two sockets for a question`() throws {
    let world = try DNSWorld(Self.allowed, servers: 3) { _ in nil }
    let before = world.forwarder.descriptors.count
    let client = try world.client()
    _ = client.send(DNSBytes.query(5, "example.com"))
    for _ in 0..<6 { world.pass(1_000) }
    #expect(world.servers.map(\.seen.count) == [2, 2, 2])
    #expect(world.forwarder.descriptors.count == before + 2)
  }

  @Test func `takes a question that is asked again for the same`() throws {
    let world = try DNSWorld(Self.allowed) { _ in nil }
    let client = try world.client()
    for _ in 0..<3 { _ = client.send(DNSBytes.query(5, "example.com")) }
    world.settle()
    #expect(world.seen.count == 1)
  }

  // MARK: Sockets

  @Test func `has an address for sockets of either kind and family`() throws {
    let world = try DNSWorld(Self.allowed, answer: Self.leading(to: [8, 8, 8, 8]))
    for isStream in [false, true] {
      let v4 = try #require(world.forwarder.address(family: AF_INET, isStream: isStream))
      #expect(v4.count == 16 && Array(v4[4..<8]) == [127, 0, 0, 1])
      let mapped = try #require(world.forwarder.address(family: AF_INET6, isStream: isStream))
      #expect(mapped.count == 28 && mapped[2..<4] == v4[2..<4])
      #expect(Array(mapped[8..<24]) == [UInt8](repeating: 0, count: 10) + [255, 255, 127, 0, 0, 1])
      if let v6 = world.forwarder.address(family: AF_INET6, isStream: isStream, onlyV6: true) {
        #expect(v6.count == 28)
        #expect(Array(v6[8..<24]) == [UInt8](repeating: 0, count: 15) + [1])
      }
    }
    // A machine without IPv6 has no such sockets.
    if let client = try? world.client(.datagram, family: AF_INET6) {
      _ = client.send(DNSBytes.query(5, "example.com"))
      world.settle()
      #expect(world.received(client)?.addresses == ["8.8.8.8"])
    }
  }

  @Test func `answers whoever sends without a connection`() throws {
    let world = try DNSWorld(Self.allowed, answer: Self.leading(to: [8, 8, 8, 8]))
    let socket = try DNSSocket(.datagram, family: AF_INET)
    let address = try #require(world.forwarder.address(family: AF_INET, isStream: false))
    _ = socket.send(DNSBytes.query(5, "example.com"), to: address)
    world.settle()
    guard case .bytes(let bytes, let peer) = socket.receive() else {
      Issue.record("no answer")
      return
    }
    #expect(DNSBytes.Message(bytes)?.addresses == ["8.8.8.8"])
    #expect(peer[2..<8] == address[2..<8])
  }

  @Test func `survives any bytes that programs and servers send`() throws {
    var random = DNSRandom(state: 5_353)
    let world = try DNSWorld([(.allowDomain, ["example.com"])]) { question in
      var bytes = DNSBytes.answer(
        to: question.bytes,
        [
          DNSBytes.record([0xc0, 12], 5, [1, 0x62, 0xc0, 12]),
          DNSBytes.record([1, 0x62, 0xc0, 12], 1, [8, 8, 8, 8]),
        ])
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      return bytes
    }
    let client = try world.client()
    var answers = 0
    for number in 0..<800 {
      var bytes = DNSBytes.query(number, "www.example.com", size: 1232)
      for _ in 0..<number % 3 {
        bytes[(number * 7919) % bytes.count] = UInt8(truncatingIfNeeded: number &* 31)
      }
      _ = client.send(bytes)
      world.settle()
      while case .bytes = client.receive() { answers += 1 }
      if number % 50 == 0 { world.pass(11_000) }
    }
    #expect(answers > 400)
    world.pass(20_000)
    #expect(world.forwarder.nextDeadline == nil)
  }
}
