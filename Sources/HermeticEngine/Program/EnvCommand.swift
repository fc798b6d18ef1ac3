/// What env(1) is asked to do before it runs a program.
struct EnvCommand {
  /// The program's own command line.
  private(set) var words: [Argument]
  /// A word about a mistake that is easily made in a script's first line.
  private(set) var hint: String?
  private var clears = false
  private var removed: [Argument] = []
  private var assignments: [EnvironmentChange] = []
  private let subject: Argument

  /// Reads GNU env's options; one that hermetic does not follow is an error.
  init(
    _ arguments: [Argument], in environment: Environment, for subject: Argument
  ) throws(ProgramError) {
    words = Array(arguments.dropFirst())
    self.subject = subject
    var splits = 0
    while let word = words.first, word.hasPrefix("-") {
      words.removeFirst()
      if word == "-" {
        clears = true
        break
      }
      if word == "--" {
        // A lone dash behind it still means `-i`.
        if words.first == "-" {
          clears = true
          words.removeFirst()
        }
        break
      }
      if word == "--help" || word == "--version" {
        words = []
        return
      }
      guard let text = try option(word) else { continue }
      splits += 1
      guard splits <= 16 else { throw error("-S inside of -S without an end") }
      do throws(SplitString.Problem) {
        words = try SplitString.words(text, in: environment) + words
      } catch {
        throw self.error("-S: \(error.reason)")
      }
    }
    while let word = words.first, let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) {
      let name = Argument(bytes: word.bytes[..<equals])
      let value = Argument(bytes: word.bytes[(equals + 1)...])
      assignments.append(EnvironmentChange(name: name, value: value))
      words.removeFirst()
    }
    if let program, program.bytes.contains(UInt8(ascii: " ")) {
      hint = Self.severalWords
    }
  }

  /// The program to look for; nil where env itself has something to print.
  var program: Argument? { words.first }

  func apply(to environment: inout Environment) {
    if clears { environment.variables = [:] }
    for name in removed { environment[name] = nil }
    for change in assignments { environment[change.name] = change.value }
  }

  /// Takes one option in; the text of `-S` is for the caller to split.
  private mutating func option(_ word: Argument) throws(ProgramError) -> [UInt8]? {
    if word.hasPrefix("--") {
      let name = Argument(bytes: word.bytes.prefix { $0 != UInt8(ascii: "=") })
      let value = word.bytes.dropFirst(name.bytes.count + 1)
      let isJoined = word != name
      switch name {
      case "--ignore-environment" where !isJoined: clears = true
      case "--unset": removed.append(try isJoined ? Argument(bytes: value) : operand(of: word))
      case "--split-string": return try isJoined ? Array(value) : operand(of: word).bytes
      default: throw error("\(word.printable) is an option hermetic does not follow")
      }
      return nil
    }
    var letters = word.bytes.dropFirst()
    while let letter = letters.popFirst() {
      switch letter {
      case UInt8(ascii: "i"): clears = true
      case UInt8(ascii: "u"):
        removed.append(try letters.isEmpty ? operand(of: word) : Argument(bytes: letters))
        return nil
      case UInt8(ascii: "S"):
        return try letters.isEmpty ? operand(of: word).bytes : Array(letters)
      case UInt8(ascii: " "): throw error(Self.severalWords)
      default:
        let name = Argument(bytes: [UInt8(ascii: "-"), letter])
        throw error("\(name.printable) is an option hermetic does not follow")
      }
    }
    return nil
  }

  private static let severalWords = "env takes several words only after -S"

  private mutating func operand(of word: Argument) throws(ProgramError) -> Argument {
    guard !words.isEmpty else { throw error("\(word.printable) needs a value") }
    return words.removeFirst()
  }

  private func error(_ what: String) -> ProgramError {
    ProgramError(.unsupported, subject, subject.baseName == "env" ? what : "env: \(what)")
  }
}
