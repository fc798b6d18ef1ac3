/// What a glob means, written as plainly as possible: one character after the other, all ways tried.
struct NaiveGlob {
  private let components: [Component]

  private enum Component {
    case anyNumber
    case signs([Sign])
  }

  private enum Sign {
    case literal(Letter)
    case one
    case any
    case oneOf([ClosedRange<Letter>], isNegated: Bool)
  }

  /// A character, or a byte that belongs to none.
  private struct Letter: Comparable {
    let value: UInt32
    static func < (one: Letter, other: Letter) -> Bool { one.value < other.value }
  }

  init(_ text: String) {
    components = text.split(separator: "/", omittingEmptySubsequences: false).map { component in
      component == "**" ? .anyNumber : .signs(Self.signs(Self.letters(Array(component.utf8))))
    }
  }

  /// Whether the first components of a path match.
  func matches(_ path: [UInt8]) -> Bool {
    let folders = path.split(separator: 0x2f, omittingEmptySubsequences: false)
    return Self.matches(components[...], folders[...].map { Self.letters(Array($0)) }[...])
  }

  private static func matches(
    _ components: ArraySlice<Component>, _ folders: ArraySlice<[Letter]>
  ) -> Bool {
    guard let first = components.first else { return true }
    guard let folder = folders.first else { return false }
    switch first {
    case .anyNumber:
      if components.count == 1 { return true }
      return (0...folders.count).contains {
        matches(components.dropFirst(), folders.dropFirst($0))
      }
    case .signs(let signs):
      return matches(signs[...], folder[...])
        && matches(components.dropFirst(), folders.dropFirst())
    }
  }

  private static func matches(_ signs: ArraySlice<Sign>, _ text: ArraySlice<Letter>) -> Bool {
    guard let sign = signs.first else { return text.isEmpty }
    if case .any = sign {
      return (0...text.count).contains { matches(signs.dropFirst(), text.dropFirst($0)) }
    }
    guard let letter = text.first else { return false }
    let isSame =
      switch sign {
      case .literal(let wanted): wanted == letter
      case .one, .any: true
      case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(letter) } != isNegated
      }
    return isSame && matches(signs.dropFirst(), text.dropFirst())
  }

  private static func signs(_ text: [Letter]) -> [Sign] {
    var signs: [Sign] = []
    var rest = text[...]
    while let letter = rest.popFirst() {
      switch letter.value {
      case 0x2a: signs.append(.any)
      case 0x3f: signs.append(.one)
      case 0x5b:
        // A bracket stands for itself where none closes it; the first inside may be a closing one.
        var inside = rest
        let isNegated = inside.first.map { $0.value == 0x21 || $0.value == 0x5e } ?? false
        if isNegated { inside.removeFirst() }
        let close = inside.dropFirst().firstIndex { $0.value == 0x5d }
        guard let close else {
          signs.append(.literal(letter))
          continue
        }
        signs.append(.oneOf(ranges(inside[..<close]), isNegated: isNegated))
        rest = text[(close + 1)...]
      default: signs.append(.literal(letter))
      }
    }
    return signs
  }

  private static func ranges(_ text: ArraySlice<Letter>) -> [ClosedRange<Letter>] {
    var ranges: [ClosedRange<Letter>] = []
    var rest = text
    while let low = rest.popFirst() {
      if rest.count >= 2, rest.first?.value == 0x2d {
        rest.removeFirst()
        if let high = rest.popFirst(), low <= high { ranges.append(low...high) }
      } else {
        ranges.append(low...low)
      }
    }
    return ranges
  }

  private static func letters(_ bytes: [UInt8]) -> [Letter] {
    var letters: [Letter] = []
    var start = 0
    while start < bytes.count {
      let character = (1...4).lazy.compactMap { count -> (UInt32, Int)? in
        guard start + count <= bytes.count,
          let text = String(validating: bytes[start..<(start + count)], as: UTF8.self),
          let scalar = text.unicodeScalars.first
        else { return nil }
        return (scalar.value, count)
      }.first
      let (value, count) = character ?? (0x20_0000 + UInt32(bytes[start]), 1)
      letters.append(Letter(value: value))
      start += count
    }
    return letters
  }
}
