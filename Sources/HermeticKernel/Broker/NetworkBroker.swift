import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// The broker's part on the network: it judges the addresses of sockets, and makes the calls itself on the
/// program's own sockets, with the address that was judged.
final class NetworkBroker: @unchecked Sendable {
  // SAFETY (Sendable): workers read what never changes; the rest belongs to the broker's own thread.
  let judge: Judge
  let workers: Workers
  let unixSockets: UnixSockets
  let names: DNSForwarder?
  /// The actions that the policy can refuse at all.
  let actions: ActionSet

  init(_ judge: Judge, _ workers: Workers, names: DNSForwarder?, actions: ActionSet) {
    self.judge = judge
    self.workers = workers
    self.names = names
    self.actions = actions
    unixSockets = UnixSockets(judge)
  }

  // MARK: connect

  func connect(_ call: TrappedCall) throws(CallError) -> Answer {
    let name = try SocketName(call, at: call.argument(1), length: call.argument(2))
    let socket = try call.take(call.int(0))
    let destination = try self.destination(.connect, name, socket, call)
    // Only a stream's connection takes its time, and only where the program waits for it.
    guard socket.blocks, socket.isStream else {
      return Self.connect(socket, destination)
    }
    return finish(call, socket) { socket in Self.connect(socket, destination) }
  }

  private static func connect(_ socket: borrowing Descriptor, _ name: Destination) -> Answer {
    let result = unsafe name.name.withAddress { unsafe Glibc.connect(socket.number, $0, $1) }
    return result == 0 ? .result(0) : .failure(CallError(errno))
  }

  /// Has a worker make a call that may block, and answer it.
  private func finish(
    _ call: TrappedCall, _ socket: consuming Descriptor,
    _ work: @escaping @Sendable (borrowing Descriptor) -> Answer
  ) -> Answer {
    let kept = Kept(socket)
    let isTaken = workers.run { call.answer(work(kept.descriptor)) }
    return isTaken ? .later : .failure(CallError(ENOMEM))
  }

  // MARK: bind and listen

  func bind(_ call: TrappedCall) throws(CallError) -> Answer {
    var name = try SocketName(call, at: call.argument(1), length: call.argument(2))
    let socket = try call.take(call.int(0))
    let family = socket.socketFamily
    if name.family == AF_UNIX, family == AF_UNIX {
      return try unixSockets.bind(call, socket, name)
    }
    if name.family == AF_UNSPEC, family == AF_INET { name = name.with(family: AF_INET) }
    if let target = name.internet {
      // A client may ask for any free port of any address before it connects.
      let isClient =
        socket.isStream && target.port == 0 && target.address.isUnspecified
      let rule = judge.image.decide(
        .bind, on: target.address, port: target.port, book: judge.book)
      // Who answered there would be taken for a resolver, by the broker too.
      if target.port == 53, names != nil, !isClient {
        let rule = judge.image.defaultVerdict(.bind)
        if judge.refuses(.bind, on: target.description, rule, by: call.thread) { throw .refused }
      }
      if !isClient, judge.refuses(.bind, on: target.description, rule, by: call.thread) {
        throw .refused
      }
    } else if family != AF_NETLINK {
      try refuseUnknown(.bind, name.family, call)
    }
    guard call.stillWaits else { throw CallError(ESRCH) }
    let result = unsafe name.withAddress { unsafe Glibc.bind(socket.number, $0, $1) }
    return result == 0 ? .result(0) : .failure(CallError(errno))
  }

  func listen(_ call: TrappedCall) throws(CallError) -> Answer {
    let socket = try call.take(call.int(0))
    if let target = SocketName(of: socket)?.internet {
      // One that is bound to nothing yet listens on every address.
      let rule = judge.image.decide(
        .listen, on: target.address, port: target.port, book: judge.book)
      if judge.refuses(.listen, on: target.description, rule, by: call.thread) { throw .refused }
    } else if socket.socketFamily != AF_UNIX {
      try refuseUnknown(.listen, socket.socketFamily, call)
    }
    guard call.stillWaits else { throw CallError(ESRCH) }
    return Glibc.listen(socket.number, call.int(1)) == 0
      ? .result(0) : .failure(CallError(errno))
  }

  // MARK: Where a call leads

  /// What a socket is connected or sent to, and what must stay open meanwhile.
  struct Destination: Sendable {
    let name: SocketName
    /// The file of a Unix socket, by whose number the name has it.
    var file: Kept?
  }

  /// Judges the address of a connection or a message.
  func destination(
    _ action: Action, _ given: SocketName, _ socket: borrowing Descriptor, _ call: TrappedCall
  ) throws(CallError) -> Destination {
    var name = given
    let family = socket.socketFamily
    switch name.family {
    case AF_UNIX where family == AF_UNIX:
      return try unixSockets.destination(action, call, name)
    case AF_UNSPEC:
      if action == .connect {
        // It takes an association off, and makes none.
        guard !socket.isStream || !actions.contains(.connect) else {
          try refuseUnknown(action, AF_UNSPEC, call)
          return Destination(name: name)
        }
        return Destination(name: name)
      }
      name = name.with(family: AF_INET)
    case AF_NETLINK where family == AF_NETLINK:
      return Destination(name: name)
    default: break
    }
    guard let target = name.internet else {
      try refuseUnknown(action, name.family, call)
      return Destination(name: name)
    }
    names?.updateHosts()
    let rule = judge.image.decide(action, on: target.address, port: target.port, book: judge.book)
    if rule >= 0, target.port == 53, let names, names.isServer(target.address) {
      // Who answers is the broker, for names that are allowed.
      let isStream = socket.isStream
      let isBoundToIPv6 = family == AF_INET6 && socket.takesIPv6Alone
      if let own = names.address(family: family, isStream: isStream, onlyV6: isBoundToIPv6) {
        return Destination(name: SocketName(own))
      }
    }
    // A datagram's socket sends nothing when it is connected: `getaddrinfo` does that to see which way an
    // address would be reached.
    let isGlance =
      action == .connect && !socket.isStream
      && (target.port == 0 || target.address.isUnspecified
        || AddressBlock.loopback.contains { $0.contains(target.address) })
    if rule >= 0, isGlance { throw .refused }
    if judge.refuses(action, on: target.description, rule, by: call.thread) { throw .refused }
    return Destination(name: name)
  }

  private func refuseUnknown(
    _ action: Action, _ family: CInt, _ call: TrappedCall
  ) throws(CallError) {
    let rule = judge.image.defaultVerdict(action)
    if judge.refuses(action, on: "AF_\(family)", rule, by: call.thread) { throw .refused }
  }

  // MARK: Messages

  func sendTo(_ call: TrappedCall) throws(CallError) -> Answer {
    let name = try SocketName(call, at: call.argument(4), length: call.argument(5))
    let socket = try call.take(call.int(0))
    var message = SocketMessage(flags: call.int(3))
    try message.read(call, [(call.argument(1), call.argument(2))])
    message.destination = try destination(.send, name, socket, call)
    try check(message, socket, call)
    return try send(message, socket, call)
  }

  func sendMessage(_ call: TrappedCall) throws(CallError) -> Answer {
    let socket = try call.take(call.int(0))
    let message = try self.message(call, at: call.argument(1), flags: call.int(2), socket)
    return try send(message, socket, call)
  }

  /// Sends messages one after the other, and tells how many there were.
  func sendMessages(_ call: TrappedCall) throws(CallError) -> Answer {
    let socket = try call.take(call.int(0))
    let count = min(UInt32(truncatingIfNeeded: call.argument(2)), 1024)
    var sent: Int64 = 0
    for index in 0..<UInt64(count) {
      let address = call.argument(1) + 64 * index
      do throws(CallError) {
        let message = try self.message(call, at: address, flags: call.int(3), socket)
        guard call.stillWaits else { throw CallError(ESRCH) }
        let length = try message.send(socket, waits: false)
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
        guard call.write(bytes, to: address + 56) else { throw CallError(EFAULT) }
        sent += 1
      } catch {
        guard sent == 0 else { break }
        // Whoever waits for room sends the first by itself.
        guard error == CallError(EAGAIN), socket.blocks else { throw error }
        usleep(1000)
        throw CallError(ENOBUFS)
      }
    }
    return .result(sent)
  }

  /// Reads a message out of memory, and judges where it goes and what it carries.
  private func message(
    _ call: TrappedCall, at address: UInt64, flags: CInt, _ socket: borrowing Descriptor
  ) throws(CallError) -> SocketMessage {
    guard let header = call.read(address, count: 56) else { throw CallError(EFAULT) }
    func word(_ offset: Int) -> UInt64 {
      (0..<8).reduce(0) { $0 | UInt64(header[offset + $1]) << UInt64(8 * $1) }
    }
    var message = SocketMessage(flags: flags)
    let pieces = word(24)
    guard pieces <= 1024 else { throw CallError(EMSGSIZE) }
    guard let vector = call.read(word(16), count: 16 * Int(pieces)) else { throw CallError(EFAULT) }
    try message.read(
      call,
      (0..<Int(pieces)).map { index in
        func part(_ offset: Int) -> UInt64 {
          (0..<8).reduce(0) { $0 | UInt64(vector[16 * index + offset + $1]) << UInt64(8 * $1) }
        }
        return (part(0), part(8))
      })
    let nameLength = word(8) & 0xffff_ffff
    if word(0) != 0, nameLength > 0 {
      let name = try SocketName(call, at: word(0), length: nameLength)
      message.destination = try destination(.send, name, socket, call)
    }
    if word(32) != 0, word(40) > 0 { try message.readControl(call, word(32), word(40), judge) }
    try check(message, socket, call)
    return message
  }

  /// To the kernel itself go questions about the network, and no changes of it.
  private func check(
    _ message: SocketMessage, _ socket: borrowing Descriptor, _ call: TrappedCall
  ) throws(CallError) {
    guard socket.socketFamily == AF_NETLINK,
      !message.asksOnly(aboutSockets: socket.option(SO_PROTOCOL) == 4)
    else { return }
    try refuseUnknown(.send, AF_NETLINK, call)
  }

  private func send(
    _ message: SocketMessage, _ socket: consuming Descriptor, _ call: TrappedCall
  ) throws(CallError) -> Answer {
    guard call.stillWaits else { throw CallError(ESRCH) }
    do throws(CallError) {
      return .result(try message.send(socket, waits: false))
    } catch {
      guard error == CallError(EAGAIN), message.flags & CInt(MSG_DONTWAIT) == 0,
        socket.blocks
      else { throw error }
    }
    return finish(call, socket) { socket in
      do throws(CallError) {
        return .result(try message.send(socket, waits: true))
      } catch {
        return .failure(error)
      }
    }
  }
}

/// A descriptor that several have a share in.
final class Kept: Sendable {
  let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }
}

extension TrappedCall {
  /// Answers, once.
  func answer(_ answer: consuming Answer) {
    switch consume answer {
    case .result(let value): _ = hermetic_answer(listener, id, value, 0)
    case .failure(let error): _ = hermetic_answer(listener, id, 0, error.errno)
    case .carryOn: _ = hermetic_let_continue(listener, id)
    case .file(let file, let closesAtExec):
      let error = hermetic_answer_with_descriptor(
        listener, id, file.number, closesAtExec ? O_CLOEXEC : 0)
      if error != 0, error != ENOENT { _ = hermetic_answer(listener, id, 0, error) }
    case .later: break
    }
  }
}
