import SystemPackage

/// A script that a shell is about to read, as far as it hands over to another program at once.
///
/// Installers write such scripts where a path is too long, or holds blanks, for a first line;
/// pyenv's shims are of the kind too. A script that does anything else first is the shell's to run.
struct ShellScript {
  /// The program that the shell would turn into.
  struct Next {
    var program: Argument
    var arguments: [Argument]
    var environment: Environment
    /// The script to name in an error, or nil where the program says more.
    var script: Argument?
  }

  private let path: Argument
  private let arguments: [Argument]
  private let lines: [ArraySlice<UInt8>]

  /// Reads the script in a shell's argument list; nil where there is none, or an unknown option.
  init?(_ shellArguments: [Argument], in environment: Environment) {
    var words = shellArguments.dropFirst()
    while let word = words.first, word.hasPrefix("-") {
      words.removeFirst()
      if word == "-" || word == "--" { break }
      guard word.bytes.dropFirst().allSatisfy("eu".utf8.contains) else { return nil }
    }
    guard let path = words.popFirst(), !path.isEmpty,
      let content = try? FileContent(environment.locate(path))
    else { return nil }
    let text = content.bytes(at: 0, count: 1 << 14)
    self.path = path
    arguments = Array(words)
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // What is cut off in the middle is not what the shell would read.
    if UInt64(text.count) < content.size { lines.removeLast() }
    self.lines = lines
  }

  /// The program that the script's first command hands over to; nil where it does something else.
  func next(shell: Argument, in environment: Environment) throws(ProgramError) -> Next? {
    let real = (try? environment.locate(shell).resolvingLinks())?.lastComponent?.string
    var environment = environment
    if real == "bash", let shim = PyenvShim(lines) {
      environment.passThroughBash()
      var pyenv = try Pyenv(shim, called: path, in: environment)
      return try pyenv.next(arguments)
    }
    let isComment = { (line: ArraySlice<UInt8>) in
      let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return text.isEmpty || text.first == UInt8(ascii: "#")
    }
    guard let line = lines.first(where: { !isComment($0) }), let command = ShellCommand(line),
      let words = command.words(script: path, arguments: arguments, in: environment),
      words.count > 1, words[0] == "exec", !words[1].hasPrefix("-")
    else { return nil }
    if real == "bash" { environment.passThroughBash() } else { environment.passThroughShell() }
    return Next(
      program: words[1], arguments: Array(words[1...]), environment: environment, script: path)
  }
}

extension Environment {
  /// Does what every shell does to the variables it exports.
  mutating func passThroughShell() {
    if let value = self["PWD"], value.hasPrefix("/"),
      let named = try? Stat(FilePath(bytes: value.bytes)), let here = try? Stat(workingDirectory),
      named.inode == here.inode, named.deviceID == here.deviceID
    {
      return
    }
    self["PWD"] = Argument(workingDirectory)
  }

  /// Does what a bash that ends in `exec` does: it raises `SHLVL`, and lowers it again.
  mutating func passThroughBash() {
    passThroughShell()
    self["SHLVL"] = Argument(String(shellLevel))
    if let old = self["OLDPWD"], old.isEmpty || !locate(old).isDirectory { self["OLDPWD"] = nil }
  }

  /// How many shells are around this program.
  var shellLevel: Int { max(0, self["SHLVL"].flatMap { Int($0.text) } ?? 0) }
}
