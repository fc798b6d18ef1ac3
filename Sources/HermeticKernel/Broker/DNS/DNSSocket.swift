import Glibc
package import SystemPackage

/// A socket for datagrams or a stream that never waits, closed when nobody has it any more.
@safe
package final class DNSSocket {
  package let descriptor: CInt
  private let family: CInt

  package enum Kind { case datagram, stream }

  /// What reading led to.
  package enum Received {
    case bytes([UInt8], from: [UInt8])
    /// There is nothing yet.
    case nothing
    /// The other side has ended the stream, or is not there.
    case ended
  }

  package init(_ kind: Kind, family: CInt) throws(Errno) {
    let type: CInt
    switch kind {
    case .datagram: type = CInt(SOCK_DGRAM.rawValue)
    case .stream: type = CInt(SOCK_STREAM.rawValue)
    }
    let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    descriptor = socket(family, type | flags, 0)
    self.family = family
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    if kind == .stream { sendAtOnce() }
  }

  /// Takes a connection that has been accepted.
  private init(accepted descriptor: CInt, family: CInt) {
    self.descriptor = descriptor
    self.family = family
    sendAtOnce()
  }

  /// Has a second answer not wait until the first is acknowledged, which takes 40 ms.
  private func sendAtOnce() {
    var isOn: CInt = 1
    _ = unsafe setsockopt(
      descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<CInt>.size))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Takes a port of an address, one that is free where the endpoint's is zero, and returns it.
  package func bind(to endpoint: DNSEndpoint) throws(Errno) -> DNSEndpoint {
    let status = unsafe Self.withAddress(endpoint.bytes(family)) { address, length in
      unsafe Glibc.bind(descriptor, address, length)
    }
    guard status == 0 else { throw Errno(rawValue: errno) }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let port = unsafe withUnsafeMutableBytes(of: &storage) { bytes -> UInt16? in
      // SAFETY: the kernel writes no more than the storage has room for.
      guard let start = bytes.baseAddress,
        unsafe getsockname(descriptor, start.assumingMemoryBound(to: sockaddr.self), &length) == 0
      else { return nil }
      return unsafe UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }
    guard let port else { throw Errno(rawValue: errno) }
    return DNSEndpoint(endpoint.address, port: port)
  }

  package func listen() throws(Errno) {
    guard Glibc.listen(descriptor, 32) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Connects, or begins to.
  package func connect(to endpoint: DNSEndpoint) throws(Errno) {
    let status = unsafe Self.withAddress(endpoint.bytes(family)) { address, length in
      unsafe Glibc.connect(descriptor, address, length)
    }
    guard status == 0 || errno == EINPROGRESS else { throw Errno(rawValue: errno) }
  }

  /// The next connection; nil where there is none.
  package func accept() throws(Errno) -> DNSSocket? {
    let accepted = Glibc.accept(descriptor, nil, nil)
    if accepted >= 0 {
      let socket = DNSSocket(accepted: accepted, family: family)
      guard fcntl(accepted, F_SETFL, O_NONBLOCK) == 0, fcntl(accepted, F_SETFD, FD_CLOEXEC) == 0
      else { throw Errno(rawValue: errno) }
      return socket
    }
    guard errno == EMFILE || errno == ENFILE else { return nil }
    throw Errno(rawValue: errno)
  }

  /// Sends what it can without waiting, and returns how much; nil where the other side is not there.
  package func send(_ bytes: some Collection<UInt8>, to peer: [UInt8] = []) -> Int? {
    let bytes = Array(bytes)
    let flags = CInt(MSG_NOSIGNAL)
    // SAFETY: both buffers are read within their lengths, during the call.
    let count = unsafe bytes.withUnsafeBytes { buffer in
      if peer.isEmpty {
        return unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, flags)
      }
      return unsafe Self.withAddress(peer) { address, length in
        unsafe sendto(descriptor, buffer.baseAddress, buffer.count, flags, address, length)
      }
    }
    if count >= 0 { return count }
    return [EAGAIN, EINTR, ENOBUFS, ENOTCONN].contains(errno) ? 0 : nil
  }

  /// More than any message that is taken: a longer one is cut, and then malformed.
  private static let room = 4608

  package func receive() -> Received {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var status = 0
    var failure: CInt = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.room) { buffer, count in
      // SAFETY: the kernel writes no more than either has room for.
      status = unsafe withUnsafeMutablePointer(to: &storage) { storage in
        unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe recvfrom(descriptor, buffer.baseAddress, buffer.count, 0, $0, &length)
        }
      }
      failure = errno
      count = max(status, 0)
    }
    if status < 0 { return [EAGAIN, EINTR, ENOTCONN].contains(failure) ? .nothing : .ended }
    let peer = unsafe withUnsafeBytes(of: &storage) { unsafe Array($0.prefix(Int(length))) }
    return .bytes(bytes, from: peer)
  }

  private static func withAddress<Result>(
    _ bytes: [UInt8], _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Result
  ) -> Result {
    // SAFETY: the kernel copies the address during the call, and takes it for no more than its family's.
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe body(
        buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
    }
  }
}
