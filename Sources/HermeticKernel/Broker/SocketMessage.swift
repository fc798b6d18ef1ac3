import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// A message that a program sends: copied out of its memory, and sent by the broker.
struct SocketMessage: Sendable {
  let flags: CInt
  var destination: NetworkBroker.Destination?
  private var data: [UInt8] = []
  private var control: [UInt8] = []
  private var passed: [Kept] = []

  /// How much of a stream's data is taken at once: who sends more is told how much has been sent.
  private static let mostData = 1 << 22
  /// The kernel takes no more (net.core.optmem_max).
  private static let mostControl = 1 << 17

  init(flags: CInt) {
    self.flags = flags
  }

  /// Takes pieces of memory in, each an address and a length.
  mutating func read(_ call: TrappedCall, _ pieces: [(UInt64, UInt64)]) throws(CallError) {
    for (address, length) in pieces {
      let count = min(Int(clamping: length), Self.mostData - data.count)
      guard let piece = call.read(address, count: count) else { throw CallError(EFAULT) }
      data += piece
      if count < length { break }
    }
  }

  /// Takes control data in (cmsg(3)); the descriptors in it are the program's, and become the broker's.
  mutating func readControl(
    _ call: TrappedCall, _ address: UInt64, _ length: UInt64, _ judge: Judge
  ) throws(CallError) {
    guard length <= UInt64(Self.mostControl) else { throw CallError(ENOBUFS) }
    guard let bytes = call.read(address, count: Int(length)) else { throw CallError(EFAULT) }
    func word(_ offset: Int) -> UInt64 {
      (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
    func number(_ offset: Int) -> CInt {
      CInt(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) })
    }
    control = bytes
    var position = 0
    while position + 16 <= bytes.count {
      let size = Int(clamping: word(position))
      guard size >= 16, size <= bytes.count - position else { throw CallError(EINVAL) }
      let (level, type) = (number(position + 8), number(position + 12))
      let body = position + 16..<position + size
      if level == SOL_SOCKET, type == Self.rights {
        for offset in stride(from: body.lowerBound, to: body.upperBound - 3, by: 4) {
          let file = Kept(try call.take(number(offset)))
          passed.append(file)
          for index in 0..<4 {
            control[offset + index] = UInt8(
              truncatingIfNeeded: file.descriptor.number >> (8 * CInt(index)))
          }
        }
      } else if level == SOL_SOCKET, type == Self.credentials {
        // The broker's own would be checked, and not the program's.
        throw CallError(EPERM)
      }
      let refused = unsafe bytes.withUnsafeBytes { buffer in
        unsafe ControlMessage(
          level: level, type: type, data: UnsafeRawBufferPointer(rebasing: buffer[body])
        ).refusedName
      }
      if let refused {
        let rule = judge.image.defaultVerdict(.configureSocket)
        if judge.refuses(.configureSocket, on: refused, rule, by: call.thread) { throw .refused }
      }
      position += (size + 7) / 8 * 8
    }
  }

  // SCM_RIGHTS and SCM_CREDENTIALS.
  private static let rights: CInt = 1
  private static let credentials: CInt = 2

  /// Whether it is made of nothing but questions to the kernel about the network (rtnetlink(7)), where of four
  /// types for each kind of thing the third is the question; or about sockets (sock_diag(7)).
  func asksOnly(aboutSockets: Bool) -> Bool {
    var position = 0
    while position + 16 <= data.count {
      let length = (0..<4).reduce(0) { $0 | Int(data[position + $1]) << (8 * $1) }
      let type = Int(data[position + 4]) | Int(data[position + 5]) << 8
      guard length >= 16, aboutSockets ? type == 20 : type >= 16 && type % 4 == 2 else {
        return false
      }
      position += (length + 3) / 4 * 4
    }
    return position >= data.count || data.count - position < 16
  }

  /// Sends it on a socket, and returns how many bytes of it.
  func send(_ socket: borrowing Descriptor, waits: Bool) throws(CallError) -> Int64 {
    var data = data
    var control = control
    var name = destination?.name.bytes ?? []
    let flags = (waits ? flags : flags | CInt(MSG_DONTWAIT)) | CInt(MSG_NOSIGNAL)
    let sent = unsafe data.withUnsafeMutableBytes { data in
      unsafe control.withUnsafeMutableBytes { control in
        unsafe name.withUnsafeMutableBytes { name in
          var piece = unsafe iovec(iov_base: data.baseAddress, iov_len: data.count)
          return unsafe withUnsafeMutablePointer(to: &piece) { piece in
            var header = unsafe msghdr()
            unsafe header.msg_name = name.isEmpty ? nil : name.baseAddress
            unsafe header.msg_namelen = socklen_t(name.count)
            unsafe header.msg_iov = piece
            unsafe header.msg_iovlen = 1
            unsafe header.msg_control = control.isEmpty ? nil : control.baseAddress
            unsafe header.msg_controllen = control.count
            return unsafe sendmsg(socket.number, &header, flags)
          }
        }
      }
    }
    guard sent >= 0 else { throw CallError(errno) }
    return Int64(sent)
  }
}
