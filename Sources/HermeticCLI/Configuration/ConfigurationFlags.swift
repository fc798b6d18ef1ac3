import ArgumentParser

/// The flags that say where else a policy is written.
struct ConfigurationFlags: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Take the options of a profile: one of hermetic's own or of the policy file. Repeatable.",
      valueName: "NAME"))
  var profile: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read the policy file FILE, in place of the hermetic.toml or pyproject.toml found from here "
        + "upwards.", valueName: "FILE"))
  var config: String?

  @Flag(help: "Read no policy file.")
  var noConfig = false

  func validate() throws {
    if config != nil && noConfig {
      throw ValidationError("--config and --no-config: name one of them")
    }
  }

  /// The policy file that is meant, if there is one.
  func file(in folder: String?) throws(ConfigurationError) -> PolicyFile? {
    if let config {
      guard folder != nil || config.hasPrefix("/") else {
        throw ConfigurationError(
          file: config, line: nil, "the working directory is gone, or has no name in UTF-8")
      }
      return try PolicyFile.named(config, in: folder ?? "/")
    }
    guard !noConfig else { return nil }
    guard let folder else {
      throw ConfigurationError(
        file: PolicyFile.name, line: nil,
        "cannot be looked for, as the working directory is gone or has no name in UTF-8; "
          + "name one with --config, or none with --no-config")
    }
    return try PolicyFile.search(from: folder)
  }
}
