/// What a program may do: a default for each action, and rules.
///
/// Among rules refusal wins over allowance, and both over the default; what hermetic refuses of its own
/// accord yields to a rule that names the very thing. A policy that says nothing
/// allows everything.
///
/// ```swift
/// var policy = Policy.blockAll
/// try policy.grant(.readFile, "./data")
/// try policy.grant(.connect, "api.example.com:443")
/// ```
public struct Policy: Hashable, Sendable {
  /// Actions that are refused where no rule allows them, and who said so.
  public private(set) var refusedByDefault: [Action: Origin] = [:]
  /// What is said of single resources, in the order in which it was written.
  public private(set) var rules: [Rule] = []
  /// Actions whose refusal is no violation: what they are after looks as if it were not there.
  public private(set) var absentWhenRefused = ActionSet()
  /// What blocks of code may ask for although it is refused.
  public private(set) var grantables: [Grantable] = []
  /// The modules whose code may ask; all, where there are none.
  public private(set) var grantors: [String] = []
  /// How much may be used.
  public private(set) var limits = Limits()

  /// The rules again, to find one in.
  private var known: Set<Spelled> = []

  /// A rule with its pattern's bytes: texts that Swift takes for the same can name two files.
  private struct Spelled: Hashable {
    let rule: Rule
    let bytes: [UInt8]

    init(_ rule: Rule) {
      self.rule = rule
      bytes = Array(rule.pattern.description.utf8)
    }
  }

  /// A policy that says nothing, and so allows everything.
  ///
  /// ```swift
  /// var policy = Policy()
  /// policy.refuse(.network)
  /// ```
  public init() {}

  /// Whether nothing is refused; limits are apart from that.
  public var isEmpty: Bool { refusedByDefault.isEmpty && rules.isEmpty }

  /// Whether somebody wrote a rule of a file or a program.
  public var namesFiles: Bool {
    rules.contains { rule in
      if case .builtIn = rule.origin { return false }
      return switch rule.pattern {
      case .path, .command, .unixSocket: true
      case .domain, .addresses, .variable, .module, .package, .part: false
      }
    }
  }

  /// Refuses actions wherever no rule allows them.
  ///
  /// The first origin stands.
  public mutating func refuseByDefault(_ actions: [Action], origin: Origin) {
    for action in actions where refusedByDefault[action] == nil {
      refusedByDefault[action] = origin
    }
  }

  /// The policy with what every policy must refuse so that it can refuse anything: writing to the memory
  /// of a process would undo all that is decided there.
  public var protectingProcesses: Policy {
    guard !isEmpty else { return self }
    var protecting = self
    for glob in ["*/mem", "*/task/*/mem"] {
      protecting.refuse(
        ActionSet(.readFile, .writeFile), .path(PathPattern(prefix: "/proc", glob: glob)),
        origin: .builtIn("the memory of processes is theirs"))
    }
    return protecting
  }

  /// The policy with the environments that other processes were started with refused, where this
  /// process is not to know its own.
  public var hidingOtherEnvironments: Policy {
    let isClosed =
      refusedByDefault[.inheritEnvironment] != nil
      || rules.contains { $0.effect.refuses && $0.actions.contains(.inheritEnvironment) }
    guard isClosed else { return self }
    var hiding = self
    let origin = Origin.builtIn("what is not in the environment is not read from another's")
    for glob in ["*/environ", "*/task/*/environ"] {
      hiding.add(
        Rule(
          effect: .refuseUnlessNamed, actions: ActionSet(.readFile),
          pattern: .path(PathPattern(prefix: "/proc", glob: glob)), origin: origin))
    }
    hiding.allow(
      ActionSet(.readFile), .path(PathPattern(prefix: "/proc/self/environ")), byName: true,
      origin: .builtIn("its own has been rid of what is hidden"))
    return hiding
  }

  /// Has what is refused of these actions look as if it were not there: no violation, and no exception but the usual one.
  public mutating func makeAbsentWhenRefused(_ actions: Action...) {
    for action in actions { absentWhenRefused.formUnion(ActionSet(action)) }
  }

  /// The policy with each path replaced by the one that is its own, behind links.
  ///
  /// What is refused is so by both.
  public func resolvingPaths(_ resolve: (String) -> String) -> Policy {
    var resolved = self
    resolved.rules = rules.flatMap { rule -> [Rule] in
      let pattern: Pattern
      switch rule.pattern {
      case .unixSocket(let path): pattern = .unixSocket(resolve(path))
      case .path(let path) where !path.prefix.isEmpty:
        pattern = .path(
          PathPattern(
            prefix: resolve(path.prefix), glob: path.glob, includesBelow: path.includesBelow))
      case .command(let path, let arguments):
        pattern = .command(resolve(path), arguments: arguments)
      default: return [rule]
      }
      let found = Rule(
        effect: rule.effect, actions: rule.actions, pattern: pattern, origin: rule.origin)
      return rule.effect.refuses && Spelled(found) != Spelled(rule) ? [rule, found] : [found]
    }
    resolved.known = Set(resolved.rules.map(Spelled.init))
    resolved.grantables = grantables.map { grantable in
      guard case .path(let path) = grantable.pattern, !path.prefix.isEmpty else { return grantable }
      let pattern = PathPattern(
        prefix: resolve(path.prefix), glob: path.glob, includesBelow: path.includesBelow)
      return Grantable(
        kind: grantable.kind, pattern: .path(pattern), actions: grantable.actions,
        origin: grantable.origin)
    }
    return resolved
  }

  /// The policy with each command's program replaced.
  public func replacingCommands(_ replace: (String) -> String) -> Policy {
    var replaced = self
    replaced.rules = rules.map { rule in
      guard case .command(let program, let arguments) = rule.pattern else { return rule }
      return Rule(
        effect: rule.effect, actions: rule.actions,
        pattern: .command(replace(program), arguments: arguments), origin: rule.origin)
    }
    replaced.known = Set(replaced.rules.map(Spelled.init))
    replaced.grantables = grantables.map { grantable in
      guard case .command(let program, let arguments) = grantable.pattern else { return grantable }
      return Grantable(
        kind: grantable.kind, pattern: .command(replace(program), arguments: arguments),
        actions: grantable.actions, origin: grantable.origin)
    }
    return replaced
  }

  /// Lets blocks of code ask for something.
  public mutating func addGrantable(_ grantable: Grantable) {
    if !grantables.contains(grantable) { grantables.append(grantable) }
  }

  /// Lets a module's code ask for what is grantable, and no other than such modules'.
  public mutating func addGrantor(_ module: String) {
    if !grantors.contains(module) { grantors.append(module) }
  }

  /// Sets a limit; of two of a kind the smaller one stands.
  public mutating func limit(_ limit: Limits.Limit) {
    limits.add(limit)
  }

  /// Refuses what another policy does, without what its user allows.
  mutating func close(as other: Policy) {
    for (action, origin) in other.refusedByDefault { refuseByDefault([action], origin: origin) }
    for rule in other.rules {
      if case .builtIn = rule.origin { add(rule) }
    }
  }

  /// Adds all that another policy says.
  public mutating func formUnion(_ other: Policy) {
    for grantable in other.grantables { addGrantable(grantable) }
    for module in other.grantors { addGrantor(module) }
    for (action, origin) in other.refusedByDefault { refuseByDefault([action], origin: origin) }
    for rule in other.rules { add(rule) }
    absentWhenRefused.formUnion(other.absentWhenRefused)
    limits.formUnion(other.limits)
  }

  /// Adds what another policy refuses; and what it allows, where this one refuses nothing of that kind.
  ///
  /// Returns who wrote what was left out: nothing becomes allowed that this policy refuses.
  public mutating func adopt(_ other: Policy) -> [Origin] {
    var closed = ActionSet()
    for action in refusedByDefault.keys { closed.formUnion(ActionSet(action)) }
    var denied = closed
    for rule in rules where rule.effect == .refuseUnlessNamed { denied.formUnion(rule.actions) }
    var leftOut: [Origin] = []
    var named: Set<Origin> = []
    for rule in other.rules {
      let actions =
        switch rule.effect {
        case .refuse, .refuseUnlessNamed: rule.actions
        case .allow: rule.actions.subtracting(closed)
        case .allowNamed: rule.actions.subtracting(denied)
        }
      if !actions.isEmpty {
        add(
          Rule(
            effect: rule.effect, actions: actions, pattern: rule.pattern, origin: rule.origin))
      }
      guard actions != rule.actions else { continue }
      if case .builtIn = rule.origin { continue }
      if named.insert(rule.origin).inserted { leftOut.append(rule.origin) }
    }
    for grantable in other.grantables {
      if grantable.actions.isDisjoint(with: closed) {
        addGrantable(grantable)
      } else if named.insert(grantable.origin).inserted {
        leftOut.append(grantable.origin)
      }
    }
    for module in other.grantors { addGrantor(module) }
    absentWhenRefused.formUnion(other.absentWhenRefused.subtracting(closed))
    limits.formUnion(other.limits)
    for (action, origin) in other.refusedByDefault { refuseByDefault([action], origin: origin) }
    return leftOut
  }

  /// Adds a rule, once.
  public mutating func add(_ rule: Rule) {
    if known.insert(Spelled(rule)).inserted { rules.append(rule) }
  }

  /// Refuses actions on what a pattern stands for, whatever else allows them.
  public mutating func refuse(_ actions: ActionSet, _ pattern: Pattern, origin: Origin) {
    add(Rule(effect: .refuse, actions: actions, pattern: pattern, origin: origin))
  }

  /// Allows actions on what a pattern stands for, as far as no rule refuses them.
  ///
  /// By name, it is also allowed where hermetic refuses it of its own accord.
  public mutating func allow(
    _ actions: ActionSet, _ pattern: Pattern, byName isNamed: Bool = false, origin: Origin
  ) {
    add(
      Rule(
        effect: isNamed ? .allowNamed : .allow, actions: actions, pattern: pattern, origin: origin))
  }
}

/// What a policy says of a set of resources.
public struct Rule: Hashable, Sendable {
  /// What a rule does.
  public enum Effect: UInt8, Hashable, Sendable {
    /// Allowed, unless another rule refuses it.
    case allow
    /// The user allows this very thing, by name.
    case allowNamed
    /// Refused, whatever else allows it.
    case refuse
    /// Refused of hermetic's own accord, but for what the user has allowed by name.
    case refuseUnlessNamed

    /// Whether it is a refusal of either kind.
    public var refuses: Bool {
      switch self {
      case .allow, .allowNamed: false
      case .refuse, .refuseUnlessNamed: true
      }
    }
  }

  /// Whether it allows or refuses.
  public let effect: Effect
  /// The actions that it is about.
  public let actions: ActionSet
  /// The resources that it is about.
  public let pattern: Pattern
  /// Where it was written: what a violation names.
  public let origin: Origin

  /// A rule from its parts.
  public init(effect: Effect, actions: ActionSet, pattern: Pattern, origin: Origin) {
    self.effect = effect
    self.actions = actions
    self.pattern = pattern
    self.origin = origin
  }
}

/// Where a rule was written.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// On the command line, as it was typed: `--allow-domain example.com`.
  case flag(String)
  /// In a policy file, with its line, counted from one.
  case file(String, line: Int, String)
  /// In a profile of hermetic's own.
  case profile(String, String)
  /// By hermetic itself, and why.
  case builtIn(String)

  public var description: String {
    switch self {
    case .flag(let text): text
    case .file(let file, let line, let text): "\(file.printable()):\(line): \(text)"
    case .profile(let name, let text): "profile \(name): \(text)"
    case .builtIn(let reason): reason
    }
  }
}

/// What is wrong with a policy's text.
///
/// ```swift
/// do throws(PolicyError) {
///   try policy.grant(.connect, "999.0.0.1")
/// } catch {
///   print(error)   // '999.0.0.1' is not an address or a block of addresses
/// }
/// ```
public struct PolicyError: Error, Hashable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Code: Hashable, Sendable {
    /// A value that cannot be read, or not where it stands.
    case invalidValue
  }

  /// What kind of fault it is.
  public let code: Code
  /// The text that is wrong.
  public let subject: String
  /// What is wrong with it, to be read after it.
  public let reason: String

  /// An error about a text.
  public init(_ code: Code, _ subject: String, _ reason: String) {
    self.code = code
    self.subject = subject
    self.reason = reason
  }

  public var description: String { "'\(subject.printable(most: 100))' \(reason)" }
}
