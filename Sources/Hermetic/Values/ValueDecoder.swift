import HermeticPython

/// Makes any `Decodable` of what Python has given.
struct ValueDecoder: Decoder {
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private let value: HostedValue
  /// Whose the objects in it are.
  private let owner: Caller?

  private init(_ value: HostedValue, _ owner: Caller?, _ path: [any CodingKey]) {
    self.value = value
    self.owner = owner
    codingPath = path
  }

  /// A value of a type; `owner` is whose the objects in it are.
  static func value<Result: Decodable>(
    _ type: Result.Type, of value: HostedValue, _ owner: Caller?, at path: [any CodingKey] = []
  ) throws(ConversionError) -> Result {
    if let own = type as? any PythonDecodable.Type {
      guard let result = try own.init(hosted: value, of: owner) as? Result else {
        throw ConversionError(value, is: "\(type)")
      }
      return result
    }
    do {
      return try Result(from: ValueDecoder(value, owner, path))
    } catch let error as ConversionError {
      throw error
    } catch let error as DecodingError {
      throw ConversionError(error, value, is: "\(type)")
    } catch {
      throw ConversionError(reason: "\(error)")
    }
  }

  /// The same for a part of a whole, whose place an error is to name.
  fileprivate static func member<Result: Decodable>(
    _ type: Result.Type, of value: HostedValue, _ owner: Caller?, at path: [any CodingKey],
    _ key: any CodingKey
  ) throws(ConversionError) -> Result {
    do throws(ConversionError) {
      return try self.value(type, of: value, owner, at: path + [key])
    } catch {
      throw error.inside(key)
    }
  }

  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .dictionary(let pairs) = value else {
      throw ConversionError(value, is: "dict")
    }
    var members: [String: HostedValue] = [:]
    for (key, value) in pairs { if case .text(let name) = key { members[name] = value } }
    return KeyedDecodingContainer(
      Keyed<Key>(members: members, owner: owner, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = value.elements else {
      throw ConversionError(value, is: "list")
    }
    return Unkeyed(elements: elements, owner: owner, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    Single(value: value, owner: owner, codingPath: codingPath)
  }

  // MARK: Containers

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: HostedValue]
    let owner: Caller?
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.keys.compactMap { Key(stringValue: $0) } }
    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

    private func member(_ key: any CodingKey) throws -> HostedValue {
      guard let member = members[key.stringValue] else {
        throw ConversionError(reason: "there is no '\(key.stringValue)'")
      }
      return member
    }

    func decodeNil(forKey key: Key) throws -> Bool {
      if case .none? = members[key.stringValue] { return true }
      return members[key.stringValue] == nil
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      try ValueDecoder.member(type, of: try member(key), owner, at: codingPath, key)
    }

    private func decoder(_ key: any CodingKey) throws -> ValueDecoder {
      ValueDecoder(try member(key), owner, codingPath + [key])
    }

    func nestedContainer<Nested>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(PlainKey("super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let elements: [HostedValue]
    let owner: Caller?
    let codingPath: [any CodingKey]
    var currentIndex = 0

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private mutating func next() throws -> (HostedValue, PlainKey) {
      guard currentIndex < elements.count else {
        throw ConversionError(reason: "there are \(elements.count) elements only")
      }
      defer { currentIndex += 1 }
      return (elements[currentIndex], PlainKey(currentIndex))
    }

    mutating func decodeNil() throws -> Bool {
      guard currentIndex < elements.count, case .none = elements[currentIndex] else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      let (value, key) = try next()
      return try ValueDecoder.member(type, of: value, owner, at: codingPath, key)
    }

    mutating func nestedContainer<Nested>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      let (value, key) = try next()
      return try ValueDecoder(value, owner, codingPath + [key]).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      let (value, key) = try next()
      return try ValueDecoder(value, owner, codingPath + [key]).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
      let (value, key) = try next()
      return ValueDecoder(value, owner, codingPath + [key])
    }
  }

  private struct Single: SingleValueDecodingContainer {
    let value: HostedValue
    let owner: Caller?
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { if case .none = value { true } else { false } }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try ValueDecoder.value(type, of: value, owner, at: codingPath)
    }
  }
}

extension HostedValue {
  /// What an array can be made of.
  var elements: [HostedValue]? {
    switch self {
    case .list(let elements), .tuple(let elements), .set(let elements): elements
    default: nil
    }
  }

  /// What it is called in Python.
  var typeName: String {
    switch self {
    case .none: "None"
    case .boolean: "bool"
    case .integer, .largeInteger: "int"
    case .real: "float"
    case .text: "str"
    case .bytes: "bytes"
    case .memory: "a buffer"
    case .list: "list"
    case .tuple: "tuple"
    case .set: "set"
    case .dictionary: "dict"
    case .moment: "datetime"
    case .object(let reference): reference.typeName
    case .function: "a function"
    }
  }
}

/// Why a value has no form on the other side.
struct ConversionError: Error {
  /// Where it is in the whole, the innermost first.
  private var path: [any CodingKey] = []
  let reason: String

  init(reason: String) {
    self.reason = reason
  }

  init(_ value: HostedValue, is wanted: String) {
    self.init(reason: "it is \(value.typeName), not \(wanted)")
  }

  init(_ error: DecodingError, _ value: HostedValue, is wanted: String) {
    switch error {
    case .dataCorrupted(let context), .keyNotFound(_, let context),
      .valueNotFound(_, let context), .typeMismatch(_, let context):
      self.init(reason: context.debugDescription)
    @unknown default: self.init(value, is: wanted)
    }
  }

  /// The same of a member of something.
  func inside(_ key: any CodingKey) -> ConversionError {
    var outer = self
    outer.path.append(key)
    return outer
  }

  /// The reason, with the place: `result[2].name: it is str, not Int`.
  func described(_ whole: String) -> String {
    let place = path.reversed().reduce(into: whole) { place, key in
      place += key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }
    return "\(place): \(reason)"
  }
}
