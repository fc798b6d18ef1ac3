import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

// What libc's calls on processes ask. They may come from a child that shares all memory with its
// parent, which waits.

@c(hermetic_guard_fork) @implementation
func guardFork() -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let image = unsafe state.pointee.image
  let verdict = image.defaultVerdict(.fork)
  guard verdict >= 0 else { return 0 }
  // The program that it is for will be asked about.
  if image.hasCommandRules, hermetic_is_executing_child() != 0 { return 0 }
  return unsafe Refusal(state: state).inCall(.fork, on: "fork", verdict) ? EACCES : 0
}

@c(hermetic_guard_command) @implementation
func guardCommand(
  _ path: UnsafePointer<CChar>, _ length: Int, _ given: UnsafePointer<CChar>,
  _ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>,
  _ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  let command = unsafe Command(state: state, given: String(cString: given))
  let verdict = unsafe withPath(path, length) { text in
    unsafe command.verdict(text) { index, wanted in
      // SAFETY: the list ends with a null pointer, behind which nobody looks.
      for position in 0..<index where unsafe arguments[position] == nil { return false }
      guard let word = unsafe arguments[index] else { return false }
      return unsafe UnsafeRawBufferPointer(start: word, count: strlen(word)).elementsEqual(wanted)
    }
  }
  if verdict >= 0 { return command.isRefused(verdict) ? EACCES : 0 }
  var index = 0
  while let entry = unsafe environment[index] {
    index += 1
    // SAFETY: an entry is a C string.
    let text = unsafe UnsafeRawBufferPointer(start: entry, count: strlen(entry))
    if let name = unsafe LoaderVariables.name(of: text),
      unsafe !state.pointee.loaderVariables.contains(Array(text))
    {
      let rule = unsafe state.pointee.image.defaultVerdict(.spawn)
      guard rule >= 0 else { return 0 }
      return command.isRefused(rule, note: "with \(name)") ? EACCES : 0
    }
  }
  return 0
}

/// A program about to be executed.
@safe
struct Command {
  let state: UnsafeMutablePointer<EngineState>
  /// How the program calls it.
  let given: String

  func verdict(
    _ path: UnsafeBufferPointer<UInt8>, _ isArgument: (Int, UnsafeRawBufferPointer) -> Bool
  ) -> PolicyImage.Verdict {
    unsafe state.pointee.image.decide(onCommand: path, isArgument: isArgument)
  }

  func isRefused(_ rule: PolicyImage.Verdict, note: String? = nil) -> Bool {
    unsafe Refusal(state: state).inCall(.spawn, on: Self.name(given), note: note, rule)
  }

  /// The shell goes by its own name, however it is called.
  static func name(_ given: String) -> String {
    given == "/bin/sh" ? "sh" : given
  }
}

/// Variables with which a process has a program it starts load other code.
enum LoaderVariables {
  private static let names = [
    "GCONV_PATH", "BASH_ENV", "ENV", "GLIBC_TUNABLES", "SHELLOPTS", "BASHOPTS", "PS4",
    "PROMPT_COMMAND",
  ]
  private static let beginnings = ["LD_", "BASH_FUNC_"]

  /// The name of such a variable, if an entry of the environment is one.
  ///
  /// By bytes: a value may begin with anything, and two that Swift takes for the same lead to two files.
  static func name(of entry: some Collection<UInt8>) -> String? {
    let name = entry.prefix { $0 != 0x3d }
    let isLoaders =
      beginnings.contains { name.starts(with: $0.utf8) }
      || names.contains { name.elementsEqual($0.utf8) }
    return isLoaders ? String(decoding: name, as: UTF8.self) : nil
  }

  /// Those that the process has been started with.
  static var current: Set<[UInt8]> {
    var found: Set<[UInt8]> = []
    var index = 0
    while let entry = unsafe hermetic_environment_entry(index) {
      index += 1
      // SAFETY: an entry is a C string.
      let text = unsafe Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
      if name(of: text) != nil { found.insert(text) }
    }
    return found
  }
}

extension AuditedCall {
  /// A program about to be started, or the process about to be copied.
  ///
  /// Where some programs are allowed, the call beneath is asked, which knows what it finds.
  func decideCommand(_ action: Action, _ argument: AuditEvent.Argument) -> CInt {
    let verdict = image.defaultVerdict(action)
    // Nothing that an allowed program needs raises the event of a mere copy.
    if verdict >= 0, !image.hasCommandRules || argument == .fork {
      let answer = refuse(action, on: name(argument), verdict)
      if answer != 0 { return answer }
    }
    if isCalled("os.exec") { willExecute() }
    return 0
  }

  private func name(_ argument: AuditEvent.Argument) -> String {
    switch argument {
    case .fork: return "fork"
    case .shell: return "sh"
    case .command:
      let words = unsafe library.item(arguments, 1)
      let first = unsafe words.flatMap { unsafe library.firstItem($0) } ?? words
      let text =
        unsafe first.flatMap { unsafe library.text($0) }
        ?? library.text(library.item(arguments, 0))
      return Command.name(text ?? "a program")
    default:
      return unsafe library.text(library.item(arguments, 0)).map(Command.name) ?? "a program"
    }
  }
}

extension PythonLibrary {
  /// The first item of a list or tuple, borrowed.
  fileprivate func firstItem(_ object: Borrowed) -> Borrowed? {
    if unsafe kind(object) == .tuple { return unsafe item(object, 0) }
    let isList = unsafe table.pointee.PyType_GetFlags(hermetic_type_of(object)) & 1 << 25 != 0
    guard isList, unsafe table.pointee.PyList_Size(object) > 0 else { return nil }
    return unsafe table.pointee.PyList_GetItem(object, 0)
  }
}

/// What `_posixsubprocess.fork_exec` is about to execute.
@safe
struct ChildExecution {
  let state: UnsafeMutablePointer<EngineState>

  /// Whether the first program of its list that exists may be executed; if not, an exception is set.
  ///
  /// The child is asked again: this is where the parent can still be told.
  func permits(_ words: Borrowed?, _ programs: Borrowed?, in folder: Borrowed?) -> Bool {
    let library = unsafe state.pointee.library
    let image = unsafe state.pointee.image
    let rule = image.defaultVerdict(.spawn)
    guard rule >= 0, let programs = unsafe programs else { return true }
    let given = unsafe words.flatMap { unsafe library.firstOf($0) } ?? ""
    var index = -1
    while let program = unsafe library.word(programs, index + 1) {
      index += 1
      var path = String(decoding: program, as: UTF8.self)
      // The child goes there first.
      if !path.hasPrefix("/"), let folder = unsafe folder.flatMap({ unsafe library.text($0) }) {
        path = folder + "/" + path
      }
      guard unsafe access(path, F_OK) == 0 else { continue }
      var real = RealPath.resolve(path)
      let verdict = real.withUTF8 { text in
        unsafe image.decide(onCommand: text) { index, wanted in
          unsafe words.flatMap { unsafe library.word($0, index) }?.elementsEqual(wanted) ?? false
        }
      }
      guard verdict >= 0 else { return true }
      let name = given.isEmpty ? path : given
      return unsafe Refusal(state: state).inHook(.spawn, on: Command.name(name), verdict) == 0
    }
    return true
  }

  /// Whether a program may be executed with variables; if not, an exception is set.
  func permits(environment: Borrowed?, for words: Borrowed?) -> Bool {
    let library = unsafe state.pointee.library
    let rule = unsafe state.pointee.image.defaultVerdict(.spawn)
    guard rule >= 0, let environment = unsafe environment, unsafe !library.isNone(environment)
    else {
      return true
    }
    var index = 0
    while let entry = unsafe library.word(environment, index) {
      index += 1
      guard let name = LoaderVariables.name(of: entry),
        unsafe !state.pointee.loaderVariables.contains(entry)
      else { continue }
      let given = unsafe words.flatMap { unsafe library.firstOf($0) } ?? ""
      return unsafe Refusal(state: state).inHook(
        .spawn, on: Command.name(given), note: "with \(name)", rule) == 0
    }
    return true
  }
}

extension PythonLibrary {
  fileprivate func firstOf(_ words: Borrowed) -> String? {
    unsafe text(firstItem(words) ?? words)
  }

  fileprivate func word(_ words: Borrowed, _ index: Int) -> [UInt8]? {
    let isList = unsafe table.pointee.PyType_GetFlags(hermetic_type_of(words)) & 1 << 25 != 0
    if isList {
      guard index < (unsafe table.pointee.PyList_Size(words)) else { return nil }
      return unsafe bytes(table.pointee.PyList_GetItem(words, index))
    }
    return unsafe bytes(item(words, index))
  }

  private func bytes(_ object: Borrowed?) -> [UInt8]? {
    unsafe object.flatMap { unsafe withText($0) { unsafe Array($0) } }
  }
}
