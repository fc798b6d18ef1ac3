import Glibc
import Synchronization
import Testing

/// Somebody who waits for connections at a port of this machine, and counts them.
final class Listener: Sendable {
  let port: Int
  private let descriptor: Int32
  private let counted = Mutex(0)

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var address = Self.address(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port =
      unsafe withUnsafeMutablePointer(to: &address) { address in
        unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 512) == 0
            && getsockname(descriptor, address, &length) == 0
        }
      }
      ? Int(UInt16(bigEndian: address.sin_port)) : 0
    try #require(port != 0)
    self.port = port
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  private static func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  /// How many have connected so far: whoever has returned from `connect` is there.
  var count: Int {
    counted.withLock { counted in
      while case let accepted = accept(descriptor, nil, nil), accepted >= 0 {
        close(accepted)
        counted += 1
      }
      return counted
    }
  }

  /// Connects from Swift.
  func connectFromHere() -> Bool {
    let own = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard own >= 0 else { return false }
    defer { close(own) }
    var address = Self.address(port)
    return unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(own, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
