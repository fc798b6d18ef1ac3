import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// A socket's address as a call was given it, copied once.
struct SocketName {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Copies the address that a call points to.
  init(_ call: TrappedCall, at address: UInt64, length: UInt64) throws(CallError) {
    let length = Int(UInt32(truncatingIfNeeded: length))
    guard length <= MemoryLayout<sockaddr_storage>.size else { throw CallError(EINVAL) }
    guard let bytes = call.read(address, count: length) else { throw CallError(EFAULT) }
    self.bytes = bytes
  }

  var family: CInt {
    bytes.count >= 2 ? CInt(bytes[0]) | CInt(bytes[1]) << 8 : -1
  }

  /// The same, said to be of another family: `sendto` and `bind` take AF_UNSPEC for IPv4's.
  func with(family: CInt) -> SocketName {
    var changed = self
    changed.bytes[0] = UInt8(truncatingIfNeeded: family)
    changed.bytes[1] = UInt8(truncatingIfNeeded: family >> 8)
    return changed
  }

  /// An address of the internet.
  var internet: SocketAddress? {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe SocketAddress($0, socklen_t(buffer.count)) }
    }
  }

  /// What a Unix address says behind its family: a path up to its end, a name with a null byte first, or
  /// nothing.
  var unixName: [UInt8] {
    let name = bytes.dropFirst(2)
    return name.first == 0 ? Array(name) : Array(name.prefix { $0 != 0 })
  }

  /// A Unix address of a path.
  init?(path: String) {
    var address = sockaddr_un()
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
    for (index, byte) in path.utf8.enumerated() { bytes[2 + index] = byte }
    self.bytes = Array(bytes[..<(2 + path.utf8.count + 1)])
  }

  /// Lends it as the kernel takes it.
  func withAddress<Result>(
    _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Result
  ) -> Result {
    // SAFETY: the kernel reads as many bytes as it is told, at any alignment.
    unsafe bytes.withUnsafeBytes { buffer in
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self)
      return unsafe body(start, socklen_t(buffer.count))
    }
  }

  /// The name that a socket has.
  init?(of socket: borrowing Descriptor) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let error = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(socket.number, $0, &length)
      }
    }
    guard error == 0 else { return nil }
    bytes = unsafe withUnsafeBytes(of: &storage) { unsafe Array($0.prefix(Int(length))) }
  }
}

extension Descriptor {
  /// A socket's option that is a number.
  func option(_ name: CInt) -> CInt {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return unsafe getsockopt(number, SOL_SOCKET, name, &value, &length) == 0 ? value : -1
  }

  /// Whether it is a stream, which must be connected.
  var isStream: Bool { option(SO_TYPE) != 2 }
  var socketFamily: CInt { option(SO_DOMAIN) }
  /// Whether it cannot reach IPv4's addresses as mapped ones: it says so, or has an address of IPv6.
  var takesIPv6Alone: Bool {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    let ipv6Only = CInt(26)
    let isSet =
      unsafe getsockopt(number, SocketOption.ipv6, ipv6Only, &value, &length) == 0 && value != 0
    let bound = SocketName(of: self)?.internet?.address
    return isSet || bound.map { $0.v4 == nil && !$0.isUnspecified } ?? false
  }
  var blocks: Bool { fcntl(number, F_GETFL) & O_NONBLOCK == 0 }
}
