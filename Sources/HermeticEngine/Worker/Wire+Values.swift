import HermeticPolicy
import HermeticPython

/// Where values go: what is not sent as it is, is sent as its number.
protocol WireSender: AnyObject {
  /// Puts bytes into shared memory.
  func place(_ bytes: any LentBytes) throws(HostedFailure) -> Int
  func identify(_ reference: any HostedReference) throws(HostedFailure) -> UInt64
  func identify(_ function: HostedFunction) throws(HostedFailure) -> UInt64
}

/// Where they come from.
protocol WireReceiver: AnyObject {
  func bytes(at offset: Int, count: Int) throws(WireError) -> any LentBytes
  func buffer(_ bytes: any LentBytes, _ form: BufferForm) -> any LentBytes
  func reference(_ number: UInt64, typeName: String) throws(WireError) -> any HostedReference
  func function(_ number: UInt64) throws(WireError) -> HostedFunction
}

/// A message on its way, and what has been given away for it.
protocol WireDraft: WireSender {
  /// Puts bytes into shared memory, and notes where.
  func place(_ bytes: UnsafeRawBufferPointer) throws(HostedFailure) -> Int
  /// Takes back what has been given away, since the message is not sent.
  func withdraw()
}

extension WireDraft {
  /// What a message consists of; one that is too large for a message of its own goes into shared memory.
  func message(
    _ write: (inout WireWriter, Self) throws(HostedFailure) -> Void
  ) throws(HostedFailure) -> [UInt8] {
    do throws(HostedFailure) {
      var wire = WireWriter()
      try write(&wire, self)
      let content = wire.bytes
      guard content.count > Frame.most else { return content }
      guard content.count <= Frame.mostShared else {
        throw HostedFailure(
          .conversion, "the value is too large to be sent; bytes and buffers may be larger")
      }
      let offset = try unsafe content.withUnsafeBytes { bytes in
        Result { () throws(HostedFailure) in unsafe try place(bytes) }
      }.get()
      return Frame.sharing(offset, content.count)
    } catch {
      withdraw()
      throw error
    }
  }

  func place(_ bytes: any LentBytes) throws(HostedFailure) -> Int {
    unsafe try bytes.withBytes { bytes in
      Result { () throws(HostedFailure) in unsafe try place(bytes) }
    }.get()
  }
}

/// What a buffer's bytes are.
struct BufferForm: Hashable {
  var shape: [Int]
  var format: String
  var itemSize: Int
}

private enum Tag: UInt8 {
  case none, no, yes, integer, largeInteger, real, text, bytes, memory, list, tuple, set,
    dictionary,
    moment, object, function, sharedBytes, sharedMemory
}

extension WireWriter {
  private mutating func put(_ tag: Tag) { put(tag.rawValue) }

  mutating func put(_ value: HostedValue, _ sender: some WireSender) throws(HostedFailure) {
    switch value {
    case .none: put(Tag.none)
    case .boolean(let truth): put(truth ? Tag.yes : Tag.no)
    case .integer(let number):
      put(Tag.integer)
      put(number)
    case .largeInteger(let digits):
      put(Tag.largeInteger)
      put(digits)
    case .real(let number):
      put(Tag.real)
      put(number)
    case .text(let text):
      put(Tag.text)
      put(text)
    case .bytes(let bytes): try put(bytes, .bytes, .sharedBytes, sender)
    case .memory(let bytes):
      try put(bytes, .memory, .sharedMemory, sender)
      let buffer = bytes as? any LentBuffer
      put(buffer?.shape ?? [bytes.count]) { $1.put($0) }
      put(buffer?.format ?? "B")
      put(buffer?.itemSize ?? 1)
    case .list(let values): try put(values, .list, sender)
    case .tuple(let values): try put(values, .tuple, sender)
    case .set(let values): try put(values, .set, sender)
    case .dictionary(let pairs):
      put(Tag.dictionary)
      put(count: pairs.count)
      for (key, value) in pairs {
        try put(key, sender)
        try put(value, sender)
      }
    case .moment(let seconds):
      guard HostedValue.moments.contains(seconds) else {
        throw HostedFailure(.conversion, "a date is of no year that Python has")
      }
      put(Tag.moment)
      put(seconds)
    case .object(let reference):
      put(Tag.object)
      put(try sender.identify(reference))
      put(reference.typeName)
    case .function(let function):
      put(Tag.function)
      put(try sender.identify(function))
    }
  }

  private mutating func put(
    _ values: [HostedValue], _ tag: Tag, _ sender: some WireSender
  ) throws(HostedFailure) {
    put(tag)
    put(count: values.count)
    for value in values { try put(value, sender) }
  }

  private mutating func put(
    _ bytes: any LentBytes, _ here: Tag, _ shared: Tag, _ sender: some WireSender
  ) throws(HostedFailure) {
    guard bytes.count >= Arena.least else {
      put(here)
      unsafe bytes.withBytes { unsafe put($0) }
      return
    }
    put(shared)
    put(try sender.place(bytes))
    put(bytes.count)
  }
}

extension WireReader {
  /// How deep values may be nested; what Python makes is less so.
  private static let depth = 256

  mutating func value(_ receiver: some WireReceiver, depth: Int = 0) throws(WireError)
    -> HostedValue
  {
    guard depth < Self.depth else { throw WireError("a value is nested too deep") }
    guard let tag = Tag(rawValue: try byte()) else { throw WireError("a value of no type") }
    switch tag {
    case .none: return .none
    case .no: return .boolean(false)
    case .yes: return .boolean(true)
    case .integer: return .integer(try integer())
    case .largeInteger:
      let digits = try text()
      var bare = digits.utf8[...]
      if bare.first == UInt8(ascii: "-") { bare.removeFirst() }
      guard bare.starts(with: "0x".utf8), bare.count > 2,
        bare.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
      else { throw WireError("an integer has no digits") }
      return .largeInteger(digits)
    case .real: return .real(try real())
    case .text: return .text(try text())
    case .bytes: return unsafe .bytes(try content { unsafe OwnedBytes(copying: $0) })
    case .sharedBytes: return .bytes(try receiver.bytes(at: try integer(), count: try integer()))
    case .memory:
      return unsafe try memory(try content { unsafe OwnedBytes(copying: $0) }, receiver)
    case .sharedMemory:
      return try memory(try receiver.bytes(at: try integer(), count: try integer()), receiver)
    case .list: return .list(try values(receiver, depth))
    case .tuple: return .tuple(try values(receiver, depth))
    case .set: return .set(try values(receiver, depth))
    case .dictionary:
      let count = try count(ofSize: 2)
      var pairs: [(key: HostedValue, value: HostedValue)] = []
      for _ in 0..<count {
        pairs.append(
          (try value(receiver, depth: depth + 1), try value(receiver, depth: depth + 1)))
      }
      return .dictionary(pairs)
    case .moment:
      let seconds = try real()
      guard HostedValue.moments.contains(seconds) else { throw WireError("a moment of no year") }
      return .moment(seconds)
    case .object:
      let number = try number()
      return .object(try receiver.reference(number, typeName: try text()))
    case .function: return .function(try receiver.function(try number()))
    }
  }

  private mutating func values(
    _ receiver: some WireReceiver, _ depth: Int
  ) throws(WireError) -> [HostedValue] {
    let count = try count()
    var values: [HostedValue] = []
    for _ in 0..<count { values.append(try value(receiver, depth: depth + 1)) }
    return values
  }

  private mutating func memory(
    _ bytes: any LentBytes, _ receiver: some WireReceiver
  ) throws(WireError) -> HostedValue {
    let form = BufferForm(
      shape: try list(ofSize: 8) { wire throws(WireError) in try wire.integer() },
      format: try text(), itemSize: try integer())
    // Whoever goes through it by its shape must not leave it.
    var elements = 1
    for dimension in form.shape {
      let (product, overflows) = elements.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflows else { throw WireError("a buffer has no shape") }
      elements = product
    }
    let (size, overflows) = elements.multipliedReportingOverflow(by: form.itemSize)
    guard form.itemSize > 0, !overflows, size == bytes.count, form.shape.count <= 64 else {
      throw WireError("a buffer is not as large as its shape")
    }
    return .memory(receiver.buffer(bytes, form))
  }
}

// MARK: - Operations

extension WireWriter {
  mutating func put(
    _ arguments: HostedArguments, _ sender: some WireSender
  ) throws(HostedFailure) {
    put(count: arguments.positional.count)
    for value in arguments.positional { try put(value, sender) }
    put(count: arguments.keywords.count)
    for (name, value) in arguments.keywords {
      put(name)
      try put(value, sender)
    }
  }

  private mutating func put(
    _ reference: (any HostedReference)?, _ sender: some WireSender
  ) throws(HostedFailure) {
    put(reference != nil)
    if let reference { put(try sender.identify(reference)) }
  }

  mutating func put(
    _ operation: HostedOperation, _ sender: some WireSender
  ) throws(HostedFailure) {
    switch operation {
    case .call(let reference, let name, let arguments):
      put(UInt8(0))
      try put(reference, sender)
      put(name)
      try put(arguments, sender)
    case .attribute(let reference, let name):
      put(UInt8(1))
      try put(reference, sender)
      put(name)
    case .assign(let reference, let name, let value):
      put(UInt8(2))
      try put(reference, sender)
      put(name)
      try put(value, sender)
    case .next(let reference):
      put(UInt8(3))
      try put(reference, sender)
    }
  }

  /// What came of something.
  mutating func put(
    _ result: Result<HostedValue?, HostedFailure>, _ sender: some WireSender
  ) throws(HostedFailure) {
    switch result {
    case .success(nil): put(UInt8(0))
    case .success(let value?):
      put(UInt8(1))
      try put(value, sender)
    case .failure(let failure):
      put(UInt8(2))
      put(failure)
    }
  }

  mutating func put(_ failure: HostedFailure) {
    put(failure.kind.rawValue)
    put(failure.type)
    put(failure.message)
    put(failure.traceback)
    put(Int(failure.status))
    put(failure.violation != nil)
    guard let heard = failure.violation else { return }
    put(heard.origin)
    put(heard.violation.message)
    put(Int(heard.violation.rule))
    put(heard.violation.caller != nil)
    guard let caller = heard.violation.caller else { return }
    put(caller.file)
    put(caller.line)
    put(caller.function)
    put(caller.distribution)
  }
}

extension WireReader {
  mutating func arguments(_ receiver: some WireReceiver) throws(WireError) -> HostedArguments {
    var arguments = HostedArguments()
    for _ in 0..<(try count()) { arguments.positional.append(try value(receiver)) }
    for _ in 0..<(try count(ofSize: 5)) {
      let name = try text()
      arguments.keywords.append((name, try value(receiver)))
    }
    return arguments
  }

  private mutating func reference(
    _ receiver: some WireReceiver
  ) throws(WireError) -> (any HostedReference)? {
    guard try truth() else { return nil }
    return try receiver.reference(try number(), typeName: "")
  }

  mutating func operation(_ receiver: some WireReceiver) throws(WireError) -> HostedOperation {
    switch try byte() {
    case 0:
      return .call(try reference(receiver), try optionalText(), try arguments(receiver))
    case 1: return .attribute(try reference(receiver), try text())
    case 2: return .assign(try reference(receiver), try text(), try value(receiver))
    case 3:
      guard let reference = try reference(receiver) else {
        throw WireError("an operation of nothing")
      }
      return .next(reference)
    default: throw WireError("no operation")
    }
  }

  mutating func result(
    _ receiver: some WireReceiver
  ) throws(WireError) -> Result<HostedValue?, HostedFailure> {
    switch try byte() {
    case 0: return .success(nil)
    case 1: return .success(try value(receiver))
    case 2: return .failure(try failure())
    default: throw WireError("no result")
    }
  }

  mutating func failure() throws(WireError) -> HostedFailure {
    guard let kind = HostedFailure.Kind(rawValue: try byte()) else {
      throw WireError("a failure of no kind")
    }
    let type = try text()
    let message = try text()
    var failure = HostedFailure(kind, message, type: type, traceback: try text())
    failure.status = Int32(truncatingIfNeeded: try integer())
    guard try truth() else { return failure }
    let origin = try text()
    let violation = try text()
    let rule = Int32(truncatingIfNeeded: try integer())
    var caller: Violation.Caller?
    if try truth() {
      caller = Violation.Caller(
        file: try text(), line: try integer(), function: try text(),
        distribution: try optionalText())
    }
    failure.violation = HeardViolation(
      Violation(message: violation, rule: rule, caller: caller), origin: origin)
    return failure
  }
}
