/// What may stand in source text that the standard library puts together from names it is given.
///
/// Names come from callers. A name that is no name (`x=evil()`) must not become code: so nothing may be
/// called but what the library's own text calls, and no statement may stand there that it does not use.
public struct GeneratedSource: Hashable, Sendable {
  /// What may be called, besides functions that the text itself defines.
  let calls: Set<String>
  /// What names that may be called begin with.
  let prefixes: [String]
  /// Keywords that may stand there.
  let keywords: Set<String>
  /// Whether classes may be called, by the custom that their names begin with a capital.
  let callsClasses: Bool
  /// Whether strings may have names in braces.
  let formats: Bool
  /// The signs that may stand there, besides quotes, brackets and dots; any where none is named.
  let punctuation: Set<UInt8>
  /// What may decorate a function.
  let decorators: Set<String>
  /// What must stand before a formula, and nothing else beside it; each space stands for any number.
  let head: String?
  /// Whether nothing at all stands behind it.
  let isWhole: Bool

  private init(
    calls: Set<String> = [], prefixes: [String] = [], keywords: Set<String> = [],
    callsClasses: Bool = false, formats: Bool = false,
    decorators: Set<String> = [], punctuation: String = "", head: String? = nil,
    isWhole: Bool = false
  ) {
    self.head = head
    self.isWhole = isWhole
    self.calls = calls
    self.prefixes = prefixes
    self.keywords = keywords.union(["None", "True", "False"])
    self.callsClasses = callsClasses
    self.formats = formats
    self.decorators = decorators
    self.punctuation = Set(punctuation.utf8)
  }

  private init(exactly text: String) {
    self.init(head: text, isWhole: true)
  }

  /// Nothing but constants and names.
  public static let nothing = GeneratedSource()
  /// A name, perhaps dotted.
  public static let reference = GeneratedSource()
  /// What an annotation may say.
  ///
  /// `Annotated[int, Field(gt=0)]` calls a class.
  public static let annotation = GeneratedSource(
    keywords: ["or", "and", "not", "is", "in"], callsClasses: true)
  /// What `collections.namedtuple` makes.
  public static let namedTuple = GeneratedSource(
    calls: ["_tuple_new"], keywords: ["lambda"], punctuation: ",:")
  /// What `dataclasses` makes.
  public static let dataclass = GeneratedSource(
    calls: [
      "__setattr__", "__delattr__", "__post_init__", "hash", "type", "super", "object",
      "FrozenInstanceError", "isinstance", "__dataclass_FrozenInstanceError__",
      "__dataclass_builtins_object__", "cls",
    ], prefixes: ["_dflt_", "__dataclass_dflt_", "__dataclass_default_factory_"],
    keywords: ["def", "return", "if", "else", "raise", "is", "in", "not", "and", "or", "pass"],
    formats: true, decorators: ["__dataclasses_recursive_repr"], punctuation: ",:=<>[{*+")
  /// What `gettext` makes of a formula for plurals.
  public static let plural = GeneratedSource(
    keywords: ["n", "if", "else", "not", "and", "or"], punctuation: "()%*+-/<>=! ",
    head: "if True: def func(n): if not isinstance(n, int): n = _as_int(n) return int(")
  /// The one line with which every window begins.
  public static let tkinter = GeneratedSource(exactly: "from tkinter import *")
  /// What `unittest.mock` makes.
  public static let mock = GeneratedSource(
    calls: ["_checksig_", "mock"], keywords: ["def", "return", "lambda", "async", "await"])
  /// What `multiprocessing.managers` makes.
  public static let proxy = GeneratedSource(
    calls: ["_callmethod"], keywords: ["def", "return"], punctuation: ",:*/")
  /// What `multiprocessing.sharedctypes` makes.
  public static let property = GeneratedSource(
    calls: ["acquire", "release", "property"],
    keywords: ["def", "return", "try", "finally"])
}

extension GeneratedSource {
  /// Whether text keeps to it.
  public func admits(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if let head { return unsafe isFormula(text, behind: head) }
    var defined: Set<String> = []
    // What is called must be what the library means by it.
    var called: Set<String> = []
    var bound: Set<String> = []
    // What is bound around the function that is being read, the first of which is around all others;
    // and how deep the reader is in brackets.
    var outer: Set<String> = []
    var functions = 0
    var depth = 0
    var parameters = Int.max
    // Names become others between `for` and `in`, and as parameters.
    var isTarget = false
    var previous = Token.start
    var index = 0
    var isDotted = false
    while index < text.count {
      let byte = unsafe text[index]
      defer { if byte != 0x2e, byte != 0x20 { isDotted = false } }
      switch byte {
      case 0x20, 0x09, 0x0a, 0x0d, 0x0c:
        index += 1
      case 0x23, 0x3b, 0x60, 0x5c:
        // A comment, another statement, a line's continuation.
        return false
      case 0x40:
        // A decorator calls without parentheses.
        let start = index + 1
        index = start
        while unsafe index < text.count && isName(text[index]) { index += 1 }
        guard unsafe decorators.contains(String(decoding: text[start..<index], as: UTF8.self)),
          unsafe index < text.count && text[index] == 0x28
        else { return false }
        previous = .other
      case 0x27, 0x22:
        // What is quoted may be code to whoever its prefix tells: f-strings are.
        guard let end = unsafe self.end(ofString: text, index) else { return false }
        if case .name(let prefix) = previous, !["b", "r", "u"].contains(prefix.lowercased()) {
          guard unsafe prefix == "f" && formats && isFormat(text, index..<end) else { return false }
        }
        index = end
        previous = .value
      case 0x28:
        depth += 1
        switch previous {
        case .definition(let name):
          defined.insert(name)
          // The library calls that one itself, with what it has been given.
          if name != "__create_fn__" { parameters = depth }
        case .name(let name):
          guard mayCall(name, defined) else { return false }
          called.insert(name)
        case .value: return false
        case .start, .other, .def: break
        }
        index += 1
        previous = .other
      case 0x29, 0x5d, 0x7d:
        if depth <= parameters { parameters = .max }
        depth -= 1
        index += 1
        previous = .value
      case 0x2e:
        isDotted = true
        index += 1
        continue
      case 0x30...0x39:
        guard punctuation.isEmpty, let end = unsafe end(ofNumber: text, index) else { return false }
        index = end
        previous = .value
      case _ where isName(byte):
        let start = index
        while unsafe index < text.count && isName(text[index]) { index += 1 }
        let name = unsafe String(decoding: text[start..<index], as: UTF8.self)
        guard !mayBeASCII(name) else { return false }
        if Self.allKeywords.contains(name) {
          guard keywords.contains(name) else { return false }
          if name == "def" {
            // Another function, whose parameters are its own.
            guard called.isDisjoint(with: bound) else { return false }
            if functions < 2 { outer.formUnion(bound) }
            functions += 1
            (called, bound) = ([], outer)
          }
          isTarget = name == "for" || name == "lambda" || isTarget && name != "in"
          previous =
            name == "def" ? .def : ["None", "True", "False"].contains(name) ? .value : .other
        } else if case .def = previous {
          previous = .definition(name)
        } else {
          let isParameter = depth == parameters && !isDotted
          let isGiven = prefixes.contains { name.hasPrefix($0) }
          let isBound = unsafe isBinding(text, index)
          if isTarget || isBound || isParameter && !isGiven { bound.insert(name) }
          // Which function a line belongs to is not looked at.
          if isBound, depth == 0, !isDotted { outer.insert(name) }
          previous = .name(name)
        }
      case 0x2d where unsafe index + 1 < text.count && text[index + 1] == 0x3e:
        index += 2
        previous = .other
      case 0x3a where unsafe index + 1 < text.count && text[index + 1] == 0x3d:
        return false
      case 0x3d where unsafe isAssignment(text, index):
        // To a name, or as what a parameter is if nothing is given.
        guard case .name = previous else { return false }
        guard punctuation.isEmpty || punctuation.contains(byte) else { return false }
        index += 1
        previous = .other
      default:
        if byte == 0x5b || byte == 0x7b { depth += 1 }
        guard punctuation.isEmpty || punctuation.contains(byte) else { return false }
        if byte == 0x3a { isTarget = false }
        index += 1
        previous = .other
      }
    }
    return called.isDisjoint(with: bound)
  }

  /// Whether text is a head, a formula of keywords, digits and signs, and a closing parenthesis.
  private func isFormula(_ text: UnsafeBufferPointer<UInt8>, behind head: String) -> Bool {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a }
    var index = 0
    for byte in head.utf8 {
      if byte == 0x20 {
        guard unsafe index < text.count && isSpace(text[index]) else { return false }
        while unsafe index < text.count && isSpace(text[index]) { index += 1 }
      } else {
        guard unsafe index < text.count && text[index] == byte else { return false }
        index += 1
      }
    }
    if isWhole { return index == text.count }
    var depth = 1
    while index < text.count, depth > 0 {
      let byte = unsafe text[index]
      let start = index
      while unsafe index < text.count && isName(text[index]) { index += 1 }
      if index > start {
        // A keyword may stand right behind a number: `0if`.
        let word = unsafe text[start..<index].drop { (0x30...0x39).contains($0) }
        guard unsafe word.isEmpty || keywords.contains(String(decoding: word, as: UTF8.self)) else {
          return false
        }
        continue
      }
      guard punctuation.contains(byte) else { return false }
      if byte == 0x28 { depth += 1 }
      if byte == 0x29 { depth -= 1 }
      index += 1
    }
    return unsafe depth == 0 && text[index...].allSatisfy(isSpace)
  }

  /// Whether an equals sign is one by itself.
  private func isAssignment(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    if unsafe index + 1 < text.count && text[index + 1] == 0x3d { return false }
    guard index > 0 else { return true }
    return unsafe !"=<>!".utf8.contains(text[index - 1])
  }

  /// Whether a name that ends at an index is given a value there.
  private func isBinding(_ text: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
    var index = end
    while unsafe index < text.count && (text[index] == 0x20 || text[index] == 0x09) { index += 1 }
    guard index < text.count else { return false }
    // With an annotation before the value, too.
    if unsafe text[index] == 0x3a { return true }
    return unsafe text[index] == 0x3d && isAssignment(text, index)
  }

  /// Where a number ends; nil where letters stand behind it, which could be a keyword.
  private func end(ofNumber text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var index = start
    while unsafe index < text.count
      && ((0x30...0x39).contains(text[index]) || text[index] == 0x2e || text[index] == 0x5f)
    { index += 1 }
    return unsafe index < text.count && isName(text[index]) ? nil : index
  }

  private enum Token {
    case start, def, other, value
    case name(String), definition(String)
  }

  private func mayCall(_ name: String, _ defined: Set<String>) -> Bool {
    calls.contains(name) || defined.contains(name) || prefixes.contains { name.hasPrefix($0) }
      || callsClasses && name.utf8.first.map { (0x41...0x5a).contains($0) } == true
  }

  /// Whether a name in other letters could be one in ASCII to Python, which normalises names (PEP 3131);
  /// those that the library has from Python are normalised already.
  private func mayBeASCII(_ name: String) -> Bool {
    guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      scalar.properties.lowercaseMapping.unicodeScalars.allSatisfy {
        // Folding changes these two as well, but normalising does not.
        $0.isASCII || $0.properties.changesWhenNFKCCaseFolded && $0 != "ß" && $0 != "ς"
      }
    }
  }

  private func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5f
      || byte >= 0x80
  }

  /// Whether what stands in a string's braces are names and their attributes.
  private func isFormat(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    var isCode = false
    for index in range {
      let byte = unsafe text[index]
      switch byte {
      case 0x7b: isCode = true
      case 0x7d: isCode = false
      default:
        guard !isCode || isName(byte) || byte == 0x2e || byte == 0x21 else { return false }
      }
    }
    return true
  }

  /// Where a quoted string ends, past its quotes.
  private func end(ofString text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    let quote = unsafe text[start]
    let isLong =
      unsafe start + 2 < text.count && text[start + 1] == quote && text[start + 2] == quote
    var index = start + (isLong ? 3 : 1)
    while index < text.count {
      let byte = unsafe text[index]
      if byte == 0x5c {
        index += 2
        continue
      }
      if byte == quote {
        if !isLong { return index + 1 }
        if unsafe index + 2 < text.count && text[index + 1] == quote && text[index + 2] == quote {
          return index + 3
        }
      }
      if byte == 0x0a && !isLong { return nil }
      index += 1
    }
    return nil
  }

  private static let allKeywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]
}
