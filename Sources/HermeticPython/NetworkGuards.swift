import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

// What libc's network calls ask, with the bytes that are then used. Any thread may come here, with or
// without the GIL, from Python or from a library beside it: nothing of Python is touched.

extension hermetic_use {
  fileprivate var action: Action {
    switch self {
    case hermetic_use_send: .send
    case hermetic_use_bind, hermetic_use_bind_stream: .bind
    case hermetic_use_listen: .listen
    default: .connect
    }
  }
}

@c(hermetic_guard_address) @implementation
func guardAddress(_ use: hermetic_use, _ address: UnsafeRawPointer?, _ length: socklen_t) -> CInt {
  guard let state = unsafe EngineState.current, let bytes = unsafe address else { return 0 }
  let (image, book) = unsafe (state.pointee.image, state.pointee.session.book)
  let action = use.action
  guard let target = unsafe SocketAddress(bytes, length) else {
    let verdict = image.defaultVerdict(action)
    guard verdict >= 0 else { return 0 }
    let family = unsafe SocketAddress.family(bytes, length)
    return unsafe Refusal(state: state).inCall(action, on: "AF_\(family)", verdict) ? EACCES : 0
  }
  // A client may ask for any free port of any address before it connects.
  if use == hermetic_use_bind_stream, target.port == 0, target.address.isUnspecified { return 0 }
  let verdict = image.decide(action, on: target.address, port: target.port, book: book)
  guard verdict >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(action, on: target.description, verdict) ? EACCES : 0
}

@c(hermetic_guard_socket) @implementation
func guardSocket(_ family: CInt, _ type: CInt, _ protocolNumber: CInt) -> CInt {
  let kind = SocketKind(family: family, type: type, protocolNumber: protocolNumber)
  guard let name = kind.unusualName, let state = unsafe EngineState.current else { return 0 }
  let verdict = unsafe state.pointee.image.defaultVerdict(.openSocket)
  guard verdict >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(.openSocket, on: name, verdict) ? EACCES : 0
}

@c(hermetic_guard_option) @implementation
func guardOption(_ level: CInt, _ name: CInt) -> CInt {
  guard let refused = SocketOption(level: level, name: name).refusedName,
    let state = unsafe EngineState.current
  else { return 0 }
  let verdict = unsafe state.pointee.image.defaultVerdict(.configureSocket)
  guard verdict >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(.configureSocket, on: refused, verdict) ? EACCES : 0
}

@c(hermetic_guard_control) @implementation
func guardControl(
  _ level: CInt, _ type: CInt, _ data: UnsafeRawPointer, _ length: Int
) -> CInt {
  // SAFETY: the caller passes `length` readable bytes.
  let bytes = unsafe UnsafeRawBufferPointer(start: data, count: length)
  guard let refused = unsafe ControlMessage(level: level, type: type, data: bytes).refusedName,
    let state = unsafe EngineState.current
  else { return 0 }
  let verdict = unsafe state.pointee.image.defaultVerdict(.configureSocket)
  guard verdict >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(.configureSocket, on: refused, verdict) ? EACCES : 0
}

@c(hermetic_guard_system_log) @implementation
func guardSystemLog() -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let path = "/dev/log"
  let verdict = unsafe state.pointee.image.decide(.connect, onUnixSocketAt: path)
  guard verdict >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(.connect, on: path, verdict) ? EACCES : 0
}

@c(hermetic_guard_unix_socket) @implementation
func guardUnixSocket(
  _ use: hermetic_use, _ name: UnsafePointer<CChar>, _ length: Int, _ device: UInt64,
  _ inode: UInt64, _ birth: UInt64
) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let session = unsafe state.pointee.session
  // SAFETY: the caller passes `length` readable bytes.
  let text = unsafe UnsafeRawBufferPointer(start: name, count: length)
  let image = unsafe state.pointee.image
  let verdict = unsafe text.withMemoryRebound(to: UInt8.self) {
    unsafe image.decide(use.action, onUnixSocket: $0)
  }
  guard verdict >= 0 else { return 0 }
  let file = UnixSocketFile(device: device, inode: inode, birth: birth)
  if session.book.contains(file) { return 0 }
  // A child that the program has executed is not in the session, but it is in the run:
  // multiprocessing's servers, for one.
  if unsafe hermetic_unix_socket_belongs_to(
    device, inode, name, length, state.pointee.mainProcess)
  {
    session.book.insert(file)
    return 0
  }
  let isAbstract = inode == 0
  let path =
    unsafe isAbstract
    ? "@" + String(decoding: text.dropFirst(), as: UTF8.self)
    : length > 0 ? String(decoding: text, as: UTF8.self) : String(cString: name)
  return unsafe Refusal(state: state).inCall(use.action, on: path, verdict) ? EACCES : 0
}

@c(hermetic_guard_unix_socket_bound) @implementation
func guardUnixSocketBound(_ device: UInt64, _ inode: UInt64, _ birth: UInt64) {
  guard let state = unsafe EngineState.current else { return }
  unsafe state.pointee.session.book.insert(
    UnixSocketFile(device: device, inode: inode, birth: birth))
}

/// Lends a C string's bytes.
private func withBytes<Result>(
  of text: UnsafePointer<CChar>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
  // SAFETY: `text` is a C string.
  let length = unsafe strlen(text)
  return unsafe text.withMemoryRebound(to: UInt8.self, capacity: length + 1) {
    unsafe body(UnsafeBufferPointer(start: $0, count: length))
  }
}

@c(hermetic_guard_name) @implementation
func guardName(_ name: UnsafePointer<CChar>) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  return unsafe withBytes(of: name) { text in
    let verdict = unsafe state.pointee.image.decide(.resolve, on: text, port: nil)
    guard verdict >= 0 else { return unsafe guardResolverEnvironment(state) }
    return unsafe Refusal(state: state).inCall(.resolve, on: describe(text), verdict) ? -1 : 0
  }
}

/// Whether the resolver is steered as it was at the start: zero, or -1.
///
/// `setenv` is guarded, but a library may write to the environment itself.
private func guardResolverEnvironment(_ state: UnsafeMutablePointer<EngineState>) -> CInt {
  let verdict = unsafe state.pointee.image.defaultVerdict(.configureResolver)
  guard verdict >= 0 else { return 0 }
  let original = unsafe state.pointee.resolverEnvironment
  guard let changed = original.firstChange else { return 0 }
  return unsafe Refusal(state: state).inCall(.configureResolver, on: changed, verdict) ? -1 : 0
}

@c(hermetic_guard_resolved) @implementation
func guardResolved(
  _ name: UnsafePointer<CChar>, _ address: UnsafeRawPointer, _ length: socklen_t
) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  guard let target = unsafe SocketAddress(address, length)?.address else { return 0 }
  let image = unsafe state.pointee.image
  return unsafe withBytes(of: name) { text in
    if unsafe image.admit(target, of: text) { return 0 }
    return unsafe Refusal(state: state).ofAnswer(describe(text), leadingTo: target)
  }
}

@c(hermetic_guard_unanswered) @implementation
func guardUnanswered(_ name: UnsafePointer<CChar>) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  // What the broker says of it when an address is withheld.
  let text = unsafe withBytes(of: name) { unsafe describe($0) }
  let log = unsafe state.pointee.session.log
  let start = Violation(.resolve, on: text, note: "leads to ", rule: -1, caller: nil).message
  guard let index = log.lastIndex(ofMessageBeginning: start), let entry = log.entry(index) else {
    return 0
  }
  return unsafe Refusal(state: state).keep(entry.violation, index)
}

@c(hermetic_guard_reverse) @implementation
func guardReverse(_ address: UnsafeRawPointer, _ length: socklen_t) -> CInt {
  guard let state = unsafe EngineState.current,
    let target = unsafe SocketAddress(address, length)?.address
  else { return 0 }
  let (image, book) = unsafe (state.pointee.image, state.pointee.session.book)
  let verdict = image.decide(.resolve, on: target, port: nil, book: book)
  guard verdict >= 0 else { return 0 }
  return unsafe Refusal(state: state).inCall(.resolve, on: target.description, verdict) ? -1 : 0
}

@c(hermetic_guard_variable) @implementation
func guardVariable(_ name: UnsafePointer<CChar>) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let text = unsafe String(cString: name)
  guard let (action, verdict) = unsafe state.pointee.image.refusal(ofVariable: text) else {
    return 0
  }
  return unsafe Refusal(state: state).inCall(action, on: text, verdict) ? EACCES : 0
}

extension PolicyImage {
  /// The refusal of changing a variable that steers the resolver, or libc's converters.
  func refusal(ofVariable name: String) -> (action: Action, rule: Verdict)? {
    for (names, action) in [
      (CatalogEntry.resolverVariables, Action.configureResolver),
      (CatalogEntry.converterVariables, .loadNative),
    ] where names.contains(name) {
      let verdict = defaultVerdict(action)
      if verdict >= 0 { return (action, verdict) }
    }
    return nil
  }
}
