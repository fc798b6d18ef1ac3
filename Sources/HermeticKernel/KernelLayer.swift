import CHermetic
import Glibc
package import HermeticPolicy
package import HermeticSession

/// Puts a plan in force, in this process and all that it starts, for good.
///
/// The process must have one thread: what Landlock and a filter bind is the thread that asks for it.
package struct KernelLayer {
  package let plan: KernelPlan
  /// The ceiling that the broker decides by.
  private let policy: Policy
  private let settings: RunSettings
  private let log: ViolationLog
  private let surroundings: Surroundings

  private let arrangement: Arrangement
  private var rendezvous: Rendezvous?

  /// Makes the processes that the plan takes beside the program, in a process that has one thread.
  ///
  /// The caller is the program to be then, if not under the number that it had.
  package init(
    _ plan: KernelPlan, policy: Policy, settings: RunSettings, log: ViolationLog,
    surroundings: Surroundings, support: KernelSupport
  ) throws(KernelError) {
    self.plan = plan
    self.policy = policy.ceiling
    self.settings = settings
    self.log = log
    self.surroundings = surroundings
    arrangement = Arrangement.choose(
      support, limits: policy.limits, needsBroker: plan.filter.asks)
    switch arrangement {
    case .noBroker: break
    case .brokerAside: try startBroker()
    case .ancestor: try startSupervisor()
    case .impossible(let reason): throw KernelError(reason)
    }
  }

  /// What calls wait for the broker, as the guards know it.
  package var supervisionMask: CInt {
    let network = plan.supervision.network.contains(.connect) ? HERMETIC_NETWORK_SUPERVISED : 0
    let isReading = plan.supervision.files.contains(.reading)
    return CInt(network) | CInt(isReading ? HERMETIC_FILES_SUPERVISED : 0)
  }

  /// What must wait until the interpreter has been executed: a filter, and a Landlock ruleset's descriptor, or -1.
  package struct Late: Hashable, Sendable {
    /// The filter's instructions, as the kernel takes them.
    package private(set) var filterBytes: [UInt8] = []
    package private(set) var ruleset: CInt = -1

    package init() {}

    /// What was handed over; nil where that is not whole.
    package init?(_ filterBytes: [UInt8], ruleset: CInt) {
      guard filterBytes.count % MemoryLayout<hermetic_instruction>.size == 0 else { return nil }
      self.filterBytes = filterBytes
      self.ruleset = ruleset
    }

    init(_ filter: FilterProgram, ruleset: CInt) {
      if !filter.isEmpty {
        filterBytes = unsafe filter.instructions.withUnsafeBytes { unsafe Array($0) }
      }
      self.ruleset = ruleset
    }

    /// Puts it in force, in the process that it has been handed to.
    package func enforce() throws(KernelError) {
      if ruleset >= 0 {
        let error = hermetic_landlock_restrict(ruleset)
        hermetic_close(ruleset)
        guard error == 0 else { throw KernelError("Landlock", error) }
      }
      guard !filterBytes.isEmpty else { return }
      let count = filterBytes.count / MemoryLayout<hermetic_instruction>.size
      let result = unsafe filterBytes.withUnsafeBytes { buffer in
        // SAFETY: they are instructions, and an array's bytes are aligned for them.
        unsafe buffer.baseAddress.map {
          unsafe hermetic_install_filter(
            $0.assumingMemoryBound(to: hermetic_instruction.self), count, false)
        } ?? -1
      }
      guard result >= 0 else { throw KernelError("a seccomp filter", errno) }
    }
  }

  /// Puts it in force, but for what must wait.
  package func enforce() throws(KernelError) -> Late {
    let ruleset = plan.landlock.isEmpty ? nil : try LandlockRuleset(plan.landlock)
    let late = plan.lateLandlock.isEmpty ? nil : try LandlockRuleset(plan.lateLandlock)
    if !plan.dropped.isEmpty { hermetic_drop_capabilities(plan.dropped.rawValue) }
    let error = hermetic_no_new_privileges()
    guard error == 0 else { throw KernelError("no_new_privs", error) }
    try ruleset?.restrict()
    try policy.limits.holdThisProcess()
    if !plan.filter.isEmpty {
      let listener = Self.install(plan.filter.instructions, listens: plan.filter.asks)
      guard listener >= 0 else {
        let error = errno
        rendezvous?.give(up: true)
        throw KernelError("a seccomp filter", error)
      }
      if plan.filter.asks {
        let isTaken = rendezvous?.hand(listener) ?? false
        hermetic_close(listener)
        guard isTaken else { throw KernelError("the broker", ECHILD) }
      }
    }
    let kept = late.map { hermetic_lift_descriptor($0.descriptor) } ?? -1
    return Late(plan.lateFilter, ruleset: kept)
  }

  static func install(_ instructions: [hermetic_instruction], listens: Bool) -> CInt {
    unsafe instructions.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map {
        unsafe hermetic_install_filter($0, buffer.count, listens)
      } ?? -1
    }
  }

  /// Forks the broker, which is nobody's child.
  private mutating func startBroker() throws(KernelError) {
    let program = getpid()
    guard let rendezvous = Rendezvous() else { throw KernelError("shared memory", errno) }
    let number = hermetic_fork_apart()
    guard number >= 0 else { throw KernelError("another process", errno) }
    guard number == 0 else {
      self.rendezvous = rendezvous
      return
    }
    let standard = StandardFiles()
    // The terminal's signals are for the program; and so is what its standard streams lead to: whoever waits for
    // their end does not wait for the broker.
    setpgid(0, 0)
    hermetic_ignore_signals()
    unsafe hermetic_set_process_name("hermetic broker")
    let kept: [CInt] = keepsErrors ? [2] : []
    unsafe hermetic_close_all_but(kept, kept.count)
    // Nothing of the program's comes to be where others would write their complaints.
    while case let number = unsafe open("/dev/null", O_RDWR), number >= 0, number <= 2 {}
    // Nor does it keep a file system in use.
    unsafe chdir("/")
    serve(program, rendezvous, standard, nil)
    hermetic_exit_now(0)
  }

  /// Has this process stand in for the program, which becomes its child's child; between them is the
  /// supervisor, which is the broker too.
  private mutating func startSupervisor() throws(KernelError) {
    guard let rendezvous = Rendezvous() else { throw KernelError("shared memory", errno) }
    let standard = StandardFiles()
    switch try Supervisor.split(policy.limits) {
    case .program: self.rendezvous = rendezvous
    case .supervisor(let supervisor):
      unsafe hermetic_set_process_name("hermetic broker")
      if plan.filter.asks {
        let kept = ([2] + supervisor.descriptors).sorted()
        unsafe hermetic_close_all_but(kept, kept.count)
        serve(supervisor.program, rendezvous, standard, supervisor)
      }
      supervisor.run()
    }
  }

  /// Whether the broker tells of violations, since nothing in the program does.
  private var keepsErrors: Bool { surroundings.launch == .exec }

  /// The broker's life.
  private func serve(
    _ program: pid_t, _ rendezvous: Rendezvous, _ standard: StandardFiles, _ supervisor: Supervisor?
  ) {
    // What it does for the program it does with no more rights than the program has; but it looks into others.
    hermetic_lower_capabilities(plan.dropped.subtracting(.overProcesses).rawValue)
    let image = PolicyImage.compile(policy, settings: settings)
    unsafe image.withUnsafeBytes { bytes in
      guard let image = unsafe PolicyImage(bytes), let book = AddressBook() else { return }
      let judge = Judge(
        image: image.remembering(book), book: book, log: log, program: program,
        reports: keepsErrors)
      // All that takes time comes before the program is there to wait for it.
      guard let makeBroker = broker(judge, standard, supervisor),
        let listener = rendezvous.takeListener(from: program)
      else { return }
      let broker = makeBroker(listener)
      rendezvous.give(up: false)
      broker.run()
      // What Python children have refused by themselves.
      judge.reportPending()
    }
  }

  private func broker(
    _ judge: Judge, _ standard: StandardFiles, _ supervisor: Supervisor?
  ) -> ((CInt) -> Broker)? {
    guard let files = FileBroker(judge: judge, program: judge.program, standard: standard) else {
      return nil
    }
    let workers = Workers()
    var sources: [any EventSource] = [files.slow]
    let names = plan.supervision.network.contains(.resolve) ? DNSForwarder(judge) : nil
    if let names { sources.append(names) }
    if let supervisor { sources.append(supervisor) }
    let network = NetworkBroker(judge, workers, names: names, actions: plan.supervision.network)
    let execution = ExecutionBroker(
      judge, plan.supervision.execution, own: surroundings.launch == .embed ? 0 : 1,
      executables: surroundings.executables, commands: commands,
      folders: surroundings.programFolders)
    let kept = KeptFiles(files)
    return { listener in
      Broker(
        listener: listener, network: network, files: kept, execution: execution,
        supervisor: supervisor, sources: sources)
    }
  }

  /// The programs that may be started, where not all may.
  private var commands: [String] {
    policy.rules.compactMap { rule in
      if case .command(let path, _) = rule.pattern, !rule.effect.refuses { path } else { nil }
    }
  }
}

/// Where a process and its broker find each other: a word of memory that both have.
@safe
final class Rendezvous: @unchecked Sendable {
  // SAFETY (Sendable): all access goes through atomics.
  private let words: UnsafeMutablePointer<UInt32>

  private static let pause: CInt = 10_000

  init?() {
    guard let memory = unsafe hermetic_shared_memory(4096) else { return nil }
    unsafe words = memory.assumingMemoryBound(to: UInt32.self)
  }

  deinit {
    unsafe hermetic_release_memory(words, 4096)
  }

  /// Tells the broker the number of the listener, and waits until it has it.
  func hand(_ listener: CInt) -> Bool {
    unsafe hermetic_store_and_wake(words, UInt32(listener) + 2)
    return unsafe hermetic_wait_for_change(words + 1, 0, Self.pause)
      && hermetic_load(words + 1) == 1
  }

  /// Tells the broker that there will be none; or the process, that the broker is there.
  func give(up: Bool) {
    unsafe hermetic_store_and_wake(up ? words : words + 1, 1)
  }

  /// Waits for the listener, and takes it out of the process that has it.
  func takeListener(from process: pid_t) -> CInt? {
    guard unsafe hermetic_wait_for_change(words, 0, Self.pause) else { return nil }
    let number = unsafe hermetic_load(words)
    guard number >= 2 else { return nil }
    let target = Descriptor(hermetic_process_descriptor(process))
    let listener = hermetic_take_descriptor(target.number, CInt(number - 2))
    if listener < 0 { unsafe hermetic_store_and_wake(words + 1, 2) }
    return listener < 0 ? nil : listener
  }
}
