private import CHermetic
import HermeticPolicy
package import HermeticSession

/// A CPython, loaded and still unguarded.
package struct Interpreter: ~Copyable {
  private let library: PythonLibrary

  package init(_ library: PythonLibrary) {
    self.library = library
  }

  /// Puts the policy in force: registers the audit hook and the `hermetic` module, and opens the
  /// way to the native guards.
  ///
  /// From here on nothing runs unguarded.
  ///
  /// `grantable` are entries of the environment, `NAME=value`, that blocks of code may be granted; `command`
  /// is what starts another interpreter under the same policy, which those that this one executes come up under
  /// where it `carriesPolicy`; `siteFolders` are the program's own folders of packages, in a child of it. `joining`
  /// says that the interpreter runs already: what has begun is not held.
  package consuming func seal(
    _ session: Session, grantable: [[UInt8]] = [], command: [String] = [],
    carriesPolicy: Bool = false, siteFolders: [String] = [], joining: Bool = false
  ) throws(InterpreterError) -> SealedInterpreter {
    let memory = UnsafeMutablePointer<EngineState>.allocate(capacity: 1)
    unsafe memory.initialize(to: EngineState(library: library, session: session))
    unsafe memory.pointee.command = command
    unsafe memory.pointee.carriesPolicy = carriesPolicy
    unsafe memory.pointee.knownSiteFolders = siteFolders
    for entry in grantable {
      let name = Array(entry.prefix { $0 != 0x3d })
      unsafe memory.pointee.grantableVariables[name] = Array(entry.dropFirst(name.count + 1))
    }
    unsafe hermetic_set_state(memory)
    let table = unsafe library.table
    let minor = CInt(library.version.minor)
    guard
      unsafe joining
        ? hermetic_join_module(table, minor) == 0 : hermetic_register_module(table, minor) == 0
    else {
      throw InterpreterError(.rejected, "the hermetic module")
    }
    if session.image.isEnforcing || session.image.settings.joinsPytest {
      try unsafe Self.enforce(memory)
      hermetic_guard_files(session.image.guardedFiles)
      hermetic_guard_programs(session.image.canRefuse(.spawn) ? 1 : 0)
    }
    return SealedInterpreter(library: library)
  }

  /// Registers the audit hook and opens the way to the native guards, once.
  static func enforce(_ state: UnsafeMutablePointer<EngineState>) throws(InterpreterError) {
    guard unsafe !state.pointee.isEnforcing else { return }
    guard hermetic_guards_come_first() else {
      throw InterpreterError(.rejected, "the network guards, which another library displaced")
    }
    guard unsafe hermetic_add_hook(state.pointee.library.table, auditHook, state) == 0 else {
      throw InterpreterError(.rejected, "an audit hook")
    }
    guard hermetic_call_at_exit() == 0 else {
      throw InterpreterError(.rejected, "an exit handler")
    }
    hermetic_activate_guards(1)
    unsafe state.pointee.isEnforcing = true
  }
}

/// A CPython under a policy: the only kind that can run anything.
package struct SealedInterpreter: ~Copyable {
  fileprivate let library: PythonLibrary

  /// Runs CPython's own `main` and returns the exit status.
  ///
  /// `arguments` are `argc` C strings and a null pointer.
  package consuming func main(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) -> CInt {
    unsafe library.table.pointee.Py_BytesMain(count, arguments)
  }
}
