import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// The broker's part on executing programs.
///
/// What a call names may have changed by the time that the kernel looks: so Landlock lets only the allowed
/// programs' files be executed, and those that the kernel runs them by; and when one of these loads its first
/// library, it is the program by then, and its command line can be looked at without anybody to change it.
final class ExecutionBroker {
  private let judge: Judge
  private let execution: KernelPlan.Supervision.Execution
  /// How many programs hermetic itself is still to become.
  private var own: Int
  /// The programs that may load code whatever their command line is.
  private let programs: Set<FileKey>
  /// Where `env` looks.
  private let folders: [String]

  init(
    _ judge: Judge, _ execution: KernelPlan.Supervision.Execution, own: Int, executables: [String],
    commands: [String], folders: [String]
  ) {
    self.judge = judge
    self.execution = execution
    self.own = own
    self.folders = folders
    // What loads a program or runs a script is none of them: by itself it is anything.
    let binaries = commands.filter { ScriptLine($0) == nil }
    programs =
      execution == .commands ? Set((executables + binaries).compactMap(FileKey.init)) : []
  }

  /// A program is to be executed.
  func execute(_ call: TrappedCall) throws(CallError) -> Answer {
    if own > 0 {
      // hermetic itself, in which nothing of the program runs yet.
      own -= 1
      return .carryOn
    }
    let given = try call.text(call.argument(0))
    let file = try CallersPath(call, given).open(Opening.path)
    let real = try file.realPath()
    var rule = judge.image.defaultVerdict(.spawn)
    if execution == .commands {
      let words = try words(call)
      rule = verdict(real, words)
      if rule >= 0, let key = FileKey(file), runsScript(call, key, words) { rule = -1 }
    }
    let name = String(decoding: given, as: UTF8.self)
    if judge.refuses(.spawn, on: name == "/bin/sh" ? "sh" : name, rule, by: call.thread) {
      throw .refused
    }
    return .carryOn
  }

  /// Code is to be loaded from a file: by the program, by an allowed one, or by what was executed in the place of
  /// one.
  func load(_ call: TrappedCall) throws(CallError) -> Answer {
    guard let executable = FileKey("/proc/\(call.thread)/exe") else { throw .refused }
    if programs.contains(executable) { return .carryOn }
    let words = BytesOfFile.read("/proc/\(call.thread)/cmdline", most: 1 << 16)
      .split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    if runsScript(call, executable, words) { return .carryOn }
    let name = words.first.map { String(decoding: $0, as: UTF8.self) } ?? "a program"
    let rule = judge.image.defaultVerdict(.spawn)
    if judge.refuses(.spawn, on: name, rule, by: call.thread) { throw .refused }
    return .carryOn
  }

  /// A file in memory is to be made, of which nothing says what it is for: it becomes one that is never executed.
  func makeMemoryFile(_ call: TrappedCall) throws(CallError) -> Answer {
    let (execution, noExecution, closesAtExec): (CInt, CInt, CInt) = (0x10, 8, 1)
    let flags = call.int(1)
    guard flags & execution == 0 else { throw .refused }
    let name = try call.text(call.argument(0), most: 250)
    let file = unsafe Descriptor(
      hermetic_memory_file(String(decoding: name, as: UTF8.self), UInt32(flags | noExecution)))
    guard file.number >= 0 else { throw errno == EINVAL ? .refused : CallError(errno) }
    return .file(file, closesAtExec: flags & closesAtExec != 0)
  }

  /// Whether a program and its words are what the kernel, or `env`, makes of an allowed script.
  private func runsScript(_ call: TrappedCall, _ executable: FileKey, _ words: [[UInt8]]) -> Bool {
    for index in 1..<max(1, min(words.count, 8)) {
      guard let file = try? CallersPath(call, words[index]).open(Opening.path),
        let path = try? file.realPath(),
        let line = ScriptLine(String(decoding: path, as: UTF8.self)),
        verdict(path, Array(words[index...])) < 0
      else { continue }
      let before = Array(words[..<index])
      if before == line.words, FileKey(line.interpreter) == executable { return true }
      if !line.wordsOfEnv.isEmpty, before == line.wordsOfEnv,
        let found = line.program(in: folders), FileKey(found) == executable
      {
        return true
      }
    }
    return false
  }

  private func verdict(_ path: [UInt8], _ words: [[UInt8]]) -> PolicyImage.Verdict {
    unsafe path.withUnsafeBufferPointer { path in
      unsafe judge.image.decide(onCommand: path) { index, wanted in
        unsafe index < words.count && words[index].elementsEqual(wanted)
      }
    }
  }

  /// The words that a program is to be executed with, as far as rules look at them.
  private func words(_ call: TrappedCall) throws(CallError) -> [[UInt8]] {
    var words: [[UInt8]] = []
    while words.count < 64 {
      let place = call.argument(1) + 8 * UInt64(words.count)
      guard let bytes = call.read(place, count: 8) else { break }
      let address = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
      guard address != 0 else { break }
      words.append(try call.text(address, most: 1 << 17))
    }
    return words
  }
}

/// Which file it is, whatever its name.
struct FileKey: Hashable {
  private let device: UInt64
  private let inode: UInt64

  /// What there is at a path, behind links.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// An open file.
  init?(_ file: borrowing Descriptor) {
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}
