import HermeticPolicy

/// How the kernel holds a policy's refusals of starting processes.
struct ProcessPlan {
  private(set) var rules: [FilterRule] = []
  private(set) var lateRules: [FilterRule] = []
  private(set) var landlock = LandlockPlan()
  private(set) var execution = KernelPlan.Supervision.Execution.free
  private let support: KernelSupport
  private let commands: [String]
  private let isExecuted: Bool

  init(_ policy: Policy, _ support: KernelSupport, _ surroundings: Surroundings) {
    self.support = support
    isExecuted = surroundings.launch == .exec
    commands = policy.rules.compactMap { rule in
      if case .command(let path, _) = rule.pattern, !rule.effect.refuses { path } else { nil }
    }
    guard policy.refusedByDefault[.spawn] != nil, support.filters else { return }
    guard commands.isEmpty else {
      if support.obstacle == nil {
        rules = .someProgram
        execution = .commands
      }
      restrictExecution(surroundings)
      return
    }
    switch surroundings.launch {
    case .embed: rules = .noProcesses
    case .attach: lateRules = .noProcesses
    case .exec:
      guard support.obstacle == nil else {
        rules = .noProcesses.filter { $0.call != "execve" }
        return
      }
      rules = .oneProgram
      execution = .once
    }
  }

  /// Executing is for the commands' files alone, and for what the kernel loads to run them.
  private mutating func restrictExecution(_ surroundings: Surroundings) {
    guard support.landlock > 0 else { return }
    landlock.handled = .execute
    var files = commands
    if surroundings.launch == .exec { files += surroundings.executables }
    for file in files {
      for part in ExecutableParts(file, folders: surroundings.programFolders).files {
        landlock.grant(.execute, on: part, isFolder: false)
      }
    }
  }

  func holding(_ action: Action) -> (EnforcementReport.Layer, EnforcementReport.Extent) {
    guard support.filters else {
      return (.interpreter, .notHeld("this kernel has no filters of system calls (seccomp)"))
    }
    guard !commands.isEmpty else {
      // The program's own execution would be refused too, if nobody could tell it from others.
      if isExecuted, action == .spawn, let obstacle = support.obstacle {
        return (.seccomp, .partly("\(obstacle): the program may become another"))
      }
      return (.seccomp, .held)
    }
    if action == .fork {
      return (.interpreter, .interpreterOnly("what starts an allowed program copies itself first"))
    }
    guard support.landlock > 0 else {
      return (.interpreter, .notHeld("this kernel has no Landlock"))
    }
    return support.obstacle.map { (.landlock, .partly("\($0): arguments are not looked at")) }
      ?? (.broker, .counted)
  }
}
