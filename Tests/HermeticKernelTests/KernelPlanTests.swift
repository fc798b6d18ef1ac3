import HermeticPolicy
import Testing

@testable import HermeticKernel

@Suite struct `A kernel plan` {
  @Test func `puts nothing in force for a policy that refuses nothing`() {
    let plan = KernelPlan(Policy(), .whole, TestPlan().surroundings)
    #expect(plan.isEmpty && !plan.supervision.isNeeded && plan.report.entries.isEmpty)
  }

  @Test func `keeps any policy's program away from other processes`() throws {
    for option in [PolicyOption.noNetwork, .noSubprocess, .noCodeExec, .blockNative] {
      let plan = try TestPlan().plan((option, []))
      for call in ["ptrace", "process_vm_writev", "kcmp", "pidfd_getfd", "bpf", "io_uring_setup"] {
        #expect(plan.filter.minds(call), "\(option.name): \(call)")
      }
      #expect(plan.landlock.scopes.contains(.signals))
      // Any ruleset keeps a process from tracing those outside of it (landlock(7)).
      #expect(!plan.landlock.handled.isEmpty)
    }
  }

  // MARK: The network

  @Test func `asks about the network where it is closed`() throws {
    for (option, values) in [
      (.noNetwork, []), (.allowLocalhost, []), (.allowDomain, ["example.com"]),
      (.allowUnixSocket, ["/run/a.sock"]),
    ] as [(PolicyOption, [String])] {
      let plan = try TestPlan().plan((option, values))
      for call in ["connect", "bind", "listen", "sendto", "sendmsg", "sendmmsg"] {
        #expect(plan.filter.outcomes(call).contains(.ask), "\(option.name): \(call)")
      }
      for call in ["socket", "setsockopt", "socketpair"] {
        #expect(plan.filter.outcomes(call).contains(.fail(13)), "\(option.name): \(call)")
      }
      #expect(plan.dropped.contains(.overNetwork))
      #expect(plan.landlock.scopes == [.signals, .abstractSockets])
      #expect(plan.supervision.network.contains(.connect))
      #expect(plan.supervision.files.isEmpty && plan.supervision.execution == .free)
    }
  }

  @Test func `leaves the network alone where nobody closes it`() throws {
    let plan = try TestPlan().plan((.fsReadonly, []), (.noSubprocess, []), (.noEnvironment, []))
    for call in ["connect", "bind", "listen", "sendto", "sendmsg", "socket", "setsockopt"] {
      #expect(!plan.filter.minds(call), "\(call)")
    }
    #expect(!plan.dropped.contains(.overNetwork) && plan.supervision.network.isEmpty)
    #expect(plan.landlock.scopes == .signals)
  }

  @Test func `leaves a network with grants to the interpreter where nobody can be asked`() throws {
    let plan = try TestPlan(support: .withoutNotifications).plan((.allowDomain, ["example.com"]))
    #expect(!plan.filter.minds("socket") && !plan.supervision.isNeeded)
    guard case .notHeld? = plan.report.extent(of: .connect) else {
      Issue.record("\(String(describing: plan.report.extent(of: .connect)))")
      return
    }
  }

  @Test func `closes the internet where nobody can be asked`() throws {
    for support in [
      KernelSupport.withoutNotifications, .yama(2), .yama(3, mayTrace: true), .enclosed, .nested,
    ] {
      let plan = try TestPlan(support: support).plan((.noNetwork, []))
      #expect(!plan.filter.asks && !plan.supervision.isNeeded)
      #expect(plan.filter.outcomes("socket").contains(.fail(13)))
      guard case .partly(let reason)? = plan.report.extent(of: .connect) else {
        Issue.record("\(String(describing: plan.report.extent(of: .connect)))")
        continue
      }
      #expect(reason.hasPrefix(support.obstacle ?? "?"))
    }
    #expect(try TestPlan(support: .yama(2, mayTrace: true)).plan((.noNetwork, [])).filter.asks)
    #expect(try TestPlan(support: .yama(1)).plan((.noNetwork, [])).filter.asks)
  }

  // MARK: Processes

  @Test func `lets no process start`() throws {
    let embedded = try TestPlan().plan((.noSubprocess, []))
    for call in ["execve", "execveat", "fork", "vfork", "clone", "clone3"] {
      #expect(embedded.filter.minds(call), "\(call)")
    }
    #expect(!embedded.filter.asks && embedded.lateFilter.isEmpty)
  }

  @Test func `waits with that until the interpreter has been executed`() throws {
    let plan = try TestPlan(launch: .attach).plan((.noSubprocess, []), (.noNetwork, []))
    #expect(!plan.filter.minds("execve") && !plan.filter.minds("fork"))
    #expect(plan.lateFilter.outcomes("execve") == [.fail(13)])
    #expect(plan.lateFilter.outcomes("fork") == [.fail(13)])
    // Of two filters the one that refuses wins; only one can have a listener.
    #expect(!plan.lateFilter.asks && plan.filter.asks)
    #expect(plan.lateLandlock.isEmpty)

    let commands = try TestPlan(launch: .attach).plan((.allowCommand, ["/made-up/git"]))
    #expect(commands.lateLandlock.handled == .execute)
    #expect(!commands.landlock.handled.contains(.execute))
    #expect(commands.lateLandlock.rights(on: "/made-up/git") == .execute)
  }

  @Test func `lets a program that is not Python be executed once`() throws {
    let plan = try TestPlan(launch: .exec).plan((.noSubprocess, []))
    #expect(plan.supervision.execution == .once)
    #expect(plan.filter.outcomes("execve") == [.ask])
    #expect(plan.filter.outcomes("execveat") == [.fail(13)])
    let blind = try TestPlan(support: .withoutNotifications, launch: .exec).plan(
      (.noSubprocess, []))
    #expect(!blind.filter.minds("execve") && blind.filter.outcomes("fork") == [.fail(13)])
    #expect(blind.report.extent(of: .fork) == .held)
    guard case .partly? = blind.report.extent(of: .spawn) else {
      Issue.record("execve is not held")
      return
    }
  }

  @Test func `lets some programs be executed`() throws {
    let plan = try TestPlan().plan((.allowCommand, ["/made-up/git status"]))
    #expect(plan.supervision.execution == .commands)
    #expect(plan.filter.outcomes("execve") == [.ask])
    #expect(plan.filter.outcomes("execveat") == [.fail(13)])
    #expect(plan.filter.minds("memfd_create") && plan.filter.minds("mmap"))
    #expect(!plan.filter.minds("fork"))
    #expect(plan.landlock.handled.contains(.execute))
    let executable = plan.landlock.grants.filter { $0.rights.contains(.execute) }.map(\.path)
    #expect(executable == ["/made-up/git"])
    #expect(plan.report.extent(of: .spawn) == .counted)
    let exec = try TestPlan(launch: .exec).plan((.allowCommand, ["/made-up/git"]))
    #expect(exec.landlock.rights(on: "/usr/bin/made-up-python").contains(.execute))
  }

  @Test func `refuses what it would count`() throws {
    var options: [(PolicyOption, [String])] = [(.processes, ["5"])]
    #expect(try TestPlan().plan(options).filter.outcomes("fork") == [.ask])
    #expect(try TestPlan().plan(options).supervision.counts)
    options.append((.noSubprocess, []))
    let both = try TestPlan().plan(options).filter.rules.filter { $0.call == "fork" }
    #expect(both.first?.outcome == .fail(13))
  }

  // MARK: The table

  @Test(arguments: CatalogEntry.all)
  func `has in its filter what the table says of an action`(_ entry: CatalogEntry) throws {
    let calls: [String]
    let outcome: FilterRule.Outcome?
    switch entry.kernel {
    case .calls(let names): (calls, outcome) = (names, nil)
    case .broker(let names): (calls, outcome) = (names, .ask)
    case .landlock, .beforeStart, .unheld: return
    }
    let options = Self.closing(entry.action.family)
    let filter = try TestPlan().plan(options).filter
    for call in calls {
      #expect(systemCall(call) >= 0, "\(call) is in the table of system calls")
      #expect(filter.minds(call), "\(entry.action.name): \(call)")
      if let outcome { #expect(filter.outcomes(call).contains(outcome), "\(call)") }
    }
    // And another family's filter has none of them, but what is refused to everybody.
    for family in Family.allCases where family != entry.action.family {
      let other = try TestPlan().plan(Self.closing(family)).filter
      let common = FilterProgram(.protection)
      for call in calls where !common.minds(call) {
        #expect(!other.minds(call), "\(family.rawValue): \(call)")
      }
    }
  }

  @Test(arguments: Family.allCases)
  func `names no call that the table of system calls has not`(_ family: Family) throws {
    for launch in [Surroundings.Launch.embed, .attach, .exec] {
      for options in [Self.closing(family), [(.denyRead, ["x"]), (.denyWrite, ["y"])]] {
        let plan = try TestPlan(launch: launch).plan(options)
        for rule in plan.filter.rules + plan.lateFilter.rules {
          #expect(systemCall(rule.call) >= 0, "\(rule.call)")
        }
      }
    }
  }

  static func closing(_ family: Family) -> [(PolicyOption, [String])] {
    switch family {
    case .network: [(.noNetwork, [])]
    case .filesystem: [(.fsReadonly, ["/work"])]
    case .subprocess: [(.noSubprocess, [])]
    case .environment: [(.noEnvironment, [])]
    case .codeExecution: [(.noCodeExec, [])]
    case .imports: [(.allowImport, ["json"])]
    case .native: [(.blockNative, [])]
    case .interpreter: [(.noInterpreterMutation, [])]
    }
  }
}
