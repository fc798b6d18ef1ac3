import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// Every audit event of the process comes here (PEP 578).
///
/// Zero lets the operation go on; -1 refuses it, with an exception set.
///
/// The common answer is that the event's name is not in the table, or that its one argument is
/// allowed. That way costs no allocation, lock or reference count.
@c(hermetic_audit_hook) @implementation
func auditHook(
  event: UnsafePointer<CChar>, arguments: OpaquePointer?, context: UnsafeMutableRawPointer?
) -> CInt {
  let isForged = hermetic_take_forgery() != 0
  // SAFETY: `Interpreter.seal` registers this hook with the state, which it never frees. `event` is a
  // C string and `arguments` a tuple, both of which outlive this call.
  guard let state = unsafe context?.assumingMemoryBound(to: EngineState.self),
    let row = unsafe (state.pointee.screening ?? state.pointee.session.image).screen(event)
  else { return 0 }
  // Anyone may raise an event by its name, and the library does; what it says is not taken for a fact.
  let tells = [AuditEvent.Argument.lifecycle.rawValue, AuditEvent.Argument.variable.rawValue]
  if isForged, tells.contains(row.argument) { return 0 }
  return unsafe AuditedCall(state: state, event: event, arguments: arguments).decide(row)
}

/// An audit event that a policy has a say in.
@safe
struct AuditedCall {
  let state: UnsafeMutablePointer<EngineState>
  let event: UnsafePointer<CChar>
  let arguments: Borrowed?
  /// What is in force where the event is raised.
  let image: PolicyImage

  init(
    state: UnsafeMutablePointer<EngineState>, event: UnsafePointer<CChar>, arguments: Borrowed?
  ) {
    unsafe self.state = state
    unsafe self.event = event
    unsafe self.arguments = arguments
    image = unsafe state.pointee.image
  }

  // SAFETY: the state is never freed.
  var library: PythonLibrary { unsafe state.pointee.library }

  func decide(_ row: PolicyImage.Event) -> CInt {
    guard let argument = AuditEvent.Argument(rawValue: row.argument) else { return 0 }
    if argument == .lifecycle { return follow(row.action) }
    guard let action = Action(rawValue: row.action) else { return 0 }
    switch argument {
    case .host: return decideHost(action, asksAboutAddresses: false)
    case .hostWithHints:
      if unsafe state.pointee.guardedModules.contains("_socket") { return 0 }
      // The guard comes too late for the call that this event is of.
      guardModule("_socket")
      return decideHost(action, asksAboutAddresses: false)
    case .reverseHost: return decideHost(action, asksAboutAddresses: true)
    case .socketAddress: return decideAddress(action)
    case .socketKind: return decideSocketKind(action)
    case .systemLog: return decideSystemLog(action)
    case .variable: return decideVariable()
    case .command, .shell, .executable, .fork: return decideCommand(action, argument)
    case .code: return decideCode()
    case .module: return decideModule()
    case .library: return decideLibrary()
    case .part, .attribute: return decidePart(argument)
    case .lifecycle: return 0
    }
  }

  func refuse(_ action: Action, on resource: String, _ rule: PolicyImage.Verdict) -> CInt {
    unsafe Refusal(state: state).inHook(action, on: resource, rule)
  }

  /// Whether the event's name is a text.
  func isCalled(_ name: StaticString) -> Bool {
    // SAFETY: both are C strings.
    unsafe strcmp(event, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }
}
