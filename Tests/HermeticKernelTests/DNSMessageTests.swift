import HermeticKernel
import HermeticPolicy
import Testing

@Suite struct `A DNS message` {
  static func fault(_ bytes: [UInt8]) -> DNSQuery.Fault? {
    do throws(DNSQuery.Fault) {
      _ = try DNSQuery(bytes)
      return nil
    } catch {
      return error
    }
  }

  static let question = DNSBytes.name("example.com") + DNSBytes.half(1) + DNSBytes.half(1)

  @Test(
    arguments: [
      ("no header", [1, 2, 3], nil),
      ("an answer", DNSBytes.header(1, 0x8180, 1, 0, 0, 0) + question, nil),
      ("a notification", DNSBytes.header(1, 0x2000, 1, 0, 0, 0) + question, 4),
      ("no question", DNSBytes.header(1, 0x0100, 0, 0, 0, 0), 1),
      ("two questions", DNSBytes.header(1, 0x0100, 2, 0, 0, 0) + question + question, 1),
      ("an answer inside", DNSBytes.header(1, 0x0100, 1, 1, 0, 0) + question, 1),
      ("an authority inside", DNSBytes.header(1, 0x0100, 1, 0, 1, 0) + question, 1),
      (
        "more than options",
        DNSBytes.header(1, 0x0100, 1, 0, 0, 2) + question + DNSBytes.options(900)
          + DNSBytes.options(900), 1
      ),
      (
        "a signature",
        DNSBytes.header(1, 0x0100, 1, 0, 0, 1) + question
          + DNSBytes.record("key", 250, []), 1
      ),
      ("a count that lies", DNSBytes.header(1, 0x0100, 1, 0, 0, 1) + question, 1),
      ("bytes behind it", DNSBytes.header(1, 0x0100, 1, 0, 0, 0) + question + [1], 1),
      (
        "another class",
        DNSBytes.header(1, 0x0100, 1, 0, 0, 0) + DNSBytes.name("a") + DNSBytes.half(16)
          + DNSBytes.half(3), 5
      ),
      (
        "a pointer to itself",
        DNSBytes.header(1, 0x0100, 1, 0, 0, 0) + [0xc0, 12] + DNSBytes.half(1) + DNSBytes.half(1), 1
      ),
      (
        "a pointer to the header",
        DNSBytes.header(1, 0x0100, 1, 0, 0, 0) + [0xc0, 0] + DNSBytes.half(1) + DNSBytes.half(1), 1
      ),
      (
        "a label of no kind",
        DNSBytes.header(1, 0x0100, 1, 0, 0, 0) + [0x40, 0] + DNSBytes.half(1) + DNSBytes.half(1), 1
      ),
      ("half a label", DNSBytes.header(1, 0x0100, 1, 0, 0, 0) + [9, 0x61], 1),
    ] as [(String, [UInt8], Int?)])
  func `that is no question is answered so, or not at all`(
    _ what: String, _ bytes: [UInt8], _ code: Int?
  ) {
    guard let code else {
      #expect(Self.fault(bytes) == .silent)
      return
    }
    guard case .answer(let answer)? = Self.fault(bytes) else {
      Issue.record("\(what) was taken")
      return
    }
    #expect(answer.count == 12 && Array(answer[..<2]) == Array(bytes[..<2]))
    #expect(answer[2] & 0x80 != 0 && Int(answer[3] & 15) == code)
  }

  @Test(arguments: [(3, 61, true), (3, 62, false), (3, 63, false), (4, 1, false), (2, 63, true)])
  func `may have a name of 255 bytes`(_ count: Int, _ rest: Int, _ isTaken: Bool) {
    let label = String(repeating: "a", count: 63)
    let name = (Array(repeating: label, count: count) + [String(repeating: "b", count: rest)])
      .joined(separator: ".")
    #expect((Self.fault(DNSBytes.query(1, name)) == nil) == isTaken)
    #expect((HostName(name) != nil) == isTaken)
  }

  @Test func `goes out with nothing of the program's but the name`() throws {
    let options = [0] + DNSBytes.half(41) + DNSBytes.half(4096) + [0, 0, 0x80, 0]
    let secret = DNSBytes.half(10) + DNSBytes.half(6) + Array("secret".utf8)
    // Every flag there is.
    let query = try DNSQuery(
      DNSBytes.header(0xbeef, 0x07f0, 1, 0, 0, 1) + DNSBytes.name("eXaMPle.COM") + DNSBytes.half(1)
        + DNSBytes.half(1) + options + DNSBytes.half(secret.count) + secret)
    let out = query.forwarded(id: 7, withOptions: true)
    #expect(out == DNSBytes.query(7, "example.com", flags: 0x0130, size: 1232))
    #expect(query.forwarded(id: 7, withOptions: false).count == out.count - 11)
  }

  @Test func `comes back in the letters that it was asked in`() throws {
    let query = try DNSQuery(DNSBytes.query(99, "eXaMPle.COM"))
    let name = try #require(HostName("example.com").map { DNSName($0) })
    let records = (1...3).map { number in
      DNSRecord(name, .a, lifetime: 60, data: [.bytes([8, 8, 8, UInt8(number)])])
    }
    let bytes = query.answer(.none, records, inStream: false)
    let answer = try #require(DNSBytes.Message(bytes))
    #expect(answer.id == 99 && answer.name == "eXaMPle.COM" && answer.flags == 0x8180)
    #expect(answer.records.map(\.name) == Array(repeating: "eXaMPle.COM", count: 3))
    #expect(answer.addresses == ["8.8.8.1", "8.8.8.2", "8.8.8.3"])
    #expect(bytes.count == 12 + 17 + 3 * 16, "names are compressed")
  }

  @Test(
    arguments: [
      (nil, 30, false), (nil, 40, true), (4096, 250, false), (4096, 300, true),
      (65535, 300, true), (0, 30, false),
    ] as [(Int?, Int, Bool)])
  func `is cut where a datagram would be too long`(_ size: Int?, _ count: Int, _ isCut: Bool) throws
  {
    let query = try DNSQuery(DNSBytes.query(1, "a.b", size: size))
    let name = try #require(HostName("a.b").map { DNSName($0) })
    let records = Array(
      repeating: DNSRecord(name, .a, lifetime: 1, data: [.bytes([1, 2, 3, 4])]), count: count)
    let bytes = query.answer(.none, records, inStream: false)
    let answer = try #require(DNSBytes.Message(bytes))
    #expect(answer.isTruncated == isCut && answer.records.count == (isCut ? 0 : count))
    #expect(bytes.count <= max(size ?? 512, 512))
    #expect((answer.size != nil) == (size != nil))
    let whole = try #require(DNSBytes.Message(query.answer(.none, records, inStream: true)))
    #expect(whole.records.count == count && !whole.isTruncated)
  }

  static func records(_ asked: [UInt8], _ records: [[UInt8]]) throws -> [DNSRecord] {
    try DNSAnswer(DNSBytes.answer(to: asked, records)).records()
  }

  @Test func `has names read out of its records, and compressed again`() throws {
    let pointer: [UInt8] = [0xc0, 12]
    for (type, prefix) in [(2, 0), (12, 0), (15, 2), (33, 6)] {
      let bytes = DNSBytes.query(1, "example.com", type)
      let target: [UInt8] = Array("\u{4}mail".utf8) + pointer
      let data = [UInt8](repeating: 7, count: prefix) + target
      let records = try Self.records(bytes, [DNSBytes.record(pointer, type, data)])
      let query = try DNSQuery(bytes)
      let written = query.answer(.none, records, inStream: false)
      let answer = try #require(DNSBytes.Message(written))
      #expect(answer.records.map(\.target) == ["mail.example.com"])
      #expect(answer.records[0].data.count == prefix + (type == 33 ? 18 : 7))
    }
    let start = DNSBytes.query(1, "example.com", 6)
    let numbers = [UInt8](repeating: 3, count: 20)
    let authority = DNSBytes.record(pointer, 6, pointer + [1, 0x61] + pointer + numbers)
    let records = try Self.records(start, [authority])
    let query = try DNSQuery(start)
    let name = try #require(HostName("example.com").map { DNSName($0) })
    let mailbox = try #require(HostName("a.example.com").map { DNSName($0) })
    #expect(records.map(\.data) == [[.name(name), .name(mailbox), .bytes(numbers)]])
    #expect(DNSBytes.Message(query.answer(.none, records, inStream: false)) != nil)
  }

  @Test func `yields what belongs to the name through its chain, and nothing else`() throws {
    let a = DNSBytes.query(1, "a.example", 1)
    let address = DNSBytes.v4(8, 8, 8, 8)
    let all = [
      DNSBytes.record("other.example", 1, DNSBytes.v4(6, 6, 6, 6)),
      DNSBytes.record("C.example", 1, address),
      DNSBytes.record("b.example", 5, DNSBytes.name("c.example")),
      DNSBytes.record("A.EXAMPLE", 5, DNSBytes.name("b.example")),
      DNSBytes.record("b.example", 1, DNSBytes.v4(6, 6, 6, 7)),
      DNSBytes.record("c.example", 28, [UInt8](repeating: 9, count: 16)),
      DNSBytes.record("c.example", 16, [1, 0x61]),
    ]
    let records = try Self.records(a, all)
    #expect(records.map(\.type) == [.cname, .cname, .a])
    #expect(records.compactMap(\.address).map(\.description) == ["8.8.8.8"])
    let round = [
      DNSBytes.record("a.example", 5, DNSBytes.name("b.example")),
      DNSBytes.record("b.example", 5, DNSBytes.name("a.example")),
    ]
    #expect(try Self.records(a, round).count == 16)
    #expect(try Self.records(DNSBytes.query(1, "a.example", 5), round).count == 1)
  }

  @Test func `with lies in it is refused whole`() throws {
    let asked = DNSBytes.query(1, "a.example", 1)
    for (type, data) in [(5, [3, 0x61]), (5, []), (15, [1]), (5, DNSBytes.name("b") + [0])]
      as [(Int, [UInt8])]
    {
      let lying = [DNSBytes.record("a.example", type, data)]
      #expect(throws: DNSMalformed.self, "\(data)") { try Self.records(asked, lying) }
    }
    // The length of one record reaches into the next.
    var bytes = DNSBytes.answer(
      to: asked, [DNSBytes.record("a.example", 1, DNSBytes.v4(8, 8, 8, 8))])
    bytes[bytes.count - 5] = 200
    #expect(throws: DNSMalformed.self) { try DNSAnswer(bytes).records() }
    // An address that is none is no address.
    let short = try Self.records(asked, [DNSBytes.record("a.example", 1, [1, 2, 3])])
    #expect(short.compactMap(\.address).isEmpty)
  }

  @Test func `of any bytes is read to its end or refused`() throws {
    var random = DNSRandom(state: 20_260_101)
    let asked = DNSBytes.query(1, "www.example.com", 1, size: 1232)
    let answer = DNSBytes.answer(
      to: asked,
      [
        DNSBytes.record([0xc0, 12], 5, [1, 0x62, 0xc0, 16]),
        DNSBytes.record([1, 0x62, 0xc0, 16], 1, [8, 8, 8, 8]),
        DNSBytes.record([0xc0, 12], 15, [0, 1, 0xc0, 20]),
        DNSBytes.record([0xc0, 12], 6, [0xc0, 12, 0xc0, 12] + [UInt8](repeating: 0, count: 20)),
      ])
    var taken = 0
    func read(_ bytes: [UInt8]) {
      if let query = try? DNSQuery(bytes) {
        taken += 1
        _ = (query.name.isHostName, query.name.reversedAddress, query.name.text)
        // Whatever was read can be written.
        #expect(DNSBytes.Message(query.answer(.refused, inStream: false)) != nil)
        #expect((try? DNSQuery(query.forwarded(id: 2, withOptions: true)))?.name == query.name)
      }
      if let query = try? DNSQuery(asked), let records = try? DNSAnswer(bytes).records() {
        taken += 1
        #expect(DNSBytes.Message(query.answer(.none, records, inStream: true)) != nil)
      }
    }
    for message in [asked, answer] {
      for end in 0...message.count { read(Array(message[..<end])) }
      for _ in 0..<6_000 {
        var bytes = message
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes[place] = [0, 0xc0, 0xff, 12, 63, 64].randomElement(using: &random) ?? 0
          case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
          default: bytes.removeSubrange(place..<min(place + 3, bytes.count))
          }
          if bytes.isEmpty { break }
        }
        read(bytes)
      }
    }
    for _ in 0..<4_000 {
      let count = Int.random(in: 0...80, using: &random)
      let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      read(DNSBytes.header(1, Bool.random(using: &random) ? 0x8180 : 0x0100, 1, 3, 0, 0) + body)
      read(body)
    }
    #expect(taken > 500, "some of them are messages")
  }
}

@Suite struct `A DNS name` {
  static func read(_ labels: [[UInt8]]) throws -> DNSName {
    let wire: [UInt8] = labels.reduce(into: []) { $0 += [UInt8($1.count)] + $1 } + [0]
    return try DNSQuery(
      DNSBytes.header(1, 0, 1, 0, 0, 0) + wire + DNSBytes.half(1) + DNSBytes.half(1)
    ).name
  }

  @Test(arguments: [
    "example.com", "_443._tcp.a-b.example", "1.2.3.4", "a b.com", "*.com", "a/b", "ä.com", "a\0b.c",
    "x@y",
  ])
  func `is a host's where a resolver takes it for one, and is spelled so`(_ text: String) throws {
    let name = try Self.read(text.split(separator: ".").map { Array($0.utf8) })
    // Names from elsewhere are in ASCII by now.
    let host = text.utf8.allSatisfy { $0 < 0x80 } ? HostName(text) : nil
    #expect(name.isHostName == (host != nil))
    #expect(name.text.elementsEqual(text.utf8))
    if let host { #expect(DNSName(host) == name) }
  }

  @Test func `that has a dot inside a label, or no label, is none of a host`() throws {
    #expect(try !Self.read([Array("a.example".utf8), Array("com".utf8)]).isHostName)
    #expect(try !Self.read([]).isHostName)
    #expect(try Self.read([Array("EXAMPLE".utf8)]).text.elementsEqual("example".utf8))
  }

  @Test(
    arguments: [
      ("4.3.2.1.in-addr.arpa", "1.2.3.4"), ("1.0.0.127.IN-ADDR.ARPA", "127.0.0.1"),
      ("3.2.1.in-addr.arpa", nil), ("5.4.3.2.1.in-addr.arpa", nil), ("256.3.2.1.in-addr.arpa", nil),
      ("04.3.2.1.in-addr.arpa", nil), ("a.3.2.1.in-addr.arpa", nil), ("in-addr.arpa", nil),
      ("arpa", nil), ("4.3.2.1.in-addr.arpa.example.com", nil), ("4.3.2.1.in-addr.example", nil),
      (String(repeating: "0.", count: 31) + "2.ip6.arpa", "2000::"),
      ("1." + String(repeating: "0.", count: 31) + "ip6.arpa", "::1"),
      (String(repeating: "0.", count: 30) + "2.ip6.arpa", nil),
      ("g." + String(repeating: "0.", count: 31) + "ip6.arpa", nil),
      ("10." + String(repeating: "0.", count: 31) + "ip6.arpa", nil),
    ] as [(String, String?)])
  func `says which address's name is asked for`(_ text: String, _ address: String?) throws {
    let name = try Self.read(text.split(separator: ".").map { Array($0.utf8) })
    #expect(name.reversedAddress == address.flatMap { IPAddress($0) })
  }

  @Test func `may end with a suffix at a label's start`() throws {
    func name(_ text: String) throws -> DNSName { DNSName(try #require(HostName(text))) }
    let full = try name("www.example.com")
    #expect(try full.removing(name("example.com")) == name("www"))
    #expect(try full.removing(name("com")) == name("www.example"))
    for other in ["ample.com", "www.example.com", "org", "a.www.example.com"] {
      #expect(try full.removing(name(other)) == nil, "\(other)")
    }
    #expect(try name("a.localhost").isLocalhost && name("localhost").isLocalhost)
    #expect(try !name("localhost.a").isLocalhost)
  }
}
