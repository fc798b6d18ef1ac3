import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// What a run says of its violations, on standard error.
@safe
struct ClosingLines {
  let state: UnsafeMutablePointer<EngineState>

  /// How many distinct violations are listed before a total takes their place.
  private static let most = 5

  private var session: Session { unsafe state.pointee.session }

  /// Prints the violations not printed yet: one line a distinct one, counted.
  func print() {
    let entries = session.log.entries.enumerated().filter {
      unsafe !state.pointee.printed.contains($0.offset)
    }
    guard !entries.isEmpty, unsafe getpid() == state.pointee.mainProcess else { return }
    for (index, entry) in entries.prefix(Self.most) {
      line(entry)
      unsafe state.pointee.printed.insert(index)
    }
    if entries.count > Self.most {
      write("hermetic: \(session.log.count) violations in all, \(entries.count) of them distinct")
      for (index, _) in entries { unsafe state.pointee.printed.insert(index) }
    }
  }

  /// Prints the violation that nobody caught.
  func print(uncaught message: String) {
    let entries = session.log.entries
    guard let index = entries.lastIndex(where: { $0.violation.message == message }) else {
      // The program raised one itself.
      write("hermetic: blocked action: \(message)")
      return
    }
    guard unsafe state.pointee.printed.insert(index).inserted else { return }
    line(entries[index])
  }

  private func line(_ entry: ViolationLog.Entry) {
    let settings = session.image.settings
    let verb = settings.onViolation == .log ? "would have blocked" : "blocked"
    let times = entry.count > 1 ? " (\(entry.count) times)" : ""
    write("hermetic: \(verb) action: \(entry.violation.message)\(times)")
    guard settings.traces else { return }
    if let caller = entry.violation.caller {
      let distribution = Distribution(owning: caller.file).map { "\($0), " } ?? ""
      write("hermetic:   by \(distribution)\(caller.file):\(caller.line), in \(caller.function)")
    } else {
      write("hermetic:   by native code")
    }
    write("hermetic:   rule: \(session.image.origin(entry.violation.rule))")
  }

  private func write(_ text: String) {
    // The program may have closed both its own and the copy; what is at that number then may be a file
    // of its own, which must not find our lines in it.
    let original = unsafe state.pointee.standardErrorFile
    let places = [hermetic_kept_standard_error(), 2]
    guard original != nil,
      let descriptor = places.first(where: { FileIdentity(descriptor: $0) == original })
    else { return }
    var line = text + "\n"
    line.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe hermetic_write(descriptor, start, bytes.count)
    }
  }
}

@c(hermetic_closing) @implementation
func closing(status: CInt) -> CInt {
  guard let state = unsafe EngineState.current else { return status }
  // SAFETY: the process is leaving; the state is never freed.
  unsafe ClosingLines(state: state).print()
  let settings = unsafe state.pointee.image.settings
  // A forked child answers for itself alone.
  let isMain = unsafe getpid() == state.pointee.mainProcess
  let fails = unsafe isMain && settings.failsOnViolation && state.pointee.session.log.count > 0
  // An uncaught exception exits with 1; anything else is a status that the program chose later.
  let ends = unsafe state.pointee.endsByViolation && status == 1
  return fails || ends ? CInt(settings.violationExitCode) : status
}

@c(hermetic_main_process) @implementation
func mainProcess() -> CInt {
  // SAFETY: the state is never freed.
  unsafe EngineState.current?.pointee.mainProcess ?? 0
}
