import HermeticPolicy
import Testing

/// Policies and questions out of a small world, so that they meet.
struct World {
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

  // MARK: Files

  private mutating func component() -> String {
    pick(["a", "b", "ab", "a.b", ".env", "é", "-", "[", "]", "a*"], &random, else: "a")
  }

  /// A path as rules and questions have it: empty for the root.
  mutating func folder() -> String {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in "/" + component() }.joined()
  }

  /// A path in any bytes.
  mutating func askedFolder() -> [UInt8] {
    var path = Array((folder() + folder()).utf8)
    if !path.isEmpty, Int.random(in: 0...9, using: &random) == 0 {
      path[Int.random(in: 0..<path.count, using: &random)] = pick(
        [0x80, 0xc3, 0xff, 0x0a], &random, else: 0)
    }
    return path
  }

  mutating func glob() -> String {
    let parts = [
      "*", "**", "?", "[ab]", "[!a]", "[^b.]", "[a-c]", "[]a]", "[a-]", "[é-ü]", "[", "[z-a]", "a",
      "b",
      ".", "é", "]", "-", "!",
    ]
    return (0..<Int.random(in: 1...3, using: &random)).map { _ in
      if Int.random(in: 0...3, using: &random) == 0 { return "**" }
      return (0..<Int.random(in: 1...4, using: &random))
        .map { _ in pick(parts, &random, else: "*") }.joined()
    }.joined(separator: "/")
  }

  // MARK: Other names

  mutating func variable(wildcards: Bool) -> String {
    let signs = ["A", "B", "_", "AB", "é"] + (wildcards ? ["*", "*", "**"] : [])
    return (0..<Int.random(in: 1...4, using: &random)).map { _ in pick(signs, &random, else: "A") }
      .joined()
  }

  private mutating func importer() -> String { pick(["a", "b", "x_y"], &random, else: "a") }
  private mutating func part() -> String { pick(InterpreterPart.all, &random, else: "cwd") }
  private mutating func program() -> String { pick(["/a", "/a/b", "git"], &random, else: "/a") }
  private mutating func arguments() -> [String] {
    (0..<Int.random(in: 0...2, using: &random)).map { _ in pick(["", "x", "-x"], &random, else: "")
    }
  }

  mutating func question() -> Question {
    let action = action()
    let port = Bool.random(using: &random) ? port() : nil
    switch Int.random(in: 0...8, using: &random) {
    case 0: return .name(action, askedName(), port: port)
    case 1: return .address(action, address(), port: port)
    case 2: return .unixSocket(action, path())
    case 3: return .path(action, askedFolder())
    case 4: return .variable(action, Array(variable(wildcards: false).utf8))
    case 5:
      let below = Bool.random(using: &random) ? "." + name() : ""
      return .module(name() + below, importer: importer())
    case 6: return .command(Array(program().utf8), arguments: arguments() + arguments())
    case 7: return .package(action, importer())
    default: return .part(action, part())
    }
  }

  // MARK: Policies

  mutating func action() -> Action { pick(Action.allCases, &random, else: .connect) }

  private mutating func pattern() throws -> Pattern {
    let onPort = Bool.random(using: &random) ? Pattern.Port.any : .only(port())
    switch Int.random(in: 0...15, using: &random) {
    case 0...2:
      let coverage = pick(
        [.itself, .subdomains, .itselfAndSubdomains], &random, else: Pattern.Coverage.itself)
      return .domain(try #require(HostName(name())), coverage, onPort)
    case 3...5:
      let prefix = UInt8.random(
        in: Bool.random(using: &random) ? 0...128 : 96...128, using: &random)
      return .addresses(AddressBlock(address(), prefix: prefix), onPort)
    case 6: return .unixSocket(path())
    case 7: return .path(PathPattern(prefix: folder()))
    case 8...9: return .path(PathPattern(prefix: folder(), glob: glob()))
    case 10...11: return .variable(variable(wildcards: true))
    case 12:
      return .module(name(), importer: Bool.random(using: &random) ? nil : importer())
    case 13: return .command(program(), arguments: arguments())
    case 14: return .package(importer())
    default: return .part(part())
    }
  }

  /// Three in four actions are refused by default, or one in four.
  mutating func policy(rules count: Int, isOpen: Bool = false) throws -> Policy {
    var policy = Policy()
    let refused = Action.allCases.filter { _ in
      (Int.random(in: 0...3, using: &random) > 0) != isOpen
    }
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
