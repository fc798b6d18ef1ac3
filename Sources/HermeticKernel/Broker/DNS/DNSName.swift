package import HermeticPolicy

/// A domain name as messages hold it (RFC 1035, section 3.1), in lower case.
package struct DNSName: Hashable, Sendable {
  /// Each label behind its length, and the root's zero.
  package let wire: [UInt8]

  /// How long a name may be.
  package static let most = 255

  /// Takes labels with their lengths, checked and ending with the root's.
  init(checked wire: [UInt8]) {
    // No length is taken for a letter: 63 is below `A`.
    self.wire = wire.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The name of a host.
  package init(_ name: HostName) {
    var wire: [UInt8] = []
    for label in name.description.utf8.split(separator: UInt8(ascii: ".")) {
      wire.append(UInt8(label.count))
      wire += label
    }
    self.init(checked: wire + [0])
  }

  /// The labels.
  package var labels: [ArraySlice<UInt8>] {
    var labels: [ArraySlice<UInt8>] = []
    var offset = 0
    while wire[offset] != 0 {
      let end = offset + 1 + Int(wire[offset])
      labels.append(wire[offset + 1..<end])
      offset = end
    }
    return labels
  }

  /// The labels with dots between them, as rules know a name.
  package var text: [UInt8] { Array(labels.joined(separator: [UInt8(ascii: ".")])) }

  /// Whether it is what `HostName` takes: other names are nobody's host, and have room for more than a
  /// name.
  package var isHostName: Bool {
    // The root's dot is in `wire` and not in a text.
    guard wire.count > 1, wire.count <= DNSName.most else { return false }
    return labels.joined().allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x5f
    }
  }

  /// What is in front of a suffix; nil where the name does not end with it, or is no more than it.
  package func removing(_ suffix: DNSName) -> DNSName? {
    var offset = 0
    while wire[offset] != 0 {
      offset += 1 + Int(wire[offset])
      if wire[offset...].elementsEqual(suffix.wire) {
        return DNSName(checked: wire[..<offset] + [0])
      }
    }
    return nil
  }

  /// Whether it is `localhost` or a name below (RFC 6761, section 6.3).
  package var isLocalhost: Bool { labels.last.map { $0.elementsEqual("localhost".utf8) } ?? false }

  /// The address whose name is asked for: `4.3.2.1.in-addr.arpa` (RFC 1035, section 3.5), or the same
  /// in `ip6.arpa` (RFC 3596, section 2.5).
  package var reversedAddress: IPAddress? {
    let labels = labels
    guard labels.count > 2, labels[labels.count - 1].elementsEqual("arpa".utf8) else { return nil }
    let parts = labels.dropLast(2).reversed().map { String(decoding: $0, as: UTF8.self) }
    switch String(decoding: labels[labels.count - 2], as: UTF8.self) {
    case "in-addr":
      guard let address = IPAddress(parts.joined(separator: ".")), address.v4 != nil else {
        return nil
      }
      return address
    case "ip6":
      guard parts.count == 32 else { return nil }
      let digits = parts.compactMap { $0.utf8.count == 1 ? $0.first?.hexDigitValue : nil }
      guard digits.count == 32 else { return nil }
      func half(_ digits: ArraySlice<Int>) -> UInt64 { digits.reduce(0) { $0 << 4 | UInt64($1) } }
      return IPAddress(high: half(digits[..<16]), low: half(digits[16...]))
    default: return nil
    }
  }
}
