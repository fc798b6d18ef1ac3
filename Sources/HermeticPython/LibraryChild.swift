import CHermetic
import HermeticPolicy

/// A process that multiprocessing has started with a text of its own.
///
/// It takes over the path, the folder and the main module of the process that asked for it. That is how its
/// program starts, as any script in a child does; it is nobody's hand. What it is given to do thereafter is
/// judged like everything else, and so is whatever is pickled.
@safe
struct LibraryChild {
  let state: UnsafeMutablePointer<EngineState>

  /// What is known of such a process.
  @safe
  struct Start {
    /// What the text has been compiled to, kept for good; nil before it runs.
    var program: Borrowed?
    /// Whether its main module has still to run.
    var awaitsMain = true
    /// What `sys.path` held before it took over another's; nil where it is settled.
    var firstPath: [String]?
  }

  /// Nil in any other process.
  init?(state: UnsafeMutablePointer<EngineState>) {
    guard unsafe state.pointee.libraryStart?.program != nil else { return nil }
    unsafe self.state = state
  }

  // SAFETY: the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }

  /// Notes the code that the interpreter is about to begin with.
  static func begin(_ code: Borrowed?, _ state: UnsafeMutablePointer<EngineState>) {
    guard let code = unsafe code, let start = unsafe state.pointee.libraryStart,
      unsafe start.program == nil,
      unsafe UnsafeMutableRawPointer(hermetic_type_of(code))
        == state.pointee.library.table.pointee.PyCode_Type
    else { return }
    unsafe state.pointee.library.table.pointee.Py_IncRef(code)
    unsafe state.pointee.libraryStart?.program = code
    let path = unsafe Self.path(state.pointee.library)
    unsafe state.pointee.libraryStart?.firstPath = path
  }

  /// Whether code is the text that the library started the process with.
  func isProgram(_ code: Borrowed) -> Bool {
    unsafe state.pointee.libraryStart?.program == code
  }

  /// Whether the library is about to compile, or to run, the main module.
  var isRunningMain: Bool {
    guard unsafe state.pointee.libraryStart?.awaitsMain == true else { return false }
    return position(.isInnermost) == .run
  }

  /// Whether what is about to run is the main module; once.
  func takeMain() -> Bool {
    guard isRunningMain else { return false }
    unsafe state.pointee.libraryStart?.awaitsMain = false
    learnPath()
    return true
  }

  /// Whether the library itself changes a part of the interpreter to be as in the process that asked.
  func isPreparing(_ part: String) -> Bool {
    guard part == "sys.path" || part == "cwd" else { return false }
    let position = position(.isInnermost)
    return position == .prepare || position == .server
  }

  /// Whether the library has just taken over a path, and nobody else has had a turn.
  var hasTakenPath: Bool {
    switch position(.isBelowLibrary) {
    case .prepare, .run, .fix: true
    default: false
    }
  }

  /// Finds out where modules are found, once the process has taken over where.
  func learnPath() {
    guard let first = unsafe state.pointee.libraryStart?.firstPath,
      Self.path(library) != first
    else { return }
    switch position(.isBelowLibrary) {
    case .prepare, .run, .fix, .main: break
    default: return
    }
    unsafe state.pointee.libraryStart?.firstPath = nil
    unsafe ImportGuard.learnPlaces(state)
  }

  private static func path(_ library: PythonLibrary) -> [String] {
    let table = unsafe library.table
    guard let path = unsafe table.pointee.PySys_GetObject("path") else { return [] }
    return (0..<(unsafe max(table.pointee.PyList_Size(path), 0))).map {
      unsafe library.text(table.pointee.PyList_GetItem(path, $0)) ?? ""
    }
  }

  // MARK: The stack

  /// Where on its way the library is.
  private enum Position {
    case run, fix, prepare, importMain, main, spawn, serve, server, program

    /// What may have called it.
    var callers: [Position] {
      switch self {
      case .run: [.run, .fix]
      case .fix: [.prepare, .importMain]
      case .prepare: [.main]
      case .importMain: [.server]
      case .main: [.spawn, .serve]
      case .spawn, .server: [.program]
      case .serve: [.server]
      case .program: []
      }
    }

    init?(_ entry: Frames.Entry) {
      if LibraryUse.starting.contains(where: { entry.isWithin($0) }) {
        self = .run
      } else if entry.isIn("multiprocessing/spawn.py") {
        if entry.isCalled("prepare") {
          self = .prepare
        } else if entry.isCalled("_fixup_main_from_path")
          || entry.isCalled("_fixup_main_from_name")
        {
          self = .fix
        } else if entry.isCalled("import_main_path") {
          self = .importMain
        } else if entry.isCalled("_main") {
          self = .main
        } else if entry.isCalled("spawn_main") {
          self = .spawn
        } else {
          return nil
        }
      } else if entry.isIn("multiprocessing/forkserver.py") {
        if entry.isCalled("main") {
          self = .server
        } else if entry.isCalled("_serve_one") {
          self = .serve
        } else {
          return nil
        }
      } else {
        return nil
      }
    }
  }

  private enum Depth {
    /// Nothing but the engine's own frames is further in.
    case isInnermost
    /// Other frames of the library may be further in.
    case isBelowLibrary
  }

  /// Where the library is, if nobody has a frame between there and the text that started the process.
  private func position(_ depth: Depth) -> Position? {
    guard hermetic_is_main_thread(), let layout = unsafe state.pointee.standardLibrary else {
      return nil
    }
    var innermost: Position?
    var last: Position?
    var isTrue = true
    _ = Frames(library: library, layout: layout).visit { entry in
      // Nothing called the program.
      guard last != .program else {
        isTrue = false
        return true
      }
      if entry.owner == .engine { return false }
      var position: Position?
      if unsafe isProgram(entry.code) {
        position = .program
      } else if entry.owner != .other {
        position = Position(entry)
      }
      guard let position else {
        isTrue = depth == .isBelowLibrary && last == nil && entry.owner != .other
        return !isTrue
      }
      if let last, !last.callers.contains(position) {
        isTrue = false
        return true
      }
      innermost = innermost ?? position
      last = position
      return false
    }
    return isTrue && last == .program ? innermost : nil
  }
}
