import HermeticPython

/// An object of a plugin's that stays in Python: kept, passed back, and asked for its members.
///
/// It may be used from any task. The object is given up when the last copy of the value is gone, on a thread of Python's
/// and under the plugin's policy. One plugin's objects cannot be passed to another one in another process.
///
/// ```swift
/// let image: PythonObject = try await plugin.call("open", "cat.png")
/// let size: [Int] = try await image.get("size")
/// try await image.call("rotate", 90, expand: true)
/// let bytes: Data = try await plugin.call("encode", image)
/// ```
@dynamicCallable
public struct PythonObject: Sendable, Codable {
  let reference: any HostedReference
  private(set) var caller: Caller

  /// How long a call of its methods may take; nil for as long as it likes.
  ///
  /// It begins as that of the call that the object comes from.
  ///
  /// ```swift
  /// var image: PythonObject = try await plugin.call("open", "cat.png")
  /// image.timeout = .seconds(2)
  /// ```
  public var timeout: Duration? {
    get { caller.limits.timeout }
    set { caller.limits.timeout = newValue }
  }

  /// How long code may go on that has been told to end, as ``Plugin/gracePeriod``.
  ///
  /// It begins as that of the call that the object comes from.
  ///
  /// ```swift
  /// image.gracePeriod = .seconds(5)
  /// ```
  public var gracePeriod: Duration {
    get { caller.limits.gracePeriod }
    set { caller.limits.gracePeriod = newValue }
  }

  init(_ reference: any HostedReference, _ caller: Caller) {
    self.reference = reference
    self.caller = caller
  }

  private var target: CallTarget { CallTarget(caller: caller, reference: reference) }

  /// The name of the object's type: `Image`.
  public var typeName: String { reference.typeName }

  /// Calls a method, whose name is the first argument.
  ///
  /// ```swift
  /// let copy: PythonObject = try await image.call("resize", [640, 480])
  /// ```
  public var call: PythonCall { PythonCall(target: target) }

  /// Calls a method whose results are taken one after the other.
  ///
  /// ```swift
  /// let rows: PythonSequence<[String]> = try await table.sequence("rows", limit: 100)
  /// ```
  public var sequence: PythonSequenceCall { PythonSequenceCall(target: target) }

  /// Calls the object itself.
  ///
  /// ```swift
  /// let double: PythonObject = try await plugin.get("double")
  /// let eight: Int = try await double(4)
  /// ```
  public func dynamicallyCall<Result: Decodable & Sendable>(
    withKeywordArguments arguments: KeyValuePairs<String, any Encodable & Sendable>
  ) async throws(PythonError) -> Result {
    try await target.call(nil, arguments)
  }

  /// Reads an attribute.
  ///
  /// ```swift
  /// let mode: String = try await image.get("mode")
  /// ```
  public func get<Value: Decodable & Sendable>(
    _ name: String
  ) async throws(PythonError) -> Value {
    try await target.get(name)
  }

  /// Sets an attribute.
  ///
  /// ```swift
  /// try await image.set("title", "Cat")
  /// ```
  public func set(_ name: String, _ value: any Encodable & Sendable) async throws(PythonError) {
    try await target.set(name, value)
  }

  /// The object's value, as far as it has one: what it would be as the result of a call.
  ///
  /// ```swift
  /// let numbers: [Double] = try await array.value()
  /// ```
  public func value<Value: Decodable & Sendable>() async throws(PythonError) -> Value {
    let found = try await caller.perform(
      .attribute(reference, ""), CallTarget.wish(for: Value.self))
    return try target.result(found ?? .none, nil)
  }

  // MARK: Codable

  /// Fails: an object has no form but in Python.
  public init(from decoder: any Decoder) throws {
    throw ConversionError(reason: "an object comes from Python alone")
  }

  /// Fails: an object has no form but in Python.
  public func encode(to encoder: any Encoder) throws {
    throw ConversionError(reason: "an object goes to Python alone")
  }
}

extension PythonObject: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue { .object(reference) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    guard case .object(let reference) = value, let owner else {
      throw ConversionError(value, is: "an object")
    }
    self.init(reference, owner)
  }
}

extension CallTarget {
  func get<Value: Decodable>(_ name: String) async throws(PythonError) -> Value {
    try Self.check(name)
    let value = try await caller.perform(
      .attribute(reference, name), Self.wish(for: Value.self))
    return try result(value ?? .none, name)
  }

  func set(_ name: String, _ value: any Encodable & Sendable) async throws(PythonError) {
    try Self.check(name)
    let arguments = try Self.arguments(
      [(key: name, value: value)], of: caller.core.name, for: caller)
    guard let value = arguments.keywords.first?.value else { return }
    _ = try await caller.perform(.assign(reference, name, value), .nothing)
  }
}
