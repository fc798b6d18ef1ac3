import ArgumentParser
import Hermetic

/// The flags that make a policy: one property for each `PolicyOption`, which has everything else.
struct PolicyFlags: ParsableArguments {
  @Flag(help: ArgumentHelp(PolicyOption.noNetwork))
  var noNetwork = false

  @Flag(help: ArgumentHelp(PolicyOption.allowLocalhost))
  var allowLocalhost = false

  @Option(parsing: .singleValue, help: ArgumentHelp(PolicyOption.allowDomain))
  var allowDomain: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp(PolicyOption.allowUnixSocket))
  var allowUnixSocket: [String] = []

  /// What the flags ask for.
  var policy: Policy {
    get throws {
      var policy = Policy()
      if noNetwork { try apply(.noNetwork, [], to: &policy) }
      if allowLocalhost { try apply(.allowLocalhost, [], to: &policy) }
      try apply(.allowDomain, allowDomain, to: &policy)
      try apply(.allowUnixSocket, allowUnixSocket, to: &policy)
      return policy
    }
  }

  private func apply(_ option: PolicyOption, _ values: [String], to policy: inout Policy) throws {
    do throws(PolicyError) {
      try option.apply(to: &policy, values: values)
    } catch {
      throw ValidationError("--\(option.name): \(error)")
    }
  }
}

extension ArgumentHelp {
  init(_ option: PolicyOption) {
    self.init(
      stringLiteral: option.help)
    if !option.valueName.isEmpty { valueName = option.valueName }
  }
}
