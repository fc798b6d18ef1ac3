import HermeticPolicy
import Testing

@Suite struct `A profile` {
  static func policy(_ name: String) throws -> Policy {
    var policy = Policy()
    try #require(Profile.named(name)).apply(to: &policy)
    return policy
  }

  @Test func `goes by the name that hermetic-seal gives it`() {
    #expect(
      Profile.all.map(\.name) == [
        "block-all", "net-hermetic", "exec-deny", "fs-readonly", "block-native",
      ])
    for name in ["", "block_all", "Block-All", "block-all ", "no-network"] {
      #expect(Profile.named(name) == nil, "\(name)")
    }
  }

  @Test(arguments: Profile.all) func `is made of flags that there are`(_ profile: Profile) throws {
    #expect(!profile.options.isEmpty && Profile.named(profile.name) == profile)
    #expect(profile.help.hasSuffix(".") && !profile.help.contains("\n"))
    for name in profile.options {
      let option = try #require(PolicyOption.named(name), "\(name)")
      if case .list = option.effect { Issue.record("\(name) would do nothing without a value") }
    }
  }

  static let network = Set(Action.actions(of: .network))

  @Test(
    arguments: [
      ("net-hermetic", network), ("exec-deny", [.spawn, .fork]), ("fs-readonly", [.writeFile]),
      ("block-native", [.loadNative]),
      (
        "block-all",
        Set(Action.allCases).subtracting([.readFile, .listFiles, .importModule])
      ),
    ] as [(String, Set<Action>)])
  func `refuses just what it says`(_ name: String, _ refused: Set<Action>) throws {
    #expect(Set(try Self.policy(name).refusedByDefault.keys) == refused)
  }

  /// Reading and importing take a word on what is allowed: without one, no program could start.
  @Test func `for everything closes each family that can be closed without a value`() throws {
    let closed = Set(try Self.policy("block-all").refusedByDefault.keys.map(\.family))
    #expect(closed == Set(Family.allCases).subtracting([.imports]))
    var policy = Policy()
    for option in PolicyOption.all
    where option.name.hasPrefix("no-") || option.name.hasPrefix("block-") {
      try option.apply(to: &policy, values: [])
    }
    try PolicyOption.fsReadonly.apply(to: &policy, values: [])
    let all = try Self.policy("block-all")
    #expect(Set(policy.refusedByDefault.keys) == Set(all.refusedByDefault.keys))
    #expect(Set(policy.rules.map(\.pattern)) == Set(all.rules.map(\.pattern)))
  }

  @Test(arguments: Profile.all) func `is what its options are, with itself as their origin`(
    _ profile: Profile
  ) throws {
    let policy = try Self.policy(profile.name)
    var expected = Policy()
    for name in profile.options {
      try #require(PolicyOption.named(name)).apply(
        to: &expected, values: [], in: .profile(profile.name))
    }
    #expect(policy == expected && !policy.isEmpty)
    for origin in policy.refusedByDefault.values {
      #expect(origin.description.hasPrefix("profile \(profile.name): "))
    }
    for case .flag(let text) in policy.rules.map(\.origin) { Issue.record("from a flag: \(text)") }
  }

  @Test func `of the network leaves this machine's own addresses`() throws {
    var expected = Policy()
    try PolicyOption.allowLocalhost.apply(to: &expected, values: [])
    let policy = try Self.policy("net-hermetic")
    let rules = { (policy: Policy) in
      Set(policy.rules.map { "\($0.effect) \($0.actions.rawValue) \($0.pattern)" })
    }
    #expect(rules(policy) == rules(expected))
  }

  @Test func `keeps what another has said first`() throws {
    var policy = Policy()
    try PolicyOption.noNetwork.apply(to: &policy, values: [])
    try #require(Profile.named("block-all")).apply(to: &policy)
    #expect(policy.refusedByDefault[.connect] == .flag("--no-network"))
    #expect(policy.refusedByDefault[.spawn] == .profile("block-all", "no-subprocess"))
  }
}
