import CHermetic
import Glibc
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
    else {
      // Nothing was raised yet.
      let exception = unsafe library.item(arguments, 2)
      unsafe state.pointee.endsByViolation = exception.map { unsafe isOfRefusedCall($0) } ?? false
      return 0
    }
    if unsafe isViolation(exception, violations) {
      unsafe state.pointee.endsByViolation = true
      // Who started it reports it: what this process writes may go nowhere.
      if unsafe state.pointee.hasJoined { return 0 }
      guard let message = unsafe library.table.pointee.PyObject_Str(exception) else {
        unsafe library.table.pointee.PyErr_Clear()
        return 0
      }
      let text = unsafe Owned(message, library)
      unsafe ClosingLines(state: state).print(uncaught: library.text(text.object) ?? "")
      unsafe library.table.pointee.PyErr_SetString(library.runtimeError, "already printed")
      return -1
    }
    unsafe state.pointee.endsByViolation =
      holdsViolation(exception, violations) || isOfRefusedCall(exception)
    return 0
  }

  /// Whether an exception is what became of a refused call of libc beneath code that no guard is around:
  /// an `OSError` of that errno, or a database's error.
  private func isOfRefusedCall(_ exception: Borrowed) -> Bool {
    let isHere = hermetic_take_refused_record() != 0
    if unsafe library.table.pointee.PyErr_GivenExceptionMatches(
      exception, library.permissionError) != 0
    {
      if isHere { return true }
      return unsafe isOfRefusedChild(exception)
    }
    guard isHere else { return false }
    // A class of its own for the same: `dbm.ndbm.error`.
    if let errno = unsafe library.attribute(exception, "errno"),
      unsafe library.integer(errno.object) == Int(EACCES)
    {
      return true
    }
    let type = unsafe hermetic_type_of(exception)
    guard let module = unsafe library.attribute(type, "__module__") else { return false }
    return unsafe library.text(module.object) == "sqlite3"
  }

  /// Whether a child was refused the program that an error names.
  private func isOfRefusedChild(_ exception: Borrowed) -> Bool {
    guard let name = unsafe library.attribute(exception, "filename"),
      let program = unsafe library.text(name.object)
    else { return false }
    return unsafe state.pointee.session.log.entries.contains {
      $0.violation.family == .subprocess
        && $0.violation.target.prefix(while: { $0 != " " }) == Command.name(program)
    }
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
