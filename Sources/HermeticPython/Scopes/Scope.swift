import CHermetic
import HermeticPolicy
import HermeticSession

/// What is behind a scope object of Python's: a policy, and where it has been entered.
@safe
final class Scope {
  let policy: ScopePolicy
  let isProcessWide: Bool
  /// Whether it cannot be left any more.
  let isSealed: Bool
  private var entries: [ScopeEntry] = []
  /// A grant is entered once.
  private var hasBeenEntered = false
  /// Whether it is for a function that has been found to be one of those that may ask.
  private var isForFunction = false
  private let state: UnsafeMutablePointer<EngineState>

  private var library: PythonLibrary { unsafe state.pointee.library }
  private var grants: Bool { policy.effect == .grants }

  init(
    _ policy: ScopePolicy, isProcessWide: Bool, isSealed: Bool,
    state: UnsafeMutablePointer<EngineState>
  ) {
    self.policy = policy
    // A grant is a block's and nobody else's.
    self.isProcessWide = isProcessWide && policy.effect == .narrows
    self.isSealed = isSealed && policy.effect == .narrows
    unsafe self.state = state
  }

  /// Another with the same policy.
  func copy() -> Scope {
    unsafe Scope(policy, isProcessWide: isProcessWide, isSealed: isSealed, state: state)
  }

  /// Puts the policy in force for the block that the caller begins; says what is wrong if it cannot be.
  func enter() -> String? {
    guard let owner = unsafe FrameOwner(state, throughManagers: !grants) else {
      return "a scope is entered by Python code"
    }
    if grants {
      if hasBeenEntered { return "a grant is for one block: make another" }
      let isChecked = owner.isEngine && isForFunction
      if !isChecked, let refusal = unsafe Ceiling(state: state).refusalOfCaller {
        return refusal.description
      }
    }
    let isElsewhere =
      unsafe library.table.pointee.PyInterpreterState_Get()
      != library.table.pointee.PyInterpreterState_Main()
    let bond: ScopeEntry.Bond =
      isProcessWide ? .process : grants || owner.isGenerator ? .frame : .thread
    if bond == .frame, isElsewhere {
      return "a sub-interpreter has no scopes of generators, coroutines or grants"
    }
    hasBeenEntered = true
    let thread = unsafe ThreadScopes.current(state.pointee.session.image)
    let entry = ScopeEntry(policy, bond, owner, thread)
    // Before 3.11 a generator's frame would keep itself alive so, if it is in a cycle.
    if bond == .frame, grants || library.version.minor >= 11 { keepFrame(of: entry) }
    entries.append(entry)
    unsafe state.pointee.scopes.add(entry)
    return nil
  }

  /// Keeps the object of the frame that an entry is of.
  private func keepFrame(of entry: ScopeEntry) {
    let table = unsafe library.table
    guard let first = unsafe table.pointee.PyEval_GetFrame() else { return }
    unsafe table.pointee.Py_IncRef(first)
    var frame = unsafe Owned(first, library)
    while unsafe hermetic_frame_address(frame.object) != entry.frame {
      guard let back = unsafe table.pointee.PyFrame_GetBack(frame.object) else { return }
      frame = unsafe Owned(back, library)
    }
    unsafe table.pointee.Py_IncRef(frame.object)
    unsafe entry.frameObject = frame.object
  }

  /// Leaves the block that the caller ends; says what is wrong if it cannot be.
  func leave() -> String? {
    guard !entries.isEmpty else { return nil }
    if isSealed { return nil }
    let innermost = unsafe library.table.pointee.PyEval_GetFrame()
    let caller = unsafe innermost.map { unsafe hermetic_frame_address($0) }
    if let last = entries.last, unsafe last.caller == caller {
      remove(entries.removeLast())
      return nil
    }
    let thread = unsafe ThreadScopes.current(state.pointee.session.image)
    let owner = unsafe FrameOwner(state, throughManagers: false)
    let index = entries.lastIndex { entry in
      if unsafe entry.caller == caller { return true }
      if let owner, owner.isByContextlib, unsafe owner.address == entry.frame { return true }
      return entry.bond != .frame && entry.thread === thread && hasEnded(entry)
    }
    guard let index else { return "a scope is left by the code that has entered it" }
    remove(entries.remove(at: index))
    return nil
  }

  /// Whether the function that has entered it has returned, such as a test's `setUp`.
  ///
  /// While the block runs, what it calls cannot end it.
  private func hasEnded(_ entry: ScopeEntry) -> Bool {
    if ScopeRegistry.isOnStack(entry) { return false }
    // Stacks that take turns hide their frames from one another.
    guard let name = library.string("greenlet") else { return false }
    guard let module = unsafe library.table.pointee.PyImport_GetModule(name.object) else {
      unsafe library.table.pointee.PyErr_Clear()
      return true
    }
    unsafe library.table.pointee.Py_DecRef(module)
    return false
  }

  private func remove(_ entry: ScopeEntry) {
    unsafe state.pointee.scopes.remove(entry)
    let frame = unsafe entry.frameObject
    unsafe entry.frameObject = nil
    unsafe library.table.pointee.Py_DecRef(frame)
  }

  /// Nobody has the object any more.
  func end() {
    guard !isSealed else { return }
    let left = entries
    entries = []
    for entry in left { remove(entry) }
  }

  /// Says what is wrong if a function may not be decorated with a grant.
  func check(function: Borrowed) -> String? {
    guard grants else { return nil }
    if let refusal = unsafe Ceiling(state: state).refusal(of: function) {
      return refusal.description
    }
    isForFunction = true
    return nil
  }
}

// MARK: - As C has it

/// The object behind a pointer that C keeps.
private func scope(_ pointer: UnsafeMutableRawPointer?) -> Scope? {
  // SAFETY: only `configureScope` and `copyScope` make such pointers, from retained objects.
  unsafe pointer.map { unsafe Unmanaged<Scope>.fromOpaque($0).takeUnretainedValue() }
}

/// Raises a `RuntimeError`, if there is something to say.
private func raise(_ reason: String?) -> CInt {
  guard let reason, let library = unsafe EngineState.current?.pointee.library else {
    return reason == nil ? 0 : -1
  }
  unsafe library.table.pointee.PyErr_SetString(library.runtimeError, reason)
  return -1
}

@c(hermetic_scope_configure) @implementation
func configureScope(
  _ pointer: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ arguments: OpaquePointer
) -> CInt {
  guard let state = unsafe EngineState.current else { return raise("no engine") }
  guard unsafe pointer.pointee == nil else { return raise("the scope has a policy") }
  let request = unsafe ScopeRequest(arguments, state.pointee.library)
  if let keyword = request.unknownKeyword {
    let library = unsafe state.pointee.library
    unsafe library.table.pointee.PyErr_SetString(
      library.typeError, request.noOption(keyword))
    return -1
  }
  switch unsafe request.scope(state) {
  case .success(let scope):
    unsafe pointer.pointee = Unmanaged.passRetained(scope).toOpaque()
    return 0
  case .failure(let error):
    let library = unsafe state.pointee.library
    unsafe library.table.pointee.PyErr_SetString(library.valueError, error.description)
    return -1
  }
}

@c(hermetic_scope_copy) @implementation
func copyScope(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  unsafe scope(pointer).map { unsafe Unmanaged.passRetained($0.copy()).toOpaque() }
}

@c(hermetic_scope_enter) @implementation
func enterScope(_ pointer: UnsafeMutableRawPointer?) -> CInt {
  guard let scope = unsafe scope(pointer) else { return raise("the scope has no policy") }
  return raise(scope.enter())
}

@c(hermetic_scope_leave) @implementation
func leaveScope(_ pointer: UnsafeMutableRawPointer?) -> CInt {
  guard let scope = unsafe scope(pointer) else { return raise("the scope has no policy") }
  return raise(scope.leave())
}

@c(hermetic_scope_check) @implementation
func checkScope(_ pointer: UnsafeMutableRawPointer?, _ function: OpaquePointer) -> CInt {
  guard let scope = unsafe scope(pointer) else { return raise("the scope has no policy") }
  return raise(unsafe scope.check(function: function))
}

@c(hermetic_scope_release) @implementation
func releaseScope(_ pointer: UnsafeMutableRawPointer) {
  // SAFETY: as in `scope`; the object that had it is gone.
  let scope = unsafe Unmanaged<Scope>.fromOpaque(pointer)
  unsafe scope.takeUnretainedValue().end()
  unsafe scope.release()
}
