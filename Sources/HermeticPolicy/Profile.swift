/// Options under one name.
public struct Profile: Hashable, Sendable {
  /// The name that `--profile` takes.
  public let name: String
  /// What it is for, in one line.
  public let help: String
  /// The names of its options, all of them flags.
  public let options: [String]

  /// hermetic's own, by the names that hermetic-seal 1.0.0 gives them.
  public static let all = [
    Profile(
      name: "block-all",
      help:
        "Refuse the network, writing to files, processes, the environment, code execution, machine "
        + "code and changing the interpreter.",
      options: [
        "no-network", "fs-readonly", "no-subprocess", "no-environment", "no-code-exec",
        "block-native", "no-interpreter-mutation",
      ]),
    Profile(
      name: "net-hermetic", help: "Refuse the network but for this machine's own addresses.",
      options: ["no-network", "allow-localhost"]),
    Profile(name: "exec-deny", help: "Refuse starting processes.", options: ["no-subprocess"]),
    Profile(name: "fs-readonly", help: "Refuse writing to files.", options: ["fs-readonly"]),
    Profile(
      name: "block-native", help: "Refuse machine code that is not the standard library's.",
      options: ["block-native"]),
  ]

  /// One of hermetic's own by its name; nil where there is none.
  ///
  /// ```swift
  /// var policy = Policy()
  /// try Profile.named("exec-deny")?.apply(to: &policy)
  /// ```
  public static func named(_ name: String) -> Profile? {
    all.first { $0.name == name }
  }

  /// Applies the profile's options.
  public func apply(to policy: inout Policy) throws(PolicyError) {
    for option in options {
      try PolicyOption.named(option)?.apply(to: &policy, values: [], in: .profile(name))
    }
  }
}
