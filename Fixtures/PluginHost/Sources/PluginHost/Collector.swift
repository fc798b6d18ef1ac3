import Foundation

/// The server that a plugin reports to without being asked: on this machine, so that it can be seen what arrives.
struct Collector {
  let port: UInt16
  private let socket: Int32

  init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { [socket] address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(socket, address, length) == 0 && listen(socket, 16) == 0
          && getsockname(socket, address, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
  }

  /// What has been sent since the last time: the kernel keeps it until somebody asks.
  func requests() -> [String] {
    var requests: [String] = []
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { return requests }
      let file = FileHandle(fileDescriptor: connection, closeOnDealloc: true)
      requests.append(String(decoding: file.readDataToEndOfFile(), as: UTF8.self))
    }
  }
}
