import CHermetic
import HermeticPolicy

/// Finds out who is asking, by the frames of the current thread.
struct Callers {
  let library: PythonLibrary

  /// The innermost frame outside the standard library, or else the innermost, with its distribution.
  func current(withDistribution isTracing: Bool) -> Violation.Caller? {
    guard let caller = current, isTracing else { return current }
    return Violation.Caller(
      file: caller.file, line: caller.line, function: caller.function,
      distribution: Distribution(owning: caller.file)?.description)
  }

  /// The innermost frame outside the standard library, or else the innermost.
  ///
  /// Evidence for people, not a ground to decide on: a program can name its files as it likes.
  private var current: Violation.Caller? {
    let table = unsafe library.table
    guard unsafe table.pointee.Py_IsInitialized() != 0,
      let first = unsafe table.pointee.PyEval_GetFrame()
    else { return nil }
    unsafe table.pointee.Py_IncRef(first)
    var frame = unsafe Owned(first, library)
    let ownDirectory = standardLibrary
    var innermost: Violation.Caller?
    for _ in 0..<200 {
      if let caller = describe(frame) {
        if innermost == nil { innermost = caller }
        if !isStandard(caller.file, ownDirectory) { return caller }
      }
      guard let next = unsafe table.pointee.PyFrame_GetBack(frame.object) else { break }
      frame = unsafe Owned(next, library)
    }
    return innermost
  }

  private func describe(_ frame: borrowing Owned) -> Violation.Caller? {
    let code = unsafe Owned(library.table.pointee.PyFrame_GetCode(frame.object), library)
    guard let file = unsafe library.attribute(code.object, "co_filename"),
      let name = unsafe library.attribute(code.object, "co_name"),
      let path = unsafe library.text(file.object), let function = unsafe library.text(name.object)
    else { return nil }
    let line = unsafe library.table.pointee.PyFrame_GetLineNumber(frame.object)
    return Violation.Caller(file: path, line: Int(line), function: function)
  }

  private func isStandard(_ file: String, _ directory: String?) -> Bool {
    if file.hasPrefix("<frozen ") || file == "<hermetic>" { return true }
    guard let directory, file.hasPrefix(directory) else { return false }
    return !file.contains(text: "/site-packages/") && !file.contains(text: "/dist-packages/")
  }

  /// The folder of the standard library, with a slash at its end.
  private var standardLibrary: String? {
    guard let name = library.string("os"),
      let module = unsafe library.table.pointee.PyImport_GetModule(name.object)
    else { return nil }
    let os = unsafe Owned(module, library)
    guard let file = unsafe library.attribute(os.object, "__file__"),
      let path = unsafe library.text(file.object), let slash = path.lastIndex(of: "/")
    else { return nil }
    return String(path[...slash])
  }
}
