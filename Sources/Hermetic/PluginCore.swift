import HermeticPython
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What all values of one plugin share: where it runs, and who waits for it.
final class PluginCore: Sendable {
  let name: String
  let hosted: any HostedPlugin
  let board: ViolationBoard
  private let isClosed = Atomic(false)
  /// How many calls are not to be looked after, since one took its time.
  private let doubt = Atomic(0)

  init(_ name: String, _ hosted: any HostedPlugin, _ board: ViolationBoard) {
    self.name = name
    self.hosted = hosted
    self.board = board
  }

  deinit { close() }

  func close() {
    guard isClosed.exchange(true, ordering: .relaxed) == false else { return }
    hosted.close()
    board.close()
  }

  /// How long to wait before a call that goes on is asked again to end.
  private static let reminder = Duration.milliseconds(50)

  /// Has Python do something, while the current task waits without a thread.
  func perform(
    _ operation: HostedOperation, _ wish: HostedWish, _ limits: CallLimits
  ) async throws(PythonError) -> HostedValue? {
    if isClosed.load(ordering: .relaxed) { throw PythonError(.unavailable, "\(name) is closed") }
    if Task.isCancelled { throw PythonError(.cancelled, "the task was cancelled") }
    let wait = Wait()
    let deadline = limits.timeout.map { timeout in
      Task.detached { [self] in
        do {
          try await Task.sleep(for: timeout)
        } catch {
          return
        }
        stop(wait, .deadlineExceeded, limits.gracePeriod)
      }
    }
    hosted.submit(operation, wish, wait.call) { wait.end($0) }
    let result: Result<HostedValue?, HostedFailure>
    if let early = early(wait) {
      result = early
    } else {
      result = await withTaskCancellationHandler {
        unsafe await withUnsafeContinuation { continuation in unsafe wait.begin(continuation) }
      } onCancel: {
        stop(wait, .cancelled, limits.gracePeriod)
      }
    }
    deadline?.cancel()
    switch result {
    case .success(let value): return value
    case .failure(let failure):
      // However the code ended that was to be interrupted.
      if let reason = wait.reason, failure.kind != .violation {
        throw PythonError(
          reason,
          reason == .cancelled
            ? "the task was cancelled" : "\(name) did not answer within \(limits.timeout ?? .zero)",
          type: failure.type, traceback: failure.traceback)
      }
      throw PythonError(failure, of: name)
    }
  }

  /// The result, if it comes before the task could be suspended and woken again.
  ///
  /// Where that did not come true, the next calls do not wait for it.
  private func early(_ wait: Wait) -> Result<HostedValue?, HostedFailure>? {
    let left = doubt.load(ordering: .relaxed)
    guard left == 0 else {
      doubt.store(left - 1, ordering: .relaxed)
      return nil
    }
    guard Self.hasProcessors, let early = wait.early() else {
      doubt.store(15, ordering: .relaxed)
      return nil
    }
    return early
  }

  private static let hasProcessors = ProcessInfo.processInfo.activeProcessorCount > 1

  /// Interrupts a call, again and again while it goes on; and no longer waits for it at last.
  private func stop(_ wait: Wait, _ reason: PythonError.Code, _ gracePeriod: Duration) {
    guard wait.stop(reason) else { return }
    let end = ContinuousClock.now + gracePeriod
    Task.detached { [self] in
      while !wait.isOver {
        hosted.interrupt(wait.call)
        let left = end - ContinuousClock.now
        guard left > .zero else { break }
        do {
          try await Task.sleep(for: min(left, Self.reminder))
        } catch {
          break
        }
      }
      guard !wait.isOver else { return }
      // Before anybody can make the next call, which must not meet the same end.
      hosted.abandon(wait.call)
      wait.end(.failure(HostedFailure(.interrupted, "the call does not end")))
    }
  }

  /// A task that waits for a call.
  private final class Wait: Sendable {
    let call = HostedCall()

    @safe
    private struct Shared: Sendable {
      // SAFETY: resumed once, by who takes it.
      var continuation: UnsafeContinuation<Result<HostedValue?, HostedFailure>, Never>?
      var reason: PythonError.Code?
      var result: Result<HostedValue?, HostedFailure>?
    }
    private let shared = Mutex(Shared())

    var reason: PythonError.Code? { shared.withLock { $0.reason } }
    /// How long to look for a result before the task is suspended, in nanoseconds: less than that costs.
    private static let moment: Int64 = 6_000

    var isOver: Bool { shared.withLock { $0.result != nil } }

    /// The result, if it comes at once.
    func early() -> Result<HostedValue?, HostedFailure>? {
      guard call.isTold(within: Self.moment) else { return nil }
      return shared.withLock { $0.result }
    }

    func begin(_ continuation: UnsafeContinuation<Result<HostedValue?, HostedFailure>, Never>) {
      let result = shared.withLock { shared in
        if shared.result == nil { unsafe shared.continuation = continuation }
        return shared.result
      }
      if let result { unsafe continuation.resume(returning: result) }
    }

    /// Whoever comes first has the last word.
    func end(_ result: Result<HostedValue?, HostedFailure>) {
      let continuation = unsafe shared.withLock { shared in
        if shared.result == nil { shared.result = result }
        return unsafe shared.continuation.take()
      }
      call.tell()
      unsafe continuation?.resume(returning: result)
    }

    /// Notes why the call is stopped; false where that has been noted, or the call is over.
    func stop(_ reason: PythonError.Code) -> Bool {
      shared.withLock { shared in
        guard shared.reason == nil, shared.result == nil else { return false }
        shared.reason = reason
        return true
      }
    }
  }
}
