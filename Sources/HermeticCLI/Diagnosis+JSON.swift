import HermeticPolicy
import HermeticKernel

extension Diagnosis {
  /// What the kernel can do.
  var kernelMembers: [(key: String, value: JSONText)] {
    let name: String
    var reason: String?
    switch arrangement {
    case .noBroker: (name, reason) = ("none", support.obstacle)
    case .brokerAside: name = "aside"
    case .ancestor: name = "ancestor"
    case .impossible(let why): (name, reason) = ("impossible", why)
    }
    return [
      ("landlock_abi", .number(support.landlock)), ("seccomp_filters", .bool(support.filters)),
      ("seccomp_notifications", .bool(support.notifications)),
      ("yama_ptrace_scope", support.yamaScope.map { .number($0) } ?? .null),
      ("broker", .string(name)), ("broker_obstacle", .optional(reason)),
    ]
  }

  /// What holds which rule, and what nobody holds.
  var policyMembers: [(key: String, value: JSONText)] {
    let groups = report.groups.map { group -> JSONText in
      let holdings = group.holdings.map { holding -> JSONText in
        .object([
          ("actions", .strings(holding.actions.map(\.name))),
          ("layer", .string(name(of: holding.layer).lowercased())),
          ("extent", .string(holding.extent.name)), ("reason", .optional(holding.extent.reason)),
        ])
      }
      return .object([
        ("rules", .strings(group.origins.map(\.description))), ("holdings", .array(holdings)),
      ])
    }
    let limits = policy.limits.all.map { limit -> JSONText in
      .object([
        ("limit", .string(limit.kind.rawValue)), ("amount", .number(Int(limit.amount))),
        ("rule", .string("\(limit.origin)")),
      ])
    }
    let grantable = policy.grantables.map { grantable -> JSONText in
      .object([
        ("kind", .string(grantable.kind)), ("value", .string("\(grantable.pattern)")),
        ("rule", .string("\(grantable.origin)")),
      ])
    }
    return [
      ("policy", .array(groups)), ("limits", .array(limits)), ("grantable", .array(grantable)),
      ("not_refused", .strings(open.map(\.rawValue))), ("complete", .bool(isComplete)),
    ]
  }

  /// The rules that the kernel would be given, as lines.
  var planMembers: [(key: String, value: JSONText)] {
    [
      ("landlock", plan.landlock.description), ("filter", plan.filter.description),
      ("late_landlock", plan.lateLandlock.description),
      ("late_filter", plan.lateFilter.description),
    ].map { ($0, .strings($1.split(separator: "\n").map(String.init))) }
  }
}
