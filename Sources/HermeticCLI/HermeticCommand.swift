import ArgumentParser
import HermeticPolicy
import HermeticEngine

/// `hermetic`: runs programs under a policy.
@main
struct HermeticCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hermetic",
    abstract: "Run programs under a policy.",
    discussion: """
      Without a subcommand, hermetic runs a program: hermetic --no-network -- http example.com
      """,
    version: HermeticVersion.text,
    subcommands: [
      Run.self, CheckCommand.self, DoctorCommand.self, ProfileCommand.self, SchemaCommand.self,
      CatalogCommand.self, StubsCommand.self,
    ],
    defaultSubcommand: Run.self)

  /// Wrong usage ends with 2, as it does in Python's own tools and in most others.
  static func main() {
    // What most people are after is the run's flags.
    let words = HermeticEngine.Argument.ofThisProcess.dropFirst().map(\.text)
    if words.count == 1, ["-h", "--help", "help"].contains(words[0]) {
      print(PolicyFlags.completing(helpMessage(for: Run.self)))
      return
    }
    let isRun = !words.prefix { $0 != "--" }.contains { word in
      ["-h", "--help", "--version", "help"].contains(word)
        || configuration.subcommands.contains { $0._commandName == word }
    }
    if isRun {
      // The parser takes its time to look through every command.
      attempt(Run.self) { try Run.parse(PolicyFlags.separating(words)) }
    } else {
      attempt(Self.self) { try parseAsRoot(PolicyFlags.separating(words)) }
    }
  }

  private static func attempt<Command: ParsableCommand>(
    _ type: Command.Type, _ parse: () throws -> any ParsableCommand
  ) {
    do {
      var command = try parse()
      try command.run()
    } catch {
      let code = type.exitCode(for: error)
      guard code == .validationFailure else { type.exit(withError: error) }
      StandardError.write(type.message(for: error))
      type.exit(withError: ExitCode(2))
    }
  }
}
