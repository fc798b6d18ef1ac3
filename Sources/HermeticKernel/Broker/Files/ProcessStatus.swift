import CHermetic

/// What the kernel tells of a process (proc_pid_status(5)).
struct ProcessStatus {
  private let status: hermetic_process_status
  let identity: FileIdentity

  /// Nil where there is no such process, or it is not told.
  init?(_ thread: CInt) {
    var status = hermetic_process_status()
    var capacity = 64
    while true {
      var count: CInt = 0
      let groups = unsafe [UInt32](unsafeUninitializedCapacity: capacity) { buffer, filled in
        guard let start = buffer.baseAddress else { return }
        count = unsafe hermetic_read_status(thread, &status, start, capacity)
        filled = min(max(0, Int(count)), capacity)
      }
      guard count >= 0 else { return nil }
      if count > capacity {
        capacity = Int(count)
        continue
      }
      self.status = status
      // The one that lets the broker look into others is of no use with files.
      let capabilities = Capabilities(rawValue: status.capabilities).subtracting(.overProcesses)
      identity = FileIdentity(
        user: status.user, group: status.group, groups: groups, capabilities: capabilities.rawValue)
      return
    }
  }

  var process: CInt { status.process }
  var parent: CInt { status.parent }
  /// What is taken off the modes of files that it makes.
  var mask: UInt32 { status.mask }
}

/// As whom files are used.
struct FileIdentity: Hashable {
  let user: UInt32
  let group: UInt32
  let groups: [UInt32]
  let capabilities: UInt64

  /// Has this thread use files as this, with some rights besides; false where it cannot.
  func become(with rights: Capabilities = []) -> Bool {
    unsafe groups.withUnsafeBufferPointer { groups in
      var identity = unsafe hermetic_identity(
        user: user, group: group, capabilities: capabilities | rights.rawValue,
        groups: groups.baseAddress,
        group_count: groups.count)
      return unsafe hermetic_become(&identity)
    }
  }
}
