import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// What the hook and the guards of one process know.
///
/// Made once, before the program runs; never freed.
@safe
struct EngineState {
  let library: PythonLibrary
  let session: Session
  /// The process that the user started.
  var mainProcess: CInt { session.mainProcess }
  /// Whether this process was executed by one of the run's, as against forked.
  let hasJoined: Bool
  /// The folders of packages that the program had at its start, in a process that has joined it: those that
  /// somebody has made since have no rights.
  var knownSiteFolders: [String] = []
  /// How the resolver was steered at the start.
  let resolverEnvironment = ResolverEnvironment()
  /// The scopes that have been entered.
  let scopes = ScopeRegistry()
  /// The coroutines that scopes follow, by the references to them.
  var followed: [Borrowed: FollowedCoroutine] = unsafe [:]
  /// The actions that the run's policy or a scope can refuse: what there are guards for.
  var watched: ActionSet
  /// What scopes have been compiled to, by what they were asked to be.
  var compiledScopes: [ScopeRequest.Key: ScopePolicy] = [:]
  /// The code of `contextlib`, kept for good: what enters and leaves scopes for others.
  var contextlibCodes: Set<UnsafeRawPointer> = unsafe []
  /// Whether pytest has hermetic's plugin.
  var hasJoinedPytest = false
  /// The interpreters in which what is started takes scopes along.
  var interpretersWatched: Set<UnsafeMutableRawPointer> = unsafe []
  /// The modules whose threads, tasks and callbacks are to take scopes along, once they are imported.
  var unwatchedStarts: Set<String> = []
  /// Screens for what scopes can refuse too, once there has been one.
  var screening: PolicyImage?
  /// Whether the hook is there.
  var isEnforcing = false
  /// The modules whose built-ins have their guards.
  var guardedModules: Set<String> = []
  /// Where the interpreter's own library is, once it can be known.
  var standardLibrary: StandardLibrary?
  /// Whether the program has begun, and its interpreter.
  var hasBegun = false
  var mainInterpreter: UnsafeMutableRawPointer?
  /// The modules that were there when the program began.
  var startModules: Set<String> = []
  /// Whether what a person types is the program.
  var isInteractive = false
  /// The folders that modules are found in beyond those that the policy names, each with a slash at its
  /// end; settled before the program begins.
  var codeFolders: [[UInt8]] = []
  /// How many pieces of code the interpreter may still run to begin it.
  private(set) var starts = 0
  /// What multiprocessing has started this process as, if that has.
  var libraryStart: LibraryChild.Start?
  /// Whether what `marshal.loads` is about to read cannot change while it does.
  var isSourceFixed = false
  /// The compiled file that `marshal.loads` is reading, if it is one.
  var loadedFile: String?
  /// What the loader was told at the start.
  let loaderVariables = LoaderVariables.current
  /// Whether the environment is seen through the policy.
  var hasEnvironmentView = false
  /// Whether children that are Python come up under the policy by themselves.
  var carriesPolicy = false
  /// hermetic's executable and the flags of the run.
  var command: [String] = []
  /// The values of variables that blocks of code may be granted, which are not in the environment.
  var grantableVariables: [[UInt8]: [UInt8]] = [:]
  /// The variables that the program has set itself.
  var writtenVariables: Set<[UInt8]> = []
  /// The lists and dictionaries that only the interpreter changes.
  var keptParts: [InterpreterParts.Kept] = []
  /// The folders that packages are installed in, each with a slash at its end: those that are on the path
  /// before anyone can add to it.
  var siteFolders: [String] = []
  /// The folders that modules are found in.
  var importRoots: [[UInt8]] = []
  /// The packages by which modules are asked for that others are refused.
  var importers: Set<String> = []
  // Asked only by who holds the GIL.
  var distributions = Distributions()
  /// Whether an uncaught violation is what ends the program.
  var endsByViolation = false
  init(library: PythonLibrary, session: Session) {
    self.library = library
    self.session = session
    hasJoined = getpid() != session.mainProcess
    watched = session.image.refusable
  }

  /// What was behind standard error at the start: closing lines go nowhere else.
  let standardErrorFile = FileIdentity(descriptor: 2)

  /// The policy in force on the current thread: the run's, inside which each scope is a layer.
  @inline(__always)
  var image: PolicyImage { hermetic_have_scopes() == 0 ? session.image : scopedImage }

  private var scopedImage: PolicyImage {
    // SAFETY: `ThreadScopes` points it at an image of its own, which only this thread replaces.
    if let known = unsafe hermetic_current_policy() {
      return unsafe known.assumingMemoryBound(to: PolicyImage.self).pointee
    }
    return ThreadScopes.current(session.image).policy(scopes, session.image)
  }

  /// Notes that the interpreter begins a program, of which it may still run so many pieces by itself.
  mutating func begin(starts count: Int = 1) {
    if !hasBegun { starts = count }
    hasBegun = true
    unsafe mainInterpreter = library.table.pointee.PyInterpreterState_Main()
  }

  /// Finds out where the library is, as far as that is not known.
  static func knowLibrary(_ state: UnsafeMutablePointer<EngineState>, imports knowsImports: Bool) {
    if let known = unsafe state.pointee.standardLibrary,
      !knowsImports || known.instructions != nil
    {
      return
    }
    let made = unsafe StandardLibrary(state.pointee.library, knowsImports: knowsImports)
    if let made { unsafe state.pointee.standardLibrary = made }
  }

  /// Whether code that nobody asked for is the interpreter's on its way to the program; once.
  mutating func takeStart(_ library: PythonLibrary) -> Bool {
    guard hasBegun else { return hermetic_is_main_thread() }
    guard starts > 0 || isInteractive, hermetic_is_main_thread(),
      unsafe library.table.pointee.PyInterpreterState_Get() == mainInterpreter
    else { return false }
    if starts > 0 { starts -= 1 }
    return true
  }

  /// Whether code that nobody asks for is the program itself, before that has run.
  func isStart(_ library: PythonLibrary) -> Bool {
    unsafe starts > 0 && hermetic_is_main_thread() && library.table.pointee.PyEval_GetFrame() == nil
      && library.table.pointee.PyInterpreterState_Get() == mainInterpreter
  }

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

  /// Nil for what is no regular file.
  init?(regular descriptor: CInt) {
    guard unsafe hermetic_file_identity(descriptor, &device, &inode),
      hermetic_is_regular(descriptor)
    else { return nil }
  }

  init?(descriptor: CInt) {
    guard unsafe hermetic_file_identity(descriptor, &device, &inode) else { return nil }
  }
}
