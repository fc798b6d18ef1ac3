/// A table of a TOML 1.0 document (toml.io/en/v1.0.0): keys and values in the order in which the keys are
/// first named.
package struct TOMLTable {
  /// A key with what it stands for.
  package struct Entry {
    package let key: String
    /// Where the key is first named, counted from one.
    package let line: Int
    package let value: TOMLValue
  }

  package let entries: [Entry]
  /// Where each key is among the entries.
  ///
  /// By its bytes: to `String`, two spellings of `é` are one.
  private let places: [[UInt8]: Int]

  init(_ entries: [Entry], places: [[UInt8]: Int]) {
    self.entries = entries
    self.places = places
  }

  /// Reads a whole document.
  package init(parsing text: String) throws(TOMLError) {
    var reader = TOMLReader(text)
    self = try reader.document()
  }

  package subscript(key: String) -> Entry? {
    places[Array(key.utf8)].map { entries[$0] }
  }
}

/// A value of a TOML document.
package struct TOMLValue {
  package enum Content {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    /// A date, a time or both: valid, and as it is written.
    case moment(String)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  package let content: Content
  /// Where it starts, counted from one.
  package let line: Int

  /// The kind of value, with its article.
  package var kind: String {
    switch content {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a float"
    case .boolean: "a boolean"
    case .moment: "a date or time"
    case .array: "an array"
    case .table: "a table"
    }
  }

  package var string: String? { if case .string(let text) = content { text } else { nil } }
  package var integer: Int64? { if case .integer(let number) = content { number } else { nil } }
  package var boolean: Bool? { if case .boolean(let isOn) = content { isOn } else { nil } }
  package var array: [TOMLValue]? { if case .array(let values) = content { values } else { nil } }
  package var table: TOMLTable? { if case .table(let table) = content { table } else { nil } }
}

/// Why a text is not TOML.
package struct TOMLError: Error, Hashable, CustomStringConvertible {
  /// Counted from one.
  package let line: Int
  package let message: String

  package var description: String { "line \(line): \(message)" }
}

extension StringProtocol {
  /// The text in quotes for a message; no more than its start if it is long.
  var quoted: String {
    let most = 60
    let start = unicodeScalars.prefix(most)
    let isWhole = start.endIndex == unicodeScalars.endIndex
    return "'\(String(String.UnicodeScalarView(start)))\(isWhole ? "" : "…")'"
  }
}
