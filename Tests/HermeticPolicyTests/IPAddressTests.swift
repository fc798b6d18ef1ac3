import Glibc
import HermeticPolicy
import Testing

@Suite struct `An IP address` {
  @Test(arguments: [
    "0.0.0.0", "127.0.0.1", "255.255.255.255", "8.8.4.4", "::", "::1", "1::", "2001:db8::1",
    "2001:db8:1:1:1:1:1:1", "2001:db8::1:0:0:1", "2001:0:0:1::1", "fe80::1:2:3:4",
    "1:2:3:4:5:6:7:8", "ff02::fb", "1:0:2:3:4:5:6:7", "64:ff9b::808:808",
  ])
  func `is described as it was written, if written as RFC 5952 wants it`(_ text: String) {
    #expect(IPAddress(text)?.description == text)
  }

  @Test(arguments: [
    ("2001:DB8::A", "2001:db8::a"), ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
    ("::0001", "::1"), ("0:0:0:0:0:0:0:0", "::"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
    ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("::1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"), ("::ffff:1.2.3.4", "1.2.3.4"),
    ("::FFFF:0102:0304", "1.2.3.4"), ("0:0:0:0:0:ffff:7f00:1", "127.0.0.1"),
    ("64:ff9b::8.8.8.8", "64:ff9b::808:808"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
  ])
  func `has one description, however it is written`(_ text: String, _ canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
    #expect(IPAddress(text) == IPAddress(canonical))
  }

  @Test(arguments: [
    "", " ", ".", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1",
    "1.2.3.999", "1.2.3.1000", "01.2.3.4", "1.2.3.04", "00.0.0.0", "0x7f.0.0.1", "+1.2.3.4",
    "-1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "1.2.3.٤", "１.2.3.4", "127.1", "2130706433",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
    ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", ":1", "1:", "12345::", "::g", "::１", "::+1", "fe80::1%lo",
    "[::1]", "::1.2.3", "::1.2.3.4.5", "::1.2.3.256", "1.2.3.4::", "1.2.3.4:5::", "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", "::ffff:1.2.3.04", "example.com", "1.2.3.4/8",
  ])
  func `is not read from what is none`(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func `is read and described as libc does it`() {
    var random = SeededGenerator(seed: 1)
    let alphabet = Array("0019afF::::....x")
    let templates = [
      "1:2:3:4:5:6:7:8", "::1", "1::", "1.2.3.4", "::ffff:1.2.3.4", "a:0:0:b:0:0:0:c",
    ]
    for _ in 0..<40_000 {
      var text = Array(templates.randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 0...4, using: &random) where !text.isEmpty {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: text[place] = alphabet.randomElement(using: &random) ?? "0"
        case 1: text.insert(alphabet.randomElement(using: &random) ?? "0", at: place)
        default: text.remove(at: place)
        }
      }
      let written = String(text)
      let ours = IPAddress(written)
      let theirs = LibcAddress(written)
      #expect(ours == theirs?.address, "\(written)")
      // glibc writes the deprecated IPv4-compatible addresses with dots.
      if let ours, let theirs, ours.v4 == nil, ours.high != 0 || ours.low > 0xffff_ffff {
        #expect(ours.description == theirs.description, "\(written)")
      }
    }
  }

  @Test func `tells its IPv4 number`() {
    #expect(IPAddress("127.0.0.1")?.v4 == 0x7f00_0001)
    #expect(IPAddress(v4: 0x7f00_0001) == IPAddress("127.0.0.1"))
    #expect(IPAddress("::ffff:127.0.0.1")?.v4 == 0x7f00_0001)
    #expect(IPAddress("::127.0.0.1")?.v4 == nil)
    #expect(IPAddress("::1")?.v4 == nil)
  }

  @Test(arguments: [
    ("0.0.0.0", true), ("::", true), ("::ffff:0.0.0.0", true), ("0.0.0.1", false), ("::1", false),
    ("1::", false), ("127.0.0.1", false),
  ])
  func `knows whether it is unspecified`(_ text: String, _ expected: Bool) {
    #expect(IPAddress(text)?.isUnspecified == expected)
  }

  @Test(arguments: [
    ("64:ff9b::10.0.0.1", "10.0.0.1"), ("64:ff9b::", "0.0.0.0"), ("2002:a00:1::", "10.0.0.1"),
    ("2002:808:808:1:2:3:4:5", "8.8.8.8"), ("2002::", "0.0.0.0"), ("::1.2.3.4", "1.2.3.4"),
    ("::0.1.0.0", "0.1.0.0"), ("::255.255.255.255", "255.255.255.255"),
  ])
  func `shows the IPv4 address inside it`(_ text: String, _ inner: String) {
    #expect(IPAddress(text)?.embedded == IPAddress(inner))
  }

  @Test(arguments: [
    "::", "::1", "::ffff", "1.2.3.4", "::ffff:1.2.3.4", "64:ff9b:0:1::1", "64:ff9b::1:0:0",
    "64:ff9b:1::a00:1", "2001:db8::", "2003:a00:1::", "::1:0:0",
  ])
  func `shows none where there is none inside`(_ text: String) throws {
    #expect(try #require(IPAddress(text)).embedded == nil)
  }
}

/// What libc makes of an address.
private struct LibcAddress {
  let address: IPAddress
  let description: String

  init?(_ text: String) {
    var bytes = [UInt8](repeating: 0, count: 16)
    if unsafe inet_pton(AF_INET, text, &bytes) == 1 {
      let number = bytes[0..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      address = IPAddress(v4: number)
      description = ""
    } else if unsafe inet_pton(AF_INET6, text, &bytes) == 1 {
      let halves = [bytes[0..<8], bytes[8..<16]].map {
        $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      }
      address = IPAddress(high: halves[0], low: halves[1])
      var name = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      unsafe name.withUnsafeMutableBytes { buffer in
        _ = unsafe inet_ntop(
          AF_INET6, bytes, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
          socklen_t(buffer.count))
      }
      description = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    } else {
      return nil
    }
  }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
