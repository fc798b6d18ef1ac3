import CHermetic
import Glibc

/// The process that waits for an answer about files, as far as it had to be looked at.
struct Asker {
  let call: TrappedCall
  private var known: ProcessStatus?
  /// Whether the broker uses files as the process would.
  var isActedFor = false

  init(_ call: TrappedCall) {
    self.call = call
  }

  var thread: CInt { call.thread }

  /// A process that is not told of cannot be acted for.
  mutating func status() throws(CallError) -> ProcessStatus {
    if let known { return known }
    guard let status = ProcessStatus(thread) else { throw .refused }
    known = status
    return status
  }

  /// Before anything changes: what was learnt was learnt of the right process, and it still wants it.
  func ensureWaiting() throws(CallError) {
    guard call.stillWaits else { throw CallError(ESRCH) }
  }
}

/// Whose files in `/proc` a process may look into: its own and those of its run's other processes.
///
/// Behind Landlock the kernel refuses it those of others; it would not refuse the broker.
struct ProcessFolder {
  let process: CInt
  /// What follows in the path, without a slash.
  let rest: ArraySlice<UInt8>

  /// Nil where a path is not below a process's folder.
  init?(_ path: [UInt8]) {
    guard path.starts(with: Self.top) else { return nil }
    let digits = path.dropFirst(Self.top.count).prefix { $0 != GivenPath.slash }
    guard !digits.isEmpty, digits.count < 10, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      return nil
    }
    process = digits.reduce(0) { $0 * 10 + CInt($1 - 0x30) }
    rest = path[digits.endIndex...].dropFirst()
  }

  static let top = Array("/proc/".utf8)

  /// Whether anybody is told: what `ps` shows.
  var isTold: Bool {
    var name = rest
    if name.starts(with: "task/".utf8) {
      name = name.dropFirst(5).drop { $0 != GivenPath.slash }.dropFirst()
    }
    return name.isEmpty || Self.told.contains { name.elementsEqual($0.utf8) }
  }

  private static let told = [
    "task", "stat", "statm", "status", "comm", "cmdline", "cgroup", "limits", "oom_score",
    "oom_score_adj", "sched", "schedstat", "mounts", "mountinfo", "loginuid", "sessionid",
  ]

  /// Whether the process is another or one that it has started.
  func belongs(to program: CInt) -> Bool {
    var process = process
    for _ in 0..<64 where process > 1 {
      if process == program { return true }
      guard let status = ProcessStatus(process) else { return false }
      if status.process == program { return true }
      process = status.parent
    }
    return false
  }
}
