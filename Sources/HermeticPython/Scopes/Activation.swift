import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// Makes the engine watch what it has not watched so far, since the run's own policy could not refuse it.
@safe
struct Activation {
  let state: UnsafeMutablePointer<EngineState>

  private var library: PythonLibrary { unsafe state.pointee.library }

  /// Prepares for a scope; what has been prepared before costs nothing.
  ///
  /// Returns what speaks against it.
  func prepare(for policy: ScopePolicy) -> InterpreterError? {
    guard hermetic_knows_frames() || ShimModule(library: library).learnFrames() else {
      return InterpreterError(.rejected, "scopes, for its frames cannot be told apart")
    }
    let known = unsafe state.pointee.watched
    let wanted = known.union(policy.actions)
    defer { watchStarts() }
    let isFirst = unsafe state.pointee.screening == nil
    let files = hermetic_guarded_file_mask() | policy.image.guardedFiles
    guard wanted != known || isFirst || files != hermetic_guarded_file_mask() else { return nil }
    do throws(InterpreterError) {
      try unsafe Interpreter.enforce(state)
    } catch {
      return error
    }
    if unsafe !state.pointee.hasBegun { unsafe state.pointee.begin(starts: 0) }
    unsafe state.pointee.watched = wanted
    if isFirst {
      unsafe state.pointee.contextlibCodes = contextlibCodes
      unsafe state.pointee.screening = Self.everything
    }
    let needsPlaces = !wanted.isDisjoint(
      with: ActionSet.judgedByCaller.union(ActionSet(.loadNative)))
    unsafe EngineState.knowLibrary(state, imports: wanted.contains(.importModule))
    if needsPlaces, unsafe state.pointee.siteFolders.isEmpty {
      unsafe state.pointee.siteFolders = unsafe ImportGuard(state: state).siteFolders
    }
    for name in MethodGuards.modules where isImported(name) {
      unsafe state.pointee.guardedModules.insert(name)
      unsafe MethodGuards(state: state).install(name)
    }
    let new = wanted.subtracting(known)
    if new.contains(.readEnvironment) { unsafe EnvironmentView(state: state).install() }
    if new.contains(.mutateInterpreter) { unsafe InterpreterParts(state: state).install() }
    if new.contains(.importModule) { unsafe ImportGuard(state: state).install() }
    hermetic_guard_files(files)
    if wanted.contains(.spawn) { hermetic_guard_programs(1) }
    return nil
  }

  /// The code objects of `contextlib`, which the package has imported before any scope was made.
  private var contextlibCodes: Set<UnsafeRawPointer> {
    var found: Set<UnsafeRawPointer> = unsafe []
    guard let dictionary = unsafe ShimModule(library: library).existingNamespace(),
      let list = unsafe library.table.pointee.PyDict_GetItemString(dictionary, "_contextlib_codes")
    else { return unsafe found }
    var index = 0
    while let code = unsafe library.item(list, index) {
      unsafe library.table.pointee.Py_IncRef(code)
      unsafe found.insert(UnsafeRawPointer(code))
      index += 1
    }
    return unsafe found
  }

  /// Has what modules start take scopes along, those that are there now and those to come.
  private func watchStarts() {
    guard let interpreter = unsafe library.table.pointee.PyInterpreterState_Get(),
      unsafe state.pointee.interpretersWatched.insert(interpreter).inserted
    else { return }
    for name in [
      "concurrent.futures.thread", "concurrent.futures._base", "asyncio.events", "asyncio.futures",
      "asyncio.tasks", "multiprocessing.pool", "atexit", "signal", "weakref",
    ] {
      if isImported(name) {
        ShimModule(library: library).watchStarts(in: name)
      } else {
        unsafe state.pointee.unwatchedStarts.insert(name)
      }
    }
  }

  private func isImported(_ name: String) -> Bool {
    guard let text = library.string(name),
      let module = unsafe library.table.pointee.PyImport_GetModule(text.object)
    else {
      unsafe library.table.pointee.PyErr_Clear()
      return false
    }
    unsafe library.table.pointee.Py_DecRef(module)
    return true
  }

  /// An image that screens for every event there is.
  private static let everything: PolicyImage? = {
    var policy = Policy()
    policy.refuseByDefault(Action.allCases, origin: .builtIn("a scope"))
    let bytes = PolicyImage.compile(policy)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    unsafe memory.copyBytes(from: bytes)
    return unsafe PolicyImage(UnsafeRawBufferPointer(memory))
  }()
}
