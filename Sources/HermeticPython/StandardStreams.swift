import CHermetic

/// Python's standard streams, for a process that is about to end without a word to Python.
@safe
struct StandardStreams {
  let library: PythonLibrary

  /// Writes out what a program has printed, where no code of its own is behind the stream: each layer
  /// must be of the very type that CPython puts there.
  func flush() {
    for name in ["stdout", "stderr"] {
      guard let stream = unsafe library.table.pointee.PySys_GetObject(name),
        unsafe isExactly(stream, "_io.TextIOWrapper"),
        let buffer = unsafe library.attribute(stream, "buffer"),
        unsafe isExactly(buffer.object, "_io.BufferedWriter"),
        let raw = unsafe library.attribute(buffer.object, "raw"),
        unsafe isExactly(raw.object, "_io.FileIO"),
        let method = unsafe library.attribute(stream, "flush")
      else { continue }
      _ = unsafe library.call(method.object)
    }
  }

  /// Whether an object is of one of `io`'s own types, by the type's identity in its module.
  private func isExactly(_ object: Borrowed, _ name: String) -> Bool {
    let type = String(name.dropFirst("_io.".count))
    guard let moduleName = library.string("_io"),
      let found = unsafe library.table.pointee.PyImport_GetModule(moduleName.object)
    else { return false }
    let module = unsafe Owned(found, library)
    guard let expected = unsafe library.attribute(module.object, type) else { return false }
    return unsafe hermetic_type_of(object) == expected.object
  }
}
