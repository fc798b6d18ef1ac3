import HermeticPython

/// Calls in a row by somebody who holds the interpreter: what ``PythonRuntime/run(_:)`` lends its closure.
///
/// Each call is still made under its plugin's policy. Plugins in workers are elsewhere, and cannot be called so.
///
/// ```swift
/// let total = try await python.run { batch in
///   try (0..<1000).reduce(0) { total, index in try total + batch.call(plugin, "weigh", index) }
/// }
/// ```
public struct PythonBatch: ~Copyable {
  init() {}

  private func local(_ core: PluginCore) throws(PythonError) -> LocalPlugin {
    guard let local = core.hosted as? LocalPlugin else {
      throw PythonError(
        .policyRefused, "\(core.name) runs in a worker, which a batch does not hold")
    }
    return local
  }

  private func perform(
    _ core: PluginCore, _ operation: HostedOperation, _ wish: HostedWish
  ) throws(PythonError) -> HostedValue {
    let plugin = try local(core)
    do throws(HostedFailure) {
      return try plugin.perform(operation, wish) ?? .none
    } catch {
      throw PythonError(error, of: core.name)
    }
  }

  /// Calls a function of a plugin's.
  ///
  /// ```swift
  /// let size: [Int] = try batch.call(plugin, "resize", "cat.png", keywords: ["width": 640])
  /// ```
  ///
  /// - Throws: ``PythonError``, as the same call outside of a batch.
  public func call<Result: Decodable & Sendable>(
    _ plugin: Plugin, _ name: String, _ arguments: any Encodable & Sendable...,
    keywords: KeyValuePairs<String, any Encodable & Sendable> = [:]
  ) throws(PythonError) -> Result {
    let given = try Self.arguments(arguments, keywords, name, plugin.caller)
    let value = try perform(
      plugin.core, .call(nil, name, given), CallTarget.wish(for: Result.self))
    return try CallTarget(caller: plugin.caller).result(value, name)
  }

  /// Calls a function of a plugin's for its effect.
  ///
  /// ```swift
  /// try batch.call(plugin, "clear_cache")
  /// ```
  public func call(
    _ plugin: Plugin, _ name: String, _ arguments: any Encodable & Sendable...,
    keywords: KeyValuePairs<String, any Encodable & Sendable> = [:]
  ) throws(PythonError) {
    let given = try Self.arguments(arguments, keywords, name, plugin.caller)
    _ = try perform(plugin.core, .call(nil, name, given), .nothing)
  }

  /// Calls an object: a function that was kept.
  ///
  /// ```swift
  /// let eight: Int = try batch.call(double, 4)
  /// ```
  public func call<Result: Decodable & Sendable>(
    _ object: PythonObject, _ arguments: any Encodable & Sendable...,
    keywords: KeyValuePairs<String, any Encodable & Sendable> = [:]
  ) throws(PythonError) -> Result {
    let caller = object.caller
    let given = try Self.arguments(arguments, keywords, object.typeName, caller)
    let value = try perform(
      caller.core, .call(object.reference, nil, given), CallTarget.wish(for: Result.self))
    return try CallTarget(caller: caller, reference: object.reference).result(value, nil)
  }

  /// Calls an object for its effect.
  ///
  /// ```swift
  /// try batch.call(callback, 4)
  /// ```
  public func call(
    _ object: PythonObject, _ arguments: any Encodable & Sendable...,
    keywords: KeyValuePairs<String, any Encodable & Sendable> = [:]
  ) throws(PythonError) {
    let caller = object.caller
    let given = try Self.arguments(arguments, keywords, object.typeName, caller)
    _ = try perform(caller.core, .call(object.reference, nil, given), .nothing)
  }

  private static func arguments(
    _ positional: [any Encodable & Sendable],
    _ keywords: KeyValuePairs<String, any Encodable & Sendable>, _ title: String,
    _ caller: Caller
  ) throws(PythonError) -> HostedArguments {
    guard !positional.isEmpty || !keywords.isEmpty else { return HostedArguments() }
    let given =
      positional.map { (key: "", value: $0) } + keywords.map { (key: $0.key, value: $0.value) }
    return try CallTarget.arguments(given, of: title, for: caller)
  }
}
