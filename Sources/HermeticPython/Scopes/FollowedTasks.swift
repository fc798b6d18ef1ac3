import CHermetic
import HermeticPolicy
import HermeticSession

/// A coroutine whose task goes on under what was in force where that was made.
@safe
struct FollowedCoroutine {
  /// Ours; its death says that the coroutine is gone.
  let reference: Borrowed
  /// Kept where a frame's place could become another's while the coroutine lives (before 3.11).
  let frame: Borrowed?
  let entries: [ScopeEntry]
}

@c(hermetic_follow) @implementation
func follow(_ coroutine: OpaquePointer) {
  guard let captured = CapturedScopes.current, let state = unsafe EngineState.current else {
    return
  }
  let library = unsafe state.pointee.library
  defer { unsafe library.table.pointee.PyErr_Clear() }
  // The type is C's own: what it says of its frame is true.
  let type = unsafe UnsafeMutableRawPointer(unsafe hermetic_type_of(coroutine))
  let isCoroutine = unsafe type == library.table.pointee.PyCoro_Type
  guard unsafe isCoroutine || type == library.table.pointee.PyGen_Type,
    let frame = unsafe library.attribute(coroutine, isCoroutine ? "cr_frame" : "gi_frame"),
    unsafe !library.isNone(frame.object)
  else { return }
  let code = unsafe Owned(library.table.pointee.PyFrame_GetCode(frame.object), library)
  let owner = unsafe FrameOwner(
    address: hermetic_frame_address(frame.object), code: UnsafeRawPointer(code.object))
  guard let reference = unsafe hermetic_reference(coroutine) else { return }
  let entries = captured.entries.map { ScopeEntry($0.policy, .frame, owner, nil, from: $0) }
  let keepsFrame = library.version.minor < 11
  if keepsFrame { unsafe library.table.pointee.Py_IncRef(frame.object) }
  unsafe state.pointee.followed[reference] = unsafe FollowedCoroutine(
    reference: reference, frame: keepsFrame ? frame.object : nil, entries: entries)
  for entry in entries { unsafe state.pointee.scopes.add(entry) }
}

@c(hermetic_unfollow) @implementation
func unfollow(_ reference: OpaquePointer) {
  guard let state = unsafe EngineState.current else { return }
  // Anyone can find the callback; the coroutine's end cannot be pretended.
  guard let referent = unsafe state.pointee.library.call(reference),
    unsafe state.pointee.library.isNone(referent.object)
  else { return }
  guard let followed = unsafe state.pointee.followed.removeValue(forKey: reference)
  else { return }
  for entry in followed.entries { unsafe state.pointee.scopes.remove(entry) }
  let library = unsafe state.pointee.library
  unsafe library.table.pointee.Py_DecRef(followed.frame)
  unsafe library.table.pointee.Py_DecRef(followed.reference)
}
