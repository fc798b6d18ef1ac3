import CHermetic
import Glibc
import HermeticPolicy
package import HermeticSession
import Synchronization

/// An interpreter inside another program: its functions, its threads, and what keeps it under policies.
///
/// There is one in a process, for good.
@safe
package final class PythonHost: @unchecked Sendable {
  // SAFETY (Sendable): what changes does so with the GIL, or in a mutex.
  package let version: PythonVersion
  /// Whether the interpreter was there before.
  package let isAttached: Bool
  let library: PythonLibrary
  let state: UnsafeMutablePointer<EngineState>
  let hosting: UnsafePointer<hermetic_hosting>
  /// What `_hosting.py` defines: a dictionary that is never given back.
  private var helpers: Borrowed
  private var known: [StaticHelper: Borrowed] = unsafe [:]
  /// How many parts of values have been looked at since Python has last run.
  var parts = 0
  private let released: ReleasedObjects
  package let threads: InterpreterThreads

  /// The functions of `_hosting.py` that are called from here.
  enum StaticHelper: String, CaseIterable {
    case load, find, forget, add_path, describe, moment, simplify, pause, finish, Sequence, Moment,
      Interrupted
  }

  private init(
    _ library: PythonLibrary, _ state: UnsafeMutablePointer<EngineState>,
    _ hosting: UnsafePointer<hermetic_hosting>, isAttached: Bool
  ) {
    self.library = library
    unsafe self.state = state
    unsafe self.hosting = hosting
    self.isAttached = isAttached
    version = library.version
    unsafe helpers = OpaquePointer(library.table.pointee._Py_NoneStruct)
    let released = ReleasedObjects(library)
    self.released = released
    threads = unsafe InterpreterThreads(hosting) { released.drain() }
    Self.shared.withLock { $0 = self }
  }

  private static let shared = Mutex<PythonHost?>(nil)
  /// The one of this process.
  package static var current: PythonHost? { shared.withLock { $0 } }

  // MARK: Beginning

  /// The functions that hosts need, of a library or of the whole process.
  private static func functions(
    _ handle: UnsafeMutableRawPointer?
  ) throws(InterpreterError) -> UnsafePointer<hermetic_hosting> {
    let memory = UnsafeMutablePointer<hermetic_hosting>.allocate(capacity: 1)
    if let missing = unsafe hermetic_hosting_load(memory, handle) {
      throw unsafe InterpreterError(.missingSymbol, String(cString: missing))
    }
    return unsafe UnsafePointer(memory)
  }

  /// Starts an interpreter on the current thread, which is its main thread then and has the GIL.
  ///
  /// `program` is the path of the executable whose library and packages it is to have. Where the session's policy
  /// refuses anything, it is in force before the first piece of Python runs. `others` is a folder that modules are found in
  /// after all others.
  package static func start(
    _ path: String, program: String, session: Session, grantable: [[UInt8]] = [],
    command: [String] = [], carriesPolicy: Bool = false, others folder: String? = nil
  ) throws(InterpreterError) -> PythonHost {
    var reason: UnsafePointer<CChar>?
    guard let handle = unsafe hermetic_load_library(path, &reason) else {
      throw unsafe InterpreterError(.rejected, reason.map { unsafe String(cString: $0) } ?? path)
    }
    let library = unsafe try PythonLibrary(handle: handle)
    guard unsafe library.table.pointee.Py_IsInitialized() == 0 else {
      throw InterpreterError(.rejected, "a second start: it runs already")
    }
    let hosting = unsafe try functions(handle)
    ignoreBrokenPipes()
    _ = try Interpreter(library).seal(
      session, grantable: grantable, command: command, carriesPolicy: carriesPolicy)
    guard let state = unsafe EngineState.current else {
      throw InterpreterError(.rejected, "the engine")
    }
    if let reason = unsafe hermetic_start_interpreter(library.table, hosting, handle, program) {
      throw InterpreterError(.rejected, unsafe "its start: \(String(cString: reason))")
    }
    // Before the policy is in force, which may refuse such changes.
    if let folder, let name = library.string(folder),
      let path = unsafe library.table.pointee.PySys_GetObject("path")
    {
      _ = unsafe library.table.pointee.PyList_Append(path, name.object)
    }
    if session.image.isEnforcing { unsafe AuditedCall.beginHosting(state) }
    let host = unsafe PythonHost(library, state, hosting, isAttached: false)
    try host.prepare()
    return host
  }

  /// Has writing to a pipe that nobody reads, or beyond a file's limit, be an exception and no end of the process.
  ///
  /// CPython's own start does so, which is asked for no signal handlers here. What the program has set itself stays.
  private static func ignoreBrokenPipes() {
    for number in [SIGPIPE, SIGXFSZ] {
      let before = signal(number, SIG_IGN)
      if before.map({ unsafe unsafeBitCast($0, to: Int.self) }) ?? 0 != 0 {
        _ = signal(number, before)
      }
    }
  }

  /// Starts an interpreter on a thread of its own, which becomes one of those that run Python.
  package static func startThread(
    _ path: String, program: String,
    _ session: @escaping @Sendable () throws(InterpreterError) -> Session,
    done: @escaping @Sendable (Result<PythonHost, InterpreterError>) -> Void
  ) {
    hermetic_note_signals()
    let start = ThreadStart {
      hermetic_take_signals()
      let host: PythonHost
      do throws(InterpreterError) {
        host = try Self.start(path, program: program, session: session())
      } catch {
        return done(.failure(error))
      }
      done(.success(host))
      host.threads.join()
    }
    let context = unsafe Unmanaged.passRetained(start).toOpaque()
    let error = unsafe hermetic_start_thread(
      { context in
        guard let context = unsafe context else { return }
        // SAFETY: the context is retained for this thread.
        unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().body()
      }, unsafe context, "hermetic-python")
    if error != 0 {
      unsafe Unmanaged<ThreadStart>.fromOpaque(context).release()
      done(.failure(InterpreterError(.rejected, "a thread: error \(error)")))
    }
  }

  private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Takes over an interpreter that somebody else has started in this process, on a thread that has the GIL.
  package static func attach(_ session: Session) throws(InterpreterError) -> PythonHost {
    hermetic_note_signals()
    let library = unsafe try PythonLibrary(handle: nil)
    let hosting = unsafe try functions(nil)
    guard unsafe library.table.pointee.Py_IsInitialized() != 0 else {
      throw InterpreterError(.rejected, "an attachment: it has not been started")
    }
    guard unsafe hosting.pointee.PyGILState_Check() != 0 else {
      throw InterpreterError(.rejected, "an attachment from a thread without the GIL")
    }
    _ = try Interpreter(library).seal(session, joining: true)
    guard let state = unsafe EngineState.current else {
      throw InterpreterError(.rejected, "the engine")
    }
    let host = unsafe PythonHost(library, state, hosting, isAttached: true)
    try host.prepare()
    return host
  }

  private func prepare() throws(InterpreterError) {
    HostedProcess.begin()
    let table = unsafe library.table
    guard unsafe hermetic_add_host_types(table, hosting) == 0 else {
      throw InterpreterError(.rejected, "the host's types")
    }
    unsafe HostedEnds(state: state).install()
    let shim = ShimModule(library: library)
    let made = unsafe shim.hosting { dictionary in
      guard let violations = unsafe shim.namespace(),
        let violation = unsafe table.pointee.PyDict_GetItemString(violations, "PolicyViolation")
      else { return false }
      return unsafe table.pointee.PyDict_SetItemString(
        dictionary, "_PolicyViolation", violation) == 0
    }
    guard let made else {
      unsafe table.pointee.PyErr_Print()
      throw InterpreterError(.rejected, "what hosts need")
    }
    unsafe table.pointee.Py_IncRef(made.object)
    unsafe helpers = made.object
    for name in StaticHelper.allCases {
      guard let found = unsafe table.pointee.PyDict_GetItemString(helpers, name.rawValue) else {
        throw InterpreterError(.rejected, "what hosts need: \(name.rawValue)")
      }
      unsafe table.pointee.Py_IncRef(found)
      unsafe known[name] = unsafe found
    }
  }

  /// Lets go of the GIL on the current thread, which somebody else may take then.
  package func letGo() { _ = unsafe hosting.pointee.PyEval_SaveThread() }

  /// Does something with the GIL on the current thread, whether that has it already or not.
  package func withInterpreter<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = unsafe hosting.pointee.PyGILState_Ensure()
    defer { unsafe hosting.pointee.PyGILState_Release(before) }
    return try body()
  }

  func helper(_ name: StaticHelper) -> Borrowed {
    unsafe known[name] ?? OpaquePointer(library.table.pointee._Py_NoneStruct)
  }

  // MARK: Objects that nobody has any more

  /// Gives an object back as soon as a thread has the GIL, under the scope that it is of.
  func release(_ object: Borrowed, of scope: HostedScope?) {
    guard unsafe released.add(object, of: scope) else { return }
    // So that what is left behind in an idle moment does not stay.
    threads.submit { [released] in
      released.drain()
      return nil
    }
  }
}

/// An object of an interpreter in this process.
@safe
package final class LocalReference: HostedReference, @unchecked Sendable {
  // SAFETY (Sendable): the object is only looked at with the GIL.
  let object: Borrowed
  let host: PythonHost
  let scope: HostedScope?
  package let typeName: String

  /// Takes over a new reference.
  init(_ object: Borrowed, _ host: PythonHost, _ scope: HostedScope?, typeName: String) {
    unsafe self.object = object
    self.host = host
    self.scope = scope
    self.typeName = typeName
  }

  deinit { unsafe host.release(object, of: scope) }
}
