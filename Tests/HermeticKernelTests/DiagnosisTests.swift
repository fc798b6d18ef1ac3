import Foundation
import HermeticPolicy
import Testing

@testable import HermeticKernel

@Suite struct `A diagnosis` {
  /// A policy that is looked at on every kind of machine.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let options: [(PolicyOption, [String])]
    var launch = Surroundings.Launch.embed
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "closed",
      options: [
        (.noNetwork, []), (.fsReadonly, []), (.noSubprocess, []), (.noEnvironment, []),
      ]),
    Case(
      name: "granted",
      options: [
        (.allowDomain, ["example.com"]), (.allowWrite, ["data"]), (.denyRead, ["data/x"]),
      ]),
    Case(
      name: "command", options: [(.allowCommand, ["/made-up/git status"])], launch: .attach),
    Case(
      name: "not-python", options: [(.noNetwork, []), (.noSubprocess, []), (.hideSecrets, [])],
      launch: .exec),
    Case(
      name: "interpreter",
      options: [
        (.noCodeExec, []), (.denyImport, ["pickle"]), (.allowNative, ["numpy"]),
        (.noInterpreterMutation, []), (.grantable, ["read:/work/notes"]), (.timeout, ["10"]),
        (.openFiles, ["64"]),
      ]),
  ]

  /// Each kind of machine, with what it is called in the golden files.
  static let machines: [(name: String, support: KernelSupport)] =
    (1...6).reversed().map { ("Landlock ABI \($0)", .landlock($0)) }
    + [
      ("no Landlock", .landlock(0)), ("no notifications of seccomp", .withoutNotifications),
      ("no seccomp", .withoutSeccomp), ("neither Landlock nor seccomp", .nothing),
      ("Yama's scope 0", .yama(0)), ("Yama's scope 1", .yama(1)),
      ("Yama's scope 1, privileged", .yama(1, mayTrace: true)), ("Yama's scope 2", .yama(2)),
      ("Yama's scope 3", .yama(3, mayTrace: true)),
    ]

  static func diagnosis(_ test: Case, _ support: KernelSupport) throws -> Diagnosis {
    let made = TestPlan(support: support, launch: test.launch)
    let policy = try made.policy(test.options)
    return Diagnosis(
      policy, support, KernelPlan(policy, support, made.surroundings), launch: test.launch)
  }

  private static func text(_ diagnosis: Diagnosis, _ more: [TextSection] = []) -> String {
    ([diagnosis.kernel] + diagnosis.sections + more).map(\.description)
      .joined(separator: "\n\n") + "\n\n" + diagnosis.verdict + "\n"
  }

  /// Machines that come to the same are told of once.
  private static func golden(_ test: Case) throws -> String {
    let whole = try diagnosis(test, .whole)
    var text = "=== Landlock ABI 7, no Yama\n\n" + Self.text(whole, whole.planned)
    var seen: [(text: String, name: String)] = [(Self.text(whole), "Landlock ABI 7")]
    for (name, support) in machines {
      let diagnosis = try diagnosis(test, support)
      let found = Self.text(diagnosis)
      // The first section is about the machine itself.
      let rest = (diagnosis.sections.map(\.description) + [diagnosis.verdict])
        .joined(separator: "\n\n")
      text += "\n=== \(name)\n\n"
      if let same = seen.first(where: { $0.text.hasSuffix("\n\n" + rest + "\n") }) {
        text += "\(diagnosis.kernel)\n\nThe rest as with \(same.name).\n"
      } else {
        text += found
        seen.append((found, name))
      }
    }
    return text
  }

  /// `HERMETIC_UPDATE_GOLDEN=1` writes the files anew.
  @Test(arguments: cases) func `is the one that was reviewed`(_ test: Case) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(test.name).txt")
    let text = try Self.golden(test)
    if ProcessInfo.processInfo.environment["HERMETIC_UPDATE_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let reviewed = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == reviewed,
      "if the change is meant, run the tests with HERMETIC_UPDATE_GOLDEN=1 and look at the difference"
    )
  }

  // MARK: Nothing is dropped

  /// A value for each option that takes one.
  static func values(_ option: PolicyOption) -> [String] {
    switch option.name {
    case "allow-domain": ["example.com"]
    case "allow-unix-socket": ["/run/made-up.sock"]
    case "allow-read", "allow-write", "deny-read", "deny-write": ["data"]
    case "allow-command": ["/made-up/git"]
    case "allow-env": ["NAME"]
    case "allow-code-exec", "allow-native": ["attrs"]
    case "deny-import", "allow-import": ["json"]
    case "allow-interpreter-mutation": ["sys.path"]
    case "cpu-time", "timeout": ["10"]
    case "memory", "file-size": ["64M"]
    case "processes", "open-files": ["64"]
    case "grantable": ["read:/work/notes"]
    default: []
    }
  }

  @Test(arguments: PolicyOption.all.map(\.name))
  func `says of every action of an option what holds it`(_ name: String) throws {
    let option = try #require(PolicyOption.named(name))
    let policy = try TestPlan(isBare: true).policy([(option, Self.values(option))])
    var refused = Set(policy.refusedByDefault.keys)
    for rule in policy.rules where rule.effect.refuses {
      if case .builtIn = rule.origin { continue }
      refused.formUnion(Action.allCases.filter(rule.actions.contains))
    }
    #expect(!refused.isEmpty || !policy.limits.isEmpty)
    for (machine, support) in Self.machines {
      for launch in [Surroundings.Launch.embed, .attach, .exec] {
        let report = try TestPlan(support: support, launch: launch)
          .plan((option, Self.values(option))).report
        let told = report.entries.filter { $0.origin.description.hasPrefix("--\(name)") }
        let once = told.flatMap(\.actions)
        #expect(Set(once) == refused, "\(machine)")
        #expect(Set(once).count == once.count, "\(machine)")
      }
    }
  }

  @Test func `tells of each limit`() throws {
    let options = PolicyOption.all.filter { if case .amount = $0.effect { true } else { false } }
    let test = Case(name: "limits", options: options.map { ($0, Self.values($0)) })
    let text = Self.text(try Self.diagnosis(test, .yama(1)))
    for option in options { #expect(text.contains("--\(option.name) "), "\(option.name)") }
    #expect(text.contains("the program's parent"))
  }

  @Test func `groups what is held alike`() throws {
    let test = Case(name: "many", options: [(.denyRead, (1...100).map { "secret\($0)" })])
    let diagnosis = try Self.diagnosis(test, .whole)
    #expect(diagnosis.report.groups.count == 1)
    let lines = Self.text(diagnosis).split(separator: "\n")
    #expect(lines.contains("  and 97 more of which the same holds"))
    #expect(lines.count < 20)
  }

  @Test func `leaves everything to the interpreter where it is told to`() throws {
    let made = TestPlan()
    let policy = try made.policy(Self.cases[0].options)
    let plan = KernelPlan(policy, .whole, made.surroundings)
    let diagnosis = Diagnosis(policy, .whole, plan, launch: .embed, excuse: "nobody wants it")
    #expect(!diagnosis.isComplete && diagnosis.plan.isEmpty)
    #expect(diagnosis.report.extent(of: .connect) == .notHeld("nobody wants it"))
    #expect(diagnosis.report.extent(of: .inheritEnvironment) == .held)
  }

  // MARK: The ceiling

  @Test func `does not hold in the kernel what may be granted`() throws {
    let closed = try TestPlan().plan((.fsReadonly, ["/work"]))
    #expect(closed.landlock.rights(on: "/etc").isEmpty)
    let plan = try TestPlan().plan(
      (.fsReadonly, ["/work"]), (.grantable, ["read:/etc"]), (.grantable, ["write:/work/data"]))
    #expect(plan.landlock.rights(on: "/etc") == .reading)
    #expect(plan.landlock.rights(on: "/work/data") == .writing.union(.reading))
    #expect(plan.landlock.rights(on: "/work/code").isDisjoint(with: .writing))
    let commands = try TestPlan().plan((.noSubprocess, []), (.grantable, ["command:/made-up/git"]))
    #expect(commands.supervision.execution == .commands)
    #expect(commands.landlock.rights(on: "/made-up/git").contains(.execute))
    let shown = try TestPlan().policy([(.grantable, ["domain:example.com"])]).ceiling
    #expect(shown.rules.contains { !$0.effect.refuses && $0.pattern.description == "example.com" })
  }
}
