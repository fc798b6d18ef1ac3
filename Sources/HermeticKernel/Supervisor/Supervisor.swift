import CHermetic
import Glibc
package import HermeticPolicy

/// The program's parent, where it has to have one: it sees to signals and stops, adopts what the program leaves
/// behind, and ends all of it when a limit is reached.
///
/// Three processes make a run then. The one that hermetic was started as is a stand-in for the program
/// (`StandIn`); its child is the supervisor; the program is the child of that. All are in the group and session
/// that hermetic was started in, so that the terminal's signals reach the program by themselves, and the
/// foreground stays as it is. The stand-in stops and ends when the program does; the supervisor does neither,
/// since neither is a way out of a limit, and a broker serves whoever is left.
package final class Supervisor: EventSource {
  /// Which process the caller is after `split`.
  package enum Role {
    case program
    case supervisor(Supervisor)
  }

  let program: CInt
  private let standIn: CInt
  private let channel: Channel
  private let signals: CInt
  private let limits: Limits
  private let start = Wait.now
  private var watch: LimitWatch
  private var nextLook: Int64

  /// What a reached limit has led to.
  private enum Course: Hashable {
    case free
    /// All have been asked to end, and are killed at a time.
    case asking(Limits.Kind, until: Int64)
    /// All are being killed.
    case killing(Limits.Kind, since: Int64)
  }

  private var course = Course.free
  /// How the program itself has ended.
  private var ending: Ending?
  /// Whether the stand-in knows.
  private var hasTold = false
  private var standInIsThere = true
  private var standInIsStopped = false
  /// Whether the broker is asked before a process is started.
  private var isAsked = false
  /// What reached the whole group, as against the stand-in alone: the sender and the time, by signal.
  private var ofGroup: [CInt: (sender: CInt, time: Int64)] = [:]

  /// Whether neither the program nor anything that it has started is left, and the stand-in knows.
  package private(set) var isFinished = false

  private init(
    _ limits: Limits, program: CInt, standIn: CInt, _ channel: Channel, signals: CInt
  ) {
    self.limits = limits
    self.program = program
    self.standIn = standIn
    self.channel = channel
    self.signals = signals
    watch = LimitWatch(limits)
    nextLook = start + Self.interval
  }

  // MARK: Beginning

  /// Makes three processes of this one, which must have one thread, and returns in two of them: in the program to
  /// be, which has all that this process has but its number, and in the supervisor.
  ///
  /// The program is killed when the supervisor ends. Signals are as they were; in the supervisor they are held
  /// back, and its standard input and output lead nowhere.
  package static func split(_ limits: Limits) throws(KernelError) -> Role {
    guard !limits.needWatching || ProcessTree.isAvailable else {
      throw KernelError("watching processes (/proc/PID/task/TID/children)", ENOENT)
    }
    guard let (own, other) = Channel.pair() else { throw KernelError("a channel", errno) }
    let standIn = getpid()
    hermetic_hold_signals()
    let supervisor = hermetic_fork()
    guard supervisor >= 0 else {
      let failure = errno
      close(own.descriptor)
      close(other.descriptor)
      hermetic_restore_signals()
      throw KernelError("another process", failure)
    }
    guard supervisor == 0 else {
      // Only now: until the supervisor is there, everything can still fail like any other program.
      StandIn(for: supervisor, own).run()
    }
    close(own.descriptor)
    return begin(limits, standIn, other)
  }

  private static func begin(_ limits: Limits, _ standIn: CInt, _ channel: Channel) -> Role {
    let parent = getpid()
    let signals = hermetic_signal_descriptor()
    guard hermetic_adopt_orphans() == 0, signals >= 0 else { abandon(errno) }
    // What has reached the group by now has not reached the program, and is to be passed on.
    var early = hermetic_signal()
    while unsafe hermetic_next_signal(signals, &early) {}
    let program = hermetic_fork()
    guard program >= 0 else { abandon(errno) }
    guard program == 0 else {
      StandardStreams.abandon(0...1)
      hermetic_disguise_supervisor()
      // Whoever watches thousands must have its turn among them.
      if limits.needWatching { hermetic_run_before_others() }
      // What the broker opens or truncates for the program is no larger than the program's own would be.
      if let size = limits[.fileSize] { _ = hermetic_lower_limit(HERMETIC_FILE_SIZE, size) }
      return .supervisor(
        Supervisor(limits, program: program, standIn: standIn, channel, signals: signals))
    }
    guard hermetic_end_with(parent) else { _exit(125) }
    close(channel.descriptor)
    close(signals)
    hermetic_restore_signals()
    return .program
  }

  private static func abandon(_ errno: CInt) -> Never {
    say("\(KernelError("another process", errno))")
    _exit(125)
  }

  // MARK: The loop

  /// The descriptors that it needs; the broker closes others than these and its own.
  package var descriptors: [CInt] { [signals, channel.descriptor] }

  var interests: [Interest] {
    let own = Interest(descriptor: signals, events: Int16(POLLIN))
    guard standInIsThere else { return [own] }
    return [own, Interest(descriptor: channel.descriptor, events: Int16(POLLIN))]
  }

  var deadline: Int64? {
    var times: [Int64] = []
    switch course {
    case .free:
      if watch.isNeeded { times.append(nextLook) }
      if let timeout { times.append(timeout) }
    case .asking(_, let until): times.append(until)
    // The dying tell by SIGCHLD, but those that are just being started are not known yet.
    case .killing: times.append(Wait.now + 5)
    }
    return times.min()
  }

  func handle(_ descriptor: CInt, _ events: Int16) {
    if descriptor == signals { readSignals() } else { readMessages() }
    settle()
  }

  func expire(_ now: Int64) {
    switch course {
    case .free:
      if let timeout, now >= timeout {
        reach(.timeout, now)
      } else if watch.isNeeded, now >= nextLook {
        let limit = watch.look(mayRefuse: isAsked)
        // A twentieth of the time at most, however many processes there are.
        let end = Wait.now
        nextLook = end + max(Self.interval, 20 * (end - now))
        if let limit { reach(limit, now) }
      }
    case .asking(let kind, let until):
      if now >= until { kill(for: kind, now) }
    case .killing: sweep()
    }
    settle()
  }

  /// Serves until all have ended, where there is no broker to do so.
  package func run() -> Never {
    let kept = ([0, 1, 2] + descriptors).sorted()
    unsafe hermetic_close_all_but(kept, kept.count)
    while !isFinished {
      let wait = deadline.map { CInt(clamping: max(0, $0 - Wait.now)) } ?? -1
      for (descriptor, events) in Wait.poll(interests, milliseconds: wait) {
        handle(descriptor, events)
      }
      let now = Wait.now
      if let deadline, now >= deadline { expire(now) }
    }
    _exit(0)
  }

  private static let interval: Int64 = 50
  /// How long those who are asked to end have for it.
  private static let grace: Int64 = 2000

  private var timeout: Int64? {
    limits[.timeout].map { start + Int64(clamping: $0) }
  }

  // MARK: Starting processes

  /// Whether a thread may start one more process.
  ///
  /// The broker asks where the filter traps `fork`, `vfork` and `clone` without `CLONE_THREAD`. Where it may not,
  /// EAGAIN is what they fail with, as under `RLIMIT_NPROC`.
  package func mayFork(by thread: CInt) -> Bool {
    isAsked = true
    return course == .free && watch.mayStart(by: thread)
  }

  // MARK: Signals and children

  private func readSignals() {
    var signal = hermetic_signal()
    let now = Wait.now
    while unsafe hermetic_next_signal(signals, &signal) {
      // Nobody sends this process signals but to the whole group; the kernel delivers those to the youngest
      // first, so that they are here when the stand-in tells of its own.
      if signal.number == SIGCHLD { continue }
      ofGroup[signal.number] = (signal.sender, now)
      noteInterrupt(signal.number)
    }
  }

  private func readMessages() {
    while standInIsThere {
      switch channel.receive() {
      case .nothing: return
      case .message(.signal(let number, let sender)): pass(number, from: sender)
      case .message(.resumed):
        standInIsStopped = false
        if ending == nil, isStopped(program) { Glibc.kill(program, SIGCONT) }
      case .message: continue
      case .end:
        // Killed, which the program would have been in its place.
        standInIsThere = false
        if ending == nil { Glibc.kill(program, SIGKILL) }
      }
    }
  }

  /// Passes on what was meant for the program alone: what was sent to the group has reached it already.
  private func pass(_ number: CInt, from sender: CInt) {
    readSignals()
    if let known = ofGroup.removeValue(forKey: number), known.sender == sender,
      standInIsStopped || Wait.now - known.time < 1000
    {
      return
    }
    noteInterrupt(number)
    guard ending == nil, sender != program else { return }
    Glibc.kill(program, number)
  }

  /// Who interrupts what is ending anyway wants no more patience.
  private func noteInterrupt(_ number: CInt) {
    if case .asking(let kind, _) = course, number == SIGINT { kill(for: kind, Wait.now) }
  }

  private func isStopped(_ process: CInt) -> Bool {
    let stat = TextFile.read("/proc/\(process)/stat", most: 1024)
    guard let end = stat.lastIndex(of: ")") else { return false }
    return stat[end...].hasPrefix(") T")
  }

  private func readChildren() {
    var child = hermetic_child()
    while unsafe hermetic_next_child(&child) > 0 {
      guard child.process == program else { continue }
      switch child.change {
      case HERMETIC_CHILD_STOPPED:
        standInIsStopped = true
        channel.send(.stopped(by: child.status))
      case HERMETIC_CHILD_CONTINUED: wakeStandIn()
      case HERMETIC_CHILD_EXITED: ending = .exit(child.status)
      default: ending = .signal(child.status)
      }
    }
  }

  /// Has a stand-in go on that was stopped for the program.
  private func wakeStandIn() {
    if standInIsStopped, standInIsThere { Glibc.kill(standIn, SIGCONT) }
  }

  /// Sees what has become of the children, and tells the stand-in of the end when it is time.
  private func settle() {
    readChildren()
    let areLeft = hermetic_has_children()
    if !hasTold, let ending {
      switch course {
      case .free: tell(ending, isLast: !areLeft)
      case .asking(let kind, _):
        if !areLeft { tell(.exit(kind.exitStatus), isLast: true) }
      case .killing(let kind, let since):
        // What hangs in the kernel cannot be killed, and is no reason to hang as well.
        if !areLeft || Wait.now - since > 10_000 {
          tell(.exit(kind.exitStatus), isLast: !areLeft)
        }
      }
    }
    isFinished = hasTold && !areLeft
  }

  private func tell(_ ending: Ending, isLast: Bool) {
    hasTold = true
    // Who reads the program's errors to their end waits for no one but the program; and no folder is kept in use.
    StandardStreams.abandon(2...2)
    _ = unsafe chdir("/")
    channel.send(.ended(ending, isLast: isLast))
    wakeStandIn()
    if isLast { return }
    // It need not notice that the stand-in goes.
    standInIsThere = false
    close(channel.descriptor)
  }

  // MARK: Limits

  private func reach(_ kind: Limits.Kind, _ now: Int64) {
    if kind == .timeout {
      course = .asking(kind, until: now + Self.grace)
      for process in ProcessTree(below: getpid()).processes {
        Glibc.kill(process, SIGTERM)
        // What is stopped does not hear it otherwise.
        Glibc.kill(process, SIGCONT)
      }
    } else {
      kill(for: kind, now)
    }
    if !hasTold, let amount = limits[kind] {
      Self.say("\(kind.title) limit of \(kind.written(amount)) reached")
    }
  }

  private func kill(for kind: Limits.Kind, _ now: Int64) {
    course = .killing(kind, since: now)
    // Nothing that starts others without rest may keep this process from it.
    hermetic_run_first()
    sweep()
  }

  /// Kills all there are, until no more are seen.
  ///
  /// What has been killed starts nothing any more (fork(2) fails with a signal pending), so that each that is
  /// visited has all the children that it will ever have: they are visited next, or adopted.
  private func sweep() {
    for _ in 0..<64 {
      readChildren()
      var isAnyAlive = false
      _ = ProcessTree(below: getpid()) { process in
        isAnyAlive = Glibc.kill(process, SIGKILL) == 0 || isAnyAlive
      }
      if !isAnyAlive { return }
    }
  }

  /// Writes a line for the user, but does not wait for somebody to read it.
  private static func say(_ text: String) {
    let stream = [Interest(descriptor: 2, events: Int16(POLLOUT))]
    guard !Wait.poll(stream, milliseconds: 200).isEmpty else { return }
    let line = Array("hermetic: \(text)\n".utf8)
    unsafe hermetic_write(2, line, line.count)
  }
}
