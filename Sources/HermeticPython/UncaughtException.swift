import CHermetic
import HermeticPolicy
import HermeticSession

/// An exception that nobody caught, about to be printed.
@safe
struct UncaughtException {
  let state: UnsafeMutablePointer<EngineState>

  private var library: PythonLibrary { unsafe state.pointee.library }

  /// Notes whether a violation ends the program; for a violation itself, prints its line in place of
  /// the traceback, which a `RuntimeError` from this event suppresses.
  func examine(_ arguments: Borrowed?) -> CInt {
    unsafe state.pointee.endsByViolation = false
    guard let exception = unsafe library.item(arguments, 2),
      let shim = unsafe ShimModule(library: library).existingNamespace(),
      let violations = unsafe library.table.pointee.PyDict_GetItemString(shim, "PolicyViolation")
    else { return 0 }
    if unsafe isViolation(exception, violations) {
      unsafe state.pointee.endsByViolation = true
      guard let message = unsafe library.table.pointee.PyObject_Str(exception) else {
        unsafe library.table.pointee.PyErr_Clear()
        return 0
      }
      let text = unsafe Owned(message, library)
      unsafe ClosingLines(state: state).print(uncaught: library.text(text.object) ?? "")
      unsafe library.table.pointee.PyErr_SetString(library.runtimeError, "already printed")
      return -1
    }
    unsafe state.pointee.endsByViolation = holdsViolation(exception, violations)
    return 0
  }

  private func isViolation(_ exception: Borrowed, _ violations: Borrowed) -> Bool {
    unsafe library.table.pointee.PyErr_GivenExceptionMatches(exception, violations) != 0
  }

  /// Whether an exception's causes, contexts or group members hold a violation.
  ///
  /// Bounded: an exception may be its own cause.
  private func holdsViolation(_ exception: Borrowed, _ violations: Borrowed) -> Bool {
    let table = unsafe library.table
    // Each entry is a reference of its own.
    var pending: [Borrowed] = unsafe [exception]
    unsafe table.pointee.Py_IncRef(exception)
    var found = false
    var seen = 0
    while let next = unsafe pending.popLast() {
      let current = unsafe Owned(next, library)
      seen += 1
      if found || seen > 1000 { continue }
      if unsafe isViolation(current.object, violations) {
        found = true
        continue
      }
      if let cause = unsafe table.pointee.PyException_GetCause(current.object) {
        unsafe pending.append(cause)
      }
      if let context = unsafe table.pointee.PyException_GetContext(current.object) {
        unsafe pending.append(context)
      }
      guard let members = unsafe library.attribute(current.object, "exceptions"),
        unsafe library.kind(members.object) == .tuple
      else { continue }
      for index in 0..<(unsafe table.pointee.PyTuple_Size(members.object)) {
        guard let member = unsafe table.pointee.PyTuple_GetItem(members.object, index),
          unsafe library.isException(member)
        else { continue }
        unsafe table.pointee.Py_IncRef(member)
        unsafe pending.append(member)
      }
    }
    return found
  }
}
