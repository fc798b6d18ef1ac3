/// An IPv4 or IPv6 address in one form: IPv4 is kept mapped into IPv6 (`::ffff:0:0/96`), whichever of
/// the ways to write it was used, so that comparing is enough.
public struct IPAddress: Hashable, Sendable {
  /// The first eight bytes as a number.
  public let high: UInt64
  /// The last eight bytes as a number.
  public let low: UInt64

  /// An address from its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address from its number, 127.0.0.1 being 0x7f000001.
  public init(v4 number: UInt32) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(number))
  }

  /// Whether the address is `0.0.0.0` or `::`.
  public var isUnspecified: Bool { high == 0 && (low == 0 || low == 0xffff_0000_0000) }

  /// The address as an IPv4 number, if it is one.
  public var v4: UInt32? {
    high == 0 && low >> 32 == 0xffff ? UInt32(truncatingIfNeeded: low) : nil
  }

  /// Parses `a.b.c.d` or an IPv6 address (RFC 4291), as a person writes it in a rule.
  public init?(_ text: some StringProtocol) {
    if let number = Self.parseV4(text) {
      self.init(v4: number)
    } else if let groups = Self.parseV6(text) {
      let high = groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) }
      self.init(high: high, low: groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) })
    } else {
      return nil
    }
  }

  private static func parseV4(_ text: some StringProtocol) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      // A leading zero means octal to some and nothing to others.
      guard part.count <= 3, part.allSatisfy({ $0.isASCII && $0.isNumber }),
        part == "0" || part.first != "0", let byte = UInt8(part)
      else { return nil }
      number = number << 8 | UInt32(byte)
    }
    return number
  }

  private static func parseV6(_ text: some StringProtocol) -> [UInt16]? {
    guard text.contains(":"), text.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
      return nil
    }
    var halves: [[UInt16]] = [[]]
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        // `::` gives one empty part, or two at the start or the end of the text.
        let isEdge = index == 0 || index == parts.count - 1
        if isEdge, parts[index == 0 ? 1 : parts.count - 2].isEmpty { continue }
        guard !isEdge, halves.count == 1 else { return nil }
        halves.append([])
      } else if index == parts.count - 1, let number = parseV4(part) {
        halves[halves.count - 1] += [UInt16(number >> 16), UInt16(truncatingIfNeeded: number)]
      } else {
        guard part.count <= 4, let group = UInt16(part, radix: 16) else { return nil }
        halves[halves.count - 1].append(group)
      }
    }
    guard halves.count == 2 else { return halves[0].count == 8 ? halves[0] : nil }
    let zeros = 8 - halves[0].count - halves[1].count
    return zeros > 0 ? halves[0] + [UInt16](repeating: 0, count: zeros) + halves[1] : nil
  }

  /// Whether the address belongs to one machine's surroundings rather than to the internet: what an
  /// allowed name must not be made to lead to (RFC 6890's special-purpose registries).
  ///
  /// IPv4 addresses inside IPv6 ones (6to4, NAT64) are judged as themselves, since a gateway may take
  /// them out again.
  public var isSpecial: Bool {
    if v4 != nil { return AddressBlock.specialV4.contains { $0.contains(self) } }
    if AddressBlock.specialV6.contains(where: { $0.contains(self) }) { return true }
    return embedded?.isSpecial ?? false
  }

  /// The IPv4 address inside a NAT64 (RFC 6052), 6to4 (RFC 3056) or IPv4-compatible (RFC 4291) one.
  public var embedded: IPAddress? {
    if high == 0 && low > 0xffff && low <= 0xffff_ffff {
      return IPAddress(v4: UInt32(truncatingIfNeeded: low))
    }
    if high == 0x0064_ff9b_0000_0000 && low >> 32 == 0 {
      return IPAddress(v4: UInt32(truncatingIfNeeded: low))
    }
    if high >> 48 == 0x2002 { return IPAddress(v4: UInt32(truncatingIfNeeded: high >> 16)) }
    return nil
  }
}

extension IPAddress: CustomStringConvertible {
  /// The address as RFC 5952 writes it; IPv4 in its own form.
  public var description: String {
    if let v4 {
      return [24, 16, 8, 0].map { String(v4 >> $0 & 0xff) }.joined(separator: ".")
    }
    let groups = [high, low].flatMap { half in
      [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
    }
    var longest = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(longest.count, 1) { longest = start..<end }
      start = max(end, start + 1)
    }
    func joined(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return joined(groups[...]) }
    return joined(groups[..<longest.lowerBound]) + "::" + joined(groups[longest.upperBound...])
  }
}

/// All addresses that begin with the same bits: `10.0.0.0/8`.
public struct AddressBlock: Hashable, Sendable {
  /// The first address; every bit after the prefix is zero.
  public let base: IPAddress
  /// How many bits are the same, of 128; IPv4's `/8` is 104 here.
  public let prefix: UInt8

  /// The block of so many bits that an address is in.
  public init(_ address: IPAddress, prefix: UInt8 = 128) {
    let mask = Self.mask(prefix)
    base = IPAddress(high: address.high & mask.high, low: address.low & mask.low)
    self.prefix = min(prefix, 128)
  }

  /// Parses `address` or `address/bits`.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
    let length: UInt8 = address.v4 == nil ? 128 : 32
    guard parts.count == 2 else {
      self.init(address)
      return
    }
    guard let bits = UInt8(parts[1]), bits <= length, parts[1].allSatisfy(\.isNumber) else {
      return nil
    }
    self.init(address, prefix: 128 - length + bits)
  }

  /// Whether an address begins with the same bits.
  public func contains(_ address: IPAddress) -> Bool {
    let mask = Self.mask(prefix)
    return address.high & mask.high == base.high && address.low & mask.low == base.low
  }

  static func mask(_ prefix: UInt8) -> (high: UInt64, low: UInt64) {
    let bits = UInt64(min(prefix, 128))
    return (
      bits == 0 ? 0 : bits >= 64 ? .max : .max << (64 - bits),
      bits <= 64 ? 0 : bits >= 128 ? .max : .max << (128 - bits)
    )
  }

  init(trusted text: StaticString) {
    self = AddressBlock(text.description) ?? AddressBlock(IPAddress(high: 0, low: 0), prefix: 0)
  }

  /// 127.0.0.0/8 and `::1`: this machine.
  public static let loopback: [AddressBlock] = ["127.0.0.0/8", "::1"].map(
    AddressBlock.init(trusted:))

  /// `0.0.0.0` and `::`: every address of this machine to a server, loopback to a client.
  public static let unspecified: [AddressBlock] = ["0.0.0.0", "::"].map(AddressBlock.init(trusted:))

  /// Where clouds answer whoever asks with the machine's own credentials.
  public static let metadata: [AddressBlock] = [
    "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.169.253", "fd00:ec2::254",
    "fd00:ec2::23", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192",
  ].map(AddressBlock.init(trusted:))

  fileprivate static let specialV4: [AddressBlock] =
    [
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
      "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
      "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16",
    ].map(AddressBlock.init(trusted:))

  fileprivate static let specialV6: [AddressBlock] =
    [
      "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
      "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].map(AddressBlock.init(trusted:))
}

extension AddressBlock: CustomStringConvertible {
  public var description: String {
    let bits = base.v4 != nil && prefix >= 96 ? prefix - 96 : prefix
    return prefix == 128 ? base.description : "\(base)/\(bits)"
  }
}
