/// The text of `python -c` by which multiprocessing starts its own processes.
public enum LibraryCommand: Hashable, Sendable {
  /// A process that does one thing, or many in turn.
  case spawned
  /// The process that others are forked from.
  case forkServer
  /// The process that puts away what others leave behind.
  case resourceTracker

  /// Nil for any text but what the library itself makes: what it calls, it calls with constants.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    // The interpreter ends what it is given with a line's end.
    if bytes.last == 0x0a { bytes = bytes.dropLast() }
    guard bytes.last == UInt8(ascii: ")"),
      let found = Self.all.first(where: { bytes.starts(with: $0.head.utf8) })
    else { return nil }
    let arguments = bytes.dropFirst(found.head.utf8.count).dropLast()
    let isTrue =
      switch found.command {
      case .spawned: Self.areNumbers(arguments, areNamed: true)
      case .resourceTracker: Self.areNumbers(arguments, areNamed: false)
      case .forkServer: Self.areConstants(arguments)
      }
    guard isTrue else { return nil }
    self = found.command
  }

  private static let all: [(command: LibraryCommand, head: String)] = [
    (.spawned, "from multiprocessing.spawn import spawn_main; spawn_main("),
    (.forkServer, "from multiprocessing.forkserver import main; main("),
    (.resourceTracker, "from multiprocessing.resource_tracker import main;main("),
  ]

  /// Whether there are only whole numbers, each with a name or none.
  private static func areNumbers(_ text: ArraySlice<UInt8>, areNamed: Bool) -> Bool {
    text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { part in
      var number = part.drop { $0 == 0x20 }
      if areNamed {
        let name = number.prefix { isLetter($0) || $0 == UInt8(ascii: "_") }
        guard !name.isEmpty, number.dropFirst(name.count).first == UInt8(ascii: "=") else {
          return false
        }
        number = number.dropFirst(name.count + 1)
      }
      return !number.isEmpty && number.allSatisfy(isDigit)
    }
  }

  /// Whether there are only strings and numbers, in lists and dictionaries: nothing has a name, so nothing
  /// can be called.
  private static func areConstants(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    let signs = Set(" ,:*[]{}".utf8)
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        guard skip(byte, &rest) else { return false }
      } else if !signs.contains(byte), !isDigit(byte) {
        return false
      }
    }
    return true
  }

  /// Goes behind the end of a string.
  private static func skip(_ quote: UInt8, _ rest: inout ArraySlice<UInt8>) -> Bool {
    while let byte = rest.popFirst() {
      if byte == quote { return true }
      // What `repr` writes is on one line.
      if byte == 0x0a || byte == 0x0d { return false }
      if byte == UInt8(ascii: "\\"), rest.popFirst() == nil { return false }
    }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }
}
