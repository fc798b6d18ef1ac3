import CHermetic
import HermeticPolicy
import HermeticSession

/// Importing modules: by name, and by the file that is run for one.
@safe
struct ImportGuard {
  let state: UnsafeMutablePointer<EngineState>

  // SAFETY (of both): the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }
  private var image: PolicyImage

  init(state: UnsafeMutablePointer<EngineState>) {
    unsafe self.state = state
    image = unsafe state.pointee.image
  }

  /// Has imports ask that raise no event: of what is loaded already.
  func install() {
    guard unsafe state.pointee.watched.contains(.importModule) || image.namesGrantors else {
      return
    }
    unsafe state.pointee.importRoots = roots()
    unsafe state.pointee.importers.formUnion(image.importers)
    guard unsafe state.pointee.watched.contains(.importModule) else { return }
    // The import system is there by other names than its own.
    unsafe state.pointee.startModules = loadedModules.union([
      "importlib._bootstrap", "importlib._bootstrap_external",
    ])
    let table = unsafe library.table
    if let builtins = module("builtins"), let function = unsafe hermetic_import_function(table) {
      let owned = unsafe Owned(function, library)
      _ = unsafe table.pointee.PyObject_SetAttrString(builtins.object, "__import__", owned.object)
    }
    if let bootstrap = module("_frozen_importlib"),
      let guards = ShimModule(library: library).guards(),
      let guardImports = unsafe table.pointee.PyDict_GetItemString(guards.object, "guard_imports")
    {
      _ = unsafe library.call(guardImports, [bootstrap.object])
    }
    unsafe table.pointee.PyErr_Clear()
  }

  /// The names of the modules that there are.
  private var loadedModules: Set<String> {
    guard let modules = unsafe library.table.pointee.PySys_GetObject("modules"),
      let found = unsafe library.table.pointee.PyDict_Items(modules)
    else { return [] }
    let items = unsafe Owned(found, library)
    let count = unsafe library.table.pointee.PyList_Size(items.object)
    return Set(
      (0..<count).compactMap { index in
        unsafe library.text(
          library.item(library.table.pointee.PyList_GetItem(items.object, index), 0))
      })
  }

  private func module(_ name: String) -> Owned? {
    guard let name = library.string(name),
      let found = unsafe library.table.pointee.PyImport_GetModule(name.object)
    else { return nil }
    return unsafe Owned(found, library)
  }

  /// The folders that modules are found in, as the program begins; each with a slash at its end.
  private func roots() -> [[UInt8]] {
    let table = unsafe library.table
    guard let path = unsafe table.pointee.PySys_GetObject("path") else { return [] }
    var found: [[UInt8]] = []
    for index in 0..<(unsafe table.pointee.PyList_Size(path)) {
      guard var text = unsafe library.text(table.pointee.PyList_GetItem(path, index)) else {
        continue
      }
      // `-c` has modules found where it was started.
      if text.isEmpty { text = RealPath.resolve(".") }
      guard text.hasPrefix("/") else { continue }
      for folder in [text, RealPath.resolve(text)] { found.append(Array(folder.utf8) + [0x2f]) }
    }
    // The longest first: folders of packages are below the library's.
    return found.sorted { $0.count > $1.count }
  }

  /// The folders on the path that packages are installed in.
  var siteFolders: [String] {
    roots().map { String(decoding: $0, as: UTF8.self) }.filter {
      $0.hasSuffix("/site-packages/") || $0.hasSuffix("/dist-packages/")
    }
  }

  /// The folders on the path whose code the policy on reading does not know of: `.pth` files name them.
  var foldersToRead: [[UInt8]] {
    guard image.canRefuse(.readFile), image.defaultVerdict(.readFile) >= 0 else { return [] }
    return roots().filter { folder in
      unsafe folder.dropLast().withContiguousStorageIfAvailable {
        unsafe image.decide(.readFile, onPath: $0) >= 0
      } ?? false
    }
  }

  /// Finds out anew where modules are found, in a process that takes over another's path.
  ///
  /// Not where packages are installed: what is there may have rights, and who sends the path may have none.
  static func learnPlaces(_ state: UnsafeMutablePointer<EngineState>) {
    let imports = unsafe Self(state: state)
    if unsafe !state.pointee.importRoots.isEmpty {
      unsafe state.pointee.importRoots = imports.roots()
    }
    unsafe state.pointee.codeFolders = imports.foldersToRead
  }

  /// The dotted name of the module that a file holds, or the name of an extension module's function.
  private func name(ofFile file: UnsafeBufferPointer<UInt8>) -> String? {
    for root in unsafe state.pointee.importRoots where unsafe file.starts(with: root) {
      if unsafe StandardLibrary.climbs(UnsafeBufferPointer(rebasing: file[root.count...])) {
        return nil
      }
      return unsafe name(of: String(decoding: file[root.count...], as: UTF8.self))
    }
    return nil
  }

  /// The dotted name that a path in a folder of modules stands for.
  private func name(of path: String) -> String? {
    var parts = path.split(separator: "/").map(String.init)
    guard let last = parts.popLast() else { return nil }
    let stem = String(last.prefix { $0 != "." })
    if parts.last == "__pycache__" { parts.removeLast() }
    // What has a dot is no package: an archive, or a folder of the path that is below another.
    if let archive = parts.lastIndex(where: { $0.contains(".") }) { parts.removeFirst(archive + 1) }
    if parts.first == "lib-dynload" { parts.removeFirst() }
    if stem != "__init__" { parts.append(stem) }
    return parts.joined(separator: ".")
  }

  /// Whether the code of a file is in one of some modules.
  func isFile(_ file: UnsafeBufferPointer<UInt8>, inAny modules: [String]) -> Bool {
    guard let name = unsafe name(ofFile: file) else { return false }
    return modules.contains { name == $0 || name.hasPrefix($0 + ".") }
  }

  /// The names that a file about to be run may be imported by: what its path says, behind links; or, where
  /// it is in no folder of modules, whatever the end of its path says.
  private func names(ofFile file: String) -> [String] {
    let frozen = "<frozen "
    if file.hasPrefix(frozen) { return [String(file.dropFirst(frozen.count).dropLast())] }
    if file.hasPrefix("<") { return [] }
    var real = RealPath.resolve(file)
    if let name = real.withUTF8({ unsafe name(ofFile: $0) }) { return [name] }
    guard let whole = name(of: real) else { return [] }
    let parts = whole.split(separator: ".")
    return parts.indices.map { parts[$0...].joined(separator: ".") }
  }

  /// Whether a module may be imported; if not, an exception is set.
  func permits(_ name: Borrowed, file: String?) -> Bool {
    guard image.canRefuse(.importModule), let text = unsafe library.text(name) else { return true }
    guard permits(text) else { return false }
    guard let file else { return true }
    // An extension module is what its last name says, under whatever package.
    if let last = text.split(separator: ".").last, last.count < text.count,
      isRefused(String(last)) != nil, !permits(String(last))
    {
      return false
    }
    return permits(anyOf: names(ofFile: file).filter { $0 != text })
  }

  /// Whether a module's code may run, by the file that it is of; if not, an exception is set.
  func permits(code: Borrowed?) -> Bool {
    guard image.canRefuse(.importModule), let code = unsafe code,
      let layout = unsafe state.pointee.standardLibrary,
      unsafe UnsafeMutableRawPointer(hermetic_type_of(code))
        == library.table.pointee.PyCode_Type
    else { return true }
    let frames = Frames(library: library, layout: layout)
    let found = unsafe frames.entry(code) { entry -> [String] in
      guard entry.isCalled("<module>") else { return [] }
      return unsafe self.names(ofFile: String(decoding: entry.file, as: UTF8.self))
    }
    guard let names = found, !names.isEmpty else { return true }
    // On the way to the program nobody has asked for what `runpy` runs.
    let hasCaller = frames.visit { entry in !LibraryUse.starting.contains { entry.isWithin($0) } }
    if !hasCaller, unsafe state.pointee.starts > 0 { return true }
    return permits(anyOf: names)
  }

  private func permits(anyOf names: [String]) -> Bool {
    guard let refused = names.first(where: { isRefused($0) != nil }) else { return true }
    return permits(refused)
  }

  /// A module that the interpreter has been built with, by the name that is its own.
  ///
  /// Takes the result.
  func examine(builtin module: Borrowed?) -> Borrowed? {
    guard let module = unsafe module, let name = unsafe hermetic_module_name(library.table, module),
      !permits(unsafe String(cString: name))
    else { return unsafe module }
    unsafe library.table.pointee.Py_DecRef(module)
    return nil
  }

  /// Whether a module may be imported, by its absolute name; if not, an exception is set.
  func permits(_ name: String) -> Bool {
    guard image.canRefuse(.importModule), let rule = isRefused(name) else { return true }
    let chain = chain
    let note = chain.isEmpty ? nil : "(asked for by \(chain.joined(separator: ", by ")))"
    return unsafe Refusal(state: state).inHook(.importModule, on: name, note: note, rule) == 0
  }

  /// Whether a new interpreter imports, on its way to its program, what this one began with.
  ///
  /// Whoever asks there without a frame gains nothing: these are loaded already.
  private func isForNewInterpreter(_ name: String) -> Bool {
    guard hasBegun, unsafe state.pointee.startModules.contains(name),
      unsafe library.table.pointee.PyInterpreterState_Get() != state.pointee.mainInterpreter,
      let layout = unsafe state.pointee.standardLibrary
    else { return false }
    return !Frames(library: library, layout: layout).visit { $0.owner == .other }
  }

  /// The rule that refuses a module to the current caller.
  private func isRefused(_ name: String) -> PolicyImage.Verdict? {
    if isForNewInterpreter(name) { return nil }
    for layer in image.layers where layer.alone.canRefuse(.importModule) {
      var ofLayer = self
      ofLayer.image = layer.alone
      if let rule = ofLayer.isRefusedHere(name) { return rule }
    }
    return nil
  }

  /// The same, by one layer.
  private func isRefusedHere(_ name: String) -> PolicyImage.Verdict? {
    var refusal: PolicyImage.Verdict?
    var isAllowed = false
    var isGranted = false
    var importers: [String] = []
    var copy = name
    copy.withUTF8 { text in
      unsafe image.forEachModuleRule(text) { effect, rule, importer in
        if effect.refuses {
          refusal = rule
        } else if unsafe importer.isEmpty {
          isAllowed = true
        } else {
          unsafe importers.append(String(decoding: importer, as: UTF8.self))
        }
        return false
      }
    }
    if !importers.isEmpty {
      let asking = Set(chain)
      isGranted = importers.contains {
        asking.contains($0.split(separator: ".").first.map(String.init) ?? "")
      }
    }
    if isGranted { return nil }
    if let refusal { return hasBegun || isAskedByOthers ? refusal : nil }
    if isAllowed || !hasBegun { return nil }
    let verdict = image.defaultVerdict(.importModule)
    guard verdict >= 0, !isInherited(name) else { return nil }
    return verdict
  }

  private var hasBegun: Bool { unsafe state.pointee.hasBegun }

  /// Whether anyone but the interpreter asks: on its way to the program, a `.pth` file or `sitecustomize`.
  private var isAskedByOthers: Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return false }
    if !hermetic_is_main_thread() { return true }
    return Frames(library: library, layout: layout).visit { $0.owner == .other }
  }

  /// The packages on the stack, the innermost first.
  private var chain: [String] {
    guard let layout = unsafe state.pointee.standardLibrary else { return [] }
    var found: [String] = []
    _ = Frames(library: library, layout: layout).visit { entry in
      guard entry.owner == .other, let name = unsafe self.name(ofFile: entry.file),
        let package = name.split(separator: ".").first.map(String.init)
      else { return false }
      if found.last != package, found.count < 20 { found.append(package) }
      return false
    }
    return found
  }

  /// Whether an allowed module, or the standard library for itself, asks for a module.
  private func isInherited(_ name: String) -> Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return true }
    let frames = Frames(library: library, layout: layout)
    var isInherited = false
    var isInnermost = true
    // Whether all frames so far only pass on what their caller asks for.
    var isPassedOn = true
    var isStart = unsafe state.pointee.starts > 0
    _ = frames.visit { entry in
      defer { isInnermost = false }
      switch entry.owner {
      case .engine:
        // The shim's own needs; but its `import_module` is its caller's.
        isInherited = isPassedOn && entry.isCalled("<module>") && name == "errno"
      case .library, .frozen:
        isStart = isStart && LibraryUse.starting.contains { entry.isWithin($0) }
        isInherited = isPassedOn && (isOwn(name, entry) || frames.isImporting(name, entry))
      case .other:
        let isOfC =
          isInnermost && LibraryUse.importedByBuiltins.contains(name)
          && !frames.isImporting(name, entry)
        let isProgramOfLibrary =
          unsafe isPassedOn && LibraryChild(state: state)?.isProgram(entry.code) ?? false
          && frames.isImporting(name, entry)
        isInherited = unsafe isAllowed(file: entry.file) || isOfC || isProgramOfLibrary
        (isPassedOn, isStart) = (false, false)
      }
      return isInherited
    }
    // Without a caller it is C code, on the way to the program or for a traceback.
    return isInherited || isStart && !isInnermost
      || isPassedOn
        && (LibraryUse.importedByBuiltins.contains(name)
          || LibraryUse.importedAtStart.contains(name))
  }

  /// Whether a place in the library imports a module by a call for a purpose of its own.
  private func isOwn(_ name: String, _ entry: Frames.Entry) -> Bool {
    LibraryUse.importing.contains { use in
      use.files.contains { entry.isWithin($0) }
        && use.modules.contains { name.hasPrefix($0) || $0.hasPrefix(name + ".") }
    } || LibraryUse.importedByBuiltins.contains(name)
  }

  /// Whether rules let code of a file import what other code may not.
  func isNamed(file: UnsafeBufferPointer<UInt8>) -> Bool {
    guard image.namesImporters, unsafe state.pointee.hasBegun else { return false }
    if unsafe isAllowed(file: file) { return true }
    guard let package = unsafe name(ofFile: file)?.split(separator: ".").first else { return false }
    return unsafe state.pointee.importers.contains(String(package))
  }

  private func isAllowed(file: UnsafeBufferPointer<UInt8>) -> Bool {
    guard var name = unsafe name(ofFile: file) else { return false }
    var isAllowed = false
    name.withUTF8 { text in
      unsafe image.forEachModuleRule(text) { effect, _, importer in
        if unsafe !effect.refuses && importer.isEmpty { isAllowed = true }
        return isAllowed
      }
    }
    return isAllowed
  }
}

@c(hermetic_native_import) @implementation
func importing(_ name: OpaquePointer, _ globals: OpaquePointer?, _ level: Int) -> CInt {
  guard let state = unsafe EngineState.current else { return -1 }
  let library = unsafe state.pointee.library
  guard var text = unsafe library.text(name) else { return 0 }
  if level > 0 {
    guard let globals = unsafe globals,
      let package = unsafe library.table.pointee.PyDict_GetItemString(globals, "__package__"),
      let base = unsafe library.text(package)
    else { return 0 }
    let parts = base.split(separator: ".")
    guard parts.count >= level else { return 0 }
    let parent = parts.prefix(parts.count - level + 1).joined(separator: ".")
    text = text.isEmpty ? parent : parent + "." + text
  }
  return unsafe ImportGuard(state: state).permits(text) ? 0 : -1
}

@c(hermetic_native_importing) @implementation
func importingByName(_ name: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  let library = unsafe state.pointee.library
  guard unsafe library.kind(name) == .string else {
    // Whoever is called with it says what is wrong.
    unsafe library.table.pointee.Py_IncRef(name)
    return unsafe name
  }
  guard let plain = unsafe library.table.pointee.PyUnicode_FromObject(name) else { return nil }
  guard let text = unsafe library.text(plain), unsafe ImportGuard(state: state).permits(text) else {
    unsafe library.table.pointee.Py_DecRef(plain)
    return nil
  }
  return unsafe plain
}
