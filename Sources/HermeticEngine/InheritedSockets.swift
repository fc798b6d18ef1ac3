import CHermetic
import Glibc
import HermeticPolicy
import HermeticPython
import HermeticSession
import SystemPackage

/// The sockets that this process was handed by its parent, above the standard streams.
///
/// Nothing asks about a socket that is already connected: where it leads must be settled before the
/// program has it.
struct InheritedSockets {
  let policy: Policy

  /// Closes the sockets whose connection or service the policy refuses, with a line for each.
  func closeRefused() throws(LaunchError) {
    let entries = FilePath("/proc/self/fd").entries
    guard !entries.isEmpty else {
      throw LaunchError("cannot list /proc/self/fd, so inherited sockets cannot be checked")
    }
    let bytes = PolicyImage.compile(policy)
    unsafe bytes.withUnsafeBytes { buffer in
      guard let image = unsafe PolicyImage(buffer) else { return }
      for descriptor in entries.compactMap({ CInt($0.text) }) where descriptor > 2 {
        var socket = hermetic_socket()
        guard unsafe hermetic_describe_socket(descriptor, &socket),
          let refusal = refusal(of: socket, image)
        else { continue }
        hermetic_close(descriptor)
        StandardError.write(
          "closed inherited descriptor \(descriptor): \(Family.network.phrase): \(refusal)")
      }
    }
  }

  /// What a socket is refused as, or nil.
  private func refusal(of socket: hermetic_socket, _ image: PolicyImage) -> String? {
    switch socket.family {
    case AF_INET, AF_INET6:
      if let peer = address(socket.peer, socket.peer_length) {
        return refusal(of: .connect, on: peer, image)
      }
      guard let local = address(socket.local, socket.local_length) else { return nil }
      if socket.listening { return refusal(of: .listen, on: local, image) }
      return local.port == 0 ? nil : refusal(of: .bind, on: local, image)
    case AF_UNIX:
      // Without a name the other end is a socket pair's: the parent itself.
      let path = path(socket.peer, socket.peer_length)
      guard !path.isEmpty else { return nil }
      let verdict = unsafe path.withUnsafeBufferPointer {
        unsafe image.decide(.connect, onUnixSocket: $0)
      }
      let shown = Argument(bytes: path.first == 0 ? [0x40] + path.dropFirst() : path[...]).printable
      return verdict < 0 ? nil : "\(Action.connect.label)(\(shown))"
    default:
      let verdict = image.defaultVerdict(.openSocket)
      return verdict < 0 ? nil : "\(Action.openSocket.label)(AF_\(socket.family))"
    }
  }

  private func refusal(
    of action: Action, on target: SocketAddress, _ image: PolicyImage
  ) -> String? {
    let verdict = image.decide(action, on: target.address, port: target.port, book: nil)
    return verdict < 0 ? nil : "\(action.label)(\(target))"
  }

  private func address(_ storage: sockaddr_storage, _ length: socklen_t) -> SocketAddress? {
    // SAFETY: the storage is larger than any length that the kernel gives for it.
    unsafe withUnsafeBytes(of: storage) { bytes in
      unsafe bytes.baseAddress.flatMap { unsafe SocketAddress($0, length) }
    }
  }

  /// A Unix address's name: a path, or with a null byte first an abstract one.
  private func path(_ storage: sockaddr_storage, _ length: socklen_t) -> [UInt8] {
    // SAFETY: as above.
    unsafe withUnsafeBytes(of: storage) { bytes in
      let name = unsafe bytes.prefix(Int(length)).dropFirst(MemoryLayout<sa_family_t>.size)
      return unsafe name.first == 0 ? Array(name) : Array(name.prefix { $0 != 0 })
    }
  }
}

/// What hermetic says to its user.
package enum StandardError {
  /// Writes a line that begins with the program's name.
  package static func write(_ text: String) {
    var line = "hermetic: \(text)\n"
    line.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe hermetic_write(2, start, bytes.count)
    }
  }
}
