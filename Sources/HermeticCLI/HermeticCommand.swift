import ArgumentParser

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
}
