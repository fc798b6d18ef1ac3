/// Writes a message.
struct DNSWriter {
  private(set) var bytes: [UInt8] = []
  /// Where the ends of names are that later ones may point to.
  private var places: [ArraySlice<UInt8>: Int] = [:]

  mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

  mutating func append(_ half: UInt16) { bytes += [UInt8(half >> 8), UInt8(half & 0xff)] }

  mutating func append(_ word: UInt32) {
    append(UInt16(word >> 16))
    append(UInt16(word & 0xffff))
  }

  /// Writes a name; as a pointer from where one that ends alike has been written, if it may be one.
  mutating func append(_ name: DNSName, compressed: Bool = true) {
    var offset = 0
    while name.wire[offset] != 0 {
      if compressed {
        if let place = places[name.wire[offset...]] {
          append(0xc000 | UInt16(place))
          return
        }
        note(name, from: offset)
      }
      let end = offset + 1 + Int(name.wire[offset])
      bytes += name.wire[offset..<end]
      offset = end
    }
    bytes.append(0)
  }

  /// Writes a question in the letters that it was asked in.
  mutating func append(_ question: ArraySlice<UInt8>, of name: DNSName) {
    var offset = 0
    let start = bytes.count
    while name.wire[offset] != 0 {
      note(name, from: offset, at: start + offset)
      offset += 1 + Int(name.wire[offset])
    }
    bytes += question
  }

  private mutating func note(_ name: DNSName, from offset: Int, at place: Int? = nil) {
    let place = place ?? bytes.count
    if place < 0x4000 { places[name.wire[offset...]] = place }
  }

  /// Writes something with its length in front of it.
  mutating func appendCounted(_ write: (inout DNSWriter) -> Void) {
    let start = bytes.count
    append(UInt16(0))
    write(&self)
    let length = UInt16(truncatingIfNeeded: bytes.count - start - 2)
    bytes[start] = UInt8(length >> 8)
    bytes[start + 1] = UInt8(length & 0xff)
  }
}
