import HermeticEngine
public import HermeticPolicy
import HermeticPython

/// Where a plugin's code runs, which decides what its policy can hold.
///
/// ```swift
/// let quick = try await python.plugin(at: "plugins/resize", policy: .blockAll)
/// let strict = try await python.plugin(at: "plugins/convert", policy: .blockAll, isolation: .worker)
/// ```
public struct PluginIsolation: Hashable, Sendable {
  /// In the app's own process, in an interpreter that all such plugins share.
  ///
  /// The policy is held by the interpreter: for Python code, in every thread and callback that the plugin starts, and wherever
  /// its code is called from. It does not hold machine code that the policy lets it load, nor does it keep plugins of one process
  /// from one another's objects. A crash is the app's. A call costs microseconds.
  public static let inProcess = PluginIsolation(worker: nil)

  /// In a process of its own, with the kernel's layers around it.
  ///
  /// The policy holds whatever the code does: machine code, `ctypes` and children too. A crash, a limit or an endless loop
  /// ends the worker, and the next call starts another. A call costs some tens of microseconds.
  public static let worker = PluginIsolation.worker()

  /// In a process of its own, and how that is kept.
  ///
  /// ```swift
  /// let plugin = try await python.plugin(
  ///   at: "plugins/convert", policy: .blockAll, isolation: .worker(requiresKernel: true))
  /// ```
  ///
  /// - Parameters:
  ///   - requiresKernel: whether there is to be no plugin where the kernel cannot hold what kernels can.
  ///   - callsInFlight: how many calls are on their way to the worker at once; more wait, without a thread.
  ///   - restartsPerMinute: how often the worker is started again after a crash before calls fail at once.
  public static func worker(
    requiresKernel: Bool = false, callsInFlight: Int = 64, restartsPerMinute: Int = 5
  ) -> PluginIsolation {
    PluginIsolation(
      worker: WorkerOptions(
        requiresKernel: requiresKernel, callsInFlight: callsInFlight,
        restartsPerMinute: restartsPerMinute))
  }

  struct WorkerOptions: Hashable {
    var requiresKernel: Bool
    var callsInFlight: Int
    var restartsPerMinute: Int
  }

  let worker: WorkerOptions?
}

/// Python code that somebody else wrote, under a policy of its own.
///
/// It is a value: copies are the same plugin, and may be used from any task at the same time.
///
/// ```swift
/// let plugin = try await python.plugin(at: "plugins/resize", policy: .blockAll)
/// let size: [Int] = try await plugin.call("resize", "cat.png", width: 640)
/// ```
public struct Plugin: Sendable {
  private(set) var caller: Caller
  /// What the plugin may do.
  public let policy: Policy
  /// Where it runs.
  public let isolation: PluginIsolation
  /// How long a call may take; nil for as long as it likes.
  ///
  /// Then its code is interrupted: Python code gets a `BaseException` that it cannot well ignore; what does not end
  /// within the ``gracePeriod`` is left to itself in process, and ended with its worker.
  ///
  /// ```swift
  /// var hasty = plugin
  /// hasty.timeout = .milliseconds(200)
  /// let size: [Int] = try await hasty.call("resize", "cat.png")
  /// ```
  public var timeout: Duration? {
    get { caller.limits.timeout }
    set { caller.limits.timeout = newValue }
  }

  /// How long code may go on that has been told to end, by the ``timeout`` or because the task was cancelled: a second,
  /// if nothing else is said.
  ///
  /// ```swift
  /// var careful = plugin
  /// careful.gracePeriod = .seconds(10)   // It has files to put away.
  /// ```
  public var gracePeriod: Duration {
    get { caller.limits.gracePeriod }
    set { caller.limits.gracePeriod = newValue }
  }

  /// The plugin's name: that of its file, folder or module.
  public var name: String { core.name }

  var core: PluginCore { caller.core }
  private var target: CallTarget { CallTarget(caller: caller) }

  /// Calls a function of the plugin's, whose name is the first argument.
  ///
  /// The result is whatever type the context wants; a coroutine is run to its end. See ``PythonCall`` for what can be
  /// passed.
  ///
  /// ```swift
  /// let size: [Int] = try await plugin.call("resize", "cat.png", width: 640)
  /// ```
  public var call: PythonCall { PythonCall(target: target) }

  /// Calls a function of the plugin's whose results are taken one after the other: an iterable, a generator, an
  /// asynchronous generator.
  ///
  /// ```swift
  /// let frames: PythonSequence<Data> = try await plugin.sequence("frames", "clip.mp4")
  /// ```
  public var sequence: PythonSequenceCall { PythonSequenceCall(target: target) }

  /// Reads a variable of the plugin's, or a function or class as a ``PythonObject``.
  ///
  /// ```swift
  /// let version: String = try await plugin.get("__version__")
  /// ```
  public func get<Value: Decodable & Sendable>(_ name: String) async throws(PythonError) -> Value {
    try await target.get(name)
  }

  /// Sets a variable of the plugin's.
  ///
  /// ```swift
  /// try await plugin.set("QUALITY", 90)
  /// ```
  public func set(_ name: String, _ value: any Encodable & Sendable) async throws(PythonError) {
    try await target.set(name, value)
  }

  /// What the policy refuses from now on, after the last 256 refusals that there were; ends when the plugin is closed.
  ///
  /// Every loop over it gets all of them.
  ///
  /// ```swift
  /// Task { for await violation in plugin.violations { print(violation) } }
  /// ```
  public var violations: AsyncStream<PluginViolation> { core.board.stream() }

  /// The last 256 violations.
  ///
  /// ```swift
  /// if !plugin.recentViolations.isEmpty { disable(plugin) }
  /// ```
  public var recentViolations: [PluginViolation] { core.board.recent }

  /// What the plugin's policy does not hold here, in sentences for people: what the kernel of this machine lacks, for a
  /// worker.
  ///
  /// ```swift
  /// for note in plugin.notes { print(note) }
  /// ```
  public var notes: [String] {
    (core.hosted as? WorkerPlugin)?.shortcoming.map { ["the kernel does not hold all: \($0)"] }
      ?? []
  }

  /// Ends the plugin: its worker, its ``violations``, and all further calls, which fail.
  ///
  /// The last copy of the value does so by itself.
  ///
  /// ```swift
  /// plugin.close()
  /// ```
  public func close() { core.close() }
}
