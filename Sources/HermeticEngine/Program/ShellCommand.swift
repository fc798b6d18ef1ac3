import SystemPackage

/// One simple shell command, as far as its words can be known without a shell.
///
/// That is quotes, `"$0"`, `"$@"`, and `dirname`, `realpath` and `readlink -f` in `"$(…)"`, by the
/// rules of [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html).
/// Anything else, such as a redirection or a pattern, makes it no such command.
struct ShellCommand {
  indirect enum Part {
    case literal([UInt8])
    case scriptName
    case output([Word])
  }

  enum Word {
    case parts([Part])
    /// `"$@"`: every argument as a word of its own.
    case allArguments
  }

  private let parsed: [Word]

  init?(_ line: ArraySlice<UInt8>) {
    var reader = ShellReader(line)
    guard let words = reader.readWords(until: nil) else { return nil }
    self.init(words)
  }

  private init(_ words: [Word]) {
    parsed = words
  }

  /// The words after expansion; nil where one depends on more than is known here.
  func words(
    script: Argument, arguments: [Argument], in environment: Environment
  ) -> [Argument]? {
    var words: [Argument] = []
    for word in parsed {
      guard case .parts(let parts) = word else {
        words += arguments
        continue
      }
      guard let text = expand(parts, script: script, in: environment) else { return nil }
      words.append(Argument(bytes: text))
    }
    return words
  }

  private func expand(
    _ parts: [Part], script: Argument, in environment: Environment
  ) -> [UInt8]? {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let bytes): text += bytes
      case .scriptName: text += script.bytes
      case .output(let command):
        let words = ShellCommand(command).words(script: script, arguments: [], in: environment)
        guard let words, let output = Self.output(of: words, in: environment) else { return nil }
        text += output.bytes
      }
    }
    return text
  }

  private static func output(of words: [Argument], in environment: Environment) -> Argument? {
    var operands = words.dropFirst()
    if words.first == "readlink" { guard operands.popFirst() == "-f" else { return nil } }
    if operands.first == "--" { operands.removeFirst() }
    guard operands.count == 1, let path = operands.first, !path.hasPrefix("-") else { return nil }
    switch words.first {
    case "dirname": return directory(of: path)
    case "realpath", "readlink":
      return (try? environment.locate(path).resolvingLinks()).map { Argument($0) }
    default: return nil
    }
  }

  /// What dirname(1) prints.
  private static func directory(of path: Argument) -> Argument {
    func dropSlashes(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      bytes.prefix { _ in true }.dropLast(bytes.reversed().prefix { $0 == Argument.slash }.count)
    }
    let trimmed = dropSlashes(path.bytes[...])
    guard let slash = trimmed.lastIndex(of: Argument.slash) else {
      return trimmed.isEmpty && path.hasSlash ? "/" : "."
    }
    let folder = dropSlashes(trimmed[..<slash])
    return folder.isEmpty ? "/" : Argument(bytes: folder)
  }
}
