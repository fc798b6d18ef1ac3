/// What a program may do: a default for each action, and rules.
///
/// Among rules refusal wins over allowance, and both over the default; what hermetic refuses of its own
/// accord yields to a rule that names the very thing. A policy that says nothing
/// allows everything.
public struct Policy: Hashable, Sendable {
  /// Actions that are refused where no rule allows them, and who said so.
  public private(set) var refusedByDefault: [Action: Origin] = [:]
  public private(set) var rules: [Rule] = []

  public init() {}

  /// Whether there is nothing to enforce.
  public var isEmpty: Bool { refusedByDefault.isEmpty && rules.isEmpty }

  /// Refuses actions wherever no rule allows them.
  ///
  /// The first origin stands.
  public mutating func refuseByDefault(_ actions: [Action], origin: Origin) {
    for action in actions where refusedByDefault[action] == nil {
      refusedByDefault[action] = origin
    }
  }

  /// The policy with each Unix socket's path replaced, by the one that is its own.
  public func resolvingUnixSockets(_ resolve: (String) -> String) -> Policy {
    var resolved = self
    resolved.rules = rules.map { rule in
      guard case .unixSocket(let path) = rule.pattern else { return rule }
      return Rule(
        effect: rule.effect, actions: rule.actions, pattern: .unixSocket(resolve(path)),
        origin: rule.origin)
    }
    return resolved
  }

  public mutating func add(_ rule: Rule) {
    if !rules.contains(rule) { rules.append(rule) }
  }

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
  public enum Effect: UInt8, Hashable, Sendable {
    case allow
    /// The user allows this very thing, by name.
    case allowNamed
    case refuse
    /// Refused of hermetic's own accord, but for what the user has allowed by name.
    case refuseUnlessNamed

    public var refuses: Bool {
      switch self {
      case .allow, .allowNamed: false
      case .refuse, .refuseUnlessNamed: true
      }
    }
  }

  public let effect: Effect
  public let actions: ActionSet
  public let pattern: Pattern
  public let origin: Origin

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
  /// By hermetic itself, and why.
  case builtIn(String)

  public var description: String {
    switch self {
    case .flag(let text): text
    case .builtIn(let reason): reason
    }
  }
}

/// What is wrong with a policy's text.
public struct PolicyError: Error, Hashable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    case invalidValue
  }

  public let code: Code
  /// The text that is wrong.
  public let subject: String
  /// What is wrong with it, to be read after it.
  public let reason: String

  public init(_ code: Code, _ subject: String, _ reason: String) {
    self.code = code
    self.subject = subject
    self.reason = reason
  }

  public var description: String { "'\(subject)' \(reason)" }
}
