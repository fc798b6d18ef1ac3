package import CHermetic
import Glibc
package import HermeticPolicy

/// An internet socket address (`sockaddr_in`, `sockaddr_in6`), read out of memory.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  package let address: IPAddress
  package let port: UInt16

  package init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// Reads an address; nil where it is of another family, or too short.
  package init?(_ bytes: UnsafeRawPointer, _ length: socklen_t) {
    // SAFETY: the caller passes at least `length` readable bytes; each load is within them.
    switch unsafe Self.family(bytes, length) {
    case AF_INET where length >= 8:
      port = unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      let number = unsafe bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
      address = IPAddress(v4: UInt32(bigEndian: number))
    case AF_INET6 where length >= 24:
      port = unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      let high = unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      let low = unsafe bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
      address = IPAddress(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    default: return nil
    }
  }

  /// The family that an address says it is of; zero where it is too short to say.
  package static func family(_ bytes: UnsafeRawPointer, _ length: socklen_t) -> CInt {
    // SAFETY: as above.
    length >= 2 ? CInt(unsafe bytes.loadUnaligned(as: sa_family_t.self)) : 0
  }

  /// `1.2.3.4:80` or `[2001:db8::1]:80`.
  package var description: String {
    address.v4 == nil ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
