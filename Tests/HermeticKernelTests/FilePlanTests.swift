import HermeticPolicy
import Testing

@testable import HermeticKernel

@Suite struct `A plan for files` {
  private let test = TestPlan()

  // MARK: Landlock alone

  @Test func `refuses writing by Landlock`() throws {
    let plan = try test.plan((.fsReadonly, []))
    #expect(plan.landlock.handled == .writing)
    #expect(plan.landlock.rights(on: "/dev/null") == [.writeFile, .truncate, .controlDevice])
    #expect(plan.landlock.rights(on: "/dev/pts").isSuperset(of: [.writeFile, .makeFile]))
    #expect(plan.landlock.rights(on: "/work").isEmpty)
    #expect(plan.supervision.files.isEmpty)
    // Landlock knows nothing of modes and owners.
    #expect(plan.filter.outcomes("fchmodat") == [.fail(13)])
    #expect(plan.report.layer(of: .writeFile) == .landlock)
    #expect(plan.report.extent(of: .writeFile) == .held)
  }

  @Test func `grants what is allowed`() throws {
    let plan = try test.plan((.allowWrite, ["data"]), (.allowRead, ["notes"]))
    #expect(plan.landlock.handled == .writing.union(.reading))
    #expect(plan.landlock.rights(on: "/work/data") == .writing.union(.reading))
    #expect(plan.landlock.rights(on: "/work/notes") == .readFile)
    #expect(plan.landlock.rights(on: "/work/code").isEmpty)
    #expect(plan.landlock.rights(on: "/etc/hosts") == .readFile)
    // What may be executed may be read; the program's own files are among them.
    #expect(plan.landlock.rights(on: "/usr/bin") == .reading)
    #expect(plan.landlock.rights(on: "/usr/bin/made-up-python") == .readFile)
    #expect(plan.landlock.rights(on: "/made-up").isEmpty, "it is no folder of programs")
    // In a granted folder modes may be changed, and the broker tells which.
    #expect(plan.supervision.files == .metadata)
  }

  @Test func `grants the code beside a program file by file, but not twice`() throws {
    func plan(_ options: (PolicyOption, [String])...) throws -> KernelPlan {
      var policy = try test.policy(options)
      policy.allow(
        ActionSet(.readFile, .listFiles), .path(PathPattern(prefix: "/work", glob: "**/*.py")),
        origin: .builtIn("it is the program"))
      return KernelPlan(policy, .whole, test.surroundings)
    }
    let beside = try plan((.allowRead, ["notes"]))
    #expect(beside.landlock.rights(on: "/work/code/main.py") == .readFile)
    #expect(beside.landlock.rights(on: "/work/code/secret.txt").isEmpty)
    let within = try plan((.allowRead, ["/work"]))
    #expect(within.landlock.rights(on: "/work/code/main.py").isEmpty)
    #expect(within.landlock.rights(on: "/work").isSuperset(of: .reading))
  }

  @Test func `grants nothing below a refusal`() throws {
    let plan = try test.plan((.fsReadonly, []), (.allowWrite, ["data"]), (.denyWrite, ["/work"]))
    #expect(plan.landlock.rights(on: "/work/data").isEmpty)
    #expect(!plan.supervision.files.contains(.writing))
  }

  @Test(
    arguments: [
      (3, LandlockRights.writing.subtracting(.controlDevice)),
      (4, .writing.subtracting(.controlDevice)), (5, .writing), (6, .writing),
    ])
  func `handles what an older kernel knows`(_ abi: Int, _ rights: LandlockRights) throws {
    let plan = try TestPlan(support: .landlock(abi)).plan((.fsReadonly, []))
    #expect(plan.landlock.handled == rights)
    #expect(plan.landlock.scopes == (abi >= 6 ? .signals : []))
    #expect(plan.report.extent(of: .writeFile) == .held)
  }

  @Test(
    arguments: [
      (1, LandlockRights.writing.subtracting([.refer, .truncate, .controlDevice])),
      (2, .writing.subtracting([.truncate, .controlDevice])),
    ])
  func `has truncation decided where Landlock does not know of it`(
    _ abi: Int, _ rights: LandlockRights
  ) throws {
    let asking = try TestPlan(support: .landlock(abi)).plan((.fsReadonly, []))
    #expect(asking.supervision.files == [.writing, .metadata])
    #expect(asking.landlock.handled == .makeBlockDevice)
    #expect(asking.report.extent(of: .writeFile) == .counted)
    var support = KernelSupport.withoutNotifications
    support.landlock = abi
    let plan = try TestPlan(support: support).plan((.fsReadonly, []))
    #expect(plan.landlock.handled == rights)
    guard case .partly(let reason)? = plan.report.extent(of: .writeFile) else {
      Issue.record("truncation is not held")
      return
    }
    #expect(reason.contains("truncation"))
  }

  // MARK: The broker

  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    var testDescription: String { name }
    let options: [(PolicyOption, [String])]
    let calls: FileCalls
  }

  @Test(
    arguments: [
      Row(
        name: "a refusal within a granted folder",
        options: [(.allowWrite, ["data"]), (.denyRead, ["data/x"])], calls: [.reading, .metadata]),
      Row(
        name: "a refusal of reading within a granted folder",
        options: [(.allowRead, ["code"]), (.denyRead, ["code/secret.txt"])], calls: .reading),
      Row(
        name: "a refusal of writing within a granted folder",
        options: [(.allowWrite, ["code"]), (.denyWrite, ["code/secret.txt"])],
        calls: [.writing, .metadata]),
      Row(name: "a refusal where all is allowed", options: [(.denyRead, ["x"])], calls: .reading),
      Row(
        name: "a refusal of writing where all is allowed", options: [(.denyWrite, ["x"])],
        calls: [.writing, .metadata]),
      Row(
        name: "a glob that grants", options: [(.allowWrite, ["*.log"])],
        calls: [.writing, .metadata]),
      Row(
        name: "a glob that refuses",
        options: [(.allowRead, ["code"]), (.denyRead, ["/work/**/x"])],
        calls: .reading),
      Row(
        name: "a glob that refuses elsewhere",
        options: [(.allowRead, ["code"]), (.denyRead, ["/home/**/x"])], calls: []),
      Row(
        name: "a grant of what is not there", options: [(.allowWrite, ["later"])],
        calls: [.writing, .metadata]),
      Row(
        name: "secrets", options: [(.hideSecrets, [])], calls: [.reading, .writing, .metadata]),
    ])
  func `has the broker decide what Landlock cannot express`(_ row: Row) throws {
    let plan = try test.plan(row.options)
    #expect(plan.supervision.files == row.calls, "\(row.name)")
    let opens = !row.calls.isDisjoint(with: [.reading, .writing])
    #expect(plan.filter.outcomes("openat").contains(.ask) == opens)
    if row.calls.contains(.writing) {
      for call in ["unlink", "rename", "mkdirat", "truncate", "chmod", "setxattr"] {
        #expect(plan.filter.outcomes(call) == [.ask], "\(row.name): \(call)")
      }
      // Each use is held by one of the two.
      #expect(plan.landlock.handled.intersection(.writing) == .makeBlockDevice)
    }
    if row.calls.contains(.reading) {
      #expect(plan.landlock.handled.isDisjoint(with: .reading))
      #expect(plan.report.extent(of: .readFile) == .counted)
      #expect(plan.report.layer(of: .readFile) == .broker)
    }
    #expect(plan.filter.outcomes("openat2").contains(.fail(38)) == plan.filter.minds("openat"))
  }

  @Test func `holds by Landlock what it can where nobody can be asked`() throws {
    let options: [(PolicyOption, [String])] = [
      (.allowRead, ["code"]), (.denyRead, ["code/secret.txt"]),
    ]
    for support in [KernelSupport.withoutNotifications, .withoutSeccomp, .yama(3)] {
      let plan = try TestPlan(support: support).plan(options)
      #expect(plan.landlock.handled.contains(.reading))
      #expect(plan.landlock.rights(on: "/work/code") == .reading)
      guard case .partly(let reason)? = plan.report.extent(of: .readFile) else {
        Issue.record("the refusal does not hold")
        continue
      }
      #expect(reason.hasPrefix(support.obstacle ?? "?"))
    }
    let open = try TestPlan(support: .withoutNotifications).plan((.denyWrite, ["x"]))
    guard case .notHeld? = open.report.extent(of: .writeFile) else {
      Issue.record("nothing holds it")
      return
    }
    #expect(open.report.layer(of: .writeFile) == .interpreter)
  }

  @Test func `says what becomes of modes and owners where nobody can be asked`() throws {
    for (support, option) in [
      (.withoutNotifications, (.allowWrite, ["data"])), (.withoutSeccomp, (.fsReadonly, [])),
    ] as [(KernelSupport, (PolicyOption, [String]))] {
      let plan = try TestPlan(support: support).plan(option)
      guard case .partly(let reason)? = plan.report.extent(of: .writeFile) else {
        Issue.record("modes are not held")
        continue
      }
      #expect(reason.contains("modes"))
    }
    let plain = try TestPlan(support: .withoutNotifications).plan((.fsReadonly, []))
    #expect(plain.report.extent(of: .writeFile) == .held)
  }

  @Test func `has the broker hold everything where there is no Landlock`() throws {
    let plan = try TestPlan(support: .landlock(0)).plan((.fsReadonly, ["/work"]))
    #expect(plan.supervision.files.isSuperset(of: [.reading, .writing]))
    #expect(plan.landlock.isEmpty)
    #expect(plan.report.extent(of: .writeFile) == .counted)
  }

  // MARK: Hermetic's own

  @Test func `refuses a file of hermetic's own that could be changed`() throws {
    var policy = try test.policy([(.noNetwork, [])])
    policy.refuse(
      ActionSet(.writeFile), .path(PathPattern(prefix: "/work/hermetic.toml")),
      origin: .builtIn("it is the policy"))
    let changeable = KernelPlan(policy, .whole, test.surroundings)
    #expect(changeable.supervision.files.contains(.writing))
    let fixed = KernelPlan(policy, .whole, TestPlan(fixed: ["/work/hermetic.toml"]).surroundings)
    #expect(fixed.supervision.files.isEmpty)
  }

  @Test func `lets nobody write to processes by proc`() throws {
    let plan = try test.plan((.noNetwork, []))
    #expect(plan.landlock.handled == [.writeFile, .refer])
    #expect(plan.landlock.rights(on: "/work") == [.writeFile, .refer])
    #expect(plan.landlock.rights(on: "/swapfile") == .writeFile)
    #expect(plan.landlock.rights(on: "/proc").isEmpty)
    #expect(plan.landlock.rights(on: "/proc/sys") == .writeFile)
    #expect(plan.landlock.rights(on: "") == .refer)
  }

  @Test func `lets files be made in the root folder, where the program stands there`() throws {
    let plan = try TestPlan(workingFolder: "/").plan((.noNetwork, []))
    // A ruleset there must be: it keeps the program from tracing others.
    #expect(plan.landlock.handled == .refer)
    #expect(plan.landlock.grants == [LandlockPlan.Grant(path: "", rights: .refer)])
  }

  @Test func `has the broker keep processes apart where no ruleset does`() throws {
    let plan = try TestPlan(support: .landlock(0)).plan((.noEnvironment, []))
    #expect(plan.supervision.files.isSuperset(of: [.reading, .writing]))
    #expect(plan.report.shortcomings.isEmpty)
    // At ABI 1 any ruleset refuses moving files between folders, which the broker does then.
    let first = try TestPlan(support: .landlock(1)).plan((.noEnvironment, []))
    #expect(first.supervision.files == [.writing, .metadata])
    #expect(first.landlock.handled == .makeBlockDevice)
    #expect(first.report.shortcomings.isEmpty)
    for support in [KernelSupport.nothing, .withoutNotifications] {
      var old = support
      old.landlock = 0
      let report = try TestPlan(support: old).plan((.noEnvironment, [])).report
      #expect(
        report.shortcomings.contains { $0.origin == .builtIn("the memory of processes is theirs") })
      guard case .partly? = report.extent(of: .inheritEnvironment) else {
        Issue.record("what other processes were started with can be read")
        continue
      }
    }
  }
}
