import BigInt
import HermeticPython

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A value that has a form of its own in Python, beside what its `encode(to:)` would make of it.
protocol PythonRepresentable {
  func hostedValue(for owner: Caller?) throws -> HostedValue
}

/// A type that has a form of its own in Python, beside what its `init(from:)` would accept.
protocol PythonDecodable {
  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError)
}

// MARK: Numbers

extension Bool: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue { .boolean(self) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    guard case .boolean(let truth) = value else {
      throw ConversionError(value, is: "bool")
    }
    self = truth
  }
}

extension FixedWidthInteger where Self: Sendable {
  func hostedValue(for owner: Caller?) -> HostedValue {
    if let small = Int(exactly: self) { return .integer(small) }
    return .largeInteger((self < 0 ? "-0x" : "0x") + String(magnitude, radix: 16))
  }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    switch value {
    case .integer(let number):
      if let own = Self(exactly: number) {
        self = own
        return
      }
    case .largeInteger(let digits):
      let isNegative = digits.hasPrefix("-")
      let text = (isNegative ? "-" : "") + digits.dropFirst(isNegative ? 3 : 2)
      if let own = Self(text, radix: 16) {
        self = own
        return
      }
    default: throw ConversionError(value, is: "int")
    }
    throw ConversionError(reason: "\(Self.self) has no room for the int")
  }
}

extension Int: PythonRepresentable, PythonDecodable {}
extension Int8: PythonRepresentable, PythonDecodable {}
extension Int16: PythonRepresentable, PythonDecodable {}
extension Int32: PythonRepresentable, PythonDecodable {}
extension Int64: PythonRepresentable, PythonDecodable {}
extension Int128: PythonRepresentable, PythonDecodable {}
extension UInt: PythonRepresentable, PythonDecodable {}
extension UInt8: PythonRepresentable, PythonDecodable {}
extension UInt16: PythonRepresentable, PythonDecodable {}
extension UInt32: PythonRepresentable, PythonDecodable {}
extension UInt64: PythonRepresentable, PythonDecodable {}
extension UInt128: PythonRepresentable, PythonDecodable {}

extension BigInt: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue {
    if let small = Int(exactly: self) { return .integer(small) }
    return .largeInteger((self < 0 ? "-0x" : "0x") + String(magnitude, radix: 16))
  }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    switch value {
    case .integer(let number): self = BigInt(number)
    case .largeInteger(let digits):
      let isNegative = digits.hasPrefix("-")
      let text = (isNegative ? "-" : "") + digits.dropFirst(isNegative ? 3 : 2)
      self = BigInt(text, radix: 16) ?? 0
    default: throw ConversionError(value, is: "int")
    }
  }
}

extension BinaryFloatingPoint {
  func hostedValue(for owner: Caller?) -> HostedValue { .real(Double(self)) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    switch value {
    case .real(let number): self = Self(number)
    // As Python takes an int for a float.
    case .integer(let number): self = Self(number)
    default: throw ConversionError(value, is: "float")
    }
  }
}

extension Double: PythonRepresentable, PythonDecodable {}
extension Float: PythonRepresentable, PythonDecodable {}

// MARK: Texts and bytes

extension String: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue { .text(self) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    guard case .text(let text) = value else { throw ConversionError(value, is: "str") }
    self = text
  }
}

extension Data: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue { .bytes(DataBytes(self)) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    switch value {
    case .bytes(let bytes):
      if let own = bytes as? DataBytes {
        self = own.data
      } else {
        self = unsafe bytes.withBytes { memory in
          // SAFETY: the bytes stay where they are while their owner is kept, which the deallocator does; nobody
          // writes to them, for `Data` copies what it changes.
          guard let start = unsafe UnsafeMutableRawPointer(mutating: memory.baseAddress) else {
            return Data()
          }
          return unsafe Data(
            bytesNoCopy: start, count: memory.count,
            deallocator: .custom { _, _ in withExtendedLifetime(bytes) {} })
        }
      }
    // Somebody may go on writing to it.
    case .memory(let bytes): self = unsafe bytes.withBytes { unsafe Data($0) }
    default: throw ConversionError(value, is: "bytes")
    }
  }
}

/// Bytes of a `Data`.
final class DataBytes: LentBytes {
  let data: Data
  var count: Int { data.count }

  init(_ data: Data) { self.data = data }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe data.withUnsafeBytes { unsafe body($0) }
  }
}

extension Date: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue { .moment(timeIntervalSince1970) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    guard case .moment(let seconds) = value else {
      throw ConversionError(value, is: "datetime")
    }
    self.init(timeIntervalSince1970: seconds)
  }
}

extension URL: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue {
    .text(isFileURL ? path : absoluteString)
  }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    let text = try String(hosted: value, of: owner)
    if text.hasPrefix("/") {
      self.init(filePath: text)
    } else if let url = URL(string: text) {
      self = url
    } else {
      throw ConversionError(reason: "'\(text)' is no URL")
    }
  }
}

// MARK: Collections

extension Optional: PythonRepresentable where Wrapped: Encodable {
  func hostedValue(for owner: Caller?) throws -> HostedValue {
    switch self {
    case .none: HostedValue.none
    case .some(let value): try ValueEncoder.value(of: value, for: owner)
    }
  }
}

extension Optional: PythonDecodable where Wrapped: Decodable {
  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    if case .none = value {
      self = nil
    } else {
      self = try ValueDecoder.value(Wrapped.self, of: value, owner)
    }
  }
}

extension Array: PythonRepresentable where Element: Encodable {
  func hostedValue(for owner: Caller?) throws -> HostedValue {
    .list(try map { element in try ValueEncoder.value(of: element, for: owner) })
  }
}

extension Array: PythonDecodable where Element: Decodable {
  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    guard let elements = value.elements else {
      throw ConversionError(value, is: "list")
    }
    self.init()
    reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      do throws(ConversionError) {
        append(try ValueDecoder.value(Element.self, of: element, owner))
      } catch {
        throw error.inside(PlainKey(index))
      }
    }
  }
}

extension Set: PythonRepresentable where Element: Encodable {
  func hostedValue(for owner: Caller?) throws -> HostedValue {
    .set(try map { element in try ValueEncoder.value(of: element, for: owner) })
  }
}

extension Set: PythonDecodable where Element: Decodable {
  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    self.init(try [Element](hosted: value, of: owner))
  }
}

extension Dictionary: PythonRepresentable where Key: Encodable, Value: Encodable {
  func hostedValue(for owner: Caller?) throws -> HostedValue {
    .dictionary(
      try map { pair in
        (
          key: try ValueEncoder.value(of: pair.key, for: owner),
          value: try ValueEncoder.value(of: pair.value, for: owner)
        )
      })
  }
}

extension Dictionary: PythonDecodable where Key: Decodable, Value: Decodable {
  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    guard case .dictionary(let pairs) = value else {
      throw ConversionError(value, is: "dict")
    }
    self.init(minimumCapacity: pairs.count)
    for (key, value) in pairs {
      do throws(ConversionError) {
        self[try ValueDecoder.value(Key.self, of: key, owner)] = try ValueDecoder.value(
          Value.self, of: value, owner)
      } catch {
        throw error.inside(PlainKey(key.shownAsKey))
      }
    }
  }
}

extension HostedValue {
  /// What a key is, for people.
  fileprivate var shownAsKey: String {
    switch self {
    case .text(let text): text
    case .integer(let number): "\(number)"
    default: typeName
    }
  }
}
