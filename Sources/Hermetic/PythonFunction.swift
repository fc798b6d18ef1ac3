import Foundation
import HermeticPython

/// A Swift closure as a Python callable.
///
/// Its parameters and its result are converted and checked like those of calls: Python code that passes something else
/// gets a `TypeError` that names the argument, and an error that the closure throws is raised as a `RuntimeError`. The
/// closure runs as the app, not under the plugin's policy, on a thread that may wait; other Python code goes on meanwhile.
///
/// ```swift
/// let progress = PythonFunction { (done: Int, total: Int) in print("\(done) of \(total)") }
/// try await plugin.call("convert", "film.mp4", progress: progress)
/// ```
public struct PythonFunction: Sendable, Encodable {
  private let body: @Sendable (HostedArguments, Caller?) throws(HostedFailure) -> HostedValue

  /// A function that gives a result.
  ///
  /// ```swift
  /// let longer = PythonFunction { (left: String, right: String) in left.count > right.count }
  /// ```
  public init<each Argument: Decodable & Sendable, Result: Encodable & Sendable>(
    _ body: @escaping @Sendable (repeat each Argument) throws -> Result
  ) {
    self.body = { arguments, owner throws(HostedFailure) in
      var reader = ArgumentReader(arguments, owner)
      try reader.check(Self.count(repeat (each Argument).self))
      return try Self.converting {
        try ValueEncoder.value(
          of: try body(repeat try reader.next((each Argument).self)), for: owner)
      }
    }
  }

  /// A function without a result.
  ///
  /// ```swift
  /// let log = PythonFunction { (message: String) in print(message) }
  /// ```
  public init<each Argument: Decodable & Sendable>(
    _ body: @escaping @Sendable (repeat each Argument) throws -> Void
  ) {
    self.body = { arguments, owner throws(HostedFailure) in
      var reader = ArgumentReader(arguments, owner)
      try reader.check(Self.count(repeat (each Argument).self))
      return try Self.converting {
        try body(repeat try reader.next((each Argument).self))
        return .none
      }
    }
  }

  /// A function that waits for its result; the Python code that has called it waits too.
  ///
  /// ```swift
  /// let fetch = PythonFunction { (name: String) async throws in try await store.data(named: name) }
  /// ```
  public init<each Argument: Decodable & Sendable, Result: Encodable & Sendable>(
    _ body: @escaping @Sendable @concurrent (repeat each Argument) async throws -> Result
  ) {
    self.body = { arguments, owner throws(HostedFailure) in
      var reader = ArgumentReader(arguments, owner)
      try reader.check(Self.count(repeat (each Argument).self))
      return try Self.converting {
        let given = (repeat try reader.next((each Argument).self))
        let result = try Self.waiting { try await body(repeat each given) }
        return try ValueEncoder.value(of: result, for: owner)
      }
    }
  }

  /// A function without a result that takes its time; the Python code that has called it waits too.
  public init<each Argument: Decodable & Sendable>(
    _ body: @escaping @Sendable @concurrent (repeat each Argument) async throws -> Void
  ) {
    self.body = { arguments, owner throws(HostedFailure) in
      var reader = ArgumentReader(arguments, owner)
      try reader.check(Self.count(repeat (each Argument).self))
      return try Self.converting {
        let given = (repeat try reader.next((each Argument).self))
        try Self.waiting { try await body(repeat each given) }
        return .none
      }
    }
  }

  /// Fails: a function has no form but in Python.
  public func encode(to encoder: any Encoder) throws {
    throw ConversionError(reason: "a function goes to Python alone")
  }

  private static func count<each Argument>(_ types: repeat (each Argument).Type) -> Int {
    var count = 0
    repeat (count += (each types == Never.self) ? 0 : 1)
    return count
  }

  private static func converting(
    _ work: () throws -> HostedValue
  ) throws(HostedFailure) -> HostedValue {
    do {
      return try work()
    } catch let error as HostedFailure {
      throw error
    } catch let error as ConversionError {
      throw HostedFailure(.conversion, error.described("result"))
    } catch {
      throw HostedFailure(.raised, "\(error)")
    }
  }

  /// What a task comes to, while this thread waits: it is one of Python's, on which nobody else waits.
  private static func waiting<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let outcome = Outcome<Value>()
    Task.detached {
      do {
        outcome.end(.success(try await work()))
      } catch {
        outcome.end(.failure(error))
      }
    }
    return try outcome.wait().get()
  }

  private final class Outcome<Value: Sendable>: @unchecked Sendable {
    // SAFETY (Sendable): the result is written before the semaphore is signalled, and read after.
    private let semaphore = DispatchSemaphore(value: 0)
    private var result: Result<Value, any Error> = .failure(CancellationError())

    func end(_ result: Result<Value, any Error>) {
      self.result = result
      semaphore.signal()
    }

    func wait() -> Result<Value, any Error> {
      semaphore.wait()
      return result
    }
  }
}

/// Takes the arguments of a call one after the other.
private struct ArgumentReader {
  private let arguments: HostedArguments
  private let owner: Caller?
  private var index = 0

  init(_ arguments: HostedArguments, _ owner: Caller?) {
    self.arguments = arguments
    self.owner = owner
  }

  func check(_ count: Int) throws(HostedFailure) {
    if let keyword = arguments.keywords.first {
      throw HostedFailure(.conversion, "the function takes no keyword '\(keyword.name)'")
    }
    guard arguments.positional.count == count else {
      throw HostedFailure(
        .conversion,
        "the function takes \(count) arguments, and was given \(arguments.positional.count)")
    }
  }

  mutating func next<Value: Decodable>(_ type: Value.Type) throws(HostedFailure) -> Value {
    defer { index += 1 }
    do throws(ConversionError) {
      return try ValueDecoder.value(type, of: arguments.positional[index], owner)
    } catch {
      throw HostedFailure(.conversion, error.described("argument \(index + 1)"))
    }
  }
}

extension PythonFunction: PythonRepresentable {
  func hostedValue(for owner: Caller?) -> HostedValue {
    .function(
      // Python keeps the function, which must not keep the plugin.
      HostedFunction {
        [body, weak core = owner?.core, limits = owner?.limits] arguments
          throws(HostedFailure) in
        try body(arguments, core.map { Caller(core: $0, limits: limits ?? CallLimits()) })
      })
  }
}
