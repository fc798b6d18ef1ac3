import CHermetic
import HermeticPolicy
import HermeticShim

/// The `hermetic` Python package.
@safe
struct ShimModule {
  let library: PythonLibrary

  /// What the package's source defines, made once an interpreter and shared by whoever imports the
  /// package and by the hook: a borrowed dictionary.
  ///
  /// The first violation makes it, or the first import. A program that does neither pays nothing.
  func namespace() -> Borrowed? {
    let table = unsafe library.table
    guard let interpreter = unsafe table.pointee.PyInterpreterState_Get(),
      let shared = unsafe table.pointee.PyInterpreterState_GetDict(interpreter)
    else { return nil }
    if let found = unsafe table.pointee.PyDict_GetItemString(shared, "hermetic") {
      return unsafe found
    }
    guard let made = make() else { return nil }
    guard unsafe table.pointee.PyDict_SetItemString(shared, "hermetic", made.object) == 0 else {
      return nil
    }
    return unsafe table.pointee.PyDict_GetItemString(shared, "hermetic")
  }

  /// What is there already, without making it.
  func existingNamespace() -> Borrowed? {
    let table = unsafe library.table
    guard let interpreter = unsafe table.pointee.PyInterpreterState_Get(),
      let shared = unsafe table.pointee.PyInterpreterState_GetDict(interpreter)
    else { return nil }
    return unsafe table.pointee.PyDict_GetItemString(shared, "hermetic")
  }

  private func make() -> Owned? {
    unsafe namespace(of: [Shim.source], name: "hermetic")
  }

  /// Whether someone has imported the package.
  var isComplete: Bool {
    let dictionary = unsafe existingNamespace()
    return unsafe dictionary.map {
      unsafe library.table.pointee.PyDict_GetItemString($0, "_ready") != nil
    } ?? false
  }

  /// Adds to the package what only its importers need; false with an exception set.
  func complete() -> Bool {
    let table = unsafe library.table
    guard let dictionary = unsafe namespace() else { return false }
    if unsafe table.pointee.PyDict_GetItemString(dictionary, "_ready") != nil { return true }
    guard unsafe hermetic_add_scope_types(table, dictionary) == 0,
      let version = library.string(HermeticVersion.text),
      unsafe table.pointee.PyDict_SetItemString(dictionary, "__version__", version.object) == 0,
      Shim.additions.allSatisfy({ unsafe run($0, in: dictionary) }),
      let ready = unsafe table.pointee.PyDict_GetItemString(dictionary, "_ready")
    else { return false }
    guard let through = unsafe table.pointee.PyDict_GetItemString(dictionary, "_through") else {
      return false
    }
    return unsafe hermetic_keep(table, "hermetic.ready", ready) == 0
      && hermetic_keep(table, "hermetic.through", through) == 0
  }

  /// Has what a module starts take scopes along.
  ///
  /// Imports it first, if it is about to be: nobody has started anything there yet.
  func watchStarts(in name: String) {
    let table = unsafe library.table
    var (type, value, traceback): (Borrowed?, Borrowed?, Borrowed?) = (nil, nil, nil)
    // An import may happen while an exception is on its way.
    unsafe table.pointee.PyErr_Fetch(&type, &value, &traceback)
    if let module = unsafe table.pointee.PyImport_ImportModule(name) {
      let imported = unsafe Owned(module, library)
      if let dictionary = unsafe existingNamespace(), let text = library.string(name),
        let watch = unsafe table.pointee.PyDict_GetItemString(dictionary, "_watch_starts")
      {
        _ = unsafe library.call(watch, [text.object, imported.object])
      }
    }
    unsafe table.pointee.PyErr_Clear()
    unsafe table.pointee.PyErr_Restore(type, value, traceback)
  }

  /// Adds hermetic's plugin to pytest, as soon as that has come so far that it can be.
  func joinPytest() -> Bool {
    let table = unsafe library.table
    guard let name = library.string("_pytest.config"),
      let found = unsafe table.pointee.PyImport_GetModule(name.object)
    else { return false }
    let config = unsafe Owned(found, library)
    guard let kind = unsafe library.attribute(config.object, "PytestPluginManager") else {
      return false
    }
    // An import may happen while an exception is on its way.
    var (type, value, traceback): (Borrowed?, Borrowed?, Borrowed?) = (nil, nil, nil)
    unsafe table.pointee.PyErr_Fetch(&type, &value, &traceback)
    if let plugin = unsafe namespace(of: Shim.pytestPlugin, name: "hermetic.pytest_plugin"),
      let join = unsafe table.pointee.PyDict_GetItemString(plugin.object, "_join"),
      unsafe library.callOrFail(join, [plugin.object, kind.object])
    {
      unsafe table.pointee.PyErr_Clear()
    } else {
      // Its tests would run without what they ask for.
      unsafe table.pointee.PyErr_Print()
    }
    unsafe table.pointee.PyErr_Restore(type, value, traceback)
    return true
  }

  /// Learns how frames are found, by a function that calls a function that asks.
  func learnFrames() -> Bool {
    let source = "def outer():\n def inner(): return learn()\n return inner()\nouter()\n"
    return unsafe namespace(of: [Array(source.utf8)], name: "hermetic") { dictionary in
      unsafe hermetic_add_learner(library.table, dictionary, CInt(library.version.minor)) == 0
    } != nil && hermetic_knows_frames()
  }

  /// What stands in for parts of the interpreter, made anew; it asks the engine's functions.
  func guards() -> Owned? {
    unsafe namespace(of: [Shim.guards], name: "builtins") { dictionary in
      unsafe hermetic_add_natives(library.table, dictionary) == 0
    }
  }

  /// What a host's calls need, in a namespace that `fill` has put something into; nil with an exception set.
  func hosting(filling fill: (Borrowed) -> Bool) -> Owned? {
    unsafe namespace(of: [Shim.hosting], name: "hermetic.hosting", filling: fill)
  }

  /// Runs source into a namespace of its own.
  private func namespace(
    of texts: [[UInt8]], name: String, filling fill: (Borrowed) -> Bool = { _ in true }
  ) -> Owned? {
    let table = unsafe library.table
    guard let dictionary = unsafe table.pointee.PyDict_New() else { return nil }
    let namespace = unsafe Owned(dictionary, library)
    guard let name = library.string(name),
      unsafe table.pointee.PyDict_SetItemString(namespace.object, "__name__", name.object) == 0,
      unsafe fill(namespace.object)
    else { return nil }
    if let builtins = unsafe table.pointee.PyEval_GetBuiltins() {
      _ = unsafe table.pointee.PyDict_SetItemString(namespace.object, "__builtins__", builtins)
    }
    for text in texts where unsafe !run(text, in: namespace.object) { return nil }
    return namespace
  }

  /// Runs source in a namespace; false with an exception set.
  private func run(_ text: [UInt8], in namespace: Borrowed) -> Bool {
    let table = unsafe library.table
    let source = text.map { CChar(bitPattern: $0) } + [0]
    let fileInput: CInt = 257
    let announced = hermetic_has_announced(-1)
    hermetic_withdraw_announcements()
    defer { hermetic_announce_again(announced) }
    guard
      let compiled = unsafe source.withUnsafeBufferPointer({ buffer -> Borrowed? in
        guard let start = buffer.baseAddress else { return nil }
        return unsafe table.pointee.Py_CompileString(start, "<hermetic>", fileInput)
      })
    else { return false }
    let code = unsafe Owned(compiled, library)
    guard let result = unsafe table.pointee.PyEval_EvalCode(code.object, namespace, namespace)
    else { return false }
    unsafe table.pointee.Py_DecRef(result)
    return true
  }
}

@c(hermetic_module_execute) @implementation
func executeModule(_ module: OpaquePointer) -> CInt {
  guard let state = unsafe EngineState.current else { return -1 }
  // SAFETY: CPython calls this with the module being made, and the GIL.
  let library = unsafe state.pointee.library
  let shim = ShimModule(library: library)
  guard shim.complete(), let namespace = unsafe shim.namespace(),
    let dictionary = unsafe library.table.pointee.PyModule_GetDict(module)
  else { return -1 }
  return unsafe library.table.pointee.PyDict_Update(dictionary, namespace)
}
