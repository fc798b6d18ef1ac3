import CInterposition
import HermeticEngine
public import HermeticPolicy
import HermeticPython
import Synchronization

/// CPython in this process, and where plugins come from.
///
/// A process has one, which stays until its end: loading it again gives the same. CPython 3.9 to 3.15 with the GIL are supported; a
/// free-threaded build is refused with an error that says so.
///
/// ```swift
/// let python = try await PythonRuntime.load()
/// let plugin = try await python.plugin(at: "plugins/resize", policy: .blockAll)
/// ```
public struct PythonRuntime: Sendable {
  let host: PythonHost
  let interpreter: HostInterpreter?

  /// Where a Python is to come from.
  public enum Source: Hashable, Sendable {
    /// The active virtual environment's, that of `python3` on the path, or any other on the path that has a shared library.
    case automatic
    /// A shared library: `/usr/lib/x86_64-linux-gnu/libpython3.13.so.1.0`.
    case library(String)
    /// A virtual environment's folder, with its packages.
    case venv(String)
    /// An executable: `/usr/bin/python3.13`.
    case executable(String)
  }

  /// Finds a Python, loads it into this process and starts it.
  ///
  /// ```swift
  /// let python = try await PythonRuntime.load(.venv("plugins/.venv"))
  /// ```
  ///
  /// - Throws: ``PythonError``: ``PythonError/Code/notFound``, ``PythonError/Code/unsupported``, or
  ///   ``PythonError/Code/unavailable`` where another Python runs in this process already.
  public static func load(_ source: Source = .automatic) async throws(PythonError) -> PythonRuntime
  {
    let interpreter: HostInterpreter
    do throws(ProgramError) {
      interpreter =
        switch source {
        case .automatic: try .find()
        case .library(let path): try HostInterpreter(library: path)
        case .venv(let folder): try HostInterpreter(environment: folder)
        case .executable(let path): try HostInterpreter(command: path)
        }
    } catch {
      throw PythonError(error)
    }
    let result = unsafe await withUnsafeContinuation { continuation in
      Start.shared.load(interpreter) { unsafe continuation.resume(returning: $0) }
    }
    return PythonRuntime(host: try result.get(), interpreter: interpreter)
  }

  /// Takes over a Python that runs in this process already: an app's own, or PythonKit's.
  ///
  /// To be called on the thread that has the GIL; which lets it go, so that plugins can run at all. From then on, code that
  /// uses Python by another library does so within ``withInterpreter(_:)``. What that code has imported, and every reference
  /// that it took before, is unguarded: ``notes`` says so. Nothing of Hermetic's ever ends such an interpreter.
  ///
  /// ```swift
  /// let sys = Python.import("sys")              // PythonKit starts Python
  /// let python = try PythonRuntime.attach()
  /// python.withInterpreter { print(sys.version) }
  /// ```
  ///
  /// - Throws: ``PythonError``: ``PythonError/Code/unavailable`` where there is no Python, or the thread has no GIL.
  public static func attach() throws(PythonError) -> PythonRuntime {
    PythonRuntime(host: try Start.shared.attach(), interpreter: nil)
  }

  /// The release: `3.13`.
  public var version: String { "\(host.version)" }

  /// The library's path; nil where somebody else has loaded it.
  public var libraryPath: String? { interpreter?.library }

  /// Whether somebody else had started it.
  public var isAttached: Bool { host.isAttached }

  /// What policies in this process do not hold, in sentences for people.
  ///
  /// ```swift
  /// for note in python.notes { print(note) }
  /// ```
  public var notes: [String] {
    var notes = [
      "plugins in this process share an interpreter: their policies hold what they do, not what they do to one another's "
        + "objects"
    ]
    if isAttached {
      notes.append(
        "Python ran before Hermetic came: code that began then, and references that were taken then, are not guarded"
      )
    }
    return notes
  }

  // MARK: Plugins

  /// Loads a plugin from a file, `resize.py`, or a folder: a package with an `__init__.py`, or a folder with a module of its
  /// own name.
  ///
  /// The plugin's own folder may be read whatever the policy says. Its code runs under the policy from its first line on.
  /// Relative paths are relative to the working directory.
  ///
  /// ```swift
  /// var policy = Policy.blockAll
  /// try policy.grant(.readFile, "./data")
  /// let plugin = try await python.plugin(at: "plugins/resize", policy: policy, isolation: .worker)
  /// ```
  ///
  /// - Throws: ``PythonError``: ``PythonError/Code/notFound``; ``PythonError/Code/policyRefused`` where the policy needs a worker and
  ///   has none; or what its import raised.
  public func plugin(
    at path: String, policy: Policy, isolation: PluginIsolation = .inProcess
  ) async throws(PythonError) -> Plugin {
    let place = try PluginPlace(path)
    return try await load(place.code, named: place.name, policy, isolation)
  }

  /// Loads an installed module as a plugin.
  ///
  /// ```swift
  /// let json = try await python.plugin(module: "json", policy: .blockAll)
  /// let text: String = try await json.call("dumps", ["a": 1])
  /// ```
  public func plugin(
    module name: String, policy: Policy, isolation: PluginIsolation = .inProcess
  ) async throws(PythonError) -> Plugin {
    try await load(.module(name), named: name, policy, isolation)
  }

  private func load(
    _ code: PythonHost.PluginCode, named name: String, _ policy: Policy,
    _ isolation: PluginIsolation
  ) async throws(PythonError) -> Plugin {
    let board = ViolationBoard()
    let tell: @Sendable (HeardViolation) -> Void = { board.post(PluginViolation($0, of: name)) }
    let hosted: any HostedPlugin
    if let options = isolation.worker {
      hosted = try await startWorker(code, named: name, policy, options, tell)
    } else {
      try Self.check(policy)
      hosted = try await loadHere(code, named: name, policy, tell)
    }
    return Plugin(
      caller: Caller(core: PluginCore(name, hosted, board)), policy: policy, isolation: isolation)
  }

  /// What a policy can ask for that only a process of its own can give.
  private static func check(_ policy: Policy) throws(PythonError) {
    if let limit = policy.limits.all.first {
      throw PythonError(
        .policyRefused, "\(limit.origin): a limit needs a process of its own: isolation: .worker")
    }
    if let grantable = policy.grantables.first {
      throw PythonError(
        .policyRefused, "\(grantable.origin): a grant to ask for needs isolation: .worker")
    }
  }

  private func loadHere(
    _ code: PythonHost.PluginCode, named name: String, _ policy: Policy,
    _ tell: @escaping @Sendable (HeardViolation) -> Void
  ) async throws(PythonError) -> any HostedPlugin {
    let listener = ViolationListener(tell)
    let result = unsafe await withUnsafeContinuation { continuation in
      host.threads.submit { [host] in
        let result: Result<LocalPlugin, HostedFailure>
        do throws(HostedFailure) {
          result = .success(try host.load(code, policy, listener: listener))
        } catch {
          result = .failure(error)
        }
        return { [result] in unsafe continuation.resume(returning: result) }
      }
    }
    switch result {
    case .success(let plugin): return plugin
    case .failure(let failure): throw PythonError(failure, of: name)
    }
  }

  // MARK: Holding the interpreter

  /// Does something that needs the GIL, on the current thread: for code that uses Python by another library.
  ///
  /// No plugin's policy is in force. Plugins of this process wait meanwhile, so it should be short.
  ///
  /// ```swift
  /// let version = python.withInterpreter { String(Python.import("sys").version) }   // PythonKit
  /// ```
  public func withInterpreter<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try host.withInterpreter(body)
  }

  /// Does many calls in a row while holding the interpreter, without a task switch for each.
  ///
  /// The closure runs on a thread of Python's.
  ///
  /// ```swift
  /// let sizes = try await python.run { batch in
  ///   try paths.map { path in try batch.call(plugin, "size", path) as [Int] }
  /// }
  /// ```
  ///
  /// - Throws: what the closure throws; ``PythonError`` of its calls.
  public func run<Result: Sendable>(
    _ body: @escaping @Sendable (borrowing PythonBatch) throws -> Result
  ) async throws -> Result {
    unsafe try await withUnsafeThrowingContinuation { continuation in
      host.threads.submit {
        let result = Swift.Result { try body(PythonBatch()) }
        return { unsafe continuation.resume(with: result) }
      }
    }
  }
}

/// The one start of Python in this process.
private final class Start: Sendable {
  static let shared = Start()

  typealias Done = @Sendable (Result<PythonHost, PythonError>) -> Void

  private enum State {
    case nothing
    case starting([Done])
    case running(PythonHost, library: String)
  }
  private let state = Mutex(State.nothing)

  func load(
    _ interpreter: HostInterpreter, _ done: @escaping Done
  ) {
    let answer = state.withLock { state -> Result<PythonHost, PythonError>? in
      switch state {
      case .nothing:
        state = .starting([done])
        begin(interpreter)
        return nil
      case .starting(let others):
        state = .starting(others + [done])
        return nil
      case .running(let host, let library):
        guard library == interpreter.library || library.isEmpty else {
          return .failure(
            PythonError(
              .unavailable, "another Python runs in this process already: \(library)"))
        }
        return .success(host)
      }
    }
    if let answer { done(answer) }
  }

  private func begin(_ interpreter: HostInterpreter) {
    hermetic_interpose()
    PythonHost.startThread(interpreter.library, program: interpreter.executable) {
      () throws(InterpreterError) in
      try HostInterpreter.hostSession()
    } done: { [self] result in
      let waiting = state.withLock { state -> [Done] in
        guard case .starting(let waiting) = state else { return [] }
        state =
          switch result {
          case .success(let host): .running(host, library: interpreter.library)
          case .failure: .nothing
          }
        return waiting
      }
      for done in waiting { done(result.mapError { PythonError($0) }) }
    }
  }

  func attach() throws(PythonError) -> PythonHost {
    hermetic_interpose()
    let result = state.withLock { state -> Result<PythonHost, PythonError> in
      switch state {
      case .running(let host, _): return .success(host)
      case .starting: return .failure(PythonError(.unavailable, "Python is being loaded"))
      case .nothing: break
      }
      do throws(InterpreterError) {
        let host = try PythonHost.attach(HostInterpreter.hostSession())
        state = .running(host, library: "")
        host.letGo()
        return .success(host)
      } catch {
        return .failure(PythonError(error))
      }
    }
    return try result.get()
  }
}
