import Foundation
import HermeticPolicy
import Testing

@Suite struct `The doctor` {
  static let closed = [
    "--no-network", "--fs-readonly", "--no-subprocess", "--no-environment", "--no-config",
  ]

  /// Asks for a policy on a kernel that is made to look older.
  static func doctor(
    _ arguments: [String] = closed, _ variables: [String: String] = [:]
  ) throws -> Outcome {
    try run(Hermetic.executable, ["doctor"] + arguments, environment: variables)
  }

  @Test func `looks at a policy that closes everything where there is none`() throws {
    let outcome = try Self.doctor(["--no-config"])
    #expect(outcome.end == .exit(0), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasPrefix("No policy was given"))
    for family in Family.allCases {
      for action in Action.actions(of: family) { #expect(outcome.output.contains(action.name)) }
    }
    #expect(!outcome.output.contains("what the policy does not refuse"))
    #expect(outcome.output.hasSuffix("All that kernels can hold is held.\n"))
  }

  @Test(
    arguments: [
      (["HERMETIC_TEST_LANDLOCK_ABI": "6"], 0, ["Landlock  ABI 6", "Landlock     held"]),
      (["HERMETIC_TEST_LANDLOCK_ABI": "3"], 0, ["Landlock  ABI 3", "Landlock     held"]),
      (
        ["HERMETIC_TEST_LANDLOCK_ABI": "2"], 0,
        ["Landlock  ABI 2", "broker       held and counted  writeFile"]
      ),
      (
        ["HERMETIC_TEST_LANDLOCK_ABI": "1"], 0,
        ["Landlock  ABI 1", "broker       held and counted  writeFile"]
      ),
      (
        ["HERMETIC_TEST_LANDLOCK_ABI": "0"], 0,
        ["Landlock  none", "broker       held and counted  writeFile"]
      ),
      (
        ["HERMETIC_TEST_SECCOMP": "filters"], 1,
        ["filters, no notifications", "partly held", "--require-kernel"]
      ),
      (["HERMETIC_TEST_SECCOMP": "none"], 1, ["seccomp   none", "not held"]),
      (
        ["HERMETIC_TEST_SECCOMP": "none", "HERMETIC_TEST_LANDLOCK_ABI": "0"], 1,
        ["the memory of processes is theirs", "not held"]
      ),
      (["HERMETIC_TEST_YAMA_SCOPE": "0"], 0, ["ptrace_scope 0", "beside the program"]),
      (
        ["HERMETIC_TEST_YAMA_SCOPE": "3"], 1, ["ptrace_scope 3", "broker    none: nobody may look"]
      ),
    ] as [([String: String], Int32, [String])])
  func `says what an older kernel lacks`(
    _ variables: [String: String], _ status: Int32, _ texts: [String]
  ) throws {
    let outcome = try Self.doctor(Self.closed, variables)
    #expect(outcome.end == .exit(status), "\(outcome.output)\(outcome.errors)")
    for text in texts { #expect(outcome.output.contains(text), "\(text) in \(outcome.output)") }
  }

  @Test(arguments: ["1", "2"]) func `says who may be the broker under Yama`(_ scope: String) throws
  {
    let outcome = try Self.doctor(Self.closed, ["HERMETIC_TEST_YAMA_SCOPE": scope])
    let mayTrace = outcome.output.contains("may look into every process")
    let isHeld = scope == "1" || mayTrace
    #expect(outcome.end == .exit(isHeld ? 0 : 1))
    let place =
      mayTrace
      ? "beside the program" : scope == "1" ? "the program's parent" : "only an administrator"
    #expect(outcome.output.contains(place), "\(outcome.output)")
  }

  // MARK: Programs

  @Test(.enabled(if: !Python.all.isEmpty, "no CPython found"), arguments: Python.all)
  func `knows the interpreter and how it would be run`(_ python: Python) throws {
    let outcome = try Self.doctor(Self.closed + ["--", python.path, "-c", "print('ran')"])
    #expect(outcome.end == .exit(0), "\(outcome.errors)")
    #expect(outcome.output.contains("Python      3.\(python.minor)\n"))
    #expect(outcome.output.contains(python.hasLibrary ? "embed: " : "attach: "))
    #expect(!outcome.output.contains("ran\n"))
  }

  @Test func `knows a program that is not Python`() throws {
    let outcome = try Self.doctor(["--no-network", "--no-config", "--", "/bin/sh"])
    #expect(outcome.end == .exit(0), "\(outcome.errors)")
    #expect(outcome.output.contains("exec: not a Python program"))
    let alone = try Self.doctor(["--no-config", "--", "/bin/sh"])
    #expect(alone.output.contains("--no-network") && !alone.output.contains("--no-code-exec"))
  }

  @Test(
    arguments: [
      (["--no-code-exec", "--", "/bin/sh"], 125), (["--no-network", "--", "no-such-program"], 127),
      (["--no-netwrok"], 2), (["--allow-domain", "a b"], 2),
      (["--no-network", "--", "/etc/passwd"], 126),
      (["--allow-command", "no-such-program"], 125),
      (["--no-kernel", "--require-kernel"], 2),
    ] as [([String], Int32)])
  func `ends as the run would`(_ arguments: [String], _ status: Int32) throws {
    let outcome = try Self.doctor(["--no-config"] + arguments)
    #expect(outcome.end == .exit(status), "\(outcome.errors)")
    #expect(outcome.output.isEmpty && !outcome.lines.isEmpty)
  }

  @Test func `says that nothing is held without the kernel`() throws {
    for flags in [["--no-kernel"], ["--on-violation", "log"]] {
      let outcome = try Self.doctor(Self.closed + flags)
      #expect(outcome.end == .exit(1))
      #expect(outcome.output.contains("The kernel holds nothing of it"))
    }
  }

  @Test func `says secrets in a few lines`() throws {
    let outcome = try Self.doctor(["--no-config", "--hide-secrets"])
    #expect(outcome.output.split(separator: "\n").count < 35, "\(outcome.output)")
  }

  // MARK: For programs

  private struct Report: Decodable {
    struct Kernel: Decodable {
      let release, architecture, broker: String
      let landlock_abi: Int
      let seccomp_filters, seccomp_notifications: Bool
    }
    struct Program: Decodable {
      let command: [String]
      let executable, launch: String
    }
    struct Group: Decodable {
      struct Holding: Decodable {
        let actions: [String]
        let layer, extent: String
        let reason: String?
      }
      let rules: [String]
      let holdings: [Holding]
    }
    let kernel: Kernel
    let program: Program
    let example_policy, complete: Bool
    let policy: [Group]
    let not_refused: [String]
    let plan: [String: [String]]?
  }

  @Test func `tells programs the same`() throws {
    let outcome = try Self.doctor(Self.closed + ["--json", "--plan"])
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    #expect(report.complete && !report.example_policy && outcome.end == .exit(0))
    #expect(report.policy.flatMap(\.rules) == Array(Self.closed.dropLast()))
    let holding = report.policy[0].holdings.first { $0.actions.contains("connect") }
    #expect(holding?.layer == "broker" && holding?.extent == "counted" && holding?.reason == nil)
    #expect(report.not_refused.contains("native") && report.program.launch != "exec")
    #expect(report.plan?["landlock"]?.isEmpty == false && report.plan?["filter"]?.isEmpty == false)
    let old = try Self.doctor(Self.closed + ["--json"], ["HERMETIC_TEST_SECCOMP": "none"])
    let less = try JSONDecoder().decode(Report.self, from: Data(old.output.utf8))
    #expect(!less.complete && !less.kernel.seccomp_filters && less.kernel.broker == "none")
    #expect(less.plan == nil)
  }

  @Test func `prints the rules of the kernel for the curious`() throws {
    let outcome = try Self.doctor(Self.closed + ["--plan"])
    for text in [
      "  connect: ask the broker\n", "  ptrace: fail with errno 1\n", "  /dev/null: write",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(!(try Self.doctor().output.contains("ptrace:")))
  }

  @Test func `explains itself`() throws {
    let outcome = try Self.doctor(["--help"])
    #expect(outcome.end == .exit(0))
    #expect(outcome.output.contains("--json") && outcome.output.contains("--plan"))
  }
}
