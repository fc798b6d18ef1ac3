package import HermeticPolicy

extension PolicyImage {
  /// A rule as it can be read out of an image again.
  package struct WrittenRule {
    /// `refuse` or `allow`.
    package let effect: String
    package let actions: [Action]
    /// What it is of; empty where it is of everything.
    package let resource: String
    package let origin: String
  }

  /// This layer's rules: its defaults first, then those that somebody wrote, in the order of their writing.
  package var writtenRules: [WrittenRule] {
    var found: [(number: Verdict, rule: WrittenRule)] = []
    var defaults: [(origin: String, actions: [Action])] = []
    for action in Action.allCases where ownDefault(action) >= 0 {
      let origin = origin(ownDefault(action))
      if let index = defaults.firstIndex(where: { $0.origin == origin }) {
        defaults[index].actions.append(action)
      } else {
        defaults.append((origin, [action]))
      }
    }
    for index in 0...Int(word(Layout.ruleMask)) {
      let slot = Int(word(Layout.rules)) + Layout.ruleSlotSize * index
      guard word(slot) != 0, let resource = resource(slot) else { continue }
      let (effect, rule) = effect(slot)
      let actions = Action.allCases.filter {
        ActionSet(rawValue: word(slot + Layout.actions)).contains($0)
      }
      let refuses = Rule.Effect(rawValue: effect)?.refuses ?? true
      found.append(
        (
          rule,
          WrittenRule(
            effect: refuses ? "refuse" : "allow", actions: actions, resource: resource,
            origin: origin(rule))
        ))
    }
    return defaults.map {
      WrittenRule(effect: "refuse", actions: $0.actions, resource: "", origin: $0.origin)
    } + found.sorted { $0.number < $1.number }.map(\.rule)
  }

  /// What a slot's rule is of, for people; nil for what helps to find others.
  private func resource(_ slot: Int) -> String? {
    func text(_ offset: Int) -> String {
      unsafe String(decoding: self.text(slot + offset), as: UTF8.self)
    }
    let port = half(slot + Layout.port)
    let suffix = port == 0 ? "" : ":\(port)"
    switch byte(slot + Layout.kind) {
    case Layout.domainKind:
      return (byte(slot + Layout.coverage) & 1 == 0 ? "*." : "") + text(Layout.key) + suffix
    case Layout.blockKind:
      let base = IPAddress(
        high: word64(slot + Layout.key), low: word64(slot + Layout.key + 8))
      let block = AddressBlock(base, prefix: byte(slot + Layout.coverage))
      return Pattern.addresses(block, port == 0 ? .any : .only(port)).description
    case Layout.pathKind: return text(Layout.key).isEmpty ? "/" : text(Layout.key)
    case Layout.globKind:
      let glob = text(Layout.second)
      return text(Layout.key) + "/" + (glob.hasSuffix(Glob.end) ? String(glob.dropLast()) : glob)
    case Layout.variablesKind: return text(Layout.key) + text(Layout.second)
    case Layout.commandKind:
      return ([text(Layout.key)] + text(Layout.second).split(separator: "\0").map(String.init))
        .joined(separator: " ")
    case Layout.moduleKind:
      let importer = text(Layout.second)
      return text(Layout.key) + (importer.isEmpty ? "" : ":" + importer)
    case Layout.unixKind, Layout.variableKind, Layout.packageKind, Layout.partKind:
      return text(Layout.key)
    default: return nil
    }
  }
}
