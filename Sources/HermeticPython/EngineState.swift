import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// What the hook and the guards of one process know.
///
/// Made once, before the program runs; never freed.
struct EngineState {
  let library: PythonLibrary
  let session: Session
  /// The process that the user started; its forked children share the session, not the last word.
  let mainProcess = getpid()
  /// How the resolver was steered at the start.
  let resolverEnvironment = ResolverEnvironment()
  /// Whether built-ins have their guards.
  var hasMethodGuards = false
  /// Whether an uncaught violation is what ends the program.
  var endsByViolation = false
  /// What was behind standard error at the start: closing lines go nowhere else.
  let standardErrorFile = FileIdentity(descriptor: 2)

  var image: PolicyImage { session.image }

  /// The state of this process.
  static var current: UnsafeMutablePointer<EngineState>? {
    // SAFETY: `Interpreter.seal` sets nothing but a pointer to this type, once.
    unsafe hermetic_state()?.assumingMemoryBound(to: EngineState.self)
  }
}

/// Which file a descriptor stands for.
struct FileIdentity: Equatable {
  var device: UInt64 = 0
  var inode: UInt64 = 0

  init?(descriptor: CInt) {
    guard unsafe hermetic_file_identity(descriptor, &device, &inode) else { return nil }
  }
}
