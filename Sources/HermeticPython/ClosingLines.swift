import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// What a run says of its violations, on standard error.
///
/// Nothing here allocates or takes a lock: a process may leave by `_exit` from within a signal handler
/// that interrupted an allocation.
@safe
struct ClosingLines {
  let state: UnsafeMutablePointer<EngineState>

  /// How many distinct violations are listed before a total takes their place.
  private static let most = 5

  private var session: Session { unsafe state.pointee.session }

  /// Prints the violations not printed yet: one line a distinct one, counted.
  func print() {
    guard unsafe getpid() == state.pointee.mainProcess, !session.image.settings.isHosted else {
      return
    }
    let log = session.log
    var (found, index) = (0, 0)
    while index < ViolationLog.capacity {
      if log.isPending(index), log.claim(index) {
        found += 1
        if found <= Self.most { print(index) }
      }
      index += 1
    }
    guard found > Self.most else { return }
    var line = hermetic_line()
    add("hermetic: ", to: &line)
    unsafe hermetic_line_add_number(&line, UInt(log.count))
    add(log.isFull ? " violations in all, more than " : " violations in all, ", to: &line)
    unsafe hermetic_line_add_number(&line, UInt(found))
    add(" of them distinct", to: &line)
    write(&line)
  }

  /// Prints the violation that nobody caught.
  func print(uncaught message: String) {
    var message = message
    message.withUTF8 { text in
      let log = session.log
      for index in 0..<ViolationLog.capacity
      where unsafe log.isPending(index) && log.record(index).message.elementsEqual(text) {
        if log.claim(index) { print(index) }
        return
      }
      // The program raised one itself, or its line is there already.
      for index in 0..<ViolationLog.capacity
      where unsafe log.record(index).message.elementsEqual(text) { return }
      var line = hermetic_line()
      add("hermetic: blocked action: ", to: &line)
      unsafe add(UnsafeRawBufferPointer(text), to: &line)
      write(&line)
    }
  }

  private func print(_ index: Int) {
    let record = session.log.record(index)
    let settings = session.image.settings
    var line = hermetic_line()
    add(
      settings.onViolation == .log
        ? "hermetic: would have blocked action: " : "hermetic: blocked action: ", to: &line)
    unsafe add(record.message, to: &line)
    if unsafe !record.process.isEmpty {
      add(" in ", to: &line)
      unsafe add(record.process, to: &line)
    }
    if record.count > 1 {
      add(" (", to: &line)
      unsafe hermetic_line_add_number(&line, record.count)
      add(" times)", to: &line)
    }
    write(&line)
    guard settings.traces else { return }
    add("hermetic:   by ", to: &line)
    if unsafe record.file.isEmpty {
      add("native code", to: &line)
    } else {
      unsafe add(record.distribution, to: &line)
      if unsafe !record.distribution.isEmpty { add(", ", to: &line) }
      unsafe add(record.file, to: &line)
      add(":", to: &line)
      unsafe hermetic_line_add_number(&line, record.line)
      add(", in ", to: &line)
      unsafe add(record.function, to: &line)
    }
    write(&line)
    add("hermetic:   rule: ", to: &line)
    unsafe add(
      record.origin.isEmpty ? session.image.originBytes(record.rule) : record.origin, to: &line)
    write(&line)
  }

  private func add(_ text: StaticString, to line: inout hermetic_line) {
    // SAFETY: a literal's bytes are in the binary.
    unsafe hermetic_line_add(&line, text.utf8Start, text.utf8CodeUnitCount)
  }

  private func add(_ text: UnsafeRawBufferPointer, to line: inout hermetic_line) {
    guard let start = text.baseAddress else { return }
    unsafe hermetic_line_add(&line, start, text.count)
  }

  /// Writes a line out and empties it.
  private func write(_ line: inout hermetic_line) {
    // The program may have closed both its own and the copy; what is at that number then may be a file
    // of its own, which must not find our lines in it.
    let kept = hermetic_kept_standard_error()
    let original = unsafe state.pointee.standardErrorFile
    guard original != nil else { return }
    if FileIdentity(descriptor: kept) == original {
      unsafe hermetic_line_write(&line, kept)
    } else if FileIdentity(descriptor: 2) == original {
      unsafe hermetic_line_write(&line, 2)
    } else {
      line.length = 0
    }
  }
}

@c(hermetic_closing) @implementation
func closing(status: CInt) -> CInt {
  guard let state = unsafe EngineState.current else { return status }
  // SAFETY: the process is leaving; the state is never freed.
  unsafe ClosingLines(state: state).print()
  let settings = unsafe state.pointee.session.image.settings
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
