package import HermeticPolicy

/// What would hold a policy here, rule by rule, for people and programs to read.
package struct Diagnosis: Sendable {
  package let policy: Policy
  package let support: KernelSupport
  package let launch: Surroundings.Launch
  package let plan: KernelPlan
  package let report: EnforcementReport
  /// How the broker would stand to the program.
  package let arrangement: Arrangement
  private let excuse: String?

  /// `excuse` says why the kernel is to have no part in it.
  package init(
    _ policy: Policy, _ support: KernelSupport, _ plan: KernelPlan, launch: Surroundings.Launch,
    excuse: String? = nil
  ) {
    self.policy = policy
    self.support = support
    self.launch = launch
    self.excuse = excuse
    self.plan = excuse == nil ? plan : KernelPlan()
    report = excuse.map { plan.report.leavingKernelOut(because: $0) } ?? plan.report
    arrangement = Arrangement.choose(
      support, limits: policy.limits, needsBroker: self.plan.filter.asks)
  }

  /// Whether all is held that kernels can hold.
  package var isComplete: Bool { report.shortcomings.isEmpty }

  /// Families of which the policy refuses nothing.
  package var open: [Family] {
    Family.allCases.filter { family in
      !report.entries.contains { $0.actions.contains { $0.family == family } }
    }
  }

  /// Who holds something where the launch has no interpreter.
  package func name(of layer: EnforcementReport.Layer) -> String {
    layer == .interpreter && launch == .exec ? "nobody" : layer.rawValue
  }
}

// MARK: For people

extension Diagnosis {
  /// What the kernel can do.
  package var kernel: TextSection {
    let seccomp =
      support.notifications
      ? "filters and notifications" : support.filters ? "filters, no notifications" : "none"
    return TextSection(
      "kernel",
      [
        ["Landlock", support.landlock > 0 ? "ABI \(support.landlock)" : "none"],
        ["seccomp", seccomp],
        ["Yama", support.yamaScope.map { "ptrace_scope \($0)" } ?? "none"],
        ["broker", broker],
      ])
  }

  private var broker: String {
    switch arrangement {
    case .impossible(let reason): return "none: \(reason)"
    case .brokerAside: return "beside the program, nobody's child"
    case .ancestor: return "the program's parent"
    case .noBroker: return support.obstacle.map { "none: \($0)" } ?? "not needed"
    }
  }

  /// The rules, what nobody holds, and what that comes to.
  package var sections: [TextSection] {
    [rules, limits, grantables, gaps, others].filter { !$0.rows.isEmpty }
  }

  private var rules: TextSection {
    var rows: [[String]] = []
    for group in report.groups {
      let most = 3
      rows += group.origins.prefix(most).map { ["\($0)"] }
      if group.origins.count > most {
        rows.append(["and \(group.origins.count - most) more of which the same holds"])
      }
      for holding in group.holdings {
        rows.append([
          "  " + name(of: holding.layer), summary(of: holding), Self.names(holding.actions),
        ])
      }
    }
    return TextSection("policy", rows)
  }

  private func summary(of holding: EnforcementReport.Holding) -> String {
    if case .interpreterOnly(let reason) = holding.extent, launch == .exec {
      return EnforcementReport.Extent.notHeld(reason).summary
    }
    return holding.extent.summary
  }

  private static func names(_ actions: [Action]) -> String {
    actions.map(\.name).joined(separator: ", ")
  }

  private var limits: TextSection {
    TextSection(
      "limits",
      policy.limits.all.map { limit in
        [
          "\(limit.origin)", "\(limit)",
          limit.kind.isOfAllProcesses
            ? "of all processes together, which the program's parent watches"
            : "of each process, by the kernel",
        ]
      })
  }

  private var grantables: TextSection {
    TextSection(
      "left to the interpreter, as it may be granted",
      policy.grantables.map { ["\($0.kind) \($0.pattern)", "\($0.origin)"] })
  }

  private var gaps: TextSection {
    var reasons: [String] = []
    var actions: [String: [Action]] = [:]
    for entry in report.entries {
      guard let reason = entry.extent.reason else { continue }
      if actions[reason] == nil { reasons.append(reason) }
      actions[reason, default: []] += entry.actions.filter {
        actions[reason]?.contains($0) != true
      }
    }
    return TextSection(
      launch == .exec
        ? "what nobody holds, or not wholly"
        : "what nobody holds in native code and child processes, or not wholly",
      reasons.flatMap { [[$0], ["  " + Self.names(actions[$0] ?? [])]] })
  }

  private var others: TextSection {
    let names = open.map(\.rawValue).joined(separator: ", ")
    return TextSection("what the policy does not refuse", names.isEmpty ? [] : [[names]])
  }

  /// What it comes to, in a sentence.
  package var verdict: String {
    if report.entries.isEmpty { return "The policy refuses nothing." }
    if isComplete { return "All that kernels can hold is held." }
    if let excuse { return "The kernel holds nothing of it: \(excuse)." }
    let count = Set(report.shortcomings.flatMap(\.actions)).count
    return "The kernel does not hold \(count) \(count == 1 ? "action" : "actions"), or not wholly: "
      + "with --require-kernel the program would not run."
  }

  /// The rules that the kernel would be given.
  package var planned: [TextSection] {
    [
      ("Landlock", plan.landlock.description), ("filter of system calls", plan.filter.description),
      ("Landlock, once the interpreter has been executed", plan.lateLandlock.description),
      (
        "filter of system calls, once the interpreter has been executed",
        plan.lateFilter.description
      ),
    ].filter { !$0.1.isEmpty }.map { title, text in
      TextSection(title, text.split(separator: "\n").map { [String($0)] })
    }
  }
}
