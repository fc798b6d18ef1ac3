/// Takes a line of shell apart into words; nil wherever it is more than one simple command.
struct ShellReader {
  typealias Word = ShellCommand.Word
  typealias Part = ShellCommand.Part

  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) { rest = line }

  /// Reads to the line's end, or through the byte that closes a substitution.
  mutating func readWords(until end: UInt8?) -> [Word]? {
    var words: [Word] = []
    while true {
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard let byte = rest.first else { return end == nil ? words : nil }
      if byte == end {
        rest.removeFirst()
        return words
      }
      if byte == UInt8(ascii: "#"), end == nil { return words }
      guard let word = readWord() else { return nil }
      words.append(word)
    }
  }

  private mutating func readWord() -> Word? {
    var parts: [Part] = []
    while let byte = rest.first, ![UInt8(ascii: " "), UInt8(ascii: "\t")].contains(byte) {
      if byte == UInt8(ascii: ")"), !parts.isEmpty { break }
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "'"):
        guard let end = rest.firstIndex(of: byte) else { return nil }
        parts.append(.literal(Array(rest[..<end])))
        rest = rest[(end + 1)...]
      case UInt8(ascii: "\""):
        if rest.starts(with: "$@\"".utf8), parts.isEmpty {
          rest = rest.dropFirst(3)
          let ends = rest.first.map { " \t)".utf8.contains($0) } ?? true
          return ends ? .allArguments : nil
        }
        guard let quoted = readQuoted() else { return nil }
        parts += [.literal([])] + quoted
      case UInt8(ascii: "\\"):
        guard let next = rest.popFirst() else { return nil }
        parts.append(.literal([next]))
      case _ where "$`;&|<>(){}*?[]~!\r".utf8.contains(byte): return nil
      default: parts.append(.literal([byte]))
      }
    }
    return .parts(parts)
  }

  /// Reads to the closing double quote.
  private mutating func readQuoted() -> [Part]? {
    var parts: [Part] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return parts
      case UInt8(ascii: "`"): return nil
      case UInt8(ascii: "\\"):
        guard let next = rest.popFirst() else { return nil }
        let isEscape = "$`\"\\".utf8.contains(next)
        parts.append(.literal(isEscape ? [next] : [byte, next]))
      case UInt8(ascii: "$"):
        if rest.starts(with: "0".utf8) || rest.starts(with: "{0}".utf8) {
          rest = rest.dropFirst(rest.first == UInt8(ascii: "{") ? 3 : 1)
          parts.append(.scriptName)
        } else if rest.starts(with: "(".utf8) {
          rest.removeFirst()
          guard let words = readWords(until: UInt8(ascii: ")")) else { return nil }
          parts.append(.output(words))
        } else {
          return nil
        }
      default: parts.append(.literal([byte]))
      }
    }
    return nil
  }
}
