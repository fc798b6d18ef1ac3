import ArgumentParser
import HermeticPolicy
import HermeticSession
import SystemPackage

/// Says what a run with the same flags, here, would be held to.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check the policy file, and print the policy in force with where each rule is from.",
    discussion: "Takes the flags of a run: hermetic check --profile ci --allow-read data")

  @OptionGroup var flags: RunFlags

  func run() throws {
    let configuration = try Configuration.resolving(flags)
    try configuration.checkProfiles()
    print(configuration.description)
  }
}

extension Configuration: CustomStringConvertible {
  /// The policy for people, family by family.
  var description: String {
    var lines = ["policy file: " + (file?.path.string ?? "none")]
    lines += notes()
    for family in Family.allCases {
      let actions = Action.actions(of: family)
      let refused = Dictionary(grouping: actions.filter { policy.refusedByDefault[$0] != nil }) {
        policy.refusedByDefault[$0]?.description ?? ""
      }
      lines.append("\(family.rawValue): \(refused.isEmpty ? "open" : "refused")")
      for (origin, actions) in refused.sorted(by: { $0.key < $1.key }) {
        let names = actions.map(\.name).joined(separator: ", ")
        lines.append("  refuse \(names)  (\(origin))")
      }
      let rules = policy.rules.filter { rule in actions.contains(where: rule.actions.contains) }
      func line(_ rule: Rule, _ patterns: [Pattern]) -> String {
        let names = actions.filter(rule.actions.contains).map(\.name).joined(separator: ", ")
        let verb = rule.effect.refuses ? "refuse" : "allow"
        let texts = patterns.map(\.description).joined(separator: ", ")
        return "  \(verb) \(names): \(texts)  (\(rule.origin))"
      }
      for rule in rules where rule.isWritten { lines.append(line(rule, [rule.pattern])) }
      // What comes along with an option goes on one line.
      var rest = rules.filter { !$0.isWritten }
      while let first = rest.first {
        let alike = rest.filter { first.differsInPattern(from: $0) }
        lines.append(line(first, alike.map(\.pattern)))
        rest.removeAll(where: first.differsInPattern)
      }
    }
    if !policy.limits.isEmpty {
      lines.append("limits:")
      for limit in policy.limits.all {
        lines.append("  \(limit.kind.rawValue) \(limit)  (\(limit.origin))")
      }
    }
    if !policy.grantables.isEmpty {
      lines.append(
        "grantable: \(policy.grantors.isEmpty ? "to any code" : "to code of \(policy.grantors.joined(separator: ", "))")"
      )
      for grantable in policy.grantables {
        lines.append("  \(grantable.kind) \(grantable.pattern)  (\(grantable.origin))")
      }
    }
    lines.append(
      "violations: \(settings.onViolation), exit status \(settings.violationExitCode)"
        + (settings.failsOnViolation ? " also where the program swallowed one" : ""))
    return lines.map { $0.printable() }.joined(separator: "\n")
  }
}

extension Rule {
  /// Whether a user wrote it, as against what comes along with it.
  fileprivate var isWritten: Bool {
    if case .builtIn = origin { false } else { true }
  }

  /// Whether another says the same of something else.
  fileprivate func differsInPattern(from other: Rule) -> Bool {
    effect == other.effect && actions == other.actions && origin == other.origin
  }
}
