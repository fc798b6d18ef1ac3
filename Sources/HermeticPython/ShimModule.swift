import CHermetic
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
    unsafe namespace(of: Shim.source, name: "hermetic")
  }

  /// What stands in for parts of the interpreter, made anew; it asks the engine's functions.
  func guards() -> Owned? {
    unsafe namespace(of: Shim.guards, name: "builtins") { dictionary in
      unsafe hermetic_add_natives(library.table, dictionary) == 0
    }
  }

  /// Runs source into a namespace of its own.
  private func namespace(
    of text: [UInt8], name: String, filling fill: (Borrowed) -> Bool = { _ in true }
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
    else { return nil }
    let code = unsafe Owned(compiled, library)
    guard
      let result = unsafe table.pointee.PyEval_EvalCode(
        code.object, namespace.object, namespace.object)
    else { return nil }
    unsafe table.pointee.Py_DecRef(result)
    return namespace
  }
}

@c(hermetic_module_execute) @implementation
func executeModule(_ module: OpaquePointer) -> CInt {
  guard let state = unsafe EngineState.current else { return -1 }
  // SAFETY: CPython calls this with the module being made, and the GIL.
  let library = unsafe state.pointee.library
  guard let namespace = unsafe ShimModule(library: library).namespace(),
    let dictionary = unsafe library.table.pointee.PyModule_GetDict(module)
  else { return -1 }
  return unsafe library.table.pointee.PyDict_Update(dictionary, namespace)
}
