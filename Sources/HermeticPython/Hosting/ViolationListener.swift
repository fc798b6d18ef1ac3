private import CHermetic
package import HermeticPolicy
import Synchronization

/// A violation, and the rule that was broken as it was written.
package struct HeardViolation: Hashable, Sendable {
  package let violation: Violation
  package let origin: String

  package init(_ violation: Violation, origin: String) {
    self.violation = violation
    self.origin = origin
  }
}

/// Who is told of the violations of one scope.
@safe
package final class ViolationListener: @unchecked Sendable {
  // SAFETY (Sendable): `scope` is set and read with the GIL.
  private let tell: @Sendable (HeardViolation) -> Void
  /// What calls of libc were refused whose caller is not known yet, by thread.
  private let held = Mutex<[UInt: [HeardViolation]]>([:])

  /// The scope itself.
  weak var scope: HostedScope?

  package init(_ tell: @escaping @Sendable (HeardViolation) -> Void) {
    self.tell = tell
  }

  /// The innermost scope's on the current thread, if one has any.
  static func current(_ state: UnsafeMutablePointer<EngineState>) -> ViolationListener? {
    unsafe entry(state)?.policy.listener
  }

  /// The innermost scope on the current thread that has one.
  static func entry(_ state: UnsafeMutablePointer<EngineState>) -> ScopeEntry? {
    guard hermetic_have_scopes() != 0, let thread = ThreadScopes.existing else { return nil }
    return unsafe thread.entries(state.pointee.scopes).last { $0.policy.listener != nil }
  }

  private var thread: UInt { UInt(hermetic_thread_identity()) }

  func hear(_ violation: Violation, _ origin: String, isBeneath: Bool) {
    let heard = HeardViolation(violation, origin: origin)
    flush()
    guard !isBeneath else { return held.withLock { $0[thread, default: []].append(heard) } }
    pass(heard)
  }

  /// The call that was refused last turns out to be somebody's.
  func complete(_ caller: Violation.Caller?) {
    guard let heard = held.withLock({ $0[thread]?.popLast() }) else { return }
    let violation = heard.violation
    pass(
      HeardViolation(
        Violation(message: violation.message, rule: violation.rule, caller: caller),
        origin: heard.origin))
  }

  /// What was refused on this thread was native code's own.
  func flush() {
    guard let left = held.withLock({ $0.isEmpty ? nil : $0.removeValue(forKey: thread) }) else {
      return
    }
    for heard in left { pass(heard) }
  }

  /// Tells, as the host: what that starts is not under the scope.
  private func pass(_ heard: HeardViolation) {
    HostedScope.outside { tell(heard) }
  }
}
