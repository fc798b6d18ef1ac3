import HermeticPython

/// Memory that Swift and Python look at together: a NumPy array, `bytes`, or any other object with the buffer protocol; or
/// memory of Swift's own, which Python sees as a `memoryview`.
///
/// In one process nothing is copied, in either direction. To a worker there is one copy, into memory that both share; from it
/// another one out of that, which it cannot change any more. What Python gives is kept alive by the value; while Python code
/// in the same process may write to it, so may it change under the reader's eyes.
///
/// ```swift
/// let pixels: PythonBuffer = try await plugin.call("pixels", "cat.png")   // a NumPy array
/// print(pixels.shape, pixels.format)                                      // [480, 640, 3] B
/// let sum = pixels.withUnsafeBytes { $0.reduce(0) { $0 + Int($1) } }
/// ```
///
/// See PEP 3118 for shapes and formats.
public struct PythonBuffer: Sendable, Codable {
  let bytes: any LentBytes

  init(_ bytes: any LentBytes) {
    self.bytes = bytes
  }

  /// Memory of so many bytes, which `fill` is given to fill.
  ///
  /// ```swift
  /// let ramp = PythonBuffer(count: 256) { bytes in
  ///   for index in 0..<256 { bytes[index] = UInt8(index) }
  /// }
  /// ```
  public init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    let start = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 16)
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: max(1, count))
    bytes = unsafe OwnedBytes(start, count: count) { start, _ in unsafe start.deallocate() }
    unsafe try fill(UnsafeMutableRawBufferPointer(start: start, count: count))
  }

  /// A copy of some numbers, once; Python sees their bytes, and casts them: `memoryview(numbers).cast("d")`.
  ///
  /// ```swift
  /// let mean: Double = try await plugin.call("mean", PythonBuffer([1.0, 2.0, 3.0]))
  /// ```
  public init<Element: BitwiseCopyable>(_ elements: [Element]) {
    bytes = unsafe elements.withUnsafeBytes { unsafe OwnedBytes(copying: $0) }
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// How many elements there are in each dimension; the number of bytes, where nothing else is known.
  ///
  /// ```swift
  /// let image: PythonBuffer = try await plugin.call("pixels", "cat.png")
  /// print(image.shape)   // [480, 640, 3]
  /// ```
  public var shape: [Int] { (bytes as? any LentBuffer)?.shape ?? [bytes.count] }

  /// The type of the elements as Python's `struct` module writes it.
  ///
  /// `B` is a byte, `d` a `Double`, `f` a `Float`, `<i` a little-endian `Int32`.
  public var format: String { (bytes as? any LentBuffer)?.format ?? "B" }

  /// How many bytes an element has.
  public var itemSize: Int { (bytes as? any LentBuffer)?.itemSize ?? 1 }

  /// Lends the bytes, in the order in which C would keep them; the pointer ends with the call.
  ///
  /// ```swift
  /// let first = buffer.withUnsafeBytes { $0.first }
  /// ```
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try bytes.withBytes { bytes in
      Swift.Result { () throws(Failure) in unsafe try body(bytes) }
    }.get()
  }

  /// Copies the elements into an array, where their size is that of the type.
  ///
  /// ```swift
  /// let numbers = buffer.elements(of: Double.self)
  /// ```
  public func elements<Element: BitwiseCopyable>(of type: Element.Type) -> [Element]? {
    guard itemSize == MemoryLayout<Element>.size, count % MemoryLayout<Element>.stride == 0 else {
      return nil
    }
    return unsafe bytes.withBytes { bytes in
      (0..<count / MemoryLayout<Element>.stride).map {
        unsafe bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Element>.stride, as: type)
      }
    }
  }

  // MARK: Codable

  /// Fails: a buffer has no form but between Swift and Python.
  public init(from decoder: any Decoder) throws {
    throw ConversionError(reason: "a buffer comes from Python alone")
  }

  /// Fails: a buffer has no form but between Swift and Python.
  public func encode(to encoder: any Encoder) throws {
    throw ConversionError(reason: "a buffer goes to Python alone")
  }
}

extension PythonBuffer: PythonRepresentable, PythonDecodable {
  func hostedValue(for owner: Caller?) -> HostedValue { .memory(bytes) }

  init(hosted value: HostedValue, of owner: Caller?) throws(ConversionError) {
    switch value {
    case .memory(let bytes), .bytes(let bytes): self.init(bytes)
    default: throw ConversionError(value, is: "a buffer")
    }
  }
}
