/// Something that users can ask a policy for: written once, as a flag, a key of `hermetic.toml` and a
/// keyword in Python.
public struct PolicyOption: Sendable {
  /// What an option does to a policy, and whether it takes values.
  public enum Effect: Sendable {
    /// On or off.
    case flag(@Sendable (inout Policy, Origin) -> Void)
    /// Any number of values.
    case list(@Sendable (inout Policy, String, Origin) throws(PolicyError) -> Void)
  }

  /// The flag's name after its two hyphens, which is the key's name too.
  public let name: String
  /// The keyword of `hermetic_blocker(…)`.
  public let keyword: String
  /// What stands for a value in the help: `DOMAIN`.
  public let valueName: String
  /// What the option does, in one line.
  public let help: String
  public let effect: Effect

  /// Every option, in the order of the help.
  public static let all: [PolicyOption] = network

  /// Applies values given on the command line, or an empty list for a flag.
  public func apply(to policy: inout Policy, values: [String]) throws(PolicyError) {
    switch effect {
    case .flag(let change): change(&policy, .flag("--\(name)"))
    case .list(let change):
      for value in values {
        try change(&policy, value, .flag("--\(name) \(value)"))
      }
    }
  }
}
