import CHermetic
import HermeticPolicy
import HermeticSession

/// What was in force where a thread, a task or a call was begun that runs elsewhere.
final class CapturedScopes: Sendable {
  /// The outermost first; what holds for the whole process is not among them.
  let entries: [ScopeEntry]

  init(_ entries: [ScopeEntry]) {
    self.entries = entries
  }

  /// What is in force on the current thread; nil where nothing is.
  static var current: CapturedScopes? {
    guard hermetic_have_scopes() != 0, let state = unsafe EngineState.current else { return nil }
    let thread = unsafe ThreadScopes.current(state.pointee.session.image)
    let entries = unsafe thread.entries(state.pointee.scopes)
    return entries.isEmpty ? nil : CapturedScopes(entries)
  }
}

@c(hermetic_capture_scopes) @implementation
func captureScopes() -> UnsafeMutableRawPointer? {
  unsafe CapturedScopes.current.map { unsafe Unmanaged.passRetained($0).toOpaque() }
}

@c(hermetic_release_capture) @implementation
func releaseCapture(_ captured: UnsafeMutableRawPointer) {
  // SAFETY: the pointer is from `captureScopes`.
  unsafe Unmanaged<CapturedScopes>.fromOpaque(captured).release()
}

@c(hermetic_begin_captured) @implementation
func beginCaptured(_ captured: UnsafeMutableRawPointer?, _ replaces: Bool) {
  guard let state = unsafe EngineState.current else { return }
  // SAFETY: as above; the object that has the pointer lives on while its call runs.
  let entries =
    unsafe captured.map {
      unsafe Unmanaged<CapturedScopes>.fromOpaque($0).takeUnretainedValue().entries
    } ?? []
  if !entries.isEmpty { hermetic_count_scopes(1) }
  guard !entries.isEmpty || ThreadScopes.existing != nil else { return }
  let thread = unsafe ThreadScopes.current(state.pointee.session.image)
  hermetic_lock_scopes()
  if replaces {
    thread.replacements.append(entries)
  } else {
    for entry in entries {
      unsafe thread.entered.append(ThreadScopes.Held(entry: entry, call: captured))
    }
  }
  thread.change()
  hermetic_unlock_scopes()
}

@c(hermetic_end_captured) @implementation
func endCaptured(_ captured: UnsafeMutableRawPointer?, _ replaces: Bool) {
  if unsafe captured != nil { hermetic_count_scopes(-1) }
  guard let thread = ThreadScopes.existing else { return }
  hermetic_lock_scopes()
  if replaces {
    _ = thread.replacements.popLast()
  } else if let captured = unsafe captured {
    // SAFETY: as above.
    var left = unsafe Unmanaged<CapturedScopes>.fromOpaque(captured).takeUnretainedValue().entries
      .count
    var index = thread.entered.count
    while index > 0, left > 0 {
      index -= 1
      guard unsafe thread.entered[index].call == UnsafeRawPointer(captured) else { continue }
      thread.entered.remove(at: index)
      left -= 1
    }
  }
  thread.change()
  hermetic_unlock_scopes()
}
