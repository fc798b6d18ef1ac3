import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

// How the engine follows a run.

extension AuditedCall {
  func follow(_ event: UInt8) -> CInt {
    let events = LifecycleEvent.allCases
    guard Int(event) < events.count else { return 0 }
    switch events[Int(event)] {
    case .importModule:
      prepareForImport()
      return 0
    case .runCommand, .runFile, .runModule, .runStandardInput, .runStartup, .runInteractiveHook:
      begin()
      return 0
    case .uncaughtException: return unsafe UncaughtException(state: state).examine(arguments)
    case .execute:
      willExecute()
      return 0
    case .clearHooks:
      // The last event there is; CPython heeds no refusal of it, and 3.13 crashes over one. What may
      // still run is held by the calls of libc, which nothing takes off.
      unsafe hermetic_expect_hook_release(library.table)
      return 0
    }
  }

  /// Says what there is to say before the process is another program.
  func willExecute() {
    unsafe ClosingLines(state: state).print()
    // Nobody could count the violations of what comes after.
    let status = closing(status: 0)
    if status != 0, unsafe getpid() == state.pointee.mainProcess {
      StandardStreams(library: library).flush()
      hermetic_exit_now(status)
    }
  }

  /// A module is about to be found: guards its built-ins, so that nobody has called one yet.
  func prepareForImport() {
    guard let name = unsafe library.text(library.item(arguments, 0)) else { return }
    if name == "site" { prepare() }
    unsafe LibraryChild(state: state)?.learnPath()
    if MethodGuards.modules.contains(name) { guardModule(name) }
    if name.hasPrefix("_pytest."), unsafe !state.pointee.hasJoinedPytest {
      unsafe state.pointee.hasJoinedPytest = ShimModule(library: library).joinPytest()
    }
    if unsafe !state.pointee.unwatchedStarts.isEmpty,
      unsafe state.pointee.unwatchedStarts.remove(name) != nil
    {
      ShimModule(library: library).watchStarts(in: name)
    }
  }

  /// Learns what the interpreter is and guards what it has begun with, before anyone else's code runs.
  private func prepare() {
    guard unsafe state.pointee.standardLibrary == nil else { return }
    if image.judgesByPlace || image.holdsFiles {
      unsafe EngineState.knowLibrary(state, imports: image.canRefuse(.importModule))
    }
    for name in MethodGuards.builtInModules { guardModule(name) }
    unsafe EnvironmentView(state: state).install()
  }

  /// The interpreter is ready, and a host takes it over under the run's policy.
  static func beginHosting(_ state: UnsafeMutablePointer<EngineState>) {
    unsafe AuditedCall(state: state, event: "hermetic.host", arguments: nil).begin(starts: 0)
  }

  /// The interpreter is ready and a program begins, of which it may still run so many pieces by itself.
  private func begin(starts: Int = 1) {
    prepare()
    if unsafe !state.pointee.hasBegun {
      unsafe EnvironmentView(state: state).install()
      unsafe InterpreterParts(state: state).install()
      unsafe ImportGuard(state: state).install()
    }
    if unsafe !state.pointee.hasBegun {
      if image.judgesByPlace {
        let found = unsafe ImportGuard(state: state).siteFolders
        unsafe state.pointee.siteFolders =
          unsafe state.pointee.hasJoined
          ? found.filter(state.pointee.knownSiteFolders.contains) : found
      }
      // What a terminal becomes later is the program's own doing.
      let isPrompt =
        (["cpython.run_stdin", "cpython.run_startup", "cpython.run_interactivehook"]
        as [StaticString])
        .contains { isCalled($0) }
      unsafe state.pointee.isInteractive = isPrompt && isTyped
      unsafe state.pointee.codeFolders = unsafe ImportGuard(state: state).foldersToRead
      // Who starts a run with such a text has not been sent by the library.
      if isCalled("cpython.run_command"), unsafe getpid() != state.pointee.mainProcess,
        let text = unsafe library.text(library.item(arguments, 0)), LibraryCommand(text) != nil
      {
        unsafe state.pointee.libraryStart = LibraryChild.Start()
      }
    }
    unsafe state.pointee.begin(starts: starts)
  }

  /// Whether standard input is a person's: a terminal, or said to be one (`-i`).
  private var isTyped: Bool {
    guard let flags = unsafe library.table.pointee.PySys_GetObject("flags"),
      let interactive = unsafe library.attribute(flags, "interactive")
    else { return false }
    return unsafe library.integer(interactive.object) ?? 0 != 0 || isatty(0) == 1
  }

  /// Guards a module's built-ins, once.
  ///
  /// At its import, so that nobody has called one yet; or, where it came without an import event, at
  /// the first sign of it.
  func guardModule(_ name: String) {
    guard unsafe state.pointee.guardedModules.insert(name).inserted else { return }
    unsafe MethodGuards(state: state).install(name)
  }
}
