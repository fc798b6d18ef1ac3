extension TOMLScanner {
  /// A value of any kind, `level` deep in the document.
  mutating func value(level: Int) throws(TOMLError) -> TOMLValue {
    let start = line
    return TOMLValue(content: try content(level), line: start)
  }

  private mutating func content(_ level: Int) throws(TOMLError) -> TOMLValue.Content {
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
    case UInt8(ascii: "["): return .array(try array(level + 1))
    case UInt8(ascii: "{"): return .table(try inlineTable(level))
    case nil, Self.newline, UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "]"),
      UInt8(ascii: "}"):
      throw unexpected("a value must stand here")
    default: break
    }
    let start = index
    if let found = try scalar(), next.map(Self.endsWord) ?? true { return found }
    index = start
    throw TOMLError(line: line, message: "\(word.quoted) is no value\(advice(on: word))")
  }

  private mutating func scalar() throws(TOMLError) -> TOMLValue.Content? {
    if let moment = try moment() { return .moment(moment) }
    if let number = try number() { return number }
    if take("true") { return .boolean(true) }
    if take("false") { return .boolean(false) }
    if take("inf") || take("+inf") { return .float(.infinity) }
    if take("-inf") { return .float(-.infinity) }
    if take("nan") || take("+nan") || take("-nan") { return .float(.nan) }
    return nil
  }

  /// How else a word might be meant, as a clause to end an error with.
  private func advice(on word: String) -> String {
    switch word.lowercased() {
    case "true", "yes", "on": return "; write true"
    case "false", "no", "off", "none", "null": return "; leave the key out, or write false"
    default: break
    }
    guard let first = word.utf8.first else { return "" }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): return ""
    default: return "; a string stands in quotes"
    }
  }

  private mutating func array(_ level: Int) throws(TOMLError) -> [TOMLValue] {
    guard level <= TOMLReader.mostLevels else { throw tooDeep }
    let first = line
    index += 1
    var values: [TOMLValue] = []
    while true {
      try skipSpacesAndLines()
      if take("]") { return values }
      if !values.isEmpty {
        guard take(",") else {
          throw next == nil
            ? TOMLError(line: first, message: "an array has no closing ]")
            : unexpected("',' or ']' must stand behind a value of an array")
        }
        try skipSpacesAndLines()
        if take("]") { return values }
      }
      guard next != nil else { throw TOMLError(line: first, message: "an array has no closing ]") }
      values.append(try value(level: level))
    }
  }

  /// `{…}`, which has no line ends and no comma at its end.
  private mutating func inlineTable(_ level: Int) throws(TOMLError) -> TOMLTable {
    let table = OpenTable(line: line)
    index += 1
    skipSpaces()
    guard !take("}") else { return table.finished() }
    while true {
      _ = try pair(into: table, level: level)
      skipSpaces()
      if take("}") { return table.finished() }
      guard take(",") else {
        throw unexpected("',' or '}' must stand behind a value of an inline table")
      }
    }
  }
}
