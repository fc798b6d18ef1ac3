/// Reads a document, statement by statement: headers, and keys with their values.
struct TOMLReader {
  /// How deep tables and arrays may be in one another.
  ///
  /// More is no configuration, and what walks over
  /// it calls itself for each level.
  static let mostLevels = 64

  private var scanner: TOMLScanner
  private let root = OpenTable(line: 1)
  /// The table that keys go into, and how deep it is.
  private var section: (table: OpenTable, level: Int)
  /// The tables that dotted keys of this section name.
  private var dotted: [OpenTable] = []

  init(_ text: String) {
    scanner = TOMLScanner(text)
    section = (root, 0)
  }

  mutating func document() throws(TOMLError) -> TOMLTable {
    while true {
      scanner.skipSpaces()
      switch scanner.next {
      case nil: return root.finished()
      case TOMLScanner.newline, UInt8(ascii: "#"): break
      case UInt8(ascii: "["): try header()
      default: try pair()
      }
      try scanner.endLine()
    }
  }

  /// `[key]` or `[[key]]`.
  private mutating func header() throws(TOMLError) {
    for table in dotted { table.define() }
    dotted = []
    _ = scanner.take("[")
    let isList = scanner.take("[")
    let key = try scanner.key()
    guard scanner.take(isList ? "]]" : "]") else {
      throw scanner.unexpected("\(isList ? "']]'" : "']'") must end the header")
    }
    guard key.count <= Self.mostLevels else { throw scanner.tooDeep }
    section = (
      isList ? try root.nextTable(under: key) : try root.table(under: key), key.count
    )
  }

  /// `key = value`.
  private mutating func pair() throws(TOMLError) {
    dotted += try scanner.pair(into: section.table, level: section.level).dropFirst()
  }
}
