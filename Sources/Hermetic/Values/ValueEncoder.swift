import HermeticPython

/// Makes of any `Encodable` what Python is given: a dictionary with the names of its properties, a list, or a plain value.
struct ValueEncoder: Encoder {
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private let place: Place
  /// Whom the value is for.
  private let owner: Caller?

  /// Where an encoded value goes: filled by whatever container is asked for.
  fileprivate final class Place {
    var value: HostedValue?
    var members: [(name: String, place: Place)]?
    var elements: [Place]?

    /// What was put there.
    var content: HostedValue {
      if let value { return value }
      if let members {
        return .dictionary(members.map { (key: .text($0.name), value: $0.place.content) })
      }
      if let elements { return .list(elements.map(\.content)) }
      // An empty type encodes nothing.
      return .dictionary([])
    }
  }

  private init(_ place: Place, _ owner: Caller?, _ path: [any CodingKey]) {
    self.place = place
    self.owner = owner
    codingPath = path
  }

  /// What a value is in Python, for a plugin.
  static func value(
    of value: any Encodable, for owner: Caller?, at path: [any CodingKey] = []
  ) throws -> HostedValue {
    if let own = value as? any PythonRepresentable { return try own.hostedValue(for: owner) }
    let place = Place()
    try value.encode(to: ValueEncoder(place, owner, path))
    return place.content
  }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if place.members == nil { place.members = [] }
    return KeyedEncodingContainer(Keyed<Key>(place: place, owner: owner, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if place.elements == nil { place.elements = [] }
    return Unkeyed(place: place, owner: owner, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(place: place, owner: owner, codingPath: codingPath)
  }

  // MARK: Containers

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let place: Place
    let owner: Caller?
    let codingPath: [any CodingKey]

    private func member(_ key: any CodingKey) -> Place {
      let member = Place()
      place.members?.append((key.stringValue, member))
      return member
    }

    mutating func encodeNil(forKey key: Key) { member(key).value = HostedValue.none }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      member(key).value = try ValueEncoder.value(of: value, for: owner, at: codingPath + [key])
    }

    mutating func nestedContainer<Nested>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      ValueEncoder(member(key), owner, codingPath + [key]).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      ValueEncoder(member(key), owner, codingPath + [key]).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
      ValueEncoder(member(PlainKey("super")), owner, codingPath)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder {
      ValueEncoder(member(key), owner, codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let place: Place
    let owner: Caller?
    let codingPath: [any CodingKey]
    var count: Int { place.elements?.count ?? 0 }

    private func element() -> Place {
      let element = Place()
      place.elements?.append(element)
      return element
    }

    mutating func encodeNil() { element().value = HostedValue.none }

    mutating func encode(_ value: some Encodable) throws {
      let path = codingPath + [PlainKey(count)]
      element().value = try ValueEncoder.value(of: value, for: owner, at: path)
    }

    mutating func nestedContainer<Nested>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      ValueEncoder(element(), owner, codingPath).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      ValueEncoder(element(), owner, codingPath).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { ValueEncoder(element(), owner, codingPath) }
  }

  private struct Single: SingleValueEncodingContainer {
    let place: Place
    let owner: Caller?
    let codingPath: [any CodingKey]

    mutating func encodeNil() { place.value = HostedValue.none }

    mutating func encode(_ value: some Encodable) throws {
      place.value = try ValueEncoder.value(of: value, for: owner, at: codingPath)
    }
  }
}

/// A key that no type has declared: an index, or a name.
struct PlainKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ index: Int) {
    stringValue = "\(index)"
    intValue = index
  }

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init?(intValue: Int) { self.init(intValue) }
  init?(stringValue: String) { self.init(stringValue) }
}
