import HermeticEngine
public import HermeticPolicy

extension Policy {
  /// A policy that refuses what plugins seldom need: the network, writing to files, starting processes, the
  /// environment, code made of text, machine code outside the standard library, and changes of the interpreter.
  ///
  /// It is the profile `block-all` of the command. Reading files stays allowed until a ``grant(_:_:file:line:)`` of
  /// ``Action/readFile`` says which.
  ///
  /// ```swift
  /// var policy = Policy.blockAll
  /// try policy.grant(.connect, "api.example.com:443")
  /// ```
  public static var blockAll: Policy { profile("block-all") }

  /// A policy that refuses the network.
  ///
  /// ```swift
  /// let plugin = try await python.plugin(at: "plugins/resize", policy: .noNetwork)
  /// ```
  public static var noNetwork: Policy {
    var policy = Policy()
    policy.close(.network, origin: .builtIn("Policy.noNetwork"))
    return policy
  }

  private static func profile(_ name: String) -> Policy {
    var policy = Policy()
    do throws(PolicyError) {
      try Profile.named(name)?.apply(to: &policy)
    } catch {
      // Flags take no values that could be wrong; and a policy that cannot be made refuses everything.
      policy.refuseByDefault(Action.allCases, origin: .builtIn("profile \(name): \(error)"))
    }
    return policy
  }

  /// Allows an action on a resource, and refuses it on all others that nothing else allows.
  ///
  /// What the resource is depends on the action: a path for files (relative ones are relative to the working
  /// directory, and may have wildcards), `HOST`, `HOST:PORT` or an address for the network, a command with or without
  /// arguments for ``Action/spawn``, a variable's name for the environment, a module for ``Action/importModule``, a
  /// package for ``Action/loadNative`` and ``Action/executeCode``, and a part of the interpreter for
  /// ``Action/mutateInterpreter``. It is the same as the command's option: `--allow-read`, `--allow-domain` and so on.
  ///
  /// ```swift
  /// var policy = Policy.blockAll
  /// try policy.grant(.readFile, "./data")
  /// try policy.grant(.connect, "api.example.com:443")
  /// ```
  ///
  /// - Throws: `PolicyError`, which names the resource and what is wrong with it.
  public mutating func grant(
    _ action: Action, _ resource: String, file: String = #fileID, line: Int = #line
  ) throws(PolicyError) {
    try apply(action.granting(resource), action, resource, "grant", file, line)
  }

  /// Refuses an action on a resource, whatever else allows it.
  ///
  /// Paths of files and modules can be refused; of all else, what is not allowed is refused.
  ///
  /// ```swift
  /// var policy = Policy()
  /// try policy.refuse(.readFile, "~/.ssh")
  /// try policy.refuse(.importModule, "socket")
  /// ```
  ///
  /// - Throws: `PolicyError`, where the resource cannot be refused or is wrong.
  public mutating func refuse(
    _ action: Action, _ resource: String, file: String = #fileID, line: Int = #line
  ) throws(PolicyError) {
    try apply(action.refusing, action, resource, "refuse", file, line)
  }

  /// Refuses every action of a family that nothing allows.
  ///
  /// ```swift
  /// var policy = Policy()
  /// policy.refuse(.network)
  /// policy.refuse(.subprocess)
  /// ```
  public mutating func refuse(_ family: Family, file: String = #fileID, line: Int = #line) {
    close(family, origin: .file(file, line: line, "refuse(.\(family.rawValue))"))
  }

  /// Limits what a plugin in a worker may use: `.memory` in bytes, `.cpuTime` and `.timeout` in milliseconds, and so on, as
  /// the kind says.
  ///
  /// ```swift
  /// var policy = Policy.blockAll
  /// try policy.limit(.memory, "512M")
  /// ```
  ///
  /// - Throws: `PolicyError`, where the amount cannot be read.
  public mutating func limit(
    _ kind: Limits.Kind, _ amount: String, file: String = #fileID, line: Int = #line
  ) throws(PolicyError) {
    try PolicyOption.named(kind.rawValue)?.apply(
      to: &self, values: [amount],
      in: .swift(file, line: line, "limit(.\(kind), \"\(amount)\")"))
  }

  private mutating func apply(
    _ option: PolicyOption?, _ action: Action, _ resource: String, _ verb: String, _ file: String,
    _ line: Int
  ) throws(PolicyError) {
    guard let option else {
      throw PolicyError(
        .invalidValue, resource, "cannot be named where .\(action.name) is to be \(verb)ed")
    }
    let place = WorkingPlace.current
    try option.apply(
      to: &self, values: [resource],
      in: .swift(
        file, line: line, "\(verb)(.\(action.name), \"\(resource.printable(most: 200))\")"),
      folder: place.folder, home: place.home,
      accountHome: option.usesAccountHome ? WorkingPlace.accountHome : nil)
  }
}

extension Action {
  /// The option that allows the action on something.
  fileprivate func granting(_ resource: String) -> PolicyOption? {
    switch self {
    case .resolve, .connect, .send, .bind, .listen:
      resource.hasPrefix("/") ? .allowUnixSocket : .allowDomain
    case .readFile, .listFiles: .allowRead
    case .writeFile: .allowWrite
    case .spawn: .allowCommand
    case .inheritEnvironment, .readEnvironment, .writeEnvironment: .allowEnv
    case .executeCode: .allowCodeExec
    case .importModule: .allowImport
    case .loadNative: .allowNative
    case .mutateInterpreter: .allowInterpreterMutation
    case .openSocket, .configureSocket, .configureResolver, .fork: nil
    }
  }

  /// The option that refuses the action on something.
  fileprivate var refusing: PolicyOption? {
    switch self {
    case .readFile, .listFiles: .denyRead
    case .writeFile: .denyWrite
    case .importModule: .denyImport
    case .resolve, .connect, .send, .bind, .listen, .openSocket, .configureSocket,
      .configureResolver, .spawn, .fork, .inheritEnvironment, .readEnvironment, .writeEnvironment,
      .executeCode, .loadNative, .mutateInterpreter:
      nil
    }
  }
}
