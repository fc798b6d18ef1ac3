import HermeticPolicy
import Testing

@Suite struct `A block of addresses` {
  @Test(arguments: [
    ("10.0.0.0/8", "10.0.0.0/8", 104), ("10.1.2.3/8", "10.0.0.0/8", 104),
    ("0.0.0.0/0", "0.0.0.0/0", 96), ("1.2.3.4", "1.2.3.4", 128), ("1.2.3.4/32", "1.2.3.4", 128),
    ("1.2.3.5/31", "1.2.3.4/31", 127), ("::/0", "::/0", 0), ("2001:db8::1/32", "2001:db8::/32", 32),
    ("::1", "::1", 128), ("::1/128", "::1", 128), ("fe80::1/10", "fe80::/10", 10),
    ("2001:db8::ffff/127", "2001:db8::fffe/127", 127), ("1:2:3:4:5::/64", "1:2:3:4::/64", 64),
    ("1:2:3:4:ffff::/65", "1:2:3:4:8000::/65", 65), ("::ffff:10.0.0.0/8", "10.0.0.0/8", 104),
  ])
  func `is read and described in one form`(_ text: String, _ description: String, _ prefix: Int) {
    let block = AddressBlock(text)
    #expect(block?.description == description)
    #expect(block.map { Int($0.prefix) } == prefix)
    #expect(AddressBlock(description) == block)
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ",
    "10.0.0.0/8/8", "10.0.0.0/٨", "10.0.0.0/255.0.0.0", "10.0.0/8", "::/129", "::/256", "::/x",
    "example.com/8", "10.0.0.0 /8", "1.2.3.4:80",
  ])
  func `is not read from what is none`(_ text: String) {
    #expect(AddressBlock(text) == nil)
  }

  @Test(arguments: [
    (
      "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.1.1"],
      ["9.255.255.255", "11.0.0.0", "::a00:0"]
    ),
    ("1.2.3.4", ["1.2.3.4"], ["1.2.3.3", "1.2.3.5", "::1.2.3.4"]),
    ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::", "::1", "2001:db8::1"]),
    ("::/0", ["::", "1.2.3.4", "ffff::"], []),
    ("2001:db8::/33", ["2001:db8:7fff::"], ["2001:db8:8000::"]),
    ("1:2:3:4::/64", ["1:2:3:4::", "1:2:3:4:ffff::1"], ["1:2:3:3:ffff::", "1:2:3:5::"]),
    ("1:2:3:4:8000::/65", ["1:2:3:4:ffff::"], ["1:2:3:4:7fff::"]),
    ("::2/127", ["::2", "::3"], ["::1", "::4"]),
  ])
  func `contains what its prefix says and no more`(
    _ text: String, _ inside: [String], _ outside: [String]
  ) throws {
    let block = try #require(AddressBlock(text))
    for address in inside {
      #expect(block.contains(try #require(IPAddress(address))), "\(address) in \(text)")
    }
    for address in outside {
      #expect(!block.contains(try #require(IPAddress(address))), "\(address) in \(text)")
    }
  }

  @Test(arguments: 0...128) func `has nothing but zeros behind its prefix`(_ prefix: Int) {
    let ones = IPAddress(high: .max, low: .max)
    let block = AddressBlock(ones, prefix: UInt8(prefix))
    #expect(block.base.high.nonzeroBitCount + block.base.low.nonzeroBitCount == prefix)
    #expect(block.base.high.leadingZeroBitCount == 0 || prefix == 0)
    #expect(block.contains(ones))
    if prefix > 0 {
      let last = UInt64(1) << UInt64((128 - prefix) % 64)
      let other =
        prefix <= 64
        ? IPAddress(high: .max ^ last, low: .max) : IPAddress(high: .max, low: .max ^ last)
      #expect(!block.contains(other))
    }
  }

  @Test func `of this machine is what people call loopback`() {
    #expect(AddressBlock.loopback.map(\.description) == ["127.0.0.0/8", "::1"])
    #expect(AddressBlock.unspecified.map(\.description) == ["0.0.0.0", "::"])
  }
}
