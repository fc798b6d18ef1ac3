private import CHermetic
package import HermeticPolicy

/// The addresses that allowed names were resolved to, and the Unix sockets that the run itself has
/// bound: what may be connected to although no rule names it.
///
/// One mapping that every process of a run shares. A slot is claimed by compare-and-swap and read
/// between two loads of its state, so that no lock is ever held where a thread may die or fork.
@safe
package struct AddressBook: @unchecked Sendable {
  // SAFETY (Sendable): all access to the mapping goes through atomics, and it is never unmapped.
  private let base: UnsafeMutableRawPointer

  /// A new, empty book; nil and errno where memory cannot be had.
  package init?() {
    guard let memory = unsafe hermetic_shared_memory(Self.size) else { return nil }
    unsafe base = memory
  }

  // Addresses: state, port, then the two halves. A state's lowest bits say empty, being written or
  // ready; the rest counts rewrites, so that a reader notices one.
  private static let slots = 8192
  private static let slotSize = 24
  /// How far from its own slot an address may be; beyond that, the oldest guess makes room.
  private static let reach = 16
  // Unix sockets: state, length, device, inode, name.
  private static let sockets = 512
  private static let socketSize = 136
  private static let socketStart = slots * slotSize
  private static let size = socketStart + sockets * socketSize

  private static let ready: UInt32 = 2
  private static let writing: UInt32 = 1

  /// Remembers an address for a port, zero standing for all.
  package func insert(_ address: IPAddress, port: UInt16) {
    let home = Layout.hash(AddressBlock(address))
    for step in 0..<Self.reach {
      let slot = slot(home, step)
      let state = unsafe hermetic_load(word(slot))
      if state & 3 == Self.ready {
        if holds(slot, address), self.port(slot) == port { return }
      } else if state & 3 == 0, write(slot, state, address, port) {
        return
      }
    }
    // Full around here: an address that is resolved again will be remembered again.
    let slot = slot(home, Int(port) % Self.reach)
    let state = unsafe hermetic_load(word(slot))
    if state & 3 == Self.ready { _ = write(slot, state, address, port) }
  }

  private func write(
    _ slot: Int, _ state: UInt32, _ address: IPAddress, _ port: UInt16
  ) -> Bool {
    let claimed = state & ~3 | Self.writing
    guard unsafe hermetic_exchange_if(word(slot), state, claimed) else { return false }
    unsafe base.storeBytes(of: port, toByteOffset: slot + 4, as: UInt16.self)
    unsafe base.storeBytes(of: address.high, toByteOffset: slot + 8, as: UInt64.self)
    unsafe base.storeBytes(of: address.low, toByteOffset: slot + 16, as: UInt64.self)
    unsafe hermetic_store(word(slot), (state & ~3 &+ 4) | Self.ready)
    return true
  }

  /// Whether an allowed name led to an address, and allows the port; nil stands for any.
  package func contains(_ address: IPAddress, port: UInt16?) -> Bool {
    let home = Layout.hash(AddressBlock(address))
    for step in 0..<Self.reach {
      let slot = slot(home, step)
      let state = unsafe hermetic_load(word(slot))
      if state == 0 { return false }
      guard state & 3 == Self.ready, holds(slot, address) else { continue }
      let allowed = self.port(slot)
      guard allowed == 0 || port == nil || allowed == port else { continue }
      if unsafe hermetic_load(word(slot)) == state { return true }
    }
    return false
  }

  private func slot(_ home: UInt32, _ step: Int) -> Int {
    (Int(home) + step) % Self.slots * Self.slotSize
  }

  private func holds(_ slot: Int, _ address: IPAddress) -> Bool {
    unsafe base.load(fromByteOffset: slot + 8, as: UInt64.self) == address.high
      && base.load(fromByteOffset: slot + 16, as: UInt64.self) == address.low
  }

  private func port(_ slot: Int) -> UInt16 {
    unsafe base.load(fromByteOffset: slot + 4, as: UInt16.self)
  }

  private func word(_ offset: Int) -> UnsafeMutablePointer<UInt32> {
    // SAFETY: every caller's offset is that of a slot's state, inside the mapping and aligned.
    unsafe (base + offset).assumingMemoryBound(to: UInt32.self)
  }
}

// MARK: - Unix sockets

/// Which Unix socket: the file behind a path, or the name of an abstract one.
@safe
package struct UnixSocketIdentity {
  let device: UInt64
  let inode: UInt64
  let name: UnsafeBufferPointer<UInt8>

  /// `device` and `inode` are zero for an abstract socket, whose name then tells.
  package init(device: UInt64, inode: UInt64, name: UnsafeBufferPointer<UInt8>) {
    self.device = device
    self.inode = inode
    unsafe self.name = name
  }

  var isAbstract: Bool { device == 0 && inode == 0 }
}

extension AddressBook {
  /// Remembers a Unix socket that the run has bound.
  ///
  /// Beyond the book's room it is not remembered, and cannot be connected to.
  package func insert(_ socket: UnixSocketIdentity) {
    guard unsafe socket.name.count <= 108, !contains(socket) else { return }
    for index in 0..<Self.sockets {
      let slot = Self.socketStart + index * Self.socketSize
      guard unsafe hermetic_exchange_if(word(slot), 0, Self.writing) else { continue }
      let length = socket.isAbstract ? unsafe socket.name.count : 0
      unsafe base.storeBytes(of: UInt32(length), toByteOffset: slot + 4, as: UInt32.self)
      unsafe base.storeBytes(of: socket.device, toByteOffset: slot + 8, as: UInt64.self)
      unsafe base.storeBytes(of: socket.inode, toByteOffset: slot + 16, as: UInt64.self)
      for position in 0..<length {
        unsafe base.storeBytes(
          of: socket.name[position], toByteOffset: slot + 24 + position, as: UInt8.self)
      }
      unsafe hermetic_store(word(slot), Self.ready)
      return
    }
  }

  /// Whether the run itself has bound a Unix socket.
  package func contains(_ socket: UnixSocketIdentity) -> Bool {
    for index in 0..<Self.sockets {
      let slot = Self.socketStart + index * Self.socketSize
      switch unsafe hermetic_load(word(slot)) {
      case 0: return false
      case Self.ready: if holds(slot, socket) { return true }
      default: continue
      }
    }
    return false
  }

  private func holds(_ slot: Int, _ socket: UnixSocketIdentity) -> Bool {
    guard unsafe base.load(fromByteOffset: slot + 8, as: UInt64.self) == socket.device,
      unsafe base.load(fromByteOffset: slot + 16, as: UInt64.self) == socket.inode
    else { return false }
    guard socket.isAbstract else { return true }
    let length = unsafe Int(base.load(fromByteOffset: slot + 4, as: UInt32.self))
    guard unsafe length == socket.name.count else { return false }
    for position in 0..<length
    where unsafe base.load(fromByteOffset: slot + 24 + position, as: UInt8.self)
      != socket.name[position]
    { return false }
    return true
  }
}
