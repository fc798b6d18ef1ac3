import ArgumentParser
import HermeticEngine

/// Every flag of a run.
struct RunFlags: ParsableArguments {
  @OptionGroup(title: "Policy") var policy: PolicyFlags
  @OptionGroup(title: "Profiles and files") var configuration: ConfigurationFlags
  @OptionGroup(title: "Violations") var violations: ViolationFlags

  @Option(
    help: ArgumentHelp(
      "Load libpython into this process (embed), or preload hermetic into the interpreter (attach).",
      discussion: "Chosen by the interpreter if not given.", valueName: "embed|attach"))
  var launch: Launch.Choice?
}

extension Launch.Choice: ExpressibleByArgument {}
