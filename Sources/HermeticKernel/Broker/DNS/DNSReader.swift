/// A message that is not what RFC 1035 says one is.
package struct DNSMalformed: Error {}

/// Reads a message from its start; every length in it may lie.
struct DNSReader {
  let bytes: [UInt8]
  private(set) var offset = 0

  /// The length of a message's header, before which no name begins.
  private static let headerSize = 12

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func take(_ count: Int) throws(DNSMalformed) -> ArraySlice<UInt8> {
    guard count <= bytes.count - offset else { throw DNSMalformed() }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  mutating func half() throws(DNSMalformed) -> UInt16 {
    try take(2).reduce(0) { $0 << 8 | UInt16($1) }
  }

  mutating func word() throws(DNSMalformed) -> UInt32 {
    try take(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads a name, compressed or not (RFC 1035, section 4.1.4).
  mutating func name() throws(DNSMalformed) -> DNSName {
    var wire: [UInt8] = []
    var position = offset
    var start = offset
    var end: Int?
    while position < bytes.count {
      let length = Int(bytes[position])
      switch length & 0xc0 {
      case 0:
        let next = position + 1 + length
        // The root's zero must have room as well.
        guard next <= bytes.count, wire.count + 1 + length < DNSName.most + (length == 0 ? 1 : 0)
        else { throw DNSMalformed() }
        wire += bytes[position..<next]
        position = next
        guard length == 0 else { continue }
        offset = end ?? position
        return DNSName(checked: wire)
      case 0xc0:
        guard position + 1 < bytes.count else { throw DNSMalformed() }
        let target = (length & 0x3f) << 8 | Int(bytes[position + 1])
        // Every pointer leads further back than the last, so there is an end to them.
        guard target < start, target >= Self.headerSize else { throw DNSMalformed() }
        end = end ?? position + 2
        position = target
        start = target
      default: throw DNSMalformed()
      }
    }
    throw DNSMalformed()
  }
}
