import HermeticPolicy

/// A value on its way between a host and Python, in neither's own form: what both have.
package indirect enum HostedValue: Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  /// An integer that `Int` has no room for, in hexadecimal: `-0x1f`.
  case largeInteger(String)
  case real(Double)
  case text(String)
  /// Python's `bytes`.
  case bytes(any LentBytes)
  /// Bytes that Python looks at where they are, by the buffer protocol.
  case memory(any LentBytes)
  case list([HostedValue])
  case tuple([HostedValue])
  case set([HostedValue])
  case dictionary([(key: HostedValue, value: HostedValue)])
  /// A moment, in seconds since 1970 in UTC: `datetime.datetime`.
  case moment(Double)
  /// An object that stays where it is.
  case object(any HostedReference)
  /// A function of the host's.
  case function(HostedFunction)
}

extension HostedValue {
  /// The moments that `datetime` has, of the years 1 to 9999 in any zone.
  ///
  /// Others, and what is no number, cannot be shown: whoever tries to ends with that.
  package static let moments = -62_135_683_200.0...253_402_387_200.0
}

/// Bytes that somebody else keeps.
package protocol LentBytes: AnyObject, Sendable {
  var count: Int { get }
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

/// Bytes of which is known what they stand for (PEP 3118).
package protocol LentBuffer: LentBytes {
  /// How many elements there are in each dimension.
  var shape: [Int] { get }
  /// The elements' type, as the `struct` module writes it.
  var format: String { get }
  /// How many bytes an element has.
  var itemSize: Int { get }
}

/// Memory of one's own, given back when nobody has it any more.
@safe
package final class OwnedBytes: LentBytes, @unchecked Sendable {
  // SAFETY (Sendable): written by whoever makes it, before anybody else has it.
  package let start: UnsafeMutableRawPointer
  package let count: Int
  private let release: @Sendable (UnsafeMutableRawPointer, Int) -> Void

  package init(
    _ start: UnsafeMutableRawPointer, count: Int,
    release: @escaping @Sendable (UnsafeMutableRawPointer, Int) -> Void
  ) {
    unsafe self.start = start
    self.count = count
    unsafe self.release = release
  }

  /// A copy of some bytes.
  package convenience init(copying bytes: UnsafeRawBufferPointer) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
    if let source = bytes.baseAddress {
      unsafe memory.copyMemory(from: source, byteCount: bytes.count)
    }
    unsafe self.init(memory, count: bytes.count) { start, _ in unsafe start.deallocate() }
  }

  deinit { unsafe release(start, count) }

  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }
}

/// An object of Python's, kept wherever it is.
package protocol HostedReference: AnyObject, Sendable {
  /// The name of its type, for people.
  var typeName: String { get }
}

/// What a function of the host's is given.
package struct HostedArguments: Sendable {
  package var positional: [HostedValue]
  package var keywords: [(name: String, value: HostedValue)]

  package init(
    _ positional: [HostedValue] = [], keywords: [(name: String, value: HostedValue)] = []
  ) {
    self.positional = positional
    self.keywords = keywords
  }
}

/// A function of the host's, as Python is given it.
///
/// Called on a thread that may wait, without the GIL.
package final class HostedFunction: Sendable {
  package let body: @Sendable (HostedArguments) throws(HostedFailure) -> HostedValue

  package init(_ body: @escaping @Sendable (HostedArguments) throws(HostedFailure) -> HostedValue) {
    self.body = body
  }
}

/// What is wanted of a result.
package enum HostedWish: UInt8, Sendable {
  /// Nothing of it.
  case nothing
  /// Its value, as far as it has one; else the object.
  case value
  /// The object itself.
  case object
  /// An object to take elements from, one after the other.
  case sequence
  /// Its bytes, where they are.
  case buffer
}

/// What a host has Python do.
package enum HostedOperation: Sendable {
  /// Calls an object; or a member of it, of the plugin where there is no object.
  case call((any HostedReference)?, String?, HostedArguments)
  /// A member of an object, or of the plugin; the thing itself where there is no name.
  case attribute((any HostedReference)?, String)
  case assign((any HostedReference)?, String, HostedValue)
  /// The next element of a sequence; no result where there is none.
  case next(any HostedReference)
}

/// Why there is no result.
package struct HostedFailure: Error, Sendable {
  package enum Kind: UInt8, Sendable {
    /// Python raised an exception.
    case raised
    /// The policy refused something.
    case violation
    /// The code asked the process to end.
    case exited
    /// A value has no form on the other side.
    case conversion
    /// The call was interrupted, as it was asked to be.
    case interrupted
    /// There is nobody to call.
    case unavailable
  }

  package var kind: Kind
  /// The exception's type, with its module but for a built-in's.
  package var type = ""
  package var message: String
  package var traceback = ""
  package var violation: HeardViolation?
  /// The status that the code wanted to exit with.
  package var status: Int32 = 0

  package init(_ kind: Kind, _ message: String, type: String = "", traceback: String = "") {
    self.kind = kind
    self.message = message
    self.type = type
    self.traceback = traceback
  }
}
