/// A value of JSON (RFC 8259), written with two spaces a level.
enum JSONText {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSONText])
  /// Its keys stay in their order.
  case object([(key: String, value: JSONText)])

  static func strings(_ texts: some Sequence<String>) -> JSONText {
    .array(texts.map { .string($0) })
  }

  static func optional(_ text: String?) -> JSONText {
    text.map { .string($0) } ?? .null
  }

  func written(indent: String = "") -> String {
    let inner = indent + "  "
    func block(_ lines: [String], _ open: String, _ close: String) -> String {
      lines.isEmpty
        ? open + close
        : "\(open)\n\(inner)\(lines.joined(separator: ",\n\(inner)"))\n\(indent)\(close)"
    }
    switch self {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .string(let text): return Self.quoted(text)
    case .array(let values):
      return block(values.map { $0.written(indent: inner) }, "[", "]")
    case .object(let members):
      return block(
        members.map { "\(Self.quoted($0.key)): \($0.value.written(indent: inner))" }, "{", "}")
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
