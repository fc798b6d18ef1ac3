import CHermetic
import Glibc

/// Openings that wait for somebody: of a pipe for its other end, of a device for whatever it is.
///
/// Each has a thread of its own, that answers its call itself. A call that nobody waits for any more has to be
/// noticed here.
final class SlowOpenings: EventSource {
  private let files: CInt
  private var waiting: [(call: TrappedCall, thread: Opening)] = []

  /// How many there may be at a time.
  private static let most = 256
  /// How many tenths of a millisecond, at least, one that is to end has for it.
  private static let patience = 10_000
  /// How often it is looked after them, in milliseconds.
  private static let interval: Int64 = 50

  init(files: CInt) {
    self.files = files
  }

  /// Opens what is held, and lets the call wait.
  func open(
    _ held: consuming Descriptor, _ flags: CInt, _ call: TrappedCall
  ) throws(CallError) -> Answer {
    forgetEnded()
    guard waiting.count < Self.most else { throw CallError(EAGAIN) }
    // The thread begins as whom the broker uses files now, and closes what it is given.
    let number = try checked(hermetic_duplicate(held.number))
    guard let opening = unsafe hermetic_open_apart(call.listener, call.id, files, number, flags)
    else {
      throw CallError(EAGAIN)
    }
    waiting.append((call, unsafe Opening(opening)))
    return .later
  }

  /// Ends what nobody waits for any more: a pipe must not look as if somebody else had it open.
  func endAbandoned() {
    forgetEnded()
    for (call, thread) in waiting where !thread.isStuck && !call.stillWaits {
      // At once, unless the machine is busy; or never, for a device that heeds no signal.
      for _ in 0..<Self.patience where !thread.hasEnded {
        thread.giveUp()
        usleep(100)
      }
      thread.isStuck = !thread.hasEnded
    }
    forgetEnded()
  }

  // MARK: EventSource

  var interests: [Interest] { [] }
  var deadline: Int64? { waiting.isEmpty ? nil : next }
  private var next: Int64 = 0
  func handle(_ descriptor: CInt, _ events: Int16) {}

  func expire(_ now: Int64) {
    next = now + Self.interval
    forgetEnded()
    for (call, thread) in waiting {
      if call.stillWaits {
        guard Signals(call.thread).wouldInterrupt else { continue }
        // As the kernel has it: begun again behind the handler, or not, as that was asked for. Nobody ever
        // sees this number (ERESTARTSYS), for there is a signal.
        _ = hermetic_answer(call.listener, call.id, 0, 512)
      }
      thread.giveUp()
    }
  }

  private func forgetEnded() {
    waiting.removeAll { $0.thread.hasEnded }
  }

  @safe
  private final class Opening {
    private let pointer: OpaquePointer
    /// Whether it was told to end, and did not.
    var isStuck = false

    init(_ pointer: OpaquePointer) {
      unsafe self.pointer = pointer
    }

    var hasEnded: Bool { unsafe hermetic_has_opened(pointer) }
    func giveUp() { unsafe hermetic_give_up_opening(pointer) }

    deinit {
      // SAFETY: nobody else has it, but for a thread that has not ended, which it is left to.
      if hasEnded { unsafe hermetic_forget_opening(pointer) }
    }
  }
}

/// The signals that a thread is to get (proc_pid_status(5)).
private struct Signals {
  private var own: UInt64 = 0
  private var shared: UInt64 = 0
  private var blocked: UInt64 = 0
  private var ignored: UInt64 = 0
  private var isFirst = false

  init(_ thread: CInt) {
    for line in TextFile.read("/proc/\(thread)/status", most: 4096).split(separator: "\n") {
      let words = line.split { $0 == ":" || $0 == "\t" || $0 == " " }
      guard words.count > 1 else { continue }
      let set = UInt64(words[1], radix: 16) ?? 0
      switch words[0] {
      case "SigPnd": own = set
      case "ShdPnd": shared = set
      case "SigBlk": blocked = set
      case "SigIgn": ignored = set
      case "Tgid": isFirst = words[1] == "\(thread)"
      default: break
      }
    }
  }

  /// Whether a call of it would be interrupted now.
  ///
  /// A signal for the whole process goes to its first thread.
  var wouldInterrupt: Bool {
    (own | (isFirst ? shared : 0)) & ~blocked & ~ignored != 0
  }
}
