import CHermetic
import HermeticPolicy
import HermeticSession

/// Whether code is from where it says: what it may do is told by that.
///
/// Code may go by the name of a file of the standard library, or of a frozen module, only if that is
/// what it was made of.
@safe
struct CodeProvenance {
  let state: UnsafeMutablePointer<EngineState>

  private var library: PythonLibrary { unsafe state.pointee.library }

  /// Whether anything is told by where code is from.
  private var matters: Bool { unsafe state.pointee.image.judgesCallers }

  /// Refuses code under a name that is not its own; false with an exception set.
  private func refuse(_ way: CodeExecution.Way) -> Bool {
    unsafe Refusal(state: state).inHook(.executeCode, on: way.rawValue, rule) == 0
  }

  /// The first rule that depends on who asks.
  private var rule: PolicyImage.Verdict {
    unsafe state.pointee.image.firstRule(of: .judgedByCaller)
  }

  /// Whether a name is one by which code may do more: of a file of the library, or of a module that
  /// rules on imports name.
  private func claimsRights(_ name: Borrowed?) -> Bool {
    guard let name = unsafe name else { return false }
    if unsafe claimsLibrary(name) { return true }
    let imports = unsafe ImportGuard(state: state)
    let packages = unsafe Packages(state: state)
    return unsafe library.withWholeText(name) { file in
      unsafe imports.isNamed(file: file) || packages.isNamed(file: file)
    } ?? false
  }

  /// The folder of a file, and where that is one of compiled files, the one around it.
  private static func folder(of path: String, without name: String? = nil) -> [Substring] {
    var parts = path.split(separator: "/").dropLast()
    if let name, parts.last == name[...] { parts = parts.dropLast() }
    return Array(parts)
  }

  /// Whether the code that asks has the right itself that a name would give.
  private var callerHasRights: Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return false }
    var hasRights = false
    _ = Frames(library: library, layout: layout).visit { entry in
      guard entry.owner == .other else { return false }
      hasRights = unsafe Packages(state: state).isNamed(file: entry.file)
      return true
    }
    return hasRights
  }

  private func claimsLibrary(_ name: Borrowed?) -> Bool {
    guard matters, let layout = unsafe state.pointee.standardLibrary, let name = unsafe name else {
      return false
    }
    return unsafe library.withWholeText(name) { name in
      switch unsafe layout.owner(of: name) {
      case .other: false
      case .library, .frozen, .engine: true
      }
    } ?? false
  }

  /// Text about to be compiled under a name.
  func permitsCompiling(_ source: Borrowed?, name: Borrowed?) -> Bool {
    guard unsafe claimsRights(name) else { return true }
    let isTrue = unsafe source.flatMap { source in
      unsafe name.flatMap { unsafe library.text($0) }.flatMap { path in
        unsafe library.withContent(source) { unsafe DiskContent(path).equals($0) }
      }
    }
    if isTrue ?? false { return true }
    return unsafe !claimsLibrary(name) && callerHasRights || refuse(.compile)
  }

  /// A code object about to be made under a name.
  func permitsMaking(name: Borrowed?) -> Bool {
    guard unsafe claimsRights(name) else { return true }
    return refuse(.code)
  }

  /// Whether one of CPython's own tests may be imported, which make code of anything under any name.
  func permitsTests(_ name: String) -> Bool {
    guard matters else { return true }
    return unsafe Refusal(state: state).inHook(.importModule, on: name, rule) == 0
  }

  /// Bytes about to be taken apart into code.
  ///
  /// What comes of them is looked at, but for the library's own compiled files.
  func permitsLoading(_ bytes: Borrowed?) -> Bool {
    guard matters, let layout = unsafe state.pointee.standardLibrary, let bytes = unsafe bytes
    else {
      return true
    }
    unsafe state.pointee.loadedFile = nil
    var isLibrary = false
    if unsafe state.pointee.isSourceFixed, let path = compiledFile {
      var copy = path
      isLibrary = copy.withUTF8 { unsafe layout.holds($0) }
      let image = unsafe state.pointee.image
      if isLibrary || image.hasPackageRules || image.namesImporters,
        unsafe library.withContent(bytes, { unsafe DiskContent(path).ends(with: $0) }) ?? false
      {
        unsafe state.pointee.loadedFile = path
      } else {
        isLibrary = false
      }
    }
    if !isLibrary { hermetic_suspect_code(1) }
    return true
  }

  /// The compiled file that importlib is at, if it is what asks.
  private var compiledFile: String? {
    guard let layout = unsafe state.pointee.standardLibrary else { return nil }
    let frames = Frames(library: library, layout: layout)
    var path: String?
    _ = frames.visit { entry in
      if entry.owner == .frozen, entry.isCalled("_compile_bytecode") {
        path = frames.local("bytecode_path", of: entry)
      }
      return true
    }
    return path
  }

  /// Whether a compiled file is that of a source, by PEP 3147: `a/b.py`, `a/__pycache__/b.cpython-313.pyc`.
  private static func isCompiled(_ file: String, of source: String) -> Bool {
    guard let name = file.split(separator: "/").last, source.hasSuffix(".py"),
      let stem = source.split(separator: "/").last?.dropLast(2)
    else { return false }
    return name.hasPrefix(stem) && folder(of: file, without: "__pycache__") == folder(of: source)
  }

  /// What came of such bytes.
  ///
  /// Takes the result.
  func examine(_ result: Borrowed?) -> Borrowed? {
    guard let result = unsafe result, matters, let layout = unsafe state.pointee.standardLibrary
    else { return unsafe result }
    var known: Borrowed?
    let isTrue = unsafe isNamedTruly(result, layout, &known, depth: 0)
    if isTrue || refuse(.marshal) { return unsafe result }
    unsafe library.table.pointee.Py_DecRef(result)
    return nil
  }

  /// `known` is a name that has been found to be true.
  private func isNamedTruly(
    _ object: Borrowed, _ layout: StandardLibrary, _ known: inout Borrowed?, depth: Int
  ) -> Bool {
    let table = unsafe library.table
    if unsafe library.kind(object) == .tuple {
      for index in 0..<(unsafe table.pointee.PyTuple_Size(object)) {
        guard let item = unsafe table.pointee.PyTuple_GetItem(object, index) else { continue }
        guard unsafe isNamedTruly(item, layout, &known, depth: depth + 1) else { return false }
      }
      return true
    }
    guard
      unsafe UnsafeMutableRawPointer(hermetic_type_of(object)) == table.pointee.PyCode_Type
    else {
      // Code in a list, a dictionary or a set is none that an import would make.
      return unsafe depth > 0 || !isContainer(object)
    }
    let name = unsafe hermetic_member_at(object, layout.fileOffset)
    if unsafe name == nil || name != known {
      guard unsafe !claimsRights(name) || isLoaded(from: name) else { return false }
      unsafe known = name
    }
    guard let constants = unsafe library.attribute(object, "co_consts") else { return false }
    return depth > 100
      ? false : unsafe isNamedTruly(constants.object, layout, &known, depth: depth + 1)
  }

  /// Whether the file that is being loaded was compiled from a source.
  private func isLoaded(from name: Borrowed?) -> Bool {
    guard let file = unsafe state.pointee.loadedFile, let source = unsafe library.text(name),
      unsafe !claimsLibrary(name)
    else { return false }
    return Self.isCompiled(file, of: source)
  }

  private func isContainer(_ object: Borrowed) -> Bool {
    let flags = unsafe library.table.pointee.PyType_GetFlags(hermetic_type_of(object))
    return flags & (1 << 25 | 1 << 29) != 0
  }

  /// A code object about to be given another file's name.
  func permitsRenaming(to name: Borrowed?) -> Bool {
    guard unsafe claimsRights(name) else { return true }
    // A compiled file says where its source was when it was made.
    if let file = compiledFile, let claimed = unsafe name.flatMap({ unsafe library.text($0) }),
      Self.isCompiled(file, of: claimed)
    {
      return true
    }
    return refuse(.code)
  }

  /// A function about to be given other code.
  func permitsReplacing(_ function: Borrowed?, by new: Borrowed?) -> Bool {
    guard let function = unsafe function, let layout = unsafe state.pointee.standardLibrary,
      let code = unsafe library.attribute(function, "__code__")
    else { return true }
    let frames = Frames(library: library, layout: layout)
    let isOwn = unsafe frames.entry(code.object) { entry in entry.owner != .other }
    return isOwn != true || (unsafe new.map { unsafe isSameCode($0, code.object) } ?? true)
  }

  /// Whether two code objects do the same: `types.coroutine` makes a copy with other flags.
  private func isSameCode(_ new: Borrowed, _ old: Borrowed) -> Bool {
    for name in ["co_consts", "co_names"] {
      guard let one = unsafe library.attribute(new, name),
        let other = unsafe library.attribute(old, name), unsafe one.object == other.object
      else { return false }
    }
    guard let one = unsafe library.attribute(new, "co_code"),
      let other = unsafe library.attribute(old, "co_code")
    else { return false }
    return unsafe library.withContent(one.object) { bytes in
      unsafe library.withContent(other.object) { unsafe bytes.elementsEqual($0) } ?? false
    } ?? false
  }

  /// Whether the import system itself is at work, which keeps compiled files.
  var isCaching: Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return true }
    var isCaching = false
    _ = Frames(library: library, layout: layout).visit { entry in
      isCaching = entry.isIn("<frozen importlib._bootstrap_external>")
      return true
    }
    return isCaching
  }
}
