/// Numbers and texts one behind the other, as a program and its workers send them to each other.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(256) }

  mutating func put(_ byte: UInt8) { bytes.append(byte) }

  mutating func put(_ truth: Bool) { bytes.append(truth ? 1 : 0) }

  mutating func put(_ number: UInt64) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func put(_ number: Int) { put(UInt64(bitPattern: Int64(number))) }

  mutating func put(_ number: Double) { put(number.bitPattern) }

  /// How many there are of something.
  mutating func put(count: Int) {
    unsafe withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).littleEndian) {
      unsafe bytes.append(contentsOf: $0)
    }
  }

  mutating func put(_ text: String) {
    put(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func put(_ text: String?) {
    put(text != nil)
    if let text { put(text) }
  }

  mutating func put(_ content: UnsafeRawBufferPointer) {
    put(count: content.count)
    unsafe bytes.append(contentsOf: content)
  }

  mutating func put<Element>(
    _ list: [Element], _ each: (Element, inout WireWriter) -> Void
  ) {
    put(count: list.count)
    for element in list { each(element, &self) }
  }
}

/// What was received is not what anybody of ours would have sent.
struct WireError: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// Reads what a `WireWriter` wrote, and believes nothing of it.
struct WireReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var left: Int { bytes.count - position }

  mutating func byte() throws(WireError) -> UInt8 {
    guard left > 0 else { throw WireError("it ends too early") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func truth() throws(WireError) -> Bool {
    let byte = try byte()
    guard byte < 2 else { throw WireError("a truth is neither") }
    return byte == 1
  }

  mutating func number() throws(WireError) -> UInt64 {
    guard left >= 8 else { throw WireError("it ends too early") }
    defer { position += 8 }
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
  }

  mutating func integer() throws(WireError) -> Int { Int(Int64(bitPattern: try number())) }

  mutating func real() throws(WireError) -> Double { Double(bitPattern: try number()) }

  /// How many there are of something that takes at least so many bytes each.
  mutating func count(ofSize size: Int = 1) throws(WireError) -> Int {
    guard left >= 4 else { throw WireError("it ends too early") }
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }
    position += 4
    guard count <= left / size else { throw WireError("it has less than it says") }
    return count
  }

  mutating func text() throws(WireError) -> String {
    let count = try count()
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func optionalText() throws(WireError) -> String? { try truth() ? try text() : nil }

  /// Looks at some bytes where they are.
  mutating func content<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(WireError)
    -> Result
  {
    let count = try count()
    defer { position += count }
    return unsafe bytes.withUnsafeBytes {
      unsafe body(UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
  }

  mutating func list<Element>(
    ofSize size: Int = 1, _ each: (inout WireReader) throws(WireError) -> Element
  ) throws(WireError) -> [Element] {
    let count = try count(ofSize: size)
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try each(&self)) }
    return list
  }

  /// Sees to it that there is nothing behind.
  func finish() throws(WireError) {
    guard left == 0 else { throw WireError("it has more than it says") }
  }
}
