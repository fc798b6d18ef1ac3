import CHermetic
import HermeticPolicy
import HermeticSession

/// What happens when something is refused: the way that may be slow.
@safe
struct Refusal {
  let state: UnsafeMutablePointer<EngineState>

  private var library: PythonLibrary { unsafe state.pointee.library }
  private var session: Session { unsafe state.pointee.session }

  private var caller: Violation.Caller? {
    Callers(library: library).current(withDistribution: session.image.settings.traces)
  }

  /// Notes a violation in the log; with its rule's origin, where that is of a scope and soon forgotten.
  ///
  /// `isBeneath` says that a call of libc was refused, whose caller may become known.
  private func append(_ violation: Violation, isBeneath: Bool = false) -> Int? {
    let isOfScope = violation.rule >= session.image.ruleCount
    let origin = isOfScope ? unsafe state.pointee.image.origin(violation.rule) : ""
    unsafe ViolationListener.current(state)?.hear(violation, origin, isBeneath: isBeneath)
    return session.log.append(violation, origin: origin)
  }

  /// Refuses from the audit hook: -1 with an exception set, or 0 where violations are only logged.
  func inHook(
    _ action: Action, on resource: String, note: String? = nil, _ rule: PolicyImage.Verdict
  ) -> CInt {
    let violation = Violation(action, on: resource, note: note, rule: rule, caller: caller)
    _ = append(violation)
    switch session.image.settings.onViolation {
    case .log:
      // The call of libc beneath will ask again.
      unsafe hermetic_note_logged(violation.message)
      if isObserved, let exception = makeException(violation, action.family, resource) {
        unsafe tell(exception.object)
      }
      unsafe library.table.pointee.PyErr_Clear()
      return 0
    case .kill: end(flushingPython: true)
    case .raise: break
    }
    raise(violation, family: action.family, target: resource)
    return -1
  }

  /// Refuses from a call of libc, where nothing of Python may be touched: notes what the guard around
  /// the call is to raise, and returns whether the call is to fail.
  func inCall(
    _ action: Action, on resource: String, note: String? = nil, _ rule: PolicyImage.Verdict
  ) -> Bool {
    let violation = Violation(action, on: resource, note: note, rule: rule, caller: nil)
    if session.image.settings.onViolation == .log,
      unsafe hermetic_take_logged(violation.message) != 0
    {
      return false
    }
    let index = append(violation, isBeneath: true)
    switch session.image.settings.onViolation {
    case .log: return false
    case .kill: end(flushingPython: false)
    case .raise: break
    }
    hermetic_set_refused_record(keep(violation, index))
    return true
  }

  /// Withholds an address that an allowed name leads to: zero where violations are only logged, or
  /// what to note if no other address is left.
  func ofAnswer(_ name: String, leadingTo address: IPAddress) -> CInt {
    let violation = Violation(
      .resolve, on: name, note: "leads to \(address)",
      rule: unsafe state.pointee.image.defaultVerdict(.connect), caller: nil)
    let index = append(violation, isBeneath: true)
    switch session.image.settings.onViolation {
    case .log: return 0
    case .kill: end(flushingPython: false)
    case .raise: return keep(violation, index)
    }
  }

  /// Keeps what the current thread was refused, for which the log may have had no room, and returns
  /// what `hermetic_refused_record` is to be.
  func keep(_ violation: Violation, _ index: Int?) -> CInt {
    unsafe hermetic_set_refusal(violation.message, violation.rule)
    return CInt(index ?? Self.noRecord) + 1
  }

  private static let noRecord = Int(CInt.max) - 1

  /// Raises what a guarded call was refused for.
  func afterCall(_ record: Int) {
    unsafe library.table.pointee.PyErr_Clear()
    let caller = self.caller
    if let caller, record != Self.noRecord { session.log.complete(record, caller: caller) }
    unsafe ViolationListener.current(state)?.complete(caller)
    let violation = Violation(
      message: unsafe String(cString: hermetic_refusal_message()), rule: hermetic_refusal_rule(),
      caller: caller)
    raise(violation, family: violation.family ?? .network, target: violation.target)
  }

  /// Whether the package has been imported, by which anyone could ask to be told.
  private var isObserved: Bool { ShimModule(library: library).isComplete }

  /// Tells those who asked to be told.
  private func tell(_ exception: Borrowed) {
    let table = unsafe library.table
    guard let interpreter = unsafe table.pointee.PyInterpreterState_Get(),
      let kept = unsafe table.pointee.PyInterpreterState_GetDict(interpreter),
      let observe = unsafe table.pointee.PyDict_GetItemString(kept, "hermetic.observed"),
      let traces = unsafe table.pointee.PyBool_FromLong(
        ThreadScopes.traces(state.pointee.scopes) ? 1 : 0)
    else { return }
    let truth = unsafe Owned(traces, library)
    _ = unsafe library.call(observe, [exception, truth.object])
  }

  /// Sets the violation as the current exception; whatever fails on the way, one is set.
  private func raise(_ violation: Violation, family: Family, target: String) {
    guard let exception = makeException(violation, family, target) else {
      unsafe library.table.pointee.PyErr_Clear()
      unsafe library.table.pointee.PyErr_SetString(library.permissionError, violation.message)
      return
    }
    unsafe tell(exception.object)
    unsafe library.table.pointee.PyErr_SetObject(
      hermetic_type_of(exception.object), exception.object)
  }

  private func makeException(
    _ violation: Violation, _ family: Family, _ target: String
  ) -> Owned? {
    let caller = violation.caller
    guard let shim = unsafe ShimModule(library: library).namespace(),
      let make = unsafe library.table.pointee.PyDict_GetItemString(shim, "_violation"),
      let message = library.string(violation.message),
      let guardName = library.string(family.guardName),
      let resource = library.string(target),
      let rule = library.string(unsafe state.pointee.image.origin(violation.rule)),
      let file = library.string(caller?.file ?? ""),
      let line = unsafe library.table.pointee.PyLong_FromLong(caller?.line ?? 0),
      let function = library.string(caller?.function ?? "")
    else { return nil }
    let number = unsafe Owned(line, library)
    return unsafe library.call(
      make,
      [
        message.object, guardName.object, resource.object, rule.object, file.object,
        number.object, function.object,
      ])
  }

  /// Ends the process at a violation, so that no `except` can hide it.
  private func end(flushingPython: Bool) -> Never {
    if flushingPython { StandardStreams(library: library).flush() }
    let code = CInt(session.image.settings.violationExitCode)
    unsafe ClosingLines(state: state).print()
    hermetic_exit_now(code)
  }
}

@c(hermetic_raise_refusal) @implementation
func raiseRefusal(_ result: OpaquePointer?) -> OpaquePointer? {
  let record = hermetic_take_refused_record()
  guard record > 0, let state = unsafe EngineState.current else { return unsafe result }
  // SAFETY: called by a guard around a built-in, with the GIL; `result` is a new reference or null.
  unsafe state.pointee.library.table.pointee.Py_DecRef(result)
  unsafe Refusal(state: state).afterCall(Int(record) - 1)
  return nil
}
