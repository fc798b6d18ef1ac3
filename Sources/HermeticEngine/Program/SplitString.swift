/// The text behind `env -S`, taken apart into words.
///
/// Quotes, escapes and `${NAME}` are those of GNU coreutils; see env(1), "-S/--split-string usage".
struct SplitString {
  enum Problem: Error, Hashable {
    case openQuote, openEscape, endInQuotes
    case escape(UInt8)
    case variable
  }

  private enum Quote { case single, double }

  private var rest: ArraySlice<UInt8>
  private var quote: Quote?
  private var words: [Argument] = []
  /// Whether the next character starts a word.
  private var isBetween = true

  static func words(
    _ text: [UInt8], in environment: Environment
  ) throws(Problem) -> [Argument] {
    var string = SplitString(rest: text[...])
    while let byte = string.rest.popFirst() {
      guard try string.take(byte, in: environment) else { return string.words }
    }
    guard string.quote == nil else { throw .openQuote }
    return string.words
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  /// Takes one character in; false where the rest of the text is a comment.
  private mutating func take(
    _ byte: UInt8, in environment: Environment
  ) throws(Problem) -> Bool {
    switch (byte, quote) {
    case (UInt8(ascii: "'"), nil), (UInt8(ascii: "'"), .single): toggle(.single)
    case (UInt8(ascii: "\""), nil), (UInt8(ascii: "\""), .double): toggle(.double)
    case (UInt8(ascii: " "), nil), (9...13, nil): isBetween = true
    case (UInt8(ascii: "#"), nil) where isBetween: return false
    case (UInt8(ascii: "\\"), .single):
      let next = rest.first
      let escapes = next == UInt8(ascii: "\\") || next == UInt8(ascii: "'")
      append(escapes ? rest.removeFirst() : byte)
    case (UInt8(ascii: "\\"), _): return try escape()
    case (UInt8(ascii: "$"), nil), (UInt8(ascii: "$"), .double): try variable(environment)
    default: append(byte)
    }
    return true
  }

  private mutating func escape() throws(Problem) -> Bool {
    guard let byte = rest.popFirst() else { throw .openEscape }
    switch byte {
    case UInt8(ascii: "_"):
      if quote == nil { isBetween = true } else { append(UInt8(ascii: " ")) }
    case UInt8(ascii: "c"):
      guard quote == nil else { throw .endInQuotes }
      return false
    case UInt8(ascii: "f"): append(12)
    case UInt8(ascii: "n"): append(10)
    case UInt8(ascii: "r"): append(13)
    case UInt8(ascii: "t"): append(9)
    case UInt8(ascii: "v"): append(11)
    case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "'"),
      UInt8(ascii: "\\"):
      append(byte)
    default: throw .escape(byte)
    }
    return true
  }

  private mutating func variable(_ environment: Environment) throws(Problem) {
    guard rest.first == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
      throw .variable
    }
    let name = rest[(rest.startIndex + 1)..<end]
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let isName = name.allSatisfy { byte in
      byte == UInt8(ascii: "_") || isDigit(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard let first = name.first, !isDigit(first), isName else { throw .variable }
    rest = rest[(end + 1)...]
    guard let value = environment[Argument(bytes: name)] else { return }
    startWord()
    words[words.count - 1].bytes += value.bytes
  }

  private mutating func toggle(_ kind: Quote) {
    quote = quote == nil ? kind : nil
    startWord()
  }

  private mutating func startWord() {
    if isBetween { words.append("") }
    isBetween = false
  }

  private mutating func append(_ byte: UInt8) {
    startWord()
    words[words.count - 1].bytes.append(byte)
  }
}

extension SplitString.Problem {
  var reason: String {
    switch self {
    case .openQuote: "a quote is not closed"
    case .openEscape: "a backslash stands at the end"
    case .endInQuotes: "\\c stands between double quotes"
    case .escape(let byte): "\(Argument(bytes: [UInt8(ascii: "\\"), byte]).printable) is no escape"
    case .variable: "only ${NAME} is expanded"
    }
  }
}
