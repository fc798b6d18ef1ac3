/// The script that pyenv writes for each command it knows, taken by its text.
struct PyenvShim {
  let root: Argument
  /// The `pyenv` it calls.
  let launcher: Argument
  /// Whether it reports a folder of shims other than its root's own.
  let reportsFolder: Bool

  /// Nil where a line is missing that makes a script a shim, or one is there that pyenv never wrote.
  init?(_ lines: [ArraySlice<UInt8>]) {
    let lines = lines.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }
    guard lines.count < 40, lines.first?.hasPrefix("#!") == true,
      lines.contains("program=\"${0##*/}\""),
      let root = lines.lazy.compactMap({ Self.quoted($0, "export PYENV_ROOT=\"", "\"") }).first,
      let launcher = lines.last.flatMap({
        Self.quoted($0, "exec \"", "\" exec \"$program\" \"$@\"")
      }), launcher.hasSuffix("/pyenv")
    else { return nil }
    self.root = Argument(root)
    self.launcher = Argument(launcher)
    reportsFolder = lines.contains("SHIM_PATH=${0%/*}")
  }

  /// What stands between two texts, if it needs no expansion.
  private static func quoted(_ line: String, _ prefix: String, _ suffix: String) -> String? {
    guard line.hasPrefix(prefix), line.hasSuffix(suffix),
      line.utf8.count >= prefix.utf8.count + suffix.utf8.count
    else { return nil }
    let text = line.dropFirst(prefix.count).dropLast(suffix.count)
    return text.contains { "\"$`\\".contains($0) } ? nil : String(text)
  }
}
