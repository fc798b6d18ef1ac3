@_spi(_Unicode) import Swift

/// A host's name as the resolver gets it: lower case, ASCII (IDNA), without the root's dot.
public struct HostName: Hashable, Sendable, CustomStringConvertible {
  /// The name as it is compared.
  public let description: String

  /// Normalises and checks a name; nil where no resolver would take it.
  public init?(_ text: some StringProtocol) {
    // IDNA takes these for dots as well (RFC 3490, section 3.1).
    let dotted = String(text.map { "\u{3002}\u{FF0E}\u{FF61}".contains($0) ? "." : $0 })
    var labels = dotted.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if labels.last == "" { labels.removeLast() }
    guard !labels.isEmpty else { return nil }
    var ascii: [String] = []
    for label in labels {
      guard let encoded = Self.encode(label), (1...63).contains(encoded.utf8.count) else {
        return nil
      }
      ascii.append(encoded)
    }
    description = ascii.joined(separator: ".")
    guard description.utf8.count <= 253 else { return nil }
  }

  private static func encode(_ label: Substring) -> String? {
    let scalars = label._nfc.map(\.value)
    let isPlain = scalars.allSatisfy { scalar in
      scalar >= 0x80 || (0x61...0x7a).contains(scalar) || (0x30...0x39).contains(scalar)
        || scalar == 0x2d || scalar == 0x5f
    }
    guard isPlain else { return nil }
    guard scalars.contains(where: { $0 >= 0x80 }) else { return String(label) }
    return Punycode.encode(scalars).map { "xn--" + $0 }
  }
}

/// The ASCII form of a label in another script (RFC 3492).
private enum Punycode {
  static func encode(_ scalars: [UInt32]) -> String? {
    var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
    let basic = UInt32(output.count)
    var handled = basic
    if basic > 0 { output.append(0x2d) }
    var (number, delta, bias): (UInt32, UInt32, UInt32) = (128, 0, 72)
    while handled < scalars.count {
      guard let next = scalars.filter({ $0 >= number }).min() else { return nil }
      let (step, overflow) = (next - number).multipliedReportingOverflow(by: handled + 1)
      guard !overflow, delta <= .max - step else { return nil }
      delta += step
      number = next
      for scalar in scalars {
        if scalar < number { delta += 1 }
        guard scalar == number else { continue }
        var rest = delta
        var k: UInt32 = 36
        while true {
          let threshold = k <= bias ? 1 : min(k - bias, 26)
          if rest < threshold { break }
          output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
          rest = (rest - threshold) / (36 - threshold)
          k += 36
        }
        output.append(digit(rest))
        bias = adapt(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      number += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func digit(_ value: UInt32) -> UInt8 {
    UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)
  }

  private static func adapt(_ delta: UInt32, _ points: UInt32, isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / points
    var k: UInt32 = 0
    while delta > 455 {
      delta /= 35
      k += 36
    }
    return k + 36 * delta / (delta + 38)
  }
}
