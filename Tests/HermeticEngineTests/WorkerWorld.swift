import Foundation
import HermeticPolicy
import HermeticPython
import Synchronization
import Testing

@testable import HermeticEngine

/// A plugin in a worker of its own.
final class WorkerWorld: Sendable {
  let folder: TestFolder
  let worker: WorkerPlugin
  private let heard: HeardList

  /// A list that another thread adds to.
  final class HeardList: Sendable {
    private let list = Mutex<[HeardViolation]>([])
    func add(_ violation: HeardViolation) { list.withLock { $0.append(violation) } }
    var all: [HeardViolation] { list.withLock { $0 } }
  }

  /// The interpreters that a program can load.
  static let interpreters: [HostInterpreter] = {
    let found = Pythons.supported.compactMap { try? HostInterpreter(command: $0) }
    if found.isEmpty { print("skipped: no CPython with a shared library found") }
    return found
  }()

  static var isPossible: Bool { !interpreters.isEmpty }

  init(
    _ source: String, policy: Policy = Policy(), interpreter: HostInterpreter? = nil,
    mostCalls: Int = 64, mostRestarts: Int = 5
  ) throws {
    folder = try TestFolder()
    let file = try folder.write("plugin/code.py", source)
    let interpreter = try #require(interpreter ?? Self.interpreters.last)
    let heard = HeardList()
    self.heard = heard
    worker = WorkerPlugin(
      WorkerConfiguration(
        library: interpreter.library, interpreter: interpreter.executable,
        code: .file(file, name: "code_of_plugin", submodules: nil, others: nil), policy: policy,
        name: "code", mostCalls: mostCalls, mostRestarts: mostRestarts)
    ) { heard.add($0) }
  }

  deinit { worker.close() }

  /// What has been heard of, once there is as much as that or a minute has gone by.
  func violations(atLeast count: Int = 1) async throws -> [HeardViolation] {
    try await wait { self.heard.all.count >= count }
    return heard.all
  }

  @discardableResult
  func wait(until condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<6000 {
      if try await condition() { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return try await condition()
  }

  func start() async throws(HostedFailure) {
    let failure = await withCheckedContinuation { continuation in
      worker.start { continuation.resume(returning: $0) }
    }
    if let failure { throw failure }
  }

  func perform(
    _ operation: HostedOperation, _ wish: HostedWish = .value, _ call: HostedCall = HostedCall()
  ) async throws(HostedFailure) -> HostedValue? {
    try await withCheckedContinuation { continuation in
      worker.submit(operation, wish, call) { continuation.resume(returning: $0) }
    }.get()
  }

  @discardableResult
  func call(
    _ name: String, _ arguments: [HostedValue] = [],
    keywords: [(name: String, value: HostedValue)] = [], _ wish: HostedWish = .value,
    on reference: (any HostedReference)? = nil, as call: HostedCall = HostedCall()
  ) async throws(HostedFailure) -> HostedValue {
    let arguments = HostedArguments(arguments, keywords: keywords)
    return try await perform(.call(reference, name, arguments), wish, call) ?? .none
  }

  /// Why a call has no result.
  func failure(
    of name: String, _ arguments: [HostedValue] = [], _ call: HostedCall = HostedCall()
  ) async throws -> HostedFailure {
    do throws(HostedFailure) {
      let value = try await self.call(name, arguments, as: call)
      throw HostedFailure(.conversion, "it has a result: \(value.shown)")
    } catch {
      return error
    }
  }
}

extension WorkerWorld {
  /// Has a call on its way, and gives what it fails with.
  func begin(
    _ name: String, _ arguments: [HostedValue] = [], _ call: HostedCall = HostedCall()
  ) -> Task<HostedFailure, any Error> {
    let (results, continuation) = AsyncStream<Result<HostedValue?, HostedFailure>>.makeStream()
    worker.submit(.call(nil, name, HostedArguments(arguments)), .value, call) { result in
      continuation.yield(result)
      continuation.finish()
    }
    return Task {
      for await case .failure(let failure) in results { return failure }
      throw HostedFailure(.conversion, "\(name) has a result")
    }
  }

  /// Waits until the plugin's list `begun` has a name.
  func hasBegun(_ name: String) async throws -> Bool {
    try await wait { try await call("list_begun").shown.contains("'\(name)'") }
  }
}

extension HostedValue {
  static func text(_ texts: String...) -> [HostedValue] { texts.map { .text($0) } }

  static func bytes(_ bytes: [UInt8]) -> HostedValue {
    unsafe .bytes(bytes.withUnsafeBytes { unsafe OwnedBytes(copying: $0) })
  }

  var content: [UInt8]? {
    switch self {
    case .bytes(let bytes), .memory(let bytes): unsafe bytes.withBytes { unsafe Array($0) }
    default: nil
    }
  }

  var number: Int? { if case .integer(let number) = self { number } else { nil } }

  var words: String? { if case .text(let text) = self { text } else { nil } }

  var reference: (any HostedReference)? {
    if case .object(let reference) = self { reference } else { nil }
  }

  /// The value as text, to compare it.
  var shown: String {
    func joined(_ values: [HostedValue]) -> String { values.map(\.shown).joined(separator: ", ") }
    switch self {
    case .none: return "None"
    case .boolean(let truth): return truth ? "True" : "False"
    case .integer(let number): return "\(number)"
    case .largeInteger(let digits): return digits
    case .real(let number): return "\(number)"
    case .text(let text): return "'\(text)'"
    case .bytes, .memory: return "\(content ?? [])"
    case .list(let values): return "[\(joined(values))]"
    case .tuple(let values): return "(\(joined(values)))"
    case .set(let values): return "{\(values.map(\.shown).sorted().joined(separator: ", "))}"
    case .dictionary(let pairs):
      return "{\(pairs.map { "\($0.key.shown): \($0.value.shown)" }.joined(separator: ", "))}"
    case .moment(let seconds): return "@\(seconds)"
    case .object(let reference): return "<\(reference.typeName)>"
    case .function: return "<function>"
    }
  }
}

/// A word that another thread gives.
final class Flag: Sendable {
  private let state = Mutex(false)
  func set() { state.withLock { $0 = true } }
  var isSet: Bool { state.withLock { $0 } }
}
