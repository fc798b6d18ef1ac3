import ArgumentParser
import HermeticSession

/// The flags that say what becomes of violations.
struct ViolationFlags: ParsableArguments {
  @Flag(help: "Say who did it: distribution, file, line, function and rule.")
  var trace = false

  @Flag(help: "Exit with 77 after any violation, also one that the program swallowed.")
  var failOnViolation = false

  @Option(
    help: ArgumentHelp("The exit status for violations, 1 to 255, in place of 77.", valueName: "N"))
  var violationExitCode: UInt8 = 77

  @Option(
    help: ArgumentHelp(
      "Raise an exception in the program, kill the process, or only log.",
      valueName: "raise|kill|log"))
  var onViolation = RunSettings.OnViolation.raise

  @Flag(help: "Refuse to run unless the kernel enforces the policy too.")
  var requireKernel = false

  @Flag(help: "Accepted and always in force: a policy cannot be taken off.")
  var seal = false

  func validate() throws {
    if violationExitCode == 0 {
      throw ValidationError("--violation-exit-code: 0 would call a violation a success")
    }
  }

  var settings: RunSettings {
    var settings = RunSettings()
    settings.onViolation = onViolation
    settings.failsOnViolation = failOnViolation
    settings.violationExitCode = violationExitCode
    settings.traces = trace
    return settings
  }
}

extension RunSettings.OnViolation: ExpressibleByArgument {
  var defaultValueDescription: String { "\(self)" }

  static var allValueStrings: [String] { allCases.map { "\($0)" } }

  init?(argument: String) {
    guard let value = Self.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = value
  }
}
