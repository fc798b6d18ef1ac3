/// What code may ask for by `hermetic.permit(…)`: something that is refused but for the blocks that ask.
public struct Grantable: Hashable, Sendable {
  /// What there is to grant, by the keyword of `permit`, and the option that allows it for a whole run.
  public static let kinds: [(name: String, option: PolicyOption)] = [
    ("domain", .allowDomain), ("read", .allowRead), ("write", .allowWrite), ("env", .allowEnv),
    ("command", .allowCommand), ("native", .allowNative),
  ]
  /// What stands before the name of a module that may ask.
  public static let moduleKind = "module"

  /// The kind's name.
  public let kind: String
  /// What may be asked for.
  public let pattern: Pattern
  /// What may be done with it then.
  public let actions: ActionSet
  /// Where it was written.
  public let origin: Origin

  /// Something grantable from its parts.
  public init(kind: String, pattern: Pattern, actions: ActionSet, origin: Origin) {
    self.kind = kind
    self.pattern = pattern
    self.actions = actions
    self.origin = origin
  }

  /// What a written `kind:value` makes grantable, and the policy around it.
  static func parse(
    _ text: String, _ context: OptionContext
  ) throws(PolicyError) -> (grantables: [Grantable], policy: Policy) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let kind = kinds.first(where: { $0.name == parts[0] }) else {
      let names = (kinds.map(\.name) + [moduleKind]).joined(separator: ", ")
      throw PolicyError(.invalidValue, text, "is not KIND:VALUE, with one of \(names) for KIND")
    }
    var policy = Policy()
    switch kind.option.effect {
    case .flag, .flagOrValue, .amount: break
    case .list(let change): try change(&policy, parts[1], context)
    }
    return (granted(by: policy, kind.name), policy)
  }

  /// What a policy allows because somebody wrote so.
  public static func granted(by policy: Policy, _ kind: String) -> [Grantable] {
    policy.rules.compactMap { rule in
      if rule.effect.refuses { return nil }
      if case .builtIn = rule.origin { return nil }
      return Grantable(
        kind: kind, pattern: rule.pattern, actions: rule.actions, origin: rule.origin)
    }
  }

  /// Whether it includes all that a pattern stands for.
  public func covers(_ wanted: Pattern, _ actions: ActionSet) -> Bool {
    self.actions.isSuperset(of: actions) && pattern.covers(wanted)
  }
}

extension Pattern {
  /// Whether it stands for all that another does.
  ///
  /// Where that is hard to tell, it says no.
  public func covers(_ other: Pattern) -> Bool {
    switch (self, other) {
    case (.domain(let name, let coverage, let port), .domain(let wanted, let wider, let wantedPort)):
      guard port.covers(wantedPort) else { return false }
      if name == wanted {
        switch (coverage, wider) {
        case (.itselfAndSubdomains, _), (.itself, .itself), (.subdomains, .subdomains): return true
        default: return false
        }
      }
      return coverage != .itself && wanted.description.hasSuffix("." + name.description)
    case (.addresses(let block, let port), .addresses(let wanted, let wantedPort)):
      return port.covers(wantedPort) && block.prefix <= wanted.prefix && block.contains(wanted.base)
    case (.path(let path), .path(let wanted)):
      if path == wanted { return Array(path.prefix.utf8) == Array(wanted.prefix.utf8) }
      guard path.glob == nil,
        !wanted.prefix.utf8.split(separator: UInt8(ascii: "/")).contains(where: {
          $0.elementsEqual("..".utf8)
        })
      else { return false }
      let (prefix, text) = (Array(path.prefix.utf8), Array(wanted.prefix.utf8))
      return text.starts(with: prefix)
        && (text.count == prefix.count || text[prefix.count] == UInt8(ascii: "/"))
    case (.variable(let name), .variable(let wanted)):
      if name.utf8.elementsEqual(wanted.utf8) { return true }
      // `APP_*` includes `APP_KEY` and `APP_K*`.
      guard name.utf8.last == UInt8(ascii: "*"), !name.dropLast().contains("*") else {
        return false
      }
      return wanted.utf8.starts(with: name.utf8.dropLast())
    case (.command(let path, let arguments), .command(let wanted, let words)):
      return path.utf8.elementsEqual(wanted.utf8) && words.starts(with: arguments)
    case (.package(let name), .package(let wanted)): return name == wanted
    default: return false
    }
  }
}

extension Pattern.Port {
  fileprivate func covers(_ other: Pattern.Port) -> Bool {
    self == .any || self == other
  }
}

extension PolicyOption {
  static let grants = [grantable]

  /// `--grantable`.
  public static let grantable = PolicyOption(
    name: "grantable", keyword: "grantable", valueName: "KIND:VALUE",
    help: "Refuse as --allow-… would, but let blocks of the program's code ask for VALUE by "
      + "hermetic.permit(): domain:, read:, write:, env:, command: or native:; module:NAME says whose. "
      + "Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      let module = Grantable.moduleKind + ":"
      if value.hasPrefix(module) {
        for name in try names(String(value.dropFirst(module.count)), "module") {
          policy.addGrantor(name)
        }
        return
      }
      let (grantables, around) = try Grantable.parse(value, context)
      policy.close(as: around)
      for grantable in grantables { policy.addGrantable(grantable) }
    })
}
