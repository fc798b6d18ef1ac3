import HermeticPolicy
import HermeticPython

// A worker's configuration. What the program sends is its own: a worker believes it.

extension WireWriter {
  mutating func put(_ policy: Policy) {
    let refused = policy.refusedByDefault.sorted { $0.key.rawValue < $1.key.rawValue }
    put(refused) { entry, wire in
      wire.put(entry.key.rawValue)
      wire.put(entry.value)
    }
    put(policy.rules) { rule, wire in
      wire.put(rule.effect.rawValue)
      wire.put(UInt64(rule.actions.rawValue))
      wire.put(rule.pattern)
      wire.put(rule.origin)
    }
    put(UInt64(policy.absentWhenRefused.rawValue))
    put(policy.grantables) { grantable, wire in
      wire.put(grantable.kind)
      wire.put(grantable.pattern)
      wire.put(UInt64(grantable.actions.rawValue))
      wire.put(grantable.origin)
    }
    put(policy.grantors) { $1.put($0) }
    put(policy.limits.all) { limit, wire in
      wire.put(limit.kind.rawValue)
      wire.put(limit.amount)
      wire.put(limit.origin)
    }
  }

  private mutating func put(_ origin: Origin) {
    switch origin {
    case .flag(let text):
      put(UInt8(0))
      put(text)
    case .file(let file, let line, let text):
      put(UInt8(1))
      put(file)
      put(line)
      put(text)
    case .profile(let name, let text):
      put(UInt8(2))
      put(name)
      put(text)
    case .builtIn(let reason):
      put(UInt8(3))
      put(reason)
    }
  }

  private mutating func put(_ port: Pattern.Port) {
    switch port {
    case .any: put(UInt64.max)
    case .only(let number): put(UInt64(number))
    }
  }

  private mutating func put(_ pattern: Pattern) {
    switch pattern {
    case .domain(let name, let coverage, let port):
      put(UInt8(0))
      put(name.description)
      switch coverage {
      case .itself: put(UInt8(0))
      case .itselfAndSubdomains: put(UInt8(1))
      case .subdomains: put(UInt8(2))
      }
      put(port)
    case .addresses(let block, let port):
      put(UInt8(1))
      put(block.base.high)
      put(block.base.low)
      put(block.prefix)
      put(port)
    case .unixSocket(let path):
      put(UInt8(2))
      put(path)
    case .path(let path):
      put(UInt8(3))
      put(path.prefix)
      put(path.glob)
      put(path.includesBelow)
    case .variable(let name):
      put(UInt8(4))
      put(name)
    case .command(let path, let arguments):
      put(UInt8(5))
      put(path)
      put(arguments) { $1.put($0) }
    case .module(let name, let importer):
      put(UInt8(6))
      put(name)
      put(importer)
    case .package(let name):
      put(UInt8(7))
      put(name)
    case .part(let name):
      put(UInt8(8))
      put(name)
    }
  }
}

extension WireReader {
  mutating func policy() throws(WireError) -> Policy {
    var policy = Policy()
    for _ in 0..<(try count()) {
      let action = try action()
      policy.refuseByDefault([action], origin: try origin())
    }
    for _ in 0..<(try count()) {
      guard let effect = Rule.Effect(rawValue: try byte()) else { throw WireError("an effect") }
      policy.add(
        Rule(effect: effect, actions: try actions(), pattern: try pattern(), origin: try origin()))
    }
    let absent = try actions()
    for action in Action.allCases where absent.contains(action) {
      policy.makeAbsentWhenRefused(action)
    }
    for _ in 0..<(try count()) {
      policy.addGrantable(
        Grantable(
          kind: try text(), pattern: try pattern(), actions: try actions(), origin: try origin()))
    }
    for _ in 0..<(try count()) { policy.addGrantor(try text()) }
    for _ in 0..<(try count()) {
      guard let kind = Limits.Kind(rawValue: try text()) else { throw WireError("a limit") }
      policy.limit(Limits.Limit(kind, try number(), origin: try origin()))
    }
    return policy
  }

  private mutating func action() throws(WireError) -> Action {
    guard let action = Action(rawValue: try byte()) else { throw WireError("an action") }
    return action
  }

  private mutating func actions() throws(WireError) -> ActionSet {
    ActionSet(rawValue: UInt32(truncatingIfNeeded: try number()))
  }

  private mutating func origin() throws(WireError) -> Origin {
    switch try byte() {
    case 0: return .flag(try text())
    case 1: return .file(try text(), line: try integer(), try text())
    case 2: return .profile(try text(), try text())
    case 3: return .builtIn(try text())
    default: throw WireError("an origin")
    }
  }

  private mutating func port() throws(WireError) -> Pattern.Port {
    UInt16(exactly: try number()).map { .only($0) } ?? .any
  }

  private mutating func pattern() throws(WireError) -> Pattern {
    switch try byte() {
    case 0:
      let text = try text()
      let kinds: [Pattern.Coverage] = [.itself, .itselfAndSubdomains, .subdomains]
      let coverage = Int(try byte())
      guard let name = HostName(text), kinds.indices.contains(coverage) else {
        throw WireError("a domain")
      }
      return .domain(name, kinds[coverage], try port())
    case 1:
      let address = IPAddress(high: try number(), low: try number())
      return .addresses(AddressBlock(address, prefix: try byte()), try port())
    case 2: return .unixSocket(try text())
    case 3:
      return .path(
        PathPattern(prefix: try text(), glob: try optionalText(), includesBelow: try truth()))
    case 4: return .variable(try text())
    case 5:
      let path = try text()
      return .command(path, arguments: try list { wire throws(WireError) in try wire.text() })
    case 6: return .module(try text(), importer: try optionalText())
    case 7: return .package(try text())
    case 8: return .part(try text())
    default: throw WireError("a pattern")
    }
  }
}

extension WireWriter {
  mutating func put(_ configuration: WorkerConfiguration) {
    put(configuration.library)
    put(configuration.interpreter)
    switch configuration.code {
    case .file(let path, let name, let submodules, let others):
      put(UInt8(0))
      put(path)
      put(name)
      put(submodules)
      put(others)
    case .module(let name):
      put(UInt8(1))
      put(name)
    }
    put(configuration.policy)
    put(configuration.name)
    put(configuration.requiresKernel)
  }
}

extension WireReader {
  mutating func configuration() throws(WireError) -> WorkerConfiguration {
    let (library, interpreter) = (try text(), try text())
    let code: PythonHost.PluginCode
    switch try byte() {
    case 0:
      code = .file(
        try text(), name: try text(), submodules: try optionalText(), others: try optionalText())
    case 1: code = .module(try text())
    default: throw WireError("a plugin")
    }
    return WorkerConfiguration(
      library: library, interpreter: interpreter, code: code, policy: try policy(),
      name: try text(), requiresKernel: try truth())
  }
}
