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

  /// How often, and how long, a call that nobody waits for any more is asked to end before it is left to itself.
  private static let patience = (interval: Duration.milliseconds(50), times: 20)

  /// Has Python do something, while the current task waits without a thread.
  func perform(
    _ operation: HostedOperation, _ wish: HostedWish, timeout: Duration?
  ) async throws(PythonError) -> HostedValue? {
    if isClosed.load(ordering: .relaxed) { throw PythonError(.unavailable, "\(name) is closed") }
    if Task.isCancelled { throw PythonError(.cancelled, "the task was cancelled") }
    let wait = Wait()
    let deadline = timeout.map { timeout in
      Task.detached { [self] in
        do {
          try await Task.sleep(for: timeout)
        } catch {
          return
        }
        stop(wait, .deadlineExceeded)
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
        stop(wait, .cancelled)
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
            ? "the task was cancelled" : "\(name) did not answer within \(timeout ?? .zero)",
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
  private func stop(_ wait: Wait, _ reason: PythonError.Code) {
    guard wait.stop(reason) else { return }
    Task.detached { [self] in
      for _ in 0..<Self.patience.times {
        guard !wait.isOver else { return }
        hosted.interrupt(wait.call)
        do {
          try await Task.sleep(for: Self.patience.interval)
        } catch {
          break
        }
      }
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

/// What is called: the plugin itself, an object of its, or a member of either.
struct CallTarget: Sendable {
  let core: PluginCore
  var reference: (any HostedReference)?
  var timeout: Duration?

  /// What people call it.
  private func title(_ name: String?) -> String { name ?? reference?.typeName ?? core.name }

  /// Python looks names up as C's texts, which end at the first NUL.
  static func check(_ name: String) throws(PythonError) {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw PythonError(.conversion, "'\(name)' is no name")
    }
  }

  /// Arguments as Python is given them.
  ///
  /// Those without a name come first.
  static func arguments(
    _ given: some Collection<(key: String, value: any Encodable & Sendable)>, of title: String,
    for core: PluginCore
  ) throws(PythonError) -> HostedArguments {
    var arguments = HostedArguments()
    for (index, argument) in given.enumerated() {
      let value: HostedValue
      do {
        value = try ValueEncoder.value(of: argument.value, for: core)
      } catch {
        let name = argument.key.isEmpty ? "\(index + 1)" : "'\(argument.key)'"
        let reason = (error as? ConversionError)?.reason ?? "\(error)"
        throw PythonError(.conversion, "\(title): argument \(name): \(reason)")
      }
      if argument.key.isEmpty {
        arguments.positional.append(value)
      } else {
        guard !arguments.keywords.contains(where: { $0.name == argument.key }) else {
          throw PythonError(.conversion, "\(title): argument '\(argument.key)' is given twice")
        }
        arguments.keywords.append((argument.key, value))
      }
    }
    return arguments
  }

  /// A result as Swift wants it.
  func result<Result: Decodable>(
    _ value: HostedValue, _ name: String?
  ) throws(PythonError) -> Result {
    do throws(ConversionError) {
      return try ValueDecoder.value(Result.self, of: value, core)
    } catch {
      throw PythonError(.conversion, error.described("\(title(name)): result"))
    }
  }

  func call<Result: Decodable>(
    _ name: String?, _ given: some Collection<(key: String, value: any Encodable & Sendable)>
  ) async throws(PythonError) -> Result {
    let arguments = try Self.arguments(given, of: title(name), for: core)
    let value = try await core.perform(
      .call(reference, name, arguments), Self.wish(for: Result.self), timeout: timeout)
    return try result(value ?? .none, name)
  }

  func callForEffect(
    _ name: String?, _ given: some Collection<(key: String, value: any Encodable & Sendable)>
  ) async throws(PythonError) {
    let arguments = try Self.arguments(given, of: title(name), for: core)
    _ = try await core.perform(.call(reference, name, arguments), .nothing, timeout: timeout)
  }

  func sequence<Element>(
    _ name: String?, _ given: some Collection<(key: String, value: any Encodable & Sendable)>
  ) async throws(PythonError) -> PythonSequence<Element> {
    let arguments = try Self.arguments(given, of: title(name), for: core)
    let value = try await core.perform(
      .call(reference, name, arguments), .sequence, timeout: timeout)
    guard case .object(let reference)? = value else {
      throw PythonError(.conversion, "\(title(name)): result: it is no sequence")
    }
    return PythonSequence(
      target: CallTarget(core: core, reference: reference, timeout: timeout), name: title(name))
  }

  /// What is to be made of a result on the way.
  static func wish(for type: (some Decodable).Type) -> HostedWish {
    if type == PythonObject.self || type == PythonObject?.self { return .object }
    if type == PythonBuffer.self || type == PythonBuffer?.self { return .buffer }
    return .value
  }
}
