import CHermetic
package import HermeticPython
import Synchronization

/// A plugin in a process of its own, which is started again after it has ended.
package final class WorkerPlugin: HostedPlugin, WorkerOwner, @unchecked Sendable {
  // SAFETY (Sendable): what changes is in the mutex.
  package let configuration: WorkerConfiguration

  private struct Shared {
    var connection: WorkerConnection?
    var waiting = RequestQueue()
    var isClosed = false
    /// Who waits for the first start.
    var started: (@Sendable (HostedFailure?) -> Void)?
    /// Why the plugin could not be loaded, until the end comes.
    var failure: HostedFailure?
    /// When it was started after a crash.
    var restarts: [Int64] = []
    var hasCrashed = false
    var shortcoming: String?
    var log: WorkerLog?
    var watch: ViolationWatch?
  }

  private let shared = Mutex(Shared())
  private let tell: @Sendable (HeardViolation) -> Void

  /// Who tells of failures that are known at once.
  private static let teller = BlockingThreads(most: 1)

  package init(
    _ configuration: WorkerConfiguration, tell: @escaping @Sendable (HeardViolation) -> Void
  ) {
    self.configuration = configuration
    self.tell = tell
  }

  deinit { close() }

  /// The worker's process, where it has one; the one that stands in for it, where limits are watched.
  package var processIdentifier: Int32? {
    shared.withLock { $0.connection }?.processIdentifier
  }

  /// What the kernel cannot hold of the policy, once the plugin is loaded.
  package var shortcoming: String? { shared.withLock { $0.shortcoming } }

  /// Starts the process and loads the plugin; is told when that is done, or why it is not.
  package func start(_ done: @escaping @Sendable (HostedFailure?) -> Void) {
    let next = shared.withLock { shared -> Next in
      shared.started = done
      return connect(&shared)
    }
    perform(next)
  }

  // MARK: Calls

  package func submit(
    _ operation: HostedOperation, _ wish: HostedWish, _ call: HostedCall,
    _ done: @escaping @Sendable (Result<HostedValue?, HostedFailure>) -> Void
  ) {
    let request = WorkerRequest(operation, wish, call, done)
    shared.withLock { $0.waiting.append(request) }
    advance()
  }

  package func interrupt(_ call: HostedCall) {
    let (request, connection) = shared.withLock { shared in
      (shared.waiting.remove(call), shared.connection)
    }
    guard let request else { connection?.interrupt(call); return }
    fail([request], HostedFailure(.interrupted, "the call was not begun"))
  }

  package func abandon(_ call: HostedCall) {
    let connection = shared.withLock { shared in
      shared.waiting.contains(call) ? nil : shared.connection
    }
    guard let connection else { return interrupt(call) }
    if connection.has(call) { connection.end(.abandoned) }
  }

  package func close() {
    let (connection, requests, started) = shared.withLock { shared in
      defer {
        shared.isClosed = true
        shared.started = nil
      }
      return (shared.connection, shared.waiting.takeAll(), shared.started)
    }
    connection?.end(.closed)
    let failure = closed
    fail(requests, failure)
    if let started { Self.teller.submit { started(failure) } }
  }

  private var closed: HostedFailure {
    HostedFailure(.unavailable, "the worker of \(configuration.name) was closed")
  }

  private func fail(_ requests: [WorkerRequest], _ failure: HostedFailure) {
    guard !requests.isEmpty else { return }
    Self.teller.submit { for request in requests { request.finish(.failure(failure)) } }
  }

  // MARK: What comes next

  private enum Next {
    case nothing
    case send(WorkerRequest, WorkerConnection)
    case begin(WorkerConnection)
    case fail([WorkerRequest], HostedFailure)
    case failStart((@Sendable (HostedFailure?) -> Void)?, [WorkerRequest], HostedFailure)
  }

  /// Sends what waits, as far as that is possible.
  private func advance() {
    while true {
      let next = shared.withLock { shared -> Next in
        guard !shared.waiting.isEmpty else { return .nothing }
        guard !shared.isClosed else { return .fail(shared.waiting.takeAll(), closed) }
        guard let connection = shared.connection else { return connect(&shared) }
        guard connection.isReady, !connection.isFull,
          connection.active < configuration.mostCalls, let request = shared.waiting.next()
        else { return .nothing }
        connection.active += 1
        return .send(request, connection)
      }
      if case .nothing = next { return }
      perform(next)
    }
  }

  /// Makes another process, if it may.
  private func connect(_ shared: inout Shared) -> Next {
    guard shared.connection == nil else { return .nothing }
    func failure(_ failure: HostedFailure) -> Next {
      defer { shared.started = nil }
      return .failStart(shared.started, shared.waiting.takeAll(), failure)
    }
    if shared.isClosed { return failure(closed) }
    if shared.hasCrashed {
      let now = hermetic_now()
      shared.restarts.removeAll { now - $0 > 60_000 }
      guard shared.restarts.count < configuration.mostRestarts else {
        return failure(
          HostedFailure(
            .unavailable,
            "the worker of \(configuration.name) has ended too often: it was started again "
              + "\(shared.restarts.count) times within a minute"))
      }
      shared.restarts.append(now)
    }
    do throws(HostedFailure) {
      guard let log = shared.log ?? WorkerLog() else {
        throw HostedFailure(.unavailable, "no memory for a worker's violations")
      }
      shared.log = log
      let watch = shared.watch ?? ViolationWatch(log, tell)
      shared.watch = watch
      let connection = try WorkerConnection(configuration, log, watch, owner: self)
      shared.connection = connection
      shared.failure = nil
      return .begin(connection)
    } catch {
      return failure(error)
    }
  }

  private func perform(_ next: Next) {
    switch next {
    case .nothing: break
    case .send(let request, let connection): send(request, connection)
    case .begin(let connection):
      do throws(HostedFailure) {
        try connection.begin()
      } catch {
        connectionHasEnded(connection, nil, error, [])
      }
    case .fail(let requests, let failure): fail(requests, failure)
    case .failStart(let started, let requests, let failure):
      fail(requests, failure)
      if let started { Self.teller.submit { started(failure) } }
    }
  }

  private func send(_ request: WorkerRequest, _ connection: WorkerConnection) {
    switch connection.submit(request) {
    case .sent: break
    case .over: shared.withLock { $0.waiting.putBack(request) }
    case .full:
      // What is being worked on gives memory back when it is done, and soon after.
      shared.withLock { shared in
        connection.active -= 1
        connection.isFull = true
        connection.patience = Self.patience
        shared.waiting.putBack(request)
      }
    case .failed(let failure):
      shared.withLock { _ in connection.active -= 1 }
      fail([request], failure)
    }
  }

  /// How often to look whether a worker that does nothing gives memory back.
  private static let patience = 10

  // MARK: What the process does

  func connectionIsIdle(_ connection: WorkerConnection) {
    let request = shared.withLock { shared -> WorkerRequest? in
      guard connection.isFull, connection.active == 0 else { return nil }
      connection.patience -= 1
      guard connection.patience <= 0 else { return nil }
      connection.isFull = false
      return shared.waiting.next()
    }
    guard let request else { return }
    fail(
      [request],
      HostedFailure(
        .unavailable,
        "the memory that is shared with the worker of \(configuration.name) is full: it keeps what it was given"
      ))
    advance()
  }

  func connectionIsReady(_ connection: WorkerConnection, shortcoming: String?) {
    let started = shared.withLock { shared in
      defer { shared.started = nil }
      connection.isReady = true
      shared.shortcoming = shortcoming
      return shared.started
    }
    started?(nil)
    advance()
  }

  func connectionHasFailed(_ connection: WorkerConnection, _ failure: HostedFailure) {
    shared.withLock { shared in
      if shared.connection === connection, shared.failure == nil { shared.failure = failure }
    }
  }

  func connectionHasRoom(_ connection: WorkerConnection, isAnswer: Bool) {
    let isMore = shared.withLock { shared in
      if isAnswer { connection.active -= 1 }
      connection.isFull = false
      return !shared.waiting.isEmpty
    }
    if isMore { advance() }
  }

  func connectionHasEnded(
    _ connection: WorkerConnection, _ reason: WorkerProcess.Reason?, _ failure: HostedFailure,
    _ requests: [WorkerRequest]
  ) {
    let (started, waiting, cause) = shared.withLock {
      shared -> ((@Sendable (HostedFailure?) -> Void)?, [WorkerRequest], HostedFailure) in
      guard shared.connection === connection else { return (nil, [], failure) }
      shared.connection = nil
      switch reason {
      case .closed, .abandoned: shared.hasCrashed = false
      case .misused, .silent, nil: shared.hasCrashed = true
      }
      defer { shared.started = nil }
      let cause = shared.failure ?? failure
      // Those that wait are for another process; but where the plugin cannot be loaded, there would be no end of it.
      return (shared.started, connection.isReady ? [] : shared.waiting.takeAll(), cause)
    }
    started?(cause)
    for request in waiting { request.finish(.failure(cause)) }
    for request in requests { request.finish(.failure(failure)) }
    advance()
  }
}
