import CHermetic
import Glibc
import HermeticKernel
package import HermeticPolicy
package import HermeticPython
package import HermeticSession
import SystemPackage

/// A program about to be run under a policy.
package struct Launch {
  /// Which of the launches to use, where more than one would do.
  package enum Choice: String, Hashable, Sendable, CaseIterable {
    case embed, attach
  }

  package var program: Program
  package var policy: Policy
  package var settings: RunSettings
  package var choice: Choice?
  package var kernel: KernelUse

  /// What part the kernel is to have.
  package enum KernelUse: Hashable, Sendable {
    /// What it can; what it cannot is said.
    case wanted
    /// All that a kernel can hold, or the program is not run.
    case required
    case none
  }

  /// hermetic's own flags, as they were written, for who starts another interpreter under the same policy.
  package var flags: [Argument]
  /// The environment's entries that a block of the program's code may be granted.
  private var grantable: [Argument] = []

  /// `plugin` is what a host calls, where the program is none that runs by itself.
  package init(
    _ program: Program, policy: Policy, settings: RunSettings, choice: Choice? = nil,
    flags: [Argument] = [], kernel: KernelUse = .wanted, plugin: PythonHost.PluginCode? = nil
  ) throws(LaunchError) {
    self.program = program
    self.kernel = kernel
    self.policy = try Self.complete(policy, for: program, plugin)
    self.settings = settings
    self.settings.joinsPytest = program.isPytest
    self.choice = choice
    self.flags = flags
  }

  /// The policy with what it takes to hold it and to run at all, and with paths as they really are.
  ///
  /// What the program makes of a granted path later is not what was granted.
  private static func complete(
    _ policy: Policy, for program: Program, _ plugin: PythonHost.PluginCode?
  ) throws(LaunchError) -> Policy {
    var policy = policy.protectingProcesses.hidingAgents(
      variable: { Environment.value(of: Argument($0))?.text }, home: WorkingPlace.current.home,
      session: Environment.value(of: "XDG_RUNTIME_DIR")?.text ?? "/run/user/\(getuid())"
    ).hidingOtherEnvironments
    if policy.refusedByDefault[.readFile] != nil {
      let isProgram = plugin == nil
      for rule in RuntimePaths(program, place: .current, hasProgram: isProgram).rules {
        policy.add(rule)
      }
      for folder in plugin?.folders ?? [] {
        policy.allow(
          ActionSet(.readFile, .listFiles), .path(PathPattern(prefix: folder)),
          origin: .builtIn("the plugin is read from there"))
      }
    }
    policy = try policy.findingCommands(PathSearch(Environment.current()))
    var unnamed: String?
    policy = policy.resolvingPaths { path in
      // What a process knows as its own is another's folder to every other.
      if path.hasPrefix("/proc/self/"), !path.hasPrefix("/proc/self/root/") { return path }
      guard let real = String(validating: FilePath(path).resolvedAsFarAsItGoes) else {
        unnamed = path
        return path
      }
      return real
    }
    if let unnamed { throw LaunchError("\(unnamed): leads to a path that is not UTF-8") }
    return policy
  }

  /// Runs the program in this process's place and returns its exit status; or does not return, where
  /// the process becomes another program.
  package consuming func run() throws(LaunchError) -> CInt {
    switch (program.launch, choice) {
    case (.exec, _):
      try refuseWhatOnlyPythonHolds()
      try prepare()
      guard let log = ViolationLog(isShared: sharesLog) else {
        throw LaunchError("no memory for the policy")
      }
      let layer = try beginKernelLayer(.exec, log)
      let shared = try share(log, image: PolicyImage.compile(policy, settings: settings), layer)
      _ = try Self.translating { () throws(KernelError) in try layer?.enforce() }
      _ = Carrier.begin(shared)
      throw execute(program.executable, program.arguments, environment: CStringList.environment)
    case (.attach, .embed?):
      throw LaunchError(
        "\(program.executable): cannot be embedded; it brings CPython along in the executable itself"
      )
    case (.embed, .attach?), (.attach, _):
      try prepare()
      guard let log = ViolationLog(isShared: sharesLog) else {
        throw LaunchError("no memory for the policy")
      }
      let layer = try beginKernelLayer(.attach, log)
      let image = PolicyImage.compile(policy, settings: settings)
      var handover = Handover(
        image: image, program: program, grantable: grantable, command: command)
      handover.shared = try share(log, image: image, layer)
      for descriptor in [handover.shared.log, handover.shared.semaphores] where descriptor >= 0 {
        hermetic_keep_at_exec(descriptor)
      }
      handover.supervision = layer?.supervisionMask ?? 0
      let late = try Self.translating { () throws(KernelError) in try layer?.enforce() }
      if let late { handover.late = late }
      throw try handover.execute(program)
    case (.embed(let library), _):
      try prepare()
      return try embed(library)
    }
  }

  /// Whether other processes write to the log: a broker, children.
  ///
  /// A program without a policy sees nothing of it.
  private var sharesLog: Bool { !policy.isEmpty && settings.onViolation != .log }

  /// What starts another program under the same policy, before its own words.
  var command: [Argument] {
    // A program that hosts Python does other things when it is started.
    if settings.isHosted { return [] }
    return FilePath("/proc/self/exe").linkTarget.map { [Argument($0)] + flags } ?? []
  }

  /// What is done the same way whoever runs the program.
  private mutating func prepare() throws(LaunchError) {
    hermetic_leave_outer_session()
    for change in program.environmentChanges { change.apply() }
    if !policy.isEmpty {
      try InheritedSockets(policy: policy).closeRefused()
      scrubEnvironment()
      // The kernel writes those wherever the process is.
      if policy.refusedByDefault[.writeFile] != nil { hermetic_forbid_core_dumps() }
    }
  }

  /// Takes out of the environment what the program is not to be started with.
  ///
  /// What it may be granted is kept for that where neither it nor a child of it finds it.
  private mutating func scrubEnvironment() {
    let image = PolicyImage.compile(policy, settings: settings)
    unsafe image.withUnsafeBytes { bytes in
      guard let image = unsafe PolicyImage(bytes), image.canRefuse(.inheritEnvironment) else {
        return
      }
      let keeps = Environment.entries.map { entry in
        let name = entry.bytes.prefix { $0 != 0x3d }
        return unsafe Array(name).withUnsafeBufferPointer {
          unsafe image.decide(.inheritEnvironment, onVariable: $0) < 0
        }
      }
      let granted = policy.grantables.filter { $0.kind == "env" }
      grantable = zip(Environment.entries, keeps).filter { entry, isKept in
        let name = String(decoding: entry.bytes.prefix { $0 != 0x3d }, as: UTF8.self)
        return !isKept
          && granted.contains { $0.covers(.variable(name), ActionSet(.readEnvironment)) }
      }.map(\.0)
      unsafe hermetic_keep_environment(keeps, keeps.count)
    }
  }

  /// What an interpreter in this process is to run under, around which the policy is in force already.
  struct Held {
    let session: Session
    /// Entries of the environment that a block of the program's code may be granted.
    let grantable: [[UInt8]]
    /// Whether children come up under the policy.
    let carriesPolicy: Bool
    /// What the kernel cannot hold of the policy.
    let shortcoming: String?
  }

  /// Does all that comes before an interpreter in this process, which a host calls; in a process that has one thread.
  mutating func hold(_ log: ViolationLog) throws(LaunchError) -> Held {
    try prepare()
    return try embrace(log)
  }

  private func embrace(_ log: ViolationLog) throws(LaunchError) -> Held {
    let layer = try beginKernelLayer(.embed, log)
    let image = PolicyImage.compile(policy, settings: settings)
    let memory = unsafe image.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.flatMap { unsafe hermetic_read_only_copy($0, bytes.count) }
    }
    guard let memory = unsafe memory,
      let mapped = unsafe PolicyImage(UnsafeRawBufferPointer(start: memory, count: image.count)),
      let session = Session(mapped, log: log)
    else { throw LaunchError("no memory for the policy") }
    let shared = try share(session.log, image: image, layer)
    _ = try Self.translating { () throws(KernelError) in try layer?.enforce() }
    hermetic_note_supervision(layer?.supervisionMask ?? 0)
    let carries = Carrier.begin(shared)
    unsafe hermetic_set_process_name(program.commandName.text)
    return Held(
      session: session, grantable: grantable.map(\.bytes), carriesPolicy: carries,
      shortcoming: layer.flatMap { shortcoming($0.plan.report) })
  }

  private func embed(_ path: FilePath) throws(LaunchError) -> CInt {
    guard let log = ViolationLog(isShared: sharesLog) else {
      throw LaunchError("no memory for the policy")
    }
    let held = try embrace(log)
    var reason: UnsafePointer<CChar>?
    guard let library = unsafe hermetic_load_library(path.string, &reason) else {
      let text = unsafe reason.map { unsafe String(cString: $0) } ?? path.string
      throw LaunchError("\(program.executable): cannot load its libpython: \(text)")
    }
    do throws(InterpreterError) {
      let interpreter = Interpreter(try unsafe PythonLibrary(handle: library))
      let sealed = try interpreter.seal(
        held.session, grantable: held.grantable, command: command.map(\.text),
        carriesPolicy: held.carriesPolicy)
      let arguments = CStringList(program.arguments)
      return unsafe sealed.main(CInt(program.arguments.count), arguments.pointers)
    } catch {
      throw LaunchError("\(program.executable): \(error)")
    }
  }
}

extension Policy {
  /// The policy with each command replaced by the path that its name is found at; and with what is there
  /// kept as it is: a program that may be started must not become another one.
  fileprivate func findingCommands(_ search: PathSearch) throws(LaunchError) -> Policy {
    var found: [String: String] = [:]
    for pattern in rules.map(\.pattern) + grantables.map(\.pattern) {
      guard case .command(let name, _) = pattern, found[name] == nil else { continue }
      guard !name.utf8.contains(UInt8(ascii: "/")) else {
        found[name] = name
        continue
      }
      guard let path = try? search.find(Argument(name)) else {
        throw LaunchError("--allow-command \(name): not found on PATH")
      }
      guard path.bytes.first == UInt8(ascii: "/") || WorkingPlace.current.folder != nil,
        let path = String(validating: path.bytes, as: UTF8.self)
      else { throw LaunchError("--allow-command \(name): \(path.printable) cannot be named") }
      found[name] = FilePath(WorkingPlace.current.folder ?? "/").pushing(FilePath(path)).string
    }
    var policy = replacingCommands { found[$0] ?? $0 }
    let origin = Origin.builtIn("a program that may be started stays what it is")
    for path in found.values.sorted() {
      policy.refuse(ActionSet(.writeFile), .path(PathPattern(prefix: path)), origin: origin)
    }
    return policy
  }
}

extension Program {
  /// Whether what it runs is pytest: its script, or the module by its name.
  fileprivate var isPytest: Bool {
    let words = arguments.dropFirst().map(\.text)
    let names = ["pytest", "py.test"]
    if let script = words.first(where: { !$0.hasPrefix("-") }),
      names.contains(where: { script == $0 || script.hasSuffix("/" + $0) })
    {
      return true
    }
    // By which pytest-xdist starts a worker (execnet).
    if words.contains("import sys;exec(eval(sys.stdin.readline()))") { return true }
    return zip(words, words.dropFirst()).contains { $0 == "-m" && $1 == "pytest" }
  }
}

extension FilePath {
  /// The path behind links, as far as there is something; what does not exist yet has none.
  fileprivate var resolvedAsFarAsItGoes: FilePath {
    var rest: [Component] = []
    var folder = self
    while let name = folder.lastComponent {
      if let real = try? folder.resolvingLinks() {
        return rest.reversed().reduce(real) { $0.appending($1) }.lexicallyNormalized()
      }
      rest.append(name)
      folder = folder.removingLastComponent()
    }
    return self
  }
}

extension EnvironmentChange {
  /// Makes the change to this process's environment.
  func apply() {
    let words = CStringList([name] + (value.map { [$0] } ?? []))
    guard let name = unsafe words.pointers[0] else { return }
    unsafe hermetic_change_environment(name, words.pointers[1])
  }
}

/// Becomes another program; returns only why that failed.
func execute(
  _ path: FilePath, _ arguments: [Argument], environment: CStringList
) -> LaunchError {
  let list = CStringList(arguments)
  let errno = unsafe Errno(
    rawValue: hermetic_execute(path.string, list.pointers, environment.pointers))
  return LaunchError("\(path): \(errno.description.lowercased())")
}

/// C strings that end with a null pointer.
///
/// They live as long as the process: a program is about to take it over.
@safe
struct CStringList {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  init(_ words: [Argument]) {
    unsafe pointers = .allocate(capacity: words.count + 1)
    for (index, word) in words.enumerated() {
      let text = UnsafeMutablePointer<CChar>.allocate(capacity: word.bytes.count + 1)
      for (position, byte) in word.bytes.enumerated() {
        unsafe text[position] = CChar(bitPattern: byte)
      }
      unsafe text[word.bytes.count] = 0
      unsafe (pointers + index).initialize(to: text)
    }
    unsafe (pointers + words.count).initialize(to: nil)
  }

  /// This process's environment, as it is.
  static var environment: CStringList {
    CStringList(Environment.entries)
  }
}

/// Why hermetic could not do its job.
package struct LaunchError: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
