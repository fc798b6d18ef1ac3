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

  /// Gives the memory back; for a book that nobody else has.
  package func release() { unsafe hermetic_release_memory(base, Self.size) }

  // Addresses: state, port, then the two halves. A state's lowest bits say empty, being written or
  // ready; the rest counts rewrites, so that a reader notices one.
  private static let slots = 8192
  private static let slotSize = 24
  /// How far from its own slot an address may be; beyond that, the oldest guess makes room.
  private static let reach = 16
  // Unix sockets: state, then device, inode and birth; a count of them before the first.
  private static let sockets = 512
  private static let socketSize = 32
  private static let socketStart = slots * slotSize
  private static let size = socketStart + (sockets + 1) * socketSize

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

/// The file of a Unix socket.
///
/// An inode's number is soon another file's, so when it came to be counts.
package struct UnixSocketFile: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  /// In nanoseconds; zero where the file system does not say.
  package let birth: UInt64

  package init(device: UInt64, inode: UInt64, birth: UInt64) {
    self.device = device
    self.inode = inode
    self.birth = birth
  }
}

extension AddressBook {
  /// Remembers the file of a Unix socket that the run has bound.
  ///
  /// One whose birth is not known is not remembered, and the oldest make room for the newest: the
  /// kernel can be asked again.
  package func insert(_ file: UnixSocketFile) {
    guard file.birth != 0, !contains(file) else { return }
    let turn = unsafe hermetic_add(word(Self.socketStart), 1)
    let slot = Self.socketSlot(Int(turn) % Self.sockets)
    let state = unsafe hermetic_load(word(slot))
    guard state & 3 != Self.writing,
      unsafe hermetic_exchange_if(word(slot), state, state & ~3 | Self.writing)
    else { return }
    unsafe base.storeBytes(of: file.device, toByteOffset: slot + 8, as: UInt64.self)
    unsafe base.storeBytes(of: file.inode, toByteOffset: slot + 16, as: UInt64.self)
    unsafe base.storeBytes(of: file.birth, toByteOffset: slot + 24, as: UInt64.self)
    unsafe hermetic_store(word(slot), (state & ~3 &+ 4) | Self.ready)
  }

  /// Whether the run has bound a Unix socket to a file.
  package func contains(_ file: UnixSocketFile) -> Bool {
    guard file.birth != 0 else { return false }
    for index in 0..<Self.sockets {
      let slot = Self.socketSlot(index)
      let state = unsafe hermetic_load(word(slot))
      if state == 0 { return false }
      guard state & 3 == Self.ready, holds(slot, file) else { continue }
      if unsafe hermetic_load(word(slot)) == state { return true }
    }
    return false
  }

  private static func socketSlot(_ index: Int) -> Int {
    socketStart + (index + 1) * socketSize
  }

  private func holds(_ slot: Int, _ file: UnixSocketFile) -> Bool {
    unsafe base.load(fromByteOffset: slot + 8, as: UInt64.self) == file.device
      && base.load(fromByteOffset: slot + 16, as: UInt64.self) == file.inode
      && base.load(fromByteOffset: slot + 24, as: UInt64.self) == file.birth
  }
}
