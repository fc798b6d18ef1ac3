import CHermetic
import HermeticPolicy
import HermeticSession

/// The scopes that more than one thread has to know of.
///
/// One in a process, changed under its lock.
@safe
final class ScopeRegistry {
  /// Those that hold for the process.
  private(set) var process: [ScopeEntry] = []
  /// Those of a frame, by its address.
  private var ofFrames: [UnsafeRawPointer: [ScopeEntry]] = unsafe [:]
  /// Those of code, wherever that runs.
  private var ofCode: [UnsafeRawPointer: ScopeEntry] = unsafe [:]
  /// Bits of these addresses, by which most frames are passed over.
  private var bits: UInt64 = 0
  private var removals = 0
  /// Counts the changes that threads have to heed.
  private(set) var version = 0 {
    didSet { hermetic_set_scopes_version(sharedVersion) }
  }
  /// Whether the frames on a thread's stack have to be looked at.
  private(set) var framesMatter = false {
    didSet { hermetic_set_scopes_version(sharedVersion) }
  }

  /// The version, or a negative number while frames have to be looked at.
  var sharedVersion: Int { framesMatter ? -1 : version }

  private static func bit(_ frame: UnsafeRawPointer) -> UInt64 {
    1 << (UInt64(UInt(bitPattern: frame) >> 4) & 63)
  }

  /// Puts an entry in force.
  func add(_ entry: ScopeEntry) {
    hermetic_lock_scopes()
    switch entry.bond {
    case .process:
      process.append(entry)
      version += 1
    case .frame:
      unsafe ofFrames[entry.frame, default: []].append(entry)
      unsafe bits |= Self.bit(entry.frame)
      framesMatter = true
    case .thread:
      let thread = entry.thread
      unsafe thread?.entered.append(ThreadScopes.Held(entry: entry, call: nil))
      change(thread)
    }
    hermetic_unlock_scopes()
    hermetic_count_scopes(1)
  }

  /// Takes an entry out of force.
  func remove(_ entry: ScopeEntry) {
    hermetic_lock_scopes()
    let wasInForce = entry.isInForce
    entry.isInForce = false
    switch entry.bond {
    case .process:
      process.removeAll { $0 === entry }
      version += 1
    case .frame:
      unsafe ofFrames[entry.frame]?.removeAll { $0 === entry }
      if unsafe ofFrames[entry.frame]?.isEmpty == true {
        unsafe ofFrames[entry.frame] = nil
      }
      // Bits too many only cost time; so would counting them each time.
      removals += 1
      if unsafe ofFrames.isEmpty || removals % 64 == 0 {
        bits = unsafe ofFrames.keys.reduce(0) { unsafe $0 | Self.bit($1) }
      }
      framesMatter = unsafe !ofFrames.isEmpty || !ofCode.isEmpty
      // Threads that inherited a grant have it no longer.
      if entry.policy.effect == .grants { version += 1 }
    case .thread:
      let thread = entry.thread
      thread?.entered.removeAll { unsafe $0.entry === entry && $0.call == nil }
      change(thread)
    }
    hermetic_unlock_scopes()
    if wasInForce { hermetic_count_scopes(-1) }
  }

  /// Puts an entry in force wherever some code runs; false where that has one.
  func add(_ entry: ScopeEntry, ofCode code: UnsafeRawPointer) -> Bool {
    hermetic_lock_scopes()
    defer { hermetic_unlock_scopes() }
    guard unsafe ofCode[code] == nil else { return false }
    unsafe ofCode[code] = entry
    if !framesMatter { framesMatter = true }
    return true
  }

  /// Some code is no more.
  func remove(code: UnsafeRawPointer) {
    hermetic_lock_scopes()
    unsafe ofCode[code] = nil
    hermetic_unlock_scopes()
  }

  /// Notes a change of what is in force on a thread: on its own, or from another on which an object has died.
  private func change(_ thread: ThreadScopes?) {
    thread?.change()
    if ThreadScopes.existing !== thread { version += 1 }
  }

  /// The entries of the frames on the current thread's stack, the outermost first.
  ///
  /// The lock is held.
  func entriesOfFrames() -> [ScopeEntry] {
    var found: [ScopeEntry] = []
    visitFrames { entry in
      found.append(entry)
      return true
    }
    return found.reversed()
  }

  /// Whether these are the entries of the frames on the current thread's stack.
  ///
  /// The lock is held.
  func areOfFrames(_ entries: [ScopeEntry]) -> Bool {
    var index = entries.count
    let areAllThere = visitFrames { entry in
      index -= 1
      return index >= 0 && entries[index] === entry
    }
    return areAllThere && index == 0
  }

  /// Visits the entries of the frames on the current thread's stack, the innermost first, while the visitor
  /// answers true.
  @discardableResult
  private func visitFrames(_ body: (ScopeEntry) -> Bool) -> Bool {
    guard framesMatter else { return true }
    if hermetic_is_elsewhere() {
      // The frames around are out of sight. What narrows any of them holds here.
      let all = unsafe ofFrames.values.flatMap { $0 } + Array(ofCode.values)
      for entry in all where entry.policy.effect == .narrows && !body(entry) { return false }
      return true
    }
    let last = unsafe hermetic_last_frame()
    var next = unsafe hermetic_innermost_frame()
    while let frame = unsafe next, unsafe frame != last {
      if unsafe bits & Self.bit(frame) != 0, let entries = unsafe ofFrames[frame] {
        let code = unsafe hermetic_code_of_frame(frame)
        var index = entries.count
        while index > 0 {
          index -= 1
          // Another frame may be where one was.
          let entry = entries[index]
          if unsafe entry.code == code, entry.isOfLivingFrame, !body(entry) { return false }
        }
      }
      if unsafe !ofCode.isEmpty, let code = unsafe hermetic_code_of_frame(frame),
        let entry = unsafe ofCode[code], !body(entry)
      {
        return false
      }
      unsafe next = hermetic_outer_frame(frame)
    }
    return true
  }

  /// Whether the frame that has made an entry is on the current thread's stack.
  static func isOnStack(_ entry: ScopeEntry) -> Bool {
    var next = unsafe hermetic_innermost_frame()
    while let frame = unsafe next {
      if unsafe frame == entry.frame, unsafe hermetic_code_of_frame(frame) == entry.code {
        return true
      }
      unsafe next = hermetic_outer_frame(frame)
    }
    return false
  }
}
