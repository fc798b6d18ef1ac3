import HermeticPolicy
import Testing

@Suite struct `A special address` {
  /// First and last address of each range, then what lies beside it, if that is not special too.
  static let ranges: [(first: String, last: String, outside: [String])] = [
    ("0.0.0.0", "0.255.255.255", ["1.0.0.0"]),
    ("10.0.0.0", "10.255.255.255", ["9.255.255.255", "11.0.0.0"]),
    ("100.64.0.0", "100.127.255.255", ["100.63.255.255", "100.128.0.0"]),
    ("127.0.0.0", "127.255.255.255", ["126.255.255.255", "128.0.0.0"]),
    ("169.254.0.0", "169.254.255.255", ["169.253.255.255", "169.255.0.0"]),
    ("172.16.0.0", "172.31.255.255", ["172.15.255.255", "172.32.0.0"]),
    ("192.0.0.0", "192.0.0.255", ["191.255.255.255", "192.0.1.0"]),
    ("192.0.2.0", "192.0.2.255", ["192.0.1.255", "192.0.3.0"]),
    ("192.88.99.0", "192.88.99.255", ["192.88.98.255", "192.88.100.0"]),
    ("192.168.0.0", "192.168.255.255", ["192.167.255.255", "192.169.0.0"]),
    ("198.18.0.0", "198.19.255.255", ["198.17.255.255", "198.20.0.0"]),
    ("198.51.100.0", "198.51.100.255", ["198.51.99.255", "198.51.101.0"]),
    ("203.0.113.0", "203.0.113.255", ["203.0.112.255", "203.0.114.0"]),
    ("224.0.0.0", "239.255.255.255", ["223.255.255.255"]),
    ("240.0.0.0", "255.255.255.255", []),
    ("168.63.129.16", "168.63.129.16", ["168.63.129.15", "168.63.129.17"]),
    ("::", "::ffff:ffff", ["::1:0:0"]),
    (
      "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
      ["64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::"]
    ),
    (
      "100::", "100::ffff:ffff:ffff:ffff", ["ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "100:0:0:2::"]
    ),
    (
      "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
      ["2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"]
    ),
    (
      "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
      ["2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"]
    ),
    (
      "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
      ["3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"]
    ),
    (
      "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      ["5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "5f01::"]
    ),
    (
      "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      ["fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::"]
    ),
    (
      "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      ["fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]
    ),
    ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", []),
    ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", []),
  ]

  @Test(arguments: ranges.flatMap { [$0.first, $0.last] })
  func `is the first and the last of each range`(_ text: String) throws {
    #expect(try #require(IPAddress(text)).isSpecial)
  }

  @Test(arguments: ranges.flatMap(\.outside))
  func `is none that lies beside a range`(_ text: String) throws {
    #expect(try !#require(IPAddress(text)).isSpecial)
  }

  @Test(arguments: ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"])
  func `is none of the internet's`(_ text: String) throws {
    #expect(try !#require(IPAddress(text)).isSpecial)
  }

  @Test(arguments: ranges.filter { $0.first.contains(".") }.map(\.first))
  func `stays one in every IPv6 disguise`(_ text: String) throws {
    let number = try #require(IPAddress(text)?.v4)
    let disguises = [
      IPAddress(high: 0, low: 0xffff_0000_0000 | UInt64(number)),
      IPAddress(high: 0x0064_ff9b_0000_0000, low: UInt64(number)),
      IPAddress(high: 0x2002_0000_0000_0000 | UInt64(number) << 16, low: 1),
      IPAddress(high: 0, low: UInt64(number)),
    ]
    for disguise in disguises { #expect(disguise.isSpecial, "\(disguise)") }
  }

  @Test(arguments: ["64:ff9b::8.8.8.8", "2002:808:808::1", "::ffff:8.8.8.8"])
  func `is none that carries an address of the internet's`(_ text: String) throws {
    #expect(try !#require(IPAddress(text)).isSpecial)
  }

  @Test(arguments: AddressBlock.metadata)
  func `is every cloud's metadata service`(_ block: AddressBlock) {
    #expect(block.prefix == 128)
    #expect(block.base.isSpecial)
  }
}
