import HermeticPolicy
import HermeticSession
import Testing

/// The documented meaning of rules, written as plainly as possible: try every rule.
private struct PlainPolicy {
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

  private static func bit(_ bit: UInt8, of address: IPAddress) -> Bool {
    (bit < 64 ? address.high >> UInt64(63 - bit) : address.low >> UInt64(127 - bit)) & 1 == 1
  }
}

/// Policies and questions out of a small world, so that they meet.
private struct World {
  var random: SeededGenerator

  private func pick<Value>(_ values: [Value], _ random: inout SeededGenerator, else other: Value)
    -> Value
  {
    values.randomElement(using: &random) ?? other
  }

  mutating func name() -> String {
    let labels = ["a", "b", "ab", "x-y", "com", "org", "a1", "xn--p1ai"]
    return (0..<Int.random(in: 1...4, using: &random))
      .map { _ in pick(labels, &random, else: "a") }.joined(separator: ".")
  }

  /// A name as a program might write it.
  mutating func askedName() -> String {
    var name = name()
    if Int.random(in: 0...4, using: &random) == 0 { name = name.uppercased() }
    if Int.random(in: 0...4, using: &random) == 0 { name += "." }
    if Int.random(in: 0...9, using: &random) == 0 { name = "." + name }
    return name
  }

  mutating func address() -> IPAddress {
    let number =
      pick([0x0a00_0001, 0x0a00_00ff, 0x0a01_0203, 0x7f00_0001, 0x0808_0808], &random, else: 0)
      ^ (UInt32(1) << UInt32.random(in: 0...31, using: &random))
    switch Int.random(in: 0...4, using: &random) {
    case 0: return IPAddress(high: 0x0064_ff9b_0000_0000, low: UInt64(number))
    case 1: return IPAddress(high: 0x2002_0000_0000_0000 | UInt64(number) << 16, low: 1)
    case 2:
      let bit = UInt64(1) << UInt64.random(in: 0...63, using: &random)
      return Bool.random(using: &random)
        ? IPAddress(high: 0x2001_0db8_0000_0000 ^ bit, low: 1)
        : IPAddress(high: 0x2001_0db8_0000_0000, low: 1 ^ bit)
    default: return IPAddress(v4: number)
    }
  }

  mutating func port() -> UInt16 { pick([53, 80, 443, 8080], &random, else: 1) }

  mutating func path() -> String {
    "/run/" + pick(["a", "b", "a/b", "ab"], &random, else: "a")
      + pick(["", ".sock"], &random, else: "")
  }

  mutating func action() -> Action { pick(Action.allCases, &random, else: .connect) }

  private mutating func pattern() throws -> Pattern {
    let onPort = Bool.random(using: &random) ? Pattern.Port.any : .only(port())
    switch Int.random(in: 0...6, using: &random) {
    case 0...2:
      let coverage = pick(
        [.itself, .subdomains, .itselfAndSubdomains], &random, else: Pattern.Coverage.itself)
      return .domain(try #require(HostName(name())), coverage, onPort)
    case 3...5:
      let prefix = UInt8.random(
        in: Bool.random(using: &random) ? 0...128 : 96...128, using: &random)
      return .addresses(AddressBlock(address(), prefix: prefix), onPort)
    default: return .unixSocket(path())
    }
  }

  mutating func policy(rules count: Int) throws -> Policy {
    var policy = Policy()
    let refused = Action.allCases.filter { _ in Int.random(in: 0...3, using: &random) > 0 }
    policy.refuseByDefault(refused, origin: .flag("default"))
    for number in 0..<count {
      let actions = (0..<Int.random(in: 1...3, using: &random)).reduce(into: ActionSet()) {
        set, _ in
        set.formUnion(ActionSet(action()))
      }
      let effect = pick(
        [.allow, .allow, .allow, .allowNamed, .refuse, .refuseUnlessNamed], &random,
        else: Rule.Effect.allow)
      policy.add(
        Rule(
          effect: effect, actions: actions, pattern: try pattern(),
          origin: .flag("rule \(number)")))
    }
    return policy
  }
}

@Suite struct `Decisions` {
  @Test(arguments: 1...60) func `are what the rules say one by one`(_ seed: Int) throws {
    var world = World(random: SeededGenerator(seed: UInt64(seed)))
    let policy = try world.policy(rules: [0, 1, 3, 10, 40, 120][seed % 6])
    let plain = PlainPolicy(
      rules: policy.rules, refusedByDefault: Set(policy.refusedByDefault.keys))
    let image = try #require(TestImage(policy))
    var counts = (allowed: 0, refused: 0)

    func check(_ verdict: PolicyImage.Verdict, _ expected: PlainPolicy.Answer, _ question: String) {
      let origin = image.image.origin(verdict)
      switch expected {
      case .allowed:
        counts.allowed += 1
        #expect(verdict == PolicyImage.allowed, "\(question): \(origin)")
      case .refusedByDefault:
        counts.refused += 1
        #expect(verdict >= 0 && origin == "default", "\(question): \(verdict) \(origin)")
      case .refused(let rules):
        counts.refused += 1
        let origins = rules.map { policy.rules[$0].origin.description }
        #expect(origins.contains(origin), "\(question): \(verdict) \(origin), not \(origins)")
      }
    }

    for _ in 0..<700 {
      let action = world.action()
      let port = Bool.random(using: &world.random) ? world.port() : nil
      let name = world.askedName()
      check(
        image.verdict(action, name: name, port: port), plain.answer(action, name: name, port: port),
        "\(action) \(name) \(String(describing: port))")
      let address = world.address()
      check(
        image.image.decide(action, on: address, port: port, book: nil),
        plain.answer(action, address: address, port: port),
        "\(action) \(address) \(String(describing: port))")
      let path = world.path()
      #expect(
        image.allows(action, unixSocket: path)
          == (plain.answer(action, unixSocket: path) == .allowed),
        "\(action) \(path)")
    }
    #expect(counts.allowed > 0 || policy.rules.count < 10)
    #expect(counts.refused > 0 || policy.refusedByDefault.isEmpty)
  }

  @Test func `are right among ten thousand rules`() throws {
    var policy = Policy()
    policy.refuseByDefault([.connect], origin: .flag("default"))
    for number in 0..<5_000 {
      let name = try #require(HostName("host\(number).example"))
      policy.allow(
        ActionSet(.connect), .domain(name, .itself, .only(UInt16(number + 1))),
        origin: .flag("names"))
      let address = IPAddress(v4: 0x0a00_0000 + UInt32(number) * 2)
      policy.allow(
        ActionSet(.connect), .addresses(AddressBlock(address), .any), origin: .flag("addresses"))
    }
    let image = try #require(TestImage(policy))
    for number in 0..<5_000 {
      let port = UInt16(number + 1)
      #expect(image.allows(.connect, name: "host\(number).example", port: port))
      #expect(!image.allows(.connect, name: "host\(number).example", port: port + 1))
      #expect(!image.allows(.connect, name: "host\(number + 5_000).example", port: port))
      let address = IPAddress(v4: 0x0a00_0000 + UInt32(number) * 2)
      #expect(image.image.decide(.connect, on: address, port: 1, book: nil) == PolicyImage.allowed)
      let beside = IPAddress(v4: 0x0a00_0001 + UInt32(number) * 2)
      #expect(image.image.decide(.connect, on: beside, port: 1, book: nil) != PolicyImage.allowed)
    }
  }
}
