import CHermetic
import Glibc
import HermeticPolicy

/// Looks at what all processes of a run use together.
struct LimitWatch {
  let limits: Limits
  /// Whose descendants are looked at: this process.
  private let root = getpid()
  private let ticksPerSecond = UInt64(max(sysconf(CInt(_SC_CLK_TCK)), 1))

  /// How many processes there were at the last look.
  private(set) var count = 0
  /// Who has been let start one since, and may not have done so yet.
  private var granted: [Grant] = []

  init(_ limits: Limits) {
    self.limits = limits
  }

  /// Whether there is anything to look at, as against only the clock.
  var isNeeded: Bool { [.cpuTime, .memory, .processes].contains { limits[$0] != nil } }

  /// The limit that is exceeded, if any is.
  mutating func look(mayRefuse: Bool) -> Limits.Kind? {
    let tree = takeStock()
    // Where each start is asked about, there can be more only for the moment that starting takes.
    if let most = limits[.processes], count > (mayRefuse ? most + most / 4 + 4 : most) {
      return .processes
    }
    if let most = limits[.cpuTime] {
      let ticks = tree.processes.reduce(UInt64(0)) { $0 + (ProcessUse(of: $1)?.ticks ?? 0) }
      if ticks * 1000 / ticksPerSecond + hermetic_time_of_children() >= most { return .cpuTime }
    }
    // Some may have ended, or begun to share, between one number and the next: twice is no accident.
    if let most = limits[.memory], exceeds(most, tree), exceeds(most, ProcessTree(below: root)) {
      return .memory
    }
    return nil
  }

  /// Whether processes have more memory together.
  private func exceeds(_ most: UInt64, _ tree: ProcessTree) -> Bool {
    let processes = tree.processes
    guard processes.reduce(0, { $0 + ProcessMemory.bound(of: $1) }) > most else { return false }
    return processes.reduce(0) {
      $0 + (ProcessMemory.share(of: $1) ?? ProcessMemory.bound(of: $1))
    } > most
  }

  /// Whether one process more may be started now, by a thread that waits for the answer.
  mutating func mayStart(by thread: CInt) -> Bool {
    guard let most = limits[.processes] else { return true }
    if UInt64(count + granted.count) >= most { _ = takeStock() }
    guard UInt64(count + granted.count) < most else { return false }
    granted.append(Grant(to: thread))
    return true
  }

  /// Counts the processes anew.
  private mutating func takeStock() -> ProcessTree {
    // First: what has been started before the tree is looked at is in it.
    granted.removeAll(where: \.isUsed)
    let tree = ProcessTree(below: root)
    count = tree.processes.count
    return tree
  }

  /// Leave for a thread to start a process, which it does when it runs again.
  private struct Grant {
    private let thread: CInt
    private let runs: Substring?
    private let time = Wait.now

    init(to thread: CInt) {
      self.thread = thread
      runs = Self.runs(of: thread)
    }

    /// Whether the thread has run since, or is gone.
    var isUsed: Bool {
      guard let runs else { return Wait.now - time > 5 }
      return Self.runs(of: thread) != runs
    }

    /// How often a thread was given the processor; nil where the kernel does not count that, or it is gone.
    private static func runs(of thread: CInt) -> Substring? {
      TextFile.read("/proc/\(thread)/schedstat", most: 128).split(separator: "\n").first?
        .split(separator: " ").last
    }
  }
}
