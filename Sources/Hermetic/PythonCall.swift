import HermeticPython

/// A way to call Python with Swift's own syntax: the name of a function or method, positional arguments, and keyword
/// arguments by their labels.
///
/// It is what ``Plugin/call`` and ``PythonObject/call`` are; nobody makes one. Arguments are anything `Encodable`: `Bool`,
/// integers of any size, `Double`, `String`, `Data`, `Date`, arrays, dictionaries, sets, optionals, your own types (as
/// dictionaries with the names of their properties), ``PythonObject``, ``PythonFunction`` and ``PythonBuffer``. The result
/// is whatever type the context wants, checked.
///
/// ```swift
/// let size: [Int] = try await plugin.call("resize", "cat.png", width: 640)
/// try await plugin.call("clear_cache")
/// ```
@dynamicCallable
public struct PythonCall: Sendable {
  let target: CallTarget

  /// Calls a function by its name, the first argument, and gives its result.
  ///
  /// A coroutine is run to its end.
  ///
  /// - Throws: ``PythonError``; its message names the argument or the part of the result that does not fit.
  public func dynamicallyCall<Result: Decodable & Sendable>(
    withKeywordArguments arguments: KeyValuePairs<String, any Encodable & Sendable>
  ) async throws(PythonError) -> Result {
    try await target.call(try Self.name(arguments), arguments.dropFirst())
  }

  /// Calls a function by its name, the first argument, for its effect.
  public func dynamicallyCall(
    withKeywordArguments arguments: KeyValuePairs<String, any Encodable & Sendable>
  ) async throws(PythonError) {
    try await target.callForEffect(try Self.name(arguments), arguments.dropFirst())
  }

  static func name(
    _ arguments: KeyValuePairs<String, any Encodable & Sendable>
  ) throws(PythonError) -> String {
    guard let first = arguments.first, first.key.isEmpty, let name = first.value as? String else {
      throw PythonError(.conversion, "the first argument is the name of what is called")
    }
    try CallTarget.check(name)
    return name
  }
}

/// The same for functions whose results are taken one after the other: ``Plugin/sequence``.
///
/// ```swift
/// let frames: PythonSequence<Data> = try await plugin.sequence("frames", "clip.mp4", step: 2)
/// for try await frame in frames { show(frame) }
/// ```
@dynamicCallable
public struct PythonSequenceCall: Sendable {
  let target: CallTarget

  /// Calls a function by its name, the first argument, and gives what it yields.
  ///
  /// - Throws: ``PythonError``, also where the result cannot be iterated over.
  public func dynamicallyCall<Element: Decodable & Sendable>(
    withKeywordArguments arguments: KeyValuePairs<String, any Encodable & Sendable>
  ) async throws(PythonError) -> PythonSequence<Element> {
    try await target.sequence(try PythonCall.name(arguments), arguments.dropFirst())
  }
}

/// What an iterable, a generator or an asynchronous generator of Python's yields.
///
/// An element is asked for when Swift wants it, and not before; leaving the loop closes the generator.
///
/// ```swift
/// for try await line in lines { print(line) }
/// ```
public struct PythonSequence<Element: Decodable & Sendable>: AsyncSequence, Sendable {
  /// What ends the sequence before its end.
  public typealias Failure = PythonError
  let target: CallTarget
  let name: String

  /// Takes elements, one after the other.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let target: CallTarget
    let name: String

    /// The next element, or nil at the end.
    public mutating func next() async throws(PythonError) -> Element? {
      guard let reference = target.reference else { return nil }
      let value = try await target.caller.perform(
        .next(reference), CallTarget.wish(for: Element.self))
      guard let value else { return nil }
      return try target.result(value, name) as Element
    }
  }

  /// One way through the elements; there is no second.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(target: target, name: name) }
}
