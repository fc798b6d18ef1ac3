import HermeticPolicy
import Testing

@Suite struct `A policy` {
  static func policy(allowing destinations: [String]) throws -> Policy {
    var policy = Policy()
    try PolicyOption.allowDomain.apply(to: &policy, values: destinations)
    return policy
  }

  /// What a policy says of a block, whatever the port.
  static func effects(_ policy: Policy, _ block: AddressBlock) -> [Rule.Effect] {
    policy.rules.compactMap { rule in
      guard case .addresses(block, _) = rule.pattern else { return nil }
      return rule.effect
    }
  }

  @Test func `that says nothing is empty`() {
    #expect(Policy().isEmpty)
    #expect(Policy().rules.isEmpty)
  }

  @Test(arguments: [
    "169.254.169.254", "169.254.169.254:80", "169.254.169.254/32", "::ffff:169.254.169.254",
  ])
  func `takes a single address for a name`(_ text: String) throws {
    let metadata = try #require(AddressBlock("169.254.169.254"))
    let policy = try Self.policy(allowing: [text])
    #expect(Set(Self.effects(policy, metadata)) == [.allowNamed, .refuseUnlessNamed])
    #expect(try Pattern.destination(text).isSingleAddress)
  }

  @Test(arguments: [
    "169.254.0.0/16", "169.254.169.254/31", "0.0.0.0/0", "::/0", "example.com", "*.a.org:80",
  ])
  func `does not take more for a name`(_ text: String) throws {
    let policy = try Self.policy(allowing: [text])
    #expect(!policy.rules.contains { $0.effect == .allowNamed })
    #expect(try !Pattern.destination(text).isSingleAddress)
    for block in AddressBlock.metadata {
      #expect(Self.effects(policy, block) == [.refuseUnlessNamed])
    }
  }

  @Test(arguments: [
    (Rule.Effect.allow, false), (.allowNamed, false), (.refuse, true), (.refuseUnlessNamed, true),
  ])
  func `tells refusals from grants`(_ effect: Rule.Effect, _ refuses: Bool) {
    #expect(effect.refuses == refuses)
  }

  /// A local resolver asks the network for whoever asks it.
  @Test(arguments: PolicyOption.all) func `refuses the resolver of this machine`(
    _ option: PolicyOption
  ) throws {
    let policy = try `A policy option`.policy(option)
    for block in AddressBlock.loopback {
      #expect(
        policy.rules.contains {
          $0.effect == .refuseUnlessNamed && $0.pattern == .addresses(block, .only(53))
            && $0.actions == ActionSet(.connect, .send)
        }, "\(block)")
    }
  }

  @Test func `has each rule once`() throws {
    var policy = try Self.policy(allowing: ["example.com", "example.org"])
    #expect(Set(policy.rules).count == policy.rules.count)
    let rules = policy.rules
    for rule in rules { policy.add(rule) }
    #expect(policy.rules == rules)
  }

  @Test func `keeps the first who refused an action`() {
    var policy = Policy()
    policy.refuseByDefault([.connect], origin: .flag("--first"))
    policy.refuseByDefault([.connect, .bind], origin: .flag("--second"))
    #expect(
      policy.refusedByDefault == [.connect: .flag("--first"), .bind: .flag("--second")])
    #expect(!policy.isEmpty)
  }
}

@Suite struct `A set of actions` {
  @Test(arguments: Action.allCases) func `holds what was put in`(_ action: Action) {
    let set = ActionSet(action)
    for other in Action.allCases { #expect(set.contains(other) == (other == action)) }
  }

  @Test func `has room for every action`() {
    #expect(Action.allCases.allSatisfy { $0.rawValue < 16 })
    let all = Action.allCases.reduce(into: ActionSet()) { $0.formUnion(ActionSet($1)) }
    #expect(Action.allCases.allSatisfy(all.contains))
  }
}

@Suite struct `A family` {
  @Test(arguments: [
    (Family.network, "network disabled", "PermissionError", "network"),
    (.filesystem, "filesystem readonly", "PermissionError", "filesystem"),
    (.subprocess, "subprocess disabled", "PermissionError", "subprocess"),
    (.environment, "environment disabled", "KeyError", "environment"),
    (.codeExecution, "code execution disabled", "RuntimeError", "code_exec"),
    (.imports, "import blocked", "ImportError", "imports"),
    (.native, "native import blocked", "ImportError", "native"),
    (.interpreter, "interpreter mutation disabled", "RuntimeError", "interpreter"),
  ])
  func `has its words and its exception`(
    _ family: Family, _ phrase: String, _ exception: String, _ guardName: String
  ) {
    #expect(family.phrase == phrase)
    #expect(family.pythonException == exception)
    #expect(family.guardName == guardName)
  }

  @Test func `is told apart by its phrase and its guard`() {
    #expect(Set(Family.allCases.map(\.phrase)).count == Family.allCases.count)
    #expect(Set(Family.allCases.map(\.guardName)).count == Family.allCases.count)
  }

  @Test func `has the actions that say they belong to it`() {
    #expect(Family.allCases.flatMap(Action.actions).count == Action.allCases.count)
    #expect(
      Set(Action.actions(of: .network)) == Set(Action.allCases.filter { $0.family == .network }))
  }
}

@Suite struct `The catalog` {
  @Test func `has one row for each action`() {
    #expect(CatalogEntry.all.map(\.action) == Action.allCases)
  }

  @Test(arguments: CatalogEntry.all) func `says how each action shows itself`(_ entry: CatalogEntry)
  {
    #expect(!(entry.events.isEmpty && entry.guards.isEmpty && entry.calls.isEmpty))
    #expect(!entry.events.contains { $0.argument == .lifecycle })
    #expect(entry.action.name == "\(entry.action)")
    #expect(!entry.action.label.isEmpty)
    #expect(entry.kernel.description != "not held: ")
  }

  @Test func `names each event, guard and call once`() {
    let names = [
      CatalogEntry.all.flatMap(\.events).map(\.name) + LifecycleEvent.allCases.map(\.rawValue),
      CatalogEntry.allGuards.map(\.description), CatalogEntry.all.flatMap(\.calls),
    ]
    for names in names { #expect(Set(names).count == names.count) }
  }

  @Test func `numbers the guards in its own order`() {
    #expect(CatalogEntry.allGuards == CatalogEntry.all.flatMap(\.guards))
    #expect(CatalogEntry.allGuards.contains { $0.description == "_socket.socket.connect" })
    #expect(CatalogEntry.allGuards.contains { $0.description == "_socket.getaddrinfo" })
  }
}
