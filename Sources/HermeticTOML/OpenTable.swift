/// A part of a key, and where it stands.
struct TOMLKey {
  let text: String
  let line: Int
}

/// A table that is being read: headers and dotted keys may come back to it, as far as TOML lets them.
final class OpenTable {
  private enum Slot {
    case value(TOMLValue)
    case table(OpenTable)
    case tables(TableList)
  }

  /// An array of tables, which grows with each header of its name.
  private final class TableList {
    var tables: [OpenTable]

    init(_ first: OpenTable) {
      tables = [first]
    }
  }

  private let line: Int
  private var entries: [(key: TOMLKey, slot: Slot)] = []
  private var places: [[UInt8]: Int] = [:]
  /// Whether it is defined to its end: no other header and no dotted key may come back to it.
  private var isDefined = false

  init(line: Int) {
    self.line = line
  }

  /// Ends what dotted keys may add, as the next header does.
  func define() {
    isDefined = true
  }

  // MARK: Headers

  /// The table of `[key]`.
  func table(under key: [TOMLKey]) throws(TOMLError) -> OpenTable {
    let (parent, last) = try parent(of: key)
    switch parent.slot(last) {
    case nil:
      let table = OpenTable(line: last.line)
      parent.add(last, .table(table))
      table.define()
      return table
    case .table(let table):
      guard !table.isDefined else {
        throw TOMLError(
          line: last.line,
          message: "[\(key.joined)] is there already, on line \(table.line): write its keys there")
      }
      table.define()
      return table
    case .tables(let list):
      throw TOMLError(
        line: last.line,
        message: "[\(key.joined)] is an array of tables, by [[…]] on line \(list.tables[0].line)")
    case .value(let value):
      throw Self.taken(last, by: value)
    }
  }

  /// The next table of `[[key]]`.
  func nextTable(under key: [TOMLKey]) throws(TOMLError) -> OpenTable {
    let (parent, last) = try parent(of: key)
    let table = OpenTable(line: last.line)
    table.define()
    switch parent.slot(last) {
    case nil: parent.add(last, .tables(TableList(table)))
    case .tables(let list): list.tables.append(table)
    case .table(let other):
      throw TOMLError(
        line: last.line,
        message: "[[\(key.joined)]] is a table already, since line \(other.line)")
    case .value(let value): throw Self.taken(last, by: value)
    }
    return table
  }

  /// The table that holds a key's last part; those on the way are made where they are missing.
  private func parent(
    of key: [TOMLKey]
  ) throws(TOMLError) -> (table: OpenTable, last: TOMLKey) {
    var table = self
    for part in key.dropLast() {
      switch table.slot(part) {
      case nil: table = table.addTable(part)
      case .table(let next): table = next
      case .tables(let list): table = list.tables[list.tables.count - 1]
      case .value(let value): throw Self.taken(part, by: value)
      }
    }
    return (table, key[key.count - 1])
  }

  // MARK: Keys

  /// The table that a dotted key's last part goes into, and those on the way that the key names.
  func tables(along key: [TOMLKey]) throws(TOMLError) -> [OpenTable] {
    var tables = [self]
    for part in key.dropLast() {
      let table = tables[tables.count - 1]
      switch table.slot(part) {
      case nil: tables.append(table.addTable(part))
      case .table(let next) where !next.isDefined: tables.append(next)
      case .table(let next):
        throw TOMLError(
          line: part.line,
          message: "\(part.text.quoted) is a table of its own since line \(next.line): "
            + "dotted keys cannot add to it")
      case .tables(let list):
        throw TOMLError(
          line: part.line,
          message: "\(part.text.quoted) is an array of tables since line \(list.tables[0].line): "
            + "dotted keys cannot add to it")
      case .value(let value): throw Self.taken(part, by: value)
      }
    }
    return tables
  }

  /// Gives a key its value.
  func set(_ key: TOMLKey, to value: TOMLValue) throws(TOMLError) {
    if let place = places[Array(key.text.utf8)] {
      throw TOMLError(
        line: key.line,
        message: "\(key.text.quoted) is there already, on line \(entries[place].key.line)")
    }
    add(key, .value(value))
  }

  private func slot(_ key: TOMLKey) -> Slot? {
    places[Array(key.text.utf8)].map { entries[$0].slot }
  }

  private func add(_ key: TOMLKey, _ slot: Slot) {
    places[Array(key.text.utf8)] = entries.count
    entries.append((key, slot))
  }

  private func addTable(_ key: TOMLKey) -> OpenTable {
    let table = OpenTable(line: key.line)
    add(key, .table(table))
    return table
  }

  private static func taken(_ key: TOMLKey, by value: TOMLValue) -> TOMLError {
    TOMLError(
      line: key.line,
      message: "\(key.text.quoted) is \(value.kind) already, on line \(value.line)")
  }

  // MARK: The end

  /// The table with nothing more to come.
  func finished() -> TOMLTable {
    TOMLTable(
      entries.map { key, slot in
        let content: TOMLValue
        switch slot {
        case .value(let value): content = value
        case .table(let table):
          content = TOMLValue(content: .table(table.finished()), line: table.line)
        case .tables(let list):
          content = TOMLValue(
            content: .array(
              list.tables.map { TOMLValue(content: .table($0.finished()), line: $0.line) }),
            line: list.tables[0].line)
        }
        return TOMLTable.Entry(key: key.text, line: key.line, value: content)
      }, places: places)
  }
}

extension [TOMLKey] {
  /// The key as a header has it, for a message.
  fileprivate var joined: String {
    let text = map(\.text).joined(separator: ".").quoted
    return String(text.dropFirst().dropLast())
  }
}
