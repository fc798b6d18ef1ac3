import HermeticPolicy
import HermeticSession
import Testing

/// Two policies in one: what each refuses of a few hundred questions, and what both do.
@Suite struct `Two policies` {
  /// A pair, and the images of both.
  struct Pair {
    let one: Policy
    let other: Policy
    let first: TestImage
    let second: TestImage

    init(_ world: inout World, seed: Int) throws {
      one =
        try seed.isMultiple(of: 3)
        ? world.chosenPolicy() : world.policy(rules: seed, isOpen: seed.isMultiple(of: 5))
      other =
        try seed.isMultiple(of: 2)
        ? world.chosenPolicy(in: .file("found", line: 1)) : world.policy(rules: 60)
      first = try #require(TestImage(one))
      second = try #require(TestImage(other))
    }
  }

  @Test(arguments: 1...80) func `never allow by being found what one refuses`(_ seed: Int) throws {
    var world = World(random: SeededGenerator(seed: UInt64(seed)))
    let pair = try Pair(&world, seed: seed)
    var adopted = pair.one
    let leftOut = adopted.adopt(pair.other)
    let image = try #require(TestImage(adopted))
    for _ in 0..<600 {
      let question = world.question()
      if !pair.first.allows(question) {
        #expect(!image.allows(question), "\(question): \(leftOut)")
      }
      // Nor is a refusal of what was found lost, but for what this one allows itself.
      let refusal = pair.second.verdict(question)
      if refusal >= 0, refusal < pair.other.rules.count,
        pair.other.rules[Int(refusal)].effect == .refuse
      {
        #expect(!image.allows(question), "\(question)")
      }
    }
    for rule in pair.one.rules { #expect(adopted.rules.contains(rule)) }
    for (action, origin) in pair.one.refusedByDefault {
      #expect(adopted.refusedByDefault[action] == origin)
    }
    #expect(adopted.absentWhenRefused.isSuperset(of: pair.one.absentWhenRefused))
  }

  @Test(arguments: 1...80) func `say what was left out of the one that was found`(_ seed: Int)
    throws
  {
    var world = World(random: SeededGenerator(seed: UInt64(seed)))
    let pair = try Pair(&world, seed: seed)
    var adopted = pair.one
    let leftOut = adopted.adopt(pair.other)
    #expect(Set(leftOut).count == leftOut.count, "each once")
    let whole = Set(adopted.rules)
    let missing = pair.other.rules.filter { rule in
      if case .builtIn = rule.origin { return false }
      return !whole.contains(rule)
    }
    #expect(Set(leftOut) == Set(missing.map(\.origin)))
    #expect(missing.allSatisfy { !$0.effect.refuses }, "a refusal is never left out")
  }

  @Test(arguments: 1...40) func `joined refuse what either does by a rule, in any order`(
    _ seed: Int
  ) throws {
    var world = World(random: SeededGenerator(seed: UInt64(seed)))
    let pair = try Pair(&world, seed: seed)
    var joined = pair.one
    joined.formUnion(pair.other)
    var reversed = pair.other
    reversed.formUnion(pair.one)
    let (image, mirror) = (try #require(TestImage(joined)), try #require(TestImage(reversed)))
    for _ in 0..<400 {
      let question = world.question()
      #expect(image.allows(question) == mirror.allows(question), "\(question)")
      for (policy, own) in [(pair.one, pair.first), (pair.other, pair.second)] {
        let verdict = own.verdict(question)
        guard verdict >= 0, verdict < policy.rules.count,
          policy.rules[Int(verdict)].effect == .refuse
        else { continue }
        #expect(!image.allows(question), "\(question)")
      }
      // Nothing is refused that neither refuses.
      if pair.first.allows(question), pair.second.allows(question) {
        #expect(image.allows(question), "\(question)")
      }
    }
  }
}

extension World {
  /// A policy as options would have it.
  mutating func chosenPolicy(in place: OptionContext.Place = .commandLine) throws -> Policy {
    var policy = Policy()
    for option in PolicyOption.all where Int.random(in: 0...3, using: &random) == 0 {
      let values = Self.values(of: option)
      let chosen = values.filter { _ in Bool.random(using: &random) }
      guard values.isEmpty || !chosen.isEmpty else { continue }
      try option.apply(to: &policy, values: chosen, in: place, folder: "/a", home: "/b")
    }
    return policy
  }

  private static func values(of option: PolicyOption) -> [String] {
    switch option.name {
    case "allow-domain": ["a.com", "*.org:443", "10.0.0.0/8", "10.0.0.1", "127.0.0.1:53", "::/0"]
    case "allow-unix-socket": ["/run/a", "/run/a/b.sock"]
    case "fs-readonly": ["b"]
    case "allow-read", "deny-read": ["a", "/a/b", "/**/.env", "/ab/*", "/b"]
    case "allow-write", "deny-write": ["/a", "b/*", "/**/a.b"]
    case "allow-command": ["/a x", "git", "/a/b"]
    case "allow-env": ["A*", "A_B", "*"]
    case "allow-code-exec", "allow-native": ["a", "x_y"]
    case "deny-import": ["a", "com.a", "ab"]
    case "allow-import": ["a", "a:b", "org.ab:x_y", "com"]
    case "allow-interpreter-mutation": ["cwd", "sys.path"]
    case "cpu-time", "timeout": ["1", "2s"]
    case "memory", "file-size": ["1M", "2G"]
    case "processes", "open-files": ["3", "4"]
    default: []
    }
  }
}
