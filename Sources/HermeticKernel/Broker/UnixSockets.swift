import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// The Unix sockets of this machine: those that the run's own processes have bound may be reached, those of
/// services only where the policy names them.
final class UnixSockets: @unchecked Sendable {
  // SAFETY (Sendable): only the broker's own thread comes here.
  private let judge: Judge
  private var ownNames = OwnSocketNames()

  init(_ judge: Judge) {
    self.judge = judge
  }

  /// Judges the address of a connection or a message.
  ///
  /// What it leads to is held fast: the call is made on the very file that was judged.
  func destination(
    _ action: Action, _ call: TrappedCall, _ given: SocketName
  ) throws(CallError) -> NetworkBroker.Destination {
    let name = given.unixName
    guard let first = name.first else { return NetworkBroker.Destination(name: given) }
    guard first != 0 else {
      if ownNames.hold(name) { return NetworkBroker.Destination(name: given) }
      let rule = verdict(action, name)
      if rule >= 0, belongsToRun(call, name: name) {
        return NetworkBroker.Destination(name: given)
      }
      let shown = "@" + String(decoding: name.dropFirst(), as: UTF8.self)
      if judge.refuses(action, on: shown, rule, by: call.thread) { throw .refused }
      return NetworkBroker.Destination(name: given)
    }
    let file = try CallersPath(call, name).open(Opening.path)
    let path = try file.realPath()
    let rule = verdict(action, path)
    if rule >= 0 {
      guard let identity = UnixSocketFile(file) else { throw CallError(errno) }
      if !judge.book.contains(identity) {
        if belongsToRun(call, identity) {
          judge.book.insert(identity)
        } else if judge.refuses(
          action, on: String(decoding: path, as: UTF8.self), rule, by: call.thread)
        {
          throw .refused
        }
      }
    }
    guard let pinned = SocketName(path: "/proc/thread-self/fd/\(file.number)") else {
      throw .refused
    }
    return NetworkBroker.Destination(name: pinned, file: Kept(file))
  }

  /// A file that the policy lets be made, with a socket behind it.
  func bind(
    _ call: TrappedCall, _ socket: borrowing Descriptor, _ name: SocketName
  ) throws(CallError) -> Answer {
    let text = name.unixName
    guard let first = text.first, first != 0 else {
      guard call.stillWaits else { throw CallError(ESRCH) }
      let result = unsafe name.withAddress { unsafe Glibc.bind(socket.number, $0, $1) }
      guard result == 0 else { throw CallError(errno) }
      // One without a name is given one by the kernel.
      if let given = SocketName(of: socket) { ownNames.note(given.unixName, of: socket) }
      return .result(0)
    }
    let path = CallersPath(call, text)
    let folder = try path.openParent()
    let real = try folder.realPath() + [UInt8(ascii: "/")] + path.lastName
    if judge.refuses(.writeFile, onPath: real, by: call.thread) { throw .refused }
    let caller = CallerIdentity(call.thread)
    // The name that the socket has is the text that it was bound by: it must be bound from where the program
    // stands.
    let stand = try CallersPath(call, []).openFolder()
    let own = unsafe Descriptor(Glibc.open(".", Opening.path | O_CLOEXEC))
    guard call.stillWaits, fchdir(stand.number) == 0 else { throw CallError(ESRCH) }
    let result = caller.act { unsafe name.withAddress { unsafe Glibc.bind(socket.number, $0, $1) } }
    let error = errno
    fchdir(own.number)
    guard result == 0 else { throw CallError(error) }
    // Where it is by now: a folder on the way may have been moved meanwhile.
    var (device, inode): (UInt64, UInt64) = (0, 0)
    let file = try CallersPath(call, text).open(Opening.path | O_NOFOLLOW)
    guard unsafe hermetic_file_of_unix_socket(socket.number, &device, &inode),
      let identity = UnixSocketFile(file), identity.device == device, identity.inode == inode,
      try file.realPath() == real
    else { throw .refused }
    judge.book.insert(identity)
    return .result(0)
  }

  private func verdict(_ action: Action, _ name: [UInt8]) -> PolicyImage.Verdict {
    unsafe name.withUnsafeBufferPointer { unsafe judge.image.decide(action, onUnixSocket: $0) }
  }

  /// Whether the socket is held by a process of the run: one that came by it in another way than `bind`, from
  /// what it has inherited.
  private func belongsToRun(
    _ call: TrappedCall, _ file: UnixSocketFile? = nil, name: [UInt8] = []
  ) -> Bool {
    var name = name.map { CChar(bitPattern: $0) }
    name.append(0)
    return unsafe name.withUnsafeBufferPointer { text in
      unsafe text.baseAddress.map {
        unsafe hermetic_unix_socket_belongs_to(
          file?.device ?? 0, file?.inode ?? 0, $0, text.count - 1, judge.program)
      } ?? false
    }
  }
}

/// Names without a file that the run has bound, each with the socket that has it: the name may be another's by
/// now.
struct OwnSocketNames {
  private var sockets: [[UInt8]: UInt64] = [:]

  mutating func note(_ name: [UInt8], of socket: borrowing Descriptor) {
    var (device, inode): (UInt64, UInt64) = (0, 0)
    guard unsafe hermetic_file_identity(socket.number, &device, &inode) else { return }
    sockets[name] = inode
  }

  /// Whether the socket that was noted has the name.
  func hold(_ name: [UInt8]) -> Bool {
    guard let own = sockets[name] else { return false }
    let text = name.map { CChar(bitPattern: $0) }
    let present = unsafe text.withUnsafeBufferPointer { text in
      unsafe text.baseAddress.map { unsafe hermetic_unix_socket_named($0, text.count) } ?? 0
    }
    return present == own
  }
}

extension UnixSocketFile {
  /// The identity of an open file.
  init?(_ file: borrowing Descriptor) {
    var (device, inode, birth): (UInt64, UInt64, UInt64) = (0, 0, 0)
    guard unsafe hermetic_identify(file.number, &device, &inode, &birth) else { return nil }
    self.init(device: device, inode: inode, birth: birth)
  }
}
