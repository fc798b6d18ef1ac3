extension TOMLScanner {
  private static let quote = UInt8(ascii: "\"")
  private static let apostrophe = UInt8(ascii: "'")
  private static let backslash = UInt8(ascii: "\\")

  /// Any of the four kinds.
  mutating func string() throws(TOMLError) -> String {
    if take("\"\"\"") { return try longString(endingWith: Self.quote) }
    if take("'''") { return try longString(endingWith: Self.apostrophe) }
    return next == Self.quote ? try basicString() : try literalString()
  }

  /// `"…"` on one line.
  mutating func basicString() throws(TOMLError) -> String {
    index += 1
    var found: [UInt8] = []
    while let byte = next, byte != Self.newline {
      switch byte {
      case Self.quote:
        index += 1
        return String(decoding: found, as: UTF8.self)
      case Self.backslash: try escape(&found)
      default:
        guard !Self.isControl(byte) else { throw controlCharacter(byte, "a string") }
        found.append(byte)
        index += 1
      }
    }
    throw TOMLError(line: line, message: "a string has no closing \" on its line")
  }

  /// `'…'` on one line.
  mutating func literalString() throws(TOMLError) -> String {
    index += 1
    let start = index
    while let byte = next, byte != Self.newline {
      if byte == Self.apostrophe {
        index += 1
        return text(start..<(index - 1))
      }
      guard !Self.isControl(byte) else { throw controlCharacter(byte, "a string") }
      index += 1
    }
    throw TOMLError(line: line, message: "a string has no closing ' on its line")
  }

  /// A string over several lines, from behind its opening quotes on.
  private mutating func longString(endingWith quote: UInt8) throws(TOMLError) -> String {
    let first = line
    if next == Self.newline { advance() }
    var found: [UInt8] = []
    while let byte = next {
      switch byte {
      case quote:
        var count = 0
        while next == quote, count < 5 {
          index += 1
          count += 1
        }
        // Up to two of them may belong to the string.
        guard count < 3 else {
          found += repeatElement(quote, count: count - 3)
          return String(decoding: found, as: UTF8.self)
        }
        found += repeatElement(quote, count: count)
      case Self.backslash where quote == Self.quote:
        if try !skipBrokenLine() { try escape(&found) }
      default:
        guard byte == Self.newline || !Self.isControl(byte) else {
          throw controlCharacter(byte, "a string")
        }
        found.append(byte)
        advance()
      }
    }
    let quotes = quote == Self.quote ? "\"\"\"" : "'''"
    throw TOMLError(line: first, message: "a string has no closing \(quotes)")
  }

  /// Skips a backslash at the end of a line, and all space up to what comes next.
  private mutating func skipBrokenLine() throws(TOMLError) -> Bool {
    var end = index + 1
    while byte(at: end) == 0x20 || byte(at: end) == 0x09 { end += 1 }
    guard byte(at: end) == Self.newline else { return false }
    index = end
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == Self.newline { advance() }
    return true
  }

  private mutating func escape(_ found: inout [UInt8]) throws(TOMLError) {
    index += 1
    let letter = next
    index += letter == nil || letter == Self.newline ? 0 : 1
    switch letter {
    case UInt8(ascii: "b"): found.append(0x08)
    case UInt8(ascii: "t"): found.append(0x09)
    case UInt8(ascii: "n"): found.append(0x0a)
    case UInt8(ascii: "f"): found.append(0x0c)
    case UInt8(ascii: "r"): found.append(0x0d)
    case Self.quote, Self.backslash: found.append(letter ?? 0)
    case UInt8(ascii: "u"): try codePoint("\\u", digits: 4, &found)
    case UInt8(ascii: "U"): try codePoint("\\U", digits: 8, &found)
    default:
      throw TOMLError(line: line, message: "a backslash in a string begins no escape\(Self.advice)")
    }
  }

  private static let advice = "; for the sign itself write \\\\ or put the string into '…'"

  private mutating func codePoint(
    _ escape: String, digits: Int, _ found: inout [UInt8]
  ) throws(TOMLError) {
    let end = index + digits
    guard end <= bytes.count, bytes[index..<end].allSatisfy(Self.isHexDigit),
      let value = UInt32(text(index..<end), radix: 16), let scalar = Unicode.Scalar(value)
    else {
      throw TOMLError(
        line: line,
        message:
          "\(escape) in a string needs \(digits) hexadecimal digits of a character in Unicode"
          + Self.advice)
    }
    index = end
    found += UTF8.encode(scalar).map(Array.init) ?? []
  }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
