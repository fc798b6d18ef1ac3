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
  @Test(arguments: [.noNetwork, .allowLocalhost, .allowDomain, .allowUnixSocket] as [PolicyOption])
  func `refuses the resolver of this machine`(_ option: PolicyOption) throws {
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

@Suite struct `A policy with another` {
  static func rule(_ effect: Rule.Effect, _ path: String, _ origin: Origin) -> Rule {
    Rule(
      effect: effect, actions: ActionSet(.readFile), pattern: .path(PathPattern(prefix: path)),
      origin: origin)
  }

  @Test func `says all that both say, each by its own words`() {
    var one = Policy()
    one.refuseByDefault([.connect, .readFile], origin: .flag("--one"))
    one.add(Self.rule(.allow, "/a", .flag("--one /a")))
    one.makeAbsentWhenRefused(.readEnvironment)
    var other = Policy()
    other.refuseByDefault([.connect, .spawn], origin: .file("p", line: 3, "other"))
    other.add(Self.rule(.refuse, "/a", .file("p", line: 4, "deny")))
    other.add(Self.rule(.allow, "/a", .flag("--one /a")))
    other.makeAbsentWhenRefused(.writeEnvironment)
    one.formUnion(other)
    #expect(
      one.refusedByDefault == [
        .connect: .flag("--one"), .readFile: .flag("--one"), .spawn: .file("p", line: 3, "other"),
      ])
    #expect(
      one.rules == [
        Self.rule(.allow, "/a", .flag("--one /a")),
        Self.rule(.refuse, "/a", .file("p", line: 4, "deny")),
      ])
    #expect(one.absentWhenRefused == ActionSet(.readEnvironment, .writeEnvironment))
  }

  @Test func `that says nothing, or the same, is what it was`() throws {
    for option in PolicyOption.all {
      let policy = try `A policy option`.policy(option)
      var union = policy
      union.formUnion(policy)
      union.formUnion(Policy())
      #expect(union == policy, "--\(option.name)")
      var empty = Policy()
      empty.formUnion(policy)
      #expect(empty == policy, "--\(option.name)")
    }
  }

  @Test func `takes of what was found only what narrows, and says what it left`() throws {
    var given = Policy()
    given.refuseByDefault([.readFile], origin: .flag("--fs-readonly=/r"))
    given.add(
      Rule(
        effect: .refuseUnlessNamed, actions: ActionSet(.importModule),
        pattern: .module("socket", importer: nil), origin: .flag("--deny-import socket")))
    var found = Policy()
    let file = { (line: Int) in Origin.file("hermetic.toml", line: line, "x") }
    found.add(Self.rule(.allow, "/etc", file(1)))
    found.add(Self.rule(.refuse, "/r/secret", file(2)))
    found.add(Self.rule(.allow, "/lib", .builtIn("Python needs it")))
    found.add(
      Rule(
        effect: .allowNamed, actions: ActionSet(.importModule),
        pattern: .module("socket", importer: "requests"), origin: file(3)))
    found.add(
      Rule(
        effect: .allow, actions: ActionSet(.readFile, .writeFile),
        pattern: .path(PathPattern(prefix: "/w")), origin: file(4)))
    found.refuseByDefault([.writeFile, .readFile], origin: file(5))
    found.makeAbsentWhenRefused(.readFile, .writeFile)

    let leftOut = given.adopt(found)
    #expect(leftOut == [file(1), file(3), file(4)])
    #expect(given.refusedByDefault == [.readFile: .flag("--fs-readonly=/r"), .writeFile: file(5)])
    #expect(
      given.rules.dropFirst() == [
        Self.rule(.refuse, "/r/secret", file(2)),
        Rule(
          effect: .allow, actions: ActionSet(.writeFile),
          pattern: .path(PathPattern(prefix: "/w")), origin: file(4)),
      ])
    #expect(given.absentWhenRefused == ActionSet(.writeFile))
  }

  @Test func `takes all of what was found where it says nothing`() throws {
    for option in PolicyOption.all {
      let policy = try `A policy option`.policy(option)
      var empty = Policy()
      #expect(empty.adopt(policy).isEmpty, "--\(option.name)")
      #expect(empty == policy, "--\(option.name)")
    }
  }
}

@Suite struct `What a policy holds besides` {
  @Test func `is the memory of processes, if it holds anything`() throws {
    #expect(Policy().protectingProcesses == Policy())
    let policy = try `A policy option`.policy(.noSubprocess).protectingProcesses
    #expect(policy.rules.map(\.pattern.description) == ["/proc/*/mem", "/proc/*/task/*/mem"])
    #expect(
      policy.rules.allSatisfy {
        $0.effect == .refuse && $0.actions == ActionSet(.readFile, .writeFile)
      })
  }

  @Test(arguments: PolicyOption.all)
  func `is the environment of other processes, where it holds its own`(_ option: PolicyOption)
    throws
  {
    let policy = try `A policy option`.policy(option)
    let hiding = policy.hidingOtherEnvironments
    let holds = ["no-environment", "allow-env", "ignore-env", "hide-secrets"].contains(option.name)
    #expect((hiding != policy) == holds)
    guard holds else { return }
    #expect(
      hiding.rules.dropFirst(policy.rules.count).map { "\($0.effect) \($0.pattern)" } == [
        "refuseUnlessNamed /proc/*/environ", "refuseUnlessNamed /proc/*/task/*/environ",
        "allowNamed /proc/self/environ",
      ])
  }

  /// A link that leads elsewhere must not be a way around a refusal, nor a grant widen by what it says.
  @Test func `is what its paths lead to`() throws {
    var policy = Policy()
    let origin = Origin.flag("--x")
    policy.refuse(ActionSet(.readFile), .path(PathPattern(prefix: "/link")), origin: origin)
    policy.allow(
      ActionSet(.readFile), .path(PathPattern(prefix: "/link", glob: "*.txt")), origin: origin)
    policy.allow(ActionSet(.connect), .unixSocket("/link"), origin: origin)
    policy.allow(ActionSet(.spawn), .command("/link", arguments: ["a"]), origin: origin)
    policy.refuse(
      ActionSet(.readFile), .path(PathPattern(prefix: "", glob: "**/x")), origin: origin)
    policy.refuse(ActionSet(.readFile), .path(PathPattern(prefix: "/plain")), origin: origin)
    policy.allow(ActionSet(.importModule), .module("/link", importer: nil), origin: origin)
    let resolved = policy.resolvingPaths { $0 == "/link" ? "/real" : $0 }
    #expect(
      resolved.rules.map { "\($0.effect) \($0.pattern)" } == [
        "refuse /link", "refuse /real", "allow /real/*.txt", "allow /real", "allow /real a",
        "refuse /**/x", "refuse /plain", "allow /link",
      ])
    #expect(resolved.rules.allSatisfy { $0.origin == origin })
    var again = resolved
    for rule in resolved.rules { again.add(rule) }
    #expect(again.rules == resolved.rules, "what was resolved is known")
  }
}

@Suite struct `A set of actions` {
  @Test(arguments: Action.allCases) func `holds what was put in`(_ action: Action) {
    let set = ActionSet(action)
    for other in Action.allCases { #expect(set.contains(other) == (other == action)) }
  }

  @Test func `has room for every action`() {
    #expect(Action.allCases.allSatisfy { $0.rawValue < 32 })
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
    #expect(
      !(entry.events.isEmpty && entry.guards.isEmpty && entry.calls.isEmpty)
        || entry.kernel == .beforeStart)
    #expect(!entry.events.contains { $0.argument == .lifecycle })
    #expect(entry.action.name == "\(entry.action)")
    // Elsewhere the phrase says it all.
    #expect(entry.action.label.isEmpty == (entry.action.family != .network))
    #expect(entry.kernel.description != "not held: ")
  }

  @Test func `names each event and call once for an action, and each guard once`() {
    for entry in CatalogEntry.all {
      for names in [entry.events.map(\.name), entry.calls] {
        #expect(Set(names).count == names.count, "\(entry.action)")
      }
    }
    let guards = CatalogEntry.allGuards.map(\.description)
    #expect(Set(guards).count == guards.count)
  }

  @Test func `reads an event's arguments in one way`() {
    let arguments = Dictionary(grouping: CatalogEntry.all.flatMap(\.events), by: \.name)
    for (name, events) in arguments {
      #expect(Set(events.map(\.argument)).count == 1, "\(name)")
    }
  }

  @Test func `numbers the guards in its own order`() {
    #expect(CatalogEntry.allGuards == CatalogEntry.all.flatMap(\.guards))
    #expect(CatalogEntry.allGuards.contains { $0.description == "_socket.socket.connect" })
    #expect(CatalogEntry.allGuards.contains { $0.description == "_socket.getaddrinfo" })
  }
}
