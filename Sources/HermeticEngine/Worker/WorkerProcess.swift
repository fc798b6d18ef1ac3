import CHermetic
import Glibc
import HermeticKernel
import HermeticPolicy
import HermeticPython
import Synchronization
import SystemPackage

/// What a worker is started as: this executable, or an installed `hermetic`.
enum WorkerExecutable {
  static func find() throws(HostedFailure) -> String {
    if hermetic_starts_workers() { return "/proc/self/exe" }
    if let path = Environment.value(of: "HERMETIC_EXECUTABLE"), !path.isEmpty {
      guard FilePath(path.text).isRegularFile else {
        throw HostedFailure(.unavailable, "HERMETIC_EXECUTABLE names no file: \(path.printable)")
      }
      return path.text
    }
    if let own = FilePath("/proc/self/exe").linkTarget {
      let beside = own.removingLastComponent().appending("hermetic")
      if beside.isRegularFile { return beside.string }
    }
    guard let found = try? PathSearch(Environment.current()).find("hermetic") else {
      throw HostedFailure(
        .unavailable,
        "there is nothing to run a worker: this executable has hermetic in a library that it loads, and there is no "
          + "'hermetic' beside it, on PATH or in HERMETIC_EXECUTABLE")
    }
    return found.text
  }
}

/// A worker's process, the child of this one.
final class WorkerProcess: Sendable {
  /// Why it has been ended, where that was not its own doing.
  enum Reason: Sendable {
    case closed
    case abandoned
    case misused(String)
    /// It has closed its channel, and goes on.
    case silent
  }

  private struct Shared {
    var isForgotten = false
    var reason: Reason?
  }

  let number: CInt
  private let descriptor: CInt
  private let shared = Mutex(Shared())

  init(title: String, channel: CInt, arena: CInt, log: CInt) throws(HostedFailure) {
    let path = try WorkerExecutable.find()
    number = unsafe hermetic_spawn_worker(path, title, channel, arena, log)
    guard number > 0 else {
      let errno = Errno(rawValue: -number).description.lowercased()
      throw HostedFailure(.unavailable, "\(path) cannot be started as a worker: \(errno)")
    }
    descriptor = hermetic_open_process(number)
  }

  deinit { if descriptor >= 0 { hermetic_close(descriptor) } }

  /// Kills it, and what it has started as far as that is of its group.
  func kill(_ reason: Reason) {
    shared.withLock { shared in
      guard !shared.isForgotten else { return }
      if shared.reason == nil { shared.reason = reason }
      // Its number stays its own while nobody has waited for it; but a program may wait for any child.
      if hermetic_is_there(descriptor) { hermetic_kill_group(number) }
    }
  }

  var hasEnded: Bool {
    var end = hermetic_end()
    return unsafe hermetic_has_ended(number, false, &end)
  }

  /// Waits for the end, which is near, and for all of its group to go with it; how it came about.
  func finish() -> (reason: Reason?, end: hermetic_end) {
    var end = hermetic_end()
    var patience = 2000
    while unsafe !hermetic_has_ended(number, false, &end), patience > 0 {
      usleep(1000)
      patience -= 1
    }
    if patience == 0 {
      kill(.silent)
      _ = unsafe hermetic_has_ended(number, true, &end)
    }
    return shared.withLock { shared in
      if hermetic_is_there(descriptor) { hermetic_kill_group(number) }
      shared.isForgotten = true
      hermetic_forget_child(number)
      return (shared.reason, end)
    }
  }
}

extension WorkerConfiguration {
  /// Why a worker is no more, as people read it.
  func explanation(_ reason: WorkerProcess.Reason?, _ end: hermetic_end) -> String {
    let worker = "the worker of \(name)"
    switch reason {
    case .closed: return "\(worker) was closed"
    case .abandoned: return "\(worker) was ended because a call did not end in time"
    case .misused(let what): return "\(worker) was ended because of what it sent: \(what)"
    case .silent: return "\(worker) was ended because it no longer listened"
    case nil: break
    }
    guard end.is_known else { return "\(worker) has ended" }
    if end.is_signal {
      return "\(worker) was ended by signal \(end.number)\(SignalName(end.number).text)"
    }
    for kind in Limits.Kind.allCases where kind.exitStatus == end.number {
      if let amount = policy.limits[kind] {
        return "\(worker) was ended at its \(kind.title) limit of \(kind.written(amount))"
      }
    }
    return "\(worker) exited with status \(end.number)"
  }
}

/// What people call a signal: ` (SIGSEGV)`.
struct SignalName {
  let text: String

  init(_ number: CInt) {
    // SAFETY: libc's own text, or null.
    text = unsafe hermetic_signal_name(number).map { unsafe " (SIG\(String(cString: $0)))" } ?? ""
  }
}
