import HermeticPolicy
import HermeticPython
import SystemPackage

/// What an interpreter must be able to read to run a program at all, where reading is refused.
struct RuntimePaths {
  private(set) var rules: [Rule] = []
  /// The folders that packages are installed in, by each name that they have.
  private(set) var siteFolders: [FilePath] = []

  /// The interpreter's own files, installed packages, and the program's code where it has some.
  init(_ program: Program, place: WorkingPlace, hasProgram: Bool = true) {
    addInterpreter(program)
    if let home = place.home {
      addModules(below: FilePath(home).pushing(".local"), areInstalled: false)
    }
    if hasProgram { addProgram(program, place: place) }
    // What is preloaded into children.
    if let libraries = Carrier.libraries {
      for path in [libraries.python, libraries.other] { add(FilePath(path), ActionSet(.readFile)) }
    }
    for folder in Environment.value(of: "PYTHONPATH")?.split(at: ":") ?? []
    where !folder.isEmpty {
      addCode(in: FilePath(folder.text), place: place)
    }
  }

  private static let reading = ActionSet(.readFile, .listFiles)
  private static let origin = Origin.builtIn("the interpreter and the program are read from there")

  private mutating func add(_ path: FilePath, glob: String? = nil, _ actions: ActionSet = reading) {
    let pattern = PathPattern(prefix: path.string == "/" ? "" : path.string, glob: glob)
    rules.append(
      Rule(effect: .allow, actions: actions, pattern: .path(pattern), origin: Self.origin))
  }

  private mutating func addInterpreter(_ program: Program) {
    var executables = [program.executable]
    if let real = try? program.executable.resolvingLinks() { executables.append(real) }
    if case .embed(let library) = program.launch { add(library.removingLastComponent()) }
    for executable in executables {
      add(executable)
      let prefix = executable.removingLastComponent().removingLastComponent()
      addPrefix(prefix)
      // A virtual environment says where the interpreter is that it was made from.
      guard let file = try? FileContent(prefix.appending("pyvenv.cfg")) else { continue }
      // All below it has been installed there.
      for name in ["share", "etc"] { add(prefix.appending(name)) }
      let text = String(decoding: file.bytes(at: 0, count: 1 << 14), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].trimmed == "home" else { continue }
        addPrefix(FilePath(String(parts[1].trimmed)).removingLastComponent())
      }
    }
  }

  private mutating func addPrefix(_ prefix: FilePath) {
    for name in ["lib", "lib64", "pyvenv.cfg", "bin", "include", "share/locale"] {
      // The root's own are among the system's, or everybody's.
      guard prefix.string != "/" else { continue }
      add(prefix.appending(name))
    }
    addModules(below: prefix, areInstalled: true)
  }

  /// What is imported from folders that a prefix's `.pth` files name (site), and from the prefix itself where not
  /// all of it may be read.
  private mutating func addModules(below prefix: FilePath, areInstalled: Bool) {
    let library = prefix.appending("lib")
    for version in library.entries where version.text.hasPrefix("python3") {
      for name in ["site-packages", "dist-packages"] {
        let folder = library.appending(version.text).appending(name)
        guard folder.isDirectory else { continue }
        siteFolders.append(folder)
        if let real = try? folder.resolvingLinks(), real != folder { siteFolders.append(real) }
        if !areInstalled { add(folder) }
        for file in folder.entries where file.text.hasSuffix(".pth") || Self.isFinder(file.text) {
          addFolders(namedIn: folder.appending(file.text), in: folder)
        }
      }
    }
  }

  /// What setuptools writes for a package that is imported from where it is edited.
  private static func isFinder(_ name: String) -> Bool {
    name.hasPrefix("__editable__") && name.hasSuffix("_finder.py")
  }

  private mutating func addFolders(namedIn file: FilePath, in folder: FilePath) {
    guard let content = try? FileContent(file) else { return }
    let text = String(decoding: content.bytes(at: 0, count: 1 << 16), as: UTF8.self)
    let isList = file.extension == "pth"
    let names =
      isList
      ? text.split(separator: "\n").map { $0.trimmed }
      : text.split(whereSeparator: { "'\"".contains($0) }).filter { $0.hasPrefix("/") }
    for name in names where !name.hasPrefix("#") && !name.hasPrefix("import ") {
      let path = folder.pushing(FilePath(String(name)))
      if path.isDirectory { addCode(below: path) } else if !isList, path.isRegularFile { add(path) }
    }
  }

  /// The file that the program is, and the code beside it; other files there are data.
  private mutating func addProgram(_ program: Program, place: WorkingPlace) {
    let words = program.arguments.dropFirst().map(\.text)
    guard let script = Self.script(words) else { return addCode(in: "", place: place) }
    let path = FilePath(place.folder ?? "/").pushing(FilePath(script))
    guard path.isRegularFile || path.isDirectory else { return addCode(in: "", place: place) }
    add(path)
    // What stands behind a script is its own.
    let options = words.prefix { $0 != script }
    guard !options.contains("-m"), !options.contains("-c") else {
      return addCode(in: "", place: place)
    }
    let real = (try? path.resolvingLinks()) ?? path
    add(real)
    addCode(in: real.removingLastComponent(), place: place)
  }

  /// The first word that is neither an option of the interpreter nor an option's value.
  private static func script(_ words: [String]) -> String? {
    var isValue = false
    for word in words {
      if isValue {
        isValue = false
      } else if ["-W", "-X", "--check-hash-based-pycs"].contains(word) {
        isValue = true
      } else if !word.hasPrefix("-") {
        return word
      }
    }
    return nil
  }

  private mutating func addCode(in folder: FilePath, place: WorkingPlace) {
    guard let start = place.folder ?? (folder.isAbsolute ? "/" : nil) else { return }
    addCode(below: FilePath(start).pushing(folder))
  }

  private mutating func addCode(below folder: FilePath) {
    for glob in [
      "**/*.py", "**/*.pyc", "**/*.so", "**/*.pth", "**/*.dist-info/**", "**/*.egg-info/**",
    ] {
      add(folder, glob: glob)
    }
    add(folder, ActionSet(.listFiles))
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" || text.last == "\r" { text.removeLast() }
    return text
  }
}
