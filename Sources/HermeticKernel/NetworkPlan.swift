import HermeticPolicy

/// How the kernel holds a policy's refusals of the network.
struct NetworkPlan {
  private(set) var rules: [FilterRule] = []
  /// The actions that the broker decides on.
  private(set) var supervised = ActionSet()
  /// Whether the network is refused by default.
  let closes: Bool
  /// Whether somebody allows a part of it.
  private let grants: Bool
  private let support: KernelSupport

  init(_ policy: Policy, _ support: KernelSupport) {
    self.support = support
    closes = policy.refusedByDefault[.connect] != nil
    grants = policy.rules.contains { rule in
      if case .builtIn = rule.origin { return false }
      return !rule.effect.refuses && rule.actions.contains(.connect)
    }
    let refused = Action.actions(of: .network).filter(policy.refuses)
    guard !refused.isEmpty, support.filters else { return }
    guard support.obstacle == nil else {
      if closes, !grants { rules = .closedNetwork }
      return
    }
    for action in refused { supervised.formUnion(ActionSet(action)) }
    if closes {
      rules = .supervisedNetwork
    } else {
      // What refuses single sockets of services asks where those could be reached.
      rules = [FilterRule("sendto", .isPointer(4), outcome: .ask)]
      rules += .each(["connect", "sendmsg", "sendmmsg"], .ask)
    }
  }

  func holding(_ action: Action) -> (EnforcementReport.Layer, EnforcementReport.Extent) {
    guard support.filters else {
      return (.interpreter, .notHeld("this kernel has no filters of system calls (seccomp)"))
    }
    if let obstacle = support.obstacle {
      return closes && !grants
        ? (
          .seccomp,
          .partly(
            "\(obstacle): the internet is refused altogether, and Unix sockets are not looked at")
        )
        : (.interpreter, .notHeld(obstacle))
    }
    switch action {
    case .openSocket, .configureSocket: return (.seccomp, .held)
    default: return (.broker, .counted)
    }
  }
}
