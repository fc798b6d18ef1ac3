/// Walks over the bytes of a document: spaces, comments, keys, and the pairs of tables.
struct TOMLScanner {
  static let newline: UInt8 = 0x0a

  /// UTF-8, with each end of line a single newline.
  let bytes: [UInt8]
  var index = 0
  private(set) var line = 1

  init(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if byte == Self.newline, bytes.last == 0x0d { bytes.removeLast() }
      bytes.append(byte)
    }
    self.bytes = bytes
  }

  /// The next byte; nil at the end.
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Goes on by one byte.
  mutating func advance() {
    if bytes[index] == Self.newline { line += 1 }
    index += 1
  }

  func follows(_ text: StaticString) -> Bool {
    bytes[index...].starts(with: text.description.utf8)
  }

  /// Goes behind a text that has no newline in it, if it follows.
  mutating func take(_ text: StaticString) -> Bool {
    guard follows(text) else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  // MARK: Between statements

  mutating func skipSpaces() {
    while next == 0x20 || next == 0x09 { index += 1 }
  }

  /// Skips what may stand between the values of an array.
  mutating func skipSpacesAndLines() throws(TOMLError) {
    while true {
      skipSpaces()
      try skipComment()
      guard next == Self.newline else { return }
      advance()
    }
  }

  mutating func skipComment() throws(TOMLError) {
    guard next == UInt8(ascii: "#") else { return }
    while let byte = next, byte != Self.newline {
      guard !Self.isControl(byte) else { throw controlCharacter(byte, "a comment") }
      index += 1
    }
  }

  /// Goes to the next line, on which nothing but a comment may be left.
  mutating func endLine() throws(TOMLError) {
    skipSpaces()
    try skipComment()
    guard let byte = next else { return }
    guard byte == Self.newline else { throw unexpected("the line must end here") }
    advance()
  }

  // MARK: Keys

  /// A key with all its parts, and the spaces around it.
  mutating func key() throws(TOMLError) -> [TOMLKey] {
    var parts: [TOMLKey] = []
    repeat {
      skipSpaces()
      parts.append(try keyPart())
      skipSpaces()
    } while take(".")
    return parts
  }

  private mutating func keyPart() throws(TOMLError) -> TOMLKey {
    let start = index
    while let byte = next, Self.isBare(byte) { index += 1 }
    if index > start { return TOMLKey(text: text(start..<index), line: line) }
    switch next {
    case UInt8(ascii: "\""): return TOMLKey(text: try basicString(), line: line)
    case UInt8(ascii: "'"): return TOMLKey(text: try literalString(), line: line)
    default: throw unexpected("a key must stand here")
    }
  }

  /// Reads `key = value` and puts it into a table.
  ///
  /// Returns the tables that the key goes through, that one first.
  mutating func pair(into table: OpenTable, level: Int) throws(TOMLError) -> [OpenTable] {
    let key = try key()
    guard take("=") else {
      throw unexpected("'=' must stand behind the key \(key[key.count - 1].text.quoted)")
    }
    skipSpaces()
    guard level + key.count <= TOMLReader.mostLevels else { throw tooDeep }
    let value = try value(level: level + key.count)
    let tables = try table.tables(along: key)
    try tables[tables.count - 1].set(key[key.count - 1], to: value)
    return tables
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  // MARK: Errors

  /// Whether a byte may stand nowhere but, if it ends a line, between lines.
  static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 || byte == 0x7f
  }

  var tooDeep: TOMLError {
    TOMLError(line: line, message: "is nested more than \(TOMLReader.mostLevels) deep")
  }

  func controlCharacter(_ byte: UInt8, _ place: String) -> TOMLError {
    let digits = String(byte, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: 4 - digits.count) + digits
    let advice = place == "a string" ? "; write \\u\(code) between double quotes" : ""
    return TOMLError(line: line, message: "a control character (U+\(code)) is in \(place)\(advice)")
  }

  /// What must be here, and what is here instead.
  func unexpected(_ requirement: String) -> TOMLError {
    guard let byte = next else {
      return TOMLError(line: line, message: "\(requirement), but the file ends")
    }
    guard byte != Self.newline else {
      return TOMLError(line: line, message: "\(requirement), but the line ends")
    }
    if Self.isControl(byte) { return controlCharacter(byte, "the text") }
    return TOMLError(line: line, message: "\(requirement), not \(word.quoted)")
  }

  /// What follows, up to something that could end a value.
  var word: String {
    var end = index
    while let byte = byte(at: end), !Self.endsWord(byte) { end += 1 }
    return text(index..<max(end, min(index + 1, bytes.count)))
  }

  static func endsWord(_ byte: UInt8) -> Bool {
    byte <= 0x20 || " ,]}#=\"'".utf8.contains(byte)
  }
}
