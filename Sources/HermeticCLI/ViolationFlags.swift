import ArgumentParser
import HermeticSession

/// The flags that say what becomes of violations.
struct ViolationFlags: ParsableArguments {
  @Flag(help: "Say who did it: distribution, file, line, function and rule.")
  var trace = false

  @Flag(help: "Exit with 77 after any violation, also one that the program swallowed.")
  var failOnViolation = false

  @Option(
    help: ArgumentHelp(
      "The exit status for violations, 1 to 255. (default: 77)", valueName: "N"))
  var violationExitCode: UInt8?

  @Option(
    help: ArgumentHelp(
      "Raise an exception in the program, kill the process, or only log. (default: raise)",
      valueName: "raise|kill|log"))
  var onViolation: RunSettings.OnViolation?

  @Flag(help: "Accepted and always in force: a policy cannot be taken off.")
  var seal = false

  func validate() throws {
    if violationExitCode == 0 {
      throw ValidationError("--violation-exit-code: 0 would call a violation a success")
    }
  }

  /// Settles what the flags say, over what stands there.
  func apply(to settings: inout RunSettings) {
    if trace { settings.traces = true }
    if failOnViolation { settings.failsOnViolation = true }
    if let violationExitCode { settings.violationExitCode = violationExitCode }
    if let onViolation { settings.onViolation = onViolation }
  }
}

extension RunSettings.OnViolation: ExpressibleByArgument {
  static var allValueStrings: [String] { allCases.map { "\($0)" } }

  init?(argument: String) {
    guard let value = Self.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = value
  }
}
