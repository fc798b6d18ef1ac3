package import HermeticPolicy

/// How the kernel is to hold a policy: a pure function of the policy, of what the kernel can do, and of what is
/// on the machine.
///
/// It holds the *ceiling*: what blocks of code may be granted is not refused here. Who asks is beyond it.
package struct KernelPlan: Hashable, Sendable {
  /// What the program's calls wait for the broker for.
  package struct Supervision: Hashable, Sendable {
    /// The actions of the network that the broker decides on.
    package var network = ActionSet()
    package var files: FileCalls = []
    package var execution = Execution.free
    /// Whether it counts processes before another is started.
    package var counts = false

    package enum Execution: Hashable, Sendable {
      case free
      /// This process becomes one program, and none other.
      case once
      /// Commands that the policy allows.
      case commands
    }

    package var isNeeded: Bool { self != Supervision() }
  }

  package internal(set) var supervision = Supervision()
  /// What is put in force before the program is loaded or executed.
  package internal(set) var landlock = LandlockPlan()
  package internal(set) var filter = FilterProgram([])
  /// What must wait until the interpreter has been executed.
  package internal(set) var lateLandlock = LandlockPlan()
  package internal(set) var lateFilter = FilterProgram([])
  /// What an administrator's program gives up.
  package internal(set) var dropped: Capabilities = []
  package internal(set) var report = EnforcementReport()
  private var limits = Limits()

  /// Whether there is nothing to put in force.
  package var isEmpty: Bool {
    landlock.isEmpty && filter.isEmpty && lateLandlock.isEmpty && lateFilter.isEmpty
      && limits.isEmpty
  }

  /// A plan that puts nothing in force.
  package init() {}

  package init(_ policy: Policy, _ support: KernelSupport, _ surroundings: Surroundings) {
    limits = policy.limits
    plan(limits, support)
    guard !policy.isEmpty else { return }
    let policy = policy.ceiling
    var rules: [FilterRule] = .protection
    var lateRules: [FilterRule] = []
    let network = NetworkPlan(policy, support)
    supervision.network = network.supervised
    rules += network.rules
    dropped = network.closes ? [.overOthers, .overNetwork] : .overOthers

    let files = FilePlan(policy, support, surroundings)
    landlock.formUnion(files.landlock)
    supervision.files = files.supervised
    rules += .files(files.supervised)
    rules += .files(files.refused, .fail(13))

    let processes = ProcessPlan(policy, support, surroundings)
    supervision.execution = processes.execution
    rules += processes.rules
    lateRules += processes.lateRules
    // What is counted is so where it is not refused.
    rules += filter.rules
    if surroundings.launch == .attach {
      lateLandlock = processes.landlock
    } else {
      landlock.formUnion(processes.landlock)
    }
    landlock.scopes.formUnion(
      LandlockScopes.known(to: support.landlock)
        .intersection(network.closes ? [.signals, .abstractSockets] : .signals))

    if support.filters {
      filter = FilterProgram(rules)
      lateFilter = FilterProgram(lateRules)
    }
    if let gap = files.gap {
      report.add(
        .builtIn("the memory of processes is theirs"), .writeFile, .interpreter, .notHeld(gap))
    }
    for (origin, action, isRule) in policy.refusals {
      let (layer, extent) =
        switch action.family {
        case .network: network.holding(action)
        case .filesystem: files.holding(action, isRule: isRule)
        case .subprocess: processes.holding(action)
        default: Self.holding(action, files)
        }
      report.add(origin, action, layer, extent)
    }
  }

  private static func holding(
    _ action: Action, _ files: FilePlan
  ) -> (EnforcementReport.Layer, EnforcementReport.Extent) {
    switch CatalogEntry.all.first(where: { $0.action == action })?.kernel {
    case .beforeStart?:
      (.start, files.gap.map { .partly("\($0): those of other processes can be read") } ?? .held)
    case .unheld(let reason)?: (.interpreter, .interpreterOnly(reason))
    default: (.interpreter, .interpreterOnly("it is the interpreter's own"))
    }
  }
}

extension KernelPlan {
  /// What keeps a program from getting at its supervisor, or beyond the limits that it has been given.
  private mutating func plan(_ limits: Limits, _ support: KernelSupport) {
    guard !limits.isEmpty else { return }
    if limits.needWatching {
      landlock.scopes = LandlockScopes.known(to: support.landlock).intersection(.signals)
    }
    guard support.filters else { return }
    var rules: [FilterRule] = support.mayTrace ? .limits(limits) : []
    if limits[.processes] != nil, support.obstacle == nil {
      rules += .countedProcesses
      supervision.counts = true
    }
    filter = FilterProgram(rules)
  }
}

extension Policy {
  /// The policy with all that may be granted allowed: what no scope can go beyond.
  package var ceiling: Policy {
    var ceiling = self
    for grantable in grantables {
      ceiling.allow(grantable.actions, grantable.pattern, origin: grantable.origin)
    }
    return ceiling
  }

  /// Each action that is refused, by default or by a rule, with who said so, as its users wrote it.
  var refusals: [(Origin, Action, isRule: Bool)] {
    var found: [(Origin, Action, isRule: Bool)] = []
    for action in Action.allCases {
      if let origin = refusedByDefault[action] { found.append((origin, action, false)) }
      var seen: Set<Origin> = []
      for rule in rules where rule.effect.refuses && rule.actions.contains(action) {
        if case .builtIn = rule.origin { continue }
        if seen.insert(rule.origin).inserted { found.append((rule.origin, action, true)) }
      }
    }
    return found
  }

  /// Whether an action can be refused at all.
  func refuses(_ action: Action) -> Bool {
    refusedByDefault[action] != nil
      || rules.contains { $0.effect.refuses && $0.actions.contains(action) }
  }
}
