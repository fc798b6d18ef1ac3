/// The first line of a script, read as the kernel's `binfmt_script` reads it.
///
/// See [execve(2)](https://man7.org/linux/man-pages/man2/execve.2.html), "Interpreter scripts".
struct Shebang: Hashable {
  /// How much of a file the kernel looks at.
  static let limit = 256

  let interpreter: Argument
  /// Everything behind the interpreter, as one word.
  let argument: Argument?

  /// Reads a file's first bytes; nil where the kernel would see no script.
  init?(_ head: [UInt8]) {
    guard head.starts(with: "#!".utf8) else { return nil }
    let buffer = head.prefix(Self.limit) + Array(repeating: 0, count: max(0, 256 - head.count))
    let last = Self.limit - 1
    var end = last
    if let newline = buffer.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == 0 }),
      buffer[newline] != 0
    {
      end = newline
    } else {
      // The line may be cut: that is allowed only behind a name that is known to be whole.
      guard let start = buffer[2...].firstIndex(where: { !Self.isBlank($0) }),
        buffer[start...].contains(where: Self.endsWord)
      else { return nil }
    }
    while Self.isBlank(buffer[end - 1]) { end -= 1 }
    guard let start = buffer[2...].firstIndex(where: { !Self.isBlank($0) }), start < end else {
      return nil
    }
    let name = buffer[start..<end].prefix { !Self.endsWord($0) }
    guard !name.isEmpty else { return nil }
    interpreter = Argument(bytes: name)
    guard Self.isBlank(buffer[name.endIndex]) else {
      argument = nil
      return
    }
    // The kernel copies a C string. In a file that ends with blanks, it is an empty one.
    let rest = buffer[name.endIndex..<end].drop(while: Self.isBlank)
    argument = name.endIndex < end ? Argument(bytes: rest.prefix { $0 != 0 }) : nil
  }

  /// Whether the line ends in CR LF, which makes the CR part of a name nobody meant.
  var hasCarriageReturn: Bool {
    (argument ?? interpreter).bytes.last == UInt8(ascii: "\r")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func endsWord(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0 }
}
