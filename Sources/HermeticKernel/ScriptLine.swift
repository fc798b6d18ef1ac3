/// A script's first line: what the kernel executes in its place (execve(2)), and what `env` then does.
struct ScriptLine {
  let interpreter: String
  /// The words that the interpreter is given before the script's path, its own name first.
  let words: [[UInt8]]
  /// The words that `env` executes, before the script's path; empty where the interpreter is another.
  let wordsOfEnv: [[UInt8]]

  /// Reads a file's first line; nil where it is no script.
  init?(_ path: String) {
    let line = BytesOfFile.read(path, most: 256).prefix { $0 != 0x0a }
    guard line.starts(with: "#!".utf8) else { return nil }
    // An interpreter, and all behind it as one word.
    let parts = line.dropFirst(2).split(maxSplits: 1, whereSeparator: Self.isBlank)
    guard let first = parts.first else { return nil }
    var rest = parts.count > 1 ? parts[1].drop(while: Self.isBlank) : []
    while let last = rest.last, Self.isBlank(last) || last == 0x0d { rest.removeLast() }
    interpreter = String(decoding: first, as: UTF8.self)
    words = [Array(first)] + (rest.isEmpty ? [] : [Array(rest)])
    guard interpreter == "env" || interpreter.hasSuffix("/env") else {
      wordsOfEnv = []
      return
    }
    // Only where a program follows at once, or behind the option that splits the line.
    var named = rest.split(whereSeparator: Self.isBlank).map(Array.init)
    if let option = named.first, option.elementsEqual("-S".utf8) {
      named.removeFirst()
    } else if named.count > 1 {
      named = []
    }
    let isPlain = named.allSatisfy { !$0.contains { "'\"\\\\$=".utf8.contains($0) } }
    wordsOfEnv = isPlain && named.first?.first != UInt8(ascii: "-") ? named : []
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The program that `env` finds, in the first of some folders that has one of its name; nil where that is a script:
  /// who knows what it would execute.
  func program(in folders: [String]) -> String? {
    guard let name = wordsOfEnv.first.map({ String(decoding: $0, as: UTF8.self) }) else {
      return nil
    }
    let candidates = name.contains("/") ? [name] : folders.map { $0 + "/" + name }
    guard let found = candidates.first(where: { FileKey($0) != nil }) else { return nil }
    return ScriptLine(found) == nil ? found : nil
  }
}
