import HermeticPython

/// How long a call may take, and how long it may go on when it has been told to end.
struct CallLimits: Sendable {
  var timeout: Duration?
  var gracePeriod = Duration.seconds(1)
}

/// Whose calls they are, and what limits them; what comes out of them has the same.
struct Caller: Sendable {
  let core: PluginCore
  var limits = CallLimits()

  func perform(
    _ operation: HostedOperation, _ wish: HostedWish
  ) async throws(PythonError) -> HostedValue? {
    try await core.perform(operation, wish, limits)
  }
}

/// What is called: the plugin itself, an object of its, or a member of either.
struct CallTarget: Sendable {
  let caller: Caller
  var reference: (any HostedReference)?

  /// What people call it.
  private func title(_ name: String?) -> String { name ?? reference?.typeName ?? caller.core.name }

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
    for caller: Caller
  ) throws(PythonError) -> HostedArguments {
    var arguments = HostedArguments()
    for (index, argument) in given.enumerated() {
      let value: HostedValue
      do {
        value = try ValueEncoder.value(of: argument.value, for: caller)
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
      return try ValueDecoder.value(Result.self, of: value, caller)
    } catch {
      throw PythonError(.conversion, error.described("\(title(name)): result"))
    }
  }

  func call<Result: Decodable>(
    _ name: String?, _ given: some Collection<(key: String, value: any Encodable & Sendable)>
  ) async throws(PythonError) -> Result {
    let arguments = try Self.arguments(given, of: title(name), for: caller)
    let value = try await caller.perform(
      .call(reference, name, arguments), Self.wish(for: Result.self))
    return try result(value ?? .none, name)
  }

  func callForEffect(
    _ name: String?, _ given: some Collection<(key: String, value: any Encodable & Sendable)>
  ) async throws(PythonError) {
    let arguments = try Self.arguments(given, of: title(name), for: caller)
    _ = try await caller.perform(.call(reference, name, arguments), .nothing)
  }

  func sequence<Element>(
    _ name: String?, _ given: some Collection<(key: String, value: any Encodable & Sendable)>
  ) async throws(PythonError) -> PythonSequence<Element> {
    let arguments = try Self.arguments(given, of: title(name), for: caller)
    let value = try await caller.perform(
      .call(reference, name, arguments), .sequence)
    guard case .object(let reference)? = value else {
      throw PythonError(.conversion, "\(title(name)): result: it is no sequence")
    }
    return PythonSequence(
      target: CallTarget(caller: caller, reference: reference), name: title(name))
  }

  /// What is to be made of a result on the way.
  static func wish(for type: (some Decodable).Type) -> HostedWish {
    if type == PythonObject.self || type == PythonObject?.self { return .object }
    if type == PythonBuffer.self || type == PythonBuffer?.self { return .buffer }
    return .value
  }
}
