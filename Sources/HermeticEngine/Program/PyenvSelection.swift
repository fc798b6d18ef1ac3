import SystemPackage

/// The versions that pyenv would choose, and what said so.
struct PyenvSelection {
  /// Each version's name, `system` among them; one that is not installed keeps its place.
  let versions: [Argument]
  /// The file or variable that named them, for messages.
  let origin: String
  private let root: Argument

  /// Asks `PYENV_VERSION`, then `.python-version` upward from `PYENV_DIR`, then the global file.
  init(root: Argument, in environment: Environment) {
    self.root = root
    let installed = PyenvVersions(root: root)
    let names: [Argument]
    if let variable = environment.nonEmpty("PYENV_VERSION") {
      names = variable.split(at: ":")
      origin = "PYENV_VERSION"
    } else {
      let file = Self.file(root: root, in: environment)
      names = Self.read(file, root: root)
      origin = file.string
    }
    let versions = names.filter { !$0.isEmpty }.map(installed.resolve)
    self.versions = versions.isEmpty ? ["system"] : versions
  }

  /// What pyenv puts into `PYENV_VERSION` for the program.
  var joined: Argument { Argument(bytes: versions.map(\.bytes).joined(separator: ":".utf8)) }

  /// The command in the first version that has it, or on the PATH behind the shims.
  func find(_ command: Argument, in environment: Environment) throws(ProgramError) -> Argument {
    for version in versions + ["system"] {
      let candidate: Argument
      if version == "system" {
        guard let path = findOnSystem(command, in: environment) else { continue }
        candidate = path
      } else {
        candidate = root + "/versions/" + version + "/bin/" + command
      }
      if environment.locate(candidate).hasExecuteAccess { return candidate }
    }
    throw explain(command, in: environment)
  }

  private func findOnSystem(_ command: Argument, in environment: Environment) -> Argument? {
    let custom = environment.nonEmpty(Pyenv.shimPathsVariable(of: command))?.split(at: ":") ?? []
    let home = environment["HOME"]?.bytes ?? []
    let path = (environment["PATH"] ?? "").bytes.flatMap { byte in
      byte == UInt8(ascii: "~") ? home : [byte]
    }
    let shims = [root + "/shims"] + custom
    let folders = Argument(bytes: path).split(at: ":").filter { !shims.contains($0) }
    for folder in folders {
      // bash joins without a second slash, and writes "here" as a dot.
      let base = folder.isEmpty ? "." : folder.bytes.last == Argument.slash ? folder.parent : folder
      let candidate = base + "/" + command
      if (try? environment.locate(candidate).checkExecutable()) != nil { return candidate }
    }
    return nil
  }

  private func explain(_ command: Argument, in environment: Environment) -> ProgramError {
    let installed = PyenvVersions(root: root)
    let missing = versions.filter { $0 != "system" && !installed.contains($0) }
    let list = { (names: [Argument]) in names.map(\.printable).joined(separator: ", ") }
    var reason = "command not found in pyenv's \(list(versions)) (set by \(origin))"
    if !missing.isEmpty { reason += "; \(list(missing)) not installed" }
    let holders = installed.all.filter {
      environment.locate(root + "/versions/" + $0 + "/bin/" + command).hasExecuteAccess
    }
    if !holders.isEmpty { reason += "; it is in \(list(holders))" }
    return ProgramError(.notFound, command, reason)
  }

  private static func file(root: Argument, in environment: Environment) -> FilePath {
    let starts = [environment["PYENV_DIR"], environment["PWD"]].compactMap { $0 }
    for start in starts {
      var folder = FilePath(bytes: start.bytes)
      while true {
        let file = folder.appending(".python-version")
        if file.isRegularFile { return file }
        guard folder.removeLastComponent() else { break }
      }
    }
    return FilePath(bytes: root.bytes).appending("version")
  }

  /// The first word of each line that is no comment, if it names something inside of `versions`.
  private static func read(_ path: FilePath, root: Argument) -> [Argument] {
    guard let content = try? FileContent(path) else { return [] }
    return content.bytes(at: 0, count: 1 << 16).split(separator: UInt8(ascii: "\n")).compactMap {
      let blanks = " \t\r".utf8
      let word = Argument(bytes: $0.drop(while: blanks.contains).prefix { !blanks.contains($0) })
      guard !word.isEmpty, !word.hasPrefix("#") else { return nil }
      return PyenvVersions(root: root).isInside(word) ? word : nil
    }
  }
}
