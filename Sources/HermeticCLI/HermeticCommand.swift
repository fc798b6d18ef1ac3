import ArgumentParser
import HermeticEngine

/// `hermetic`: runs Python programs under a policy.
@main
struct HermeticCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hermetic",
    abstract: "Run Python programs under a policy.",
    discussion: """
      Without a subcommand, hermetic runs a program: hermetic --no-network -- http example.com
      """,
    version: "0.1.0",
    subcommands: [Run.self, CatalogCommand.self],
    defaultSubcommand: Run.self)

  /// Wrong usage ends with 2, as it does in Python's own tools and in most others.
  static func main() {
    // What most people are after is the run's flags.
    let words = HermeticEngine.Argument.ofThisProcess.dropFirst().map(\.text)
    if words.count == 1, ["-h", "--help", "help"].contains(words[0]) {
      print(helpMessage(for: Run.self))
      return
    }
    do {
      var command = try parseAsRoot(words)
      try command.run()
    } catch {
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      StandardError.write(message(for: error))
      exit(withError: ExitCode(2))
    }
  }
}
