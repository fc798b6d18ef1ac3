import SystemPackage

/// A pyenv installation as one of its shims calls it: `pyenv exec COMMAND`.
///
/// Its files are read and its shell code never runs. Plugins' hooks are not followed, apart from
/// pyenv's own around pip, whose part after the program (a rehash) is left out.
struct Pyenv {
  let root: Argument
  private(set) var environment: Environment
  private let shim: Argument
  private let installation: Argument

  init(
    _ shim: PyenvShim, called path: Argument, in environment: Environment
  ) throws(ProgramError) {
    self.shim = path
    self.environment = environment
    root = shim.root.bytes.last == Argument.slash ? shim.root.parent : shim.root
    installation = Self.installation(of: shim.launcher, in: environment)
    self.environment["PYENV_ROOT"] = root
    if shim.reportsFolder, path.parent != root + "/shims" {
      self.environment["_PYENV_SHIM_PATH"] = path.parent
    }
    // What a bash searches that was started without a PATH; pyenv then exports it.
    self.environment["PATH"] = environment["PATH"] ?? Self.defaultPath
    try enterDirectory()
    extendPaths()
  }

  /// What `pyenv exec` turns into.
  mutating func next(_ arguments: [Argument]) throws(ProgramError) -> ShellScript.Next {
    let command = shim.baseName
    let selection = PyenvSelection(root: root, in: environment)
    recordShimFolder(of: command)
    environment["PYENV_VERSION"] = selection.joined
    let path = try selection.find(command, in: environment)
    environment["_"] = nil
    if let hook = pipHook(command, arguments) {
      // The hook's script runs the program as its child, and goes out of PATH again.
      environment["PYENV_REHASH_REAL_COMMAND"] = path.baseName
      environment["SHLVL"] = Argument(String(environment.shellLevel + 1))
      environment["_"] = path
      environment["PATH"] = Self.removing(hook, from: environment["PATH"] ?? "")
      prepend(path.parent)
    } else if path.parent.bytes.starts(with: root.bytes) {
      prepend(path.parent)
    }
    return ShellScript.Next(
      program: path, arguments: [path] + arguments, environment: environment, script: nil)
  }

  /// `PYENV_DIR` is where the search for `.python-version` starts.
  private mutating func enterDirectory() throws(ProgramError) {
    let here = environment["PWD"] ?? Argument(environment.workingDirectory)
    let wanted = environment.nonEmpty("PYENV_DIR") ?? here
    let path = FilePath(bytes: here.bytes).pushing(FilePath(bytes: wanted.bytes))
    guard path.isDirectory else {
      throw ProgramError(
        .notFound, shim.baseName, "PYENV_DIR is \(wanted.printable), which is no directory")
    }
    environment["PYENV_DIR"] = Argument(path.lexicallyNormalized())
  }

  /// Puts pyenv's own commands on PATH, and its hook folders where they are searched.
  private mutating func extendPaths() {
    let roots = installation == root ? [root] : [installation, root]
    for root in roots {
      let plugins = environment.locate(root + "/plugins")
      for plugin in plugins.entries where !plugin.hasPrefix(".") {
        let folder = root + "/plugins/" + plugin + "/bin"
        if (try? Stat(environment.locate(folder))) != nil { prepend(folder) }
      }
    }
    prepend(installation + "/libexec")
    environment["_PYENV_INSTALL_PREFIX"] = installation
    var hooks = (environment["PYENV_HOOK_PATH"].map { [$0] } ?? [""]) + [root + "/pyenv.d"]
    if installation != root { hooks.append(installation + "/pyenv.d") }
    hooks += ["/usr/etc/pyenv.d", "/usr/local/etc/pyenv.d", "/etc/pyenv.d", "/usr/lib/pyenv/hooks"]
    for plugin in environment.locate(root + "/plugins").entries where !plugin.hasPrefix(".") {
      let folder = root + "/plugins/" + plugin + "/etc/pyenv.d"
      if (try? Stat(environment.locate(folder))) != nil { hooks.append(folder) }
    }
    let joined = Argument(bytes: hooks.map(\.bytes).joined(separator: ":".utf8))
    environment["PYENV_HOOK_PATH"] =
      joined.hasPrefix(":") ? Argument(bytes: joined.bytes.dropFirst()) : joined
  }

  /// Remembers, under the command's name, a shim folder that is not pyenv's.
  private mutating func recordShimFolder(of command: Argument) {
    guard let folder = environment.nonEmpty("_PYENV_SHIM_PATH") else { return }
    let name = Self.shimPathsVariable(of: command)
    let more = environment.nonEmpty(name).map { ":" + $0 } ?? ""
    environment[name] = folder + more
    environment["_PYENV_SHIM_PATH"] = nil
  }

  /// The folder of the script that pyenv runs in place of pip, to refresh its shims afterwards.
  private func pipHook(_ command: Argument, _ arguments: [Argument]) -> Argument? {
    var name = command.text
    for tool in ["pip", "easy_install"] where name.hasPrefix(tool) {
      let version = name.dropFirst(tool.count).split(
        separator: ".", omittingEmptySubsequences: false)
      let isVersion =
        ["2", "3"].contains(version[0])
        && (version.count == 1
          || version.count == 2 && !version[1].isEmpty
            && version[1].allSatisfy { $0.isASCII && $0.isNumber })
      if isVersion { name = tool }
    }
    if name == command.text {
      // Something has to follow, `install` for instance.
      let words = arguments.dropLast().map(\.text)
      if zip(words, words.dropFirst()).contains(where: { $0 == ("-m", "pip") }) { name = "pip" }
    }
    return environment["PYENV_HOOK_PATH"]?.split(at: ":").lazy.map { $0 + "/exec/pip-rehash" }
      .first { folder in
        let hasHook = (try? Stat(environment.locate(folder + ".bash"))) != nil
        return hasHook && environment.locate(folder + "/" + Argument(name)).hasExecuteAccess
      }
  }

  private mutating func prepend(_ folder: Argument) {
    environment["PATH"] = folder + ":" + (environment["PATH"] ?? "")
  }
}

extension Pyenv {
  private static let defaultPath: Argument =
    "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:."

  /// `_PYENV_SHIM_PATHS_` and the command's name in what a variable may hold.
  static func shimPathsVariable(of command: Argument) -> Argument {
    let name = command.bytes.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    return "_PYENV_SHIM_PATHS_" + Argument(bytes: name)
  }

  /// A search path without every element that equals a folder.
  static func removing(_ folder: Argument, from path: Argument) -> Argument {
    let kept = path.split(at: ":").filter { $0 != folder }.map(\.bytes)
    return Argument(bytes: kept.joined(separator: ":".utf8))
  }

  /// The folder above the one with pyenv's code, found through the links to it.
  private static func installation(of launcher: Argument, in environment: Environment) -> Argument {
    var path = environment.locate(launcher).lexicallyNormalized()
    for _ in 0..<40 {
      guard let target = path.linkTarget else { break }
      path = path.removingLastComponent().pushing(target).lexicallyNormalized()
    }
    return Argument(path.removingLastComponent().removingLastComponent())
  }
}
