import ArgumentParser
import HermeticEngine

/// Every flag of a run.
struct RunFlags: ParsableArguments {
  @OptionGroup(title: "Policy") var policy: PolicyFlags
  @OptionGroup(title: "Profiles and files") var configuration: ConfigurationFlags
  @OptionGroup(title: "Violations") var violations: ViolationFlags
  @OptionGroup(title: "Kernel") var kernel: KernelFlags

  @Option(
    help: ArgumentHelp(
      "Load libpython into this process (embed), or preload hermetic into the interpreter (attach).",
      discussion: "Chosen by the interpreter if not given.", valueName: "embed|attach"))
  var launch: Launch.Choice?

  /// Looks at the first word that the parser knows no flag for.
  ///
  /// It begins the command, as the parser sees it. That must not be a flag with a letter wrong, which would
  /// run the program without what it asks for.
  static func checkCommand(_ first: String) throws {
    guard first.hasPrefix("-"), !["--", "-", "-m", "-c"].contains(first) else { return }
    do {
      _ = try parse([first])
      throw ValidationError("\(first): write -- before the command")
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ValidationError(message(for: error))
    }
  }
}

extension Launch.Choice: ExpressibleByArgument {}
