/// The script that pyenv writes for each command it knows, taken by its text.
struct PyenvShim {
  let root: Argument
  /// The `pyenv` it calls.
  let launcher: Argument
  /// Whether it reports a folder of shims other than its root's own.
  let reportsFolder: Bool

  /// Nil where the script lacks what makes a shim, or does anything that a shim does not.
  init?(_ lines: [ArraySlice<UInt8>]) {
    guard lines.count < 60 else { return nil }
    let lines = lines.map { line in
      String(decoding: line.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }.filter { !$0.isEmpty }
    guard lines.count > 3, lines[0].hasPrefix("#!"), lines.contains(Self.program) else {
      return nil
    }
    let roots = lines.compactMap { Self.quoted($0, "export PYENV_ROOT=\"", "\"") }
    let call = lines.last.flatMap { Self.quoted($0, "exec \"", "\" exec \"$program\" \"$@\"") }
    guard roots.count == 1, let root = roots.first, let call, call.hasSuffix("/pyenv") else {
      return nil
    }
    let rest = lines.dropFirst().dropLast().filter {
      !$0.hasPrefix("export PYENV_ROOT=\"")
        && $0 != "if [[ $SHIM_PATH != \"\(root)/shims\" ]]; then"
    }
    guard rest.allSatisfy(Self.known.contains) else { return nil }
    self.root = Argument(root)
    launcher = Argument(call)
    reportsFolder = lines.contains(Self.shimPath)
  }

  private static let program = "program=\"${0##*/}\""
  private static let shimPath = "SHIM_PATH=${0%/*}"

  /// The other lines of today's shims, and of those before version 2.3, which note a file's name in
  /// a variable that no later pyenv reads.
  private static let known: Set<String> = [
    program, shimPath,
    "set -e", "[ -n \"$PYENV_DEBUG\" ] && set -x",
    "export _PYENV_SHIM_PATH=\"$SHIM_PATH\"", "fi",
    "if [[ \"$program\" = \"python\"* ]]; then", "for arg; do", "case \"$arg\" in",
    "-c* | -- ) break ;;", "*/* )", "if [ -f \"$arg\" ]; then",
    "export PYENV_FILE_ARG=\"$arg\"", "break", ";;", "esac", "done",
  ]

  /// What stands between two texts, if it needs no expansion.
  private static func quoted(_ line: String, _ prefix: String, _ suffix: String) -> String? {
    guard line.hasPrefix(prefix), line.hasSuffix(suffix),
      line.utf8.count >= prefix.utf8.count + suffix.utf8.count
    else { return nil }
    let text = line.dropFirst(prefix.count).dropLast(suffix.count)
    return text.contains { "\"$`\\".contains($0) } ? nil : String(text)
  }
}
