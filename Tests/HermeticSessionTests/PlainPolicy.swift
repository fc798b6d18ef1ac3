import HermeticPolicy

/// The documented meaning of rules, written as plainly as possible: try every rule.
struct PlainPolicy {
  let rules: [Rule]
  let refusedByDefault: Set<Action>

  enum Answer: Equatable {
    case allowed
    /// By one of the rules with these numbers.
    case refused([Int])
    case refusedByDefault
  }

  private func answer(_ action: Action, _ covers: (Rule) -> Bool) -> Answer {
    let found = rules.indices.filter {
      rules[$0].actions.contains(action) && covers(rules[$0])
    }
    func those(_ effect: Rule.Effect) -> [Int] { found.filter { rules[$0].effect == effect } }
    if !those(.refuse).isEmpty { return .refused(those(.refuse)) }
    if !those(.allowNamed).isEmpty { return .allowed }
    if !those(.refuseUnlessNamed).isEmpty { return .refused(those(.refuseUnlessNamed)) }
    if !found.isEmpty || !refusedByDefault.contains(action) { return .allowed }
    return .refusedByDefault
  }

  /// While no port is known, a rule for one port may allow, but does not refuse.
  private func covers(_ onPort: Pattern.Port, _ port: UInt16?, _ rule: Rule) -> Bool {
    guard case .only(let number) = onPort else { return true }
    return port.map { $0 == number } ?? !rule.effect.refuses
  }

  func answer(_ action: Action, name: String, port: UInt16?) -> Answer {
    var name = name.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    return answer(action) { rule in
      guard case .domain(let domain, let coverage, let onPort) = rule.pattern,
        covers(onPort, port, rule)
      else { return false }
      switch coverage {
      case .itself: return name == domain.description
      case .subdomains: return name.hasSuffix(".\(domain)")
      case .itselfAndSubdomains: return name == domain.description || name.hasSuffix(".\(domain)")
      }
    }
  }

  func answer(_ action: Action, address: IPAddress, port: UInt16?) -> Answer {
    if let inner = address.embedded,
      case .refused(let rules) = answer(action, address: inner, port: port)
    {
      return .refused(rules)
    }
    return answer(action) { rule in
      guard case .addresses(let block, let onPort) = rule.pattern, covers(onPort, port, rule)
      else { return false }
      return (0..<UInt8(128)).allSatisfy { bit in
        bit >= block.prefix || Self.bit(bit, of: address) == Self.bit(bit, of: block.base)
      }
    }
  }

  func answer(_ action: Action, unixSocket path: String) -> Answer {
    answer(action) { $0.pattern == .unixSocket(path) }
  }

  func answer(_ question: Question) -> Answer {
    switch question {
    case .name(let action, let name, let port): answer(action, name: name, port: port)
    case .address(let action, let address, let port):
      answer(action, address: address, port: port)
    case .unixSocket(let action, let path): answer(action, unixSocket: path)
    case .path(let action, let path):
      answer(action) { rule in
        guard case .path(let pattern) = rule.pattern else { return false }
        return Self.covers(pattern, path)
      }
    case .variable(let action, let name):
      answer(action) { rule in
        guard case .variable(let pattern) = rule.pattern else { return false }
        return Self.matches(Array(pattern.utf8)[...], name[...])
      }
    case .module(let name, let importer):
      answer(.importModule) { rule in
        guard case .module(let module, let wanted) = rule.pattern else { return false }
        return (name == module || name.hasPrefix("\(module).")) && (wanted ?? importer) == importer
      }
    case .command(let path, let arguments):
      answer(.spawn) { rule in
        guard case .command(let program, let first) = rule.pattern else { return false }
        return program.utf8.elementsEqual(path) && arguments.starts(with: first)
      }
    case .package(let action, let name): answer(action) { $0.pattern == .package(name) }
    case .part(let action, let name): answer(action) { $0.pattern == .part(name) }
    }
  }

  /// A path and all below it; a glob's components, or the first of them, behind its path.
  private static func covers(_ pattern: PathPattern, _ path: [UInt8]) -> Bool {
    let prefix = Array(pattern.prefix.utf8)
    guard path.starts(with: prefix) else { return false }
    let rest = path.dropFirst(prefix.count)
    guard let glob = pattern.glob else { return rest.isEmpty || rest.first == 0x2f }
    return rest.first == 0x2f && NaiveGlob(glob).matches(Array(rest.dropFirst()))
  }

  /// A variable's name, `*` being any characters.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == 0x2a {
      return (0...name.count).contains { matches(pattern.dropFirst(), name.dropFirst($0)) }
    }
    return name.first == first && matches(pattern.dropFirst(), name.dropFirst())
  }

  private static func bit(_ bit: UInt8, of address: IPAddress) -> Bool {
    (bit < 64 ? address.high >> UInt64(63 - bit) : address.low >> UInt64(127 - bit)) & 1 == 1
  }
}
