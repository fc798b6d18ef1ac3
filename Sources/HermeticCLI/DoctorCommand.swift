import ArgumentParser
import HermeticPolicy
import HermeticEngine
import HermeticKernel
import HermeticSession
import SystemPackage

/// Says what would hold a policy on this machine, without running anything.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what holds each rule of a policy on this machine, and what nobody holds.",
    usage: "hermetic doctor [OPTIONS] [-- COMMAND [ARGUMENTS...]]",
    discussion: """
      Takes the flags of a run, and the policy file; without a policy, one that closes everything. Without \
      COMMAND, it looks at python3. Nothing is run.

      Exit status: 0 where all that kernels can hold is held, 1 where something of it is not; 2 for wrong \
      usage; 125, 126 and 127 where the program could not be run.
      """)

  @OptionGroup var flags: RunFlags

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print the rules that the kernel would be given, too.")
  var plan = false

  @ArgumentParser.Argument(parsing: .captureForPassthrough, help: .hidden)
  var command: [String] = []

  func validate() throws {
    guard let first = command.first else { return }
    if ["-h", "--help"].contains(first) { throw CleanExit.helpRequest(self) }
    try RunFlags.checkCommand(first)
  }

  func run() throws {
    let configuration = try Configuration.resolving(flags)
    for line in configuration.notes(most: 10) { StandardError.write(line) }
    do {
      let program = try Program.resolve(words, in: Environment.current())
      var policy = configuration.policy
      let isOwn = policy.isEmpty && policy.limits.isEmpty
      if isOwn { policy = try .closingEverything(isPython: program.launch != .exec) }
      let launch = try Launch(
        program, policy: policy, settings: configuration.settings, choice: flags.launch,
        kernel: flags.kernel.use)
      let diagnosis = try launch.diagnose()
      let report = DoctorReport(
        machine: .current, program: program, diagnosis: diagnosis, isOwnPolicy: isOwn,
        showsPlan: plan)
      print(json ? report.json.written() : report.text)
      if !diagnosis.isComplete { throw ExitCode(1) }
    } catch let error as ExitCode {
      throw error
    } catch let error as ProgramError {
      StandardError.write(error.description)
      throw ExitCode(error.exitStatus)
    } catch {
      StandardError.write("\(error)")
      throw ExitCode(125)
    }
  }

  /// The command as bytes, which need not be UTF-8; or the interpreter that most people mean.
  private var words: [HermeticEngine.Argument] {
    let count = command.first == "--" ? command.count - 1 : command.count
    return count > 0 ? HermeticEngine.Argument.ofThisProcess.suffix(count) : ["python3"]
  }
}

extension Policy {
  /// A policy with every family closed, for who has none yet.
  fileprivate static func closingEverything(isPython: Bool) throws -> Policy {
    var policy = Policy()
    func close(_ option: PolicyOption, _ values: [String] = []) throws {
      try option.apply(
        to: &policy, values: values, folder: WorkingPlace.current.folder ?? "/",
        home: WorkingPlace.current.home)
    }
    try close(.noNetwork)
    try close(.fsReadonly, ["."])
    try close(.noSubprocess)
    try close(.noEnvironment)
    guard isPython else { return policy }
    try close(.noCodeExec)
    policy.refuseByDefault(Action.actions(of: .imports), origin: .flag("--allow-import MODULE"))
    try close(.blockNative)
    try close(.noInterpreterMutation)
    return policy
  }
}

/// What `hermetic doctor` prints.
struct DoctorReport {
  let machine: Machine
  let program: Program
  let diagnosis: Diagnosis
  /// Whether nobody asked for this policy.
  let isOwnPolicy: Bool
  let showsPlan: Bool

  // MARK: For people

  var text: String {
    var sections = [kernel, interpreter] + diagnosis.sections
    if showsPlan { sections += diagnosis.planned }
    let note =
      isOwnPolicy
      ? ["No policy was given: this is one that closes everything, as an example."] : []
    return (note + sections.map(\.description) + [diagnosis.verdict]).joined(separator: "\n\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map { $0.printable() }
      .joined(separator: "\n")
  }

  private var kernel: TextSection {
    var section = diagnosis.kernel
    let name = machine.userName.map { "\($0), " } ?? ""
    let rights = diagnosis.support.mayTrace ? ", may look into every process" : ""
    section.rows =
      [["Linux", "\(machine.release), \(machine.architecture)"]] + section.rows
      + [["user", "\(name)\(machine.user)\(rights)"]]
    return section
  }

  private var interpreter: TextSection {
    var rows = [
      ["command", program.arguments.map(\.printable).joined(separator: " ")],
      ["executable", program.executable.string],
    ]
    if let version = program.version { rows.append(["Python", "\(version)"]) }
    rows.append(["launch", launchText])
    return TextSection("program", rows)
  }

  private var launchText: String {
    switch (diagnosis.launch, program.launch) {
    case (.embed, .embed(let library)): "embed: \(library) is loaded into hermetic's own process"
    case (.attach, _): "attach: the interpreter is executed with hermetic preloaded"
    default: "exec: not a Python program; the kernel alone holds it"
    }
  }

  // MARK: For programs

  var json: JSONText {
    var members: [(key: String, value: JSONText)] = [
      (
        "kernel",
        .object(
          [
            ("release", .string(machine.release)), ("architecture", .string(machine.architecture)),
          ] + diagnosis.kernelMembers)
      ),
      (
        "user",
        .object([
          ("id", .number(Int(machine.user))), ("name", .optional(machine.userName)),
          ("may_trace", .bool(diagnosis.support.mayTrace)),
        ])
      ),
      ("program", programJSON), ("example_policy", .bool(isOwnPolicy)),
    ]
    members += diagnosis.policyMembers
    if showsPlan { members.append(("plan", .object(diagnosis.planMembers))) }
    return .object(members)
  }

  private var programJSON: JSONText {
    let library: String? =
      if case .embed(let path) = program.launch, diagnosis.launch == .embed { path.string } else {
        nil
      }
    return .object([
      ("command", .strings(program.arguments.map(\.text))),
      ("executable", .string(program.executable.string)),
      ("python", .optional(program.version.map { "\($0)" })),
      ("launch", .string("\(diagnosis.launch)")), ("library", .optional(library)),
    ])
  }
}
