import HermeticPolicy
import Testing

@Suite struct `What is grantable` {
  private func patterns(_ option: PolicyOption, _ value: String) throws -> Grantable {
    var policy = Policy()
    try option.apply(to: &policy, values: [value])
    return try #require(Grantable.granted(by: policy, "").first)
  }

  @Test(arguments: [
    ("example.com", "example.com"), ("example.com", "www.example.com"),
    ("example.com", "*.example.com"),
    ("example.com", "example.com:443"), ("*.example.com", "a.b.example.com"),
    ("*.example.com", "*.example.com"), ("10.0.0.0/8", "10.1.0.0/16"),
    ("10.0.0.0/8", "10.1.2.3:80"),
    ("example.com:443", "a.example.com:443"),
  ])
  func `includes what is part of it`(_ ceiling: String, _ wanted: String) throws {
    let (ceiling, wanted) = try (patterns(.allowDomain, ceiling), patterns(.allowDomain, wanted))
    #expect(ceiling.covers(wanted.pattern, wanted.actions))
  }

  @Test(arguments: [
    ("www.example.com", "example.com"), ("*.example.com", "example.com"),
    ("example.com", "badexample.com"),
    ("example.com:443", "example.com"), ("example.com:443", "example.com:80"),
    ("10.1.0.0/16", "10.0.0.0/8"),
    ("10.1.0.0/16", "10.2.0.1"), ("example.com", "10.0.0.1"), ("10.0.0.1:80", "10.0.0.1"),
  ])
  func `does not include what is more`(_ ceiling: String, _ wanted: String) throws {
    let (ceiling, wanted) = try (patterns(.allowDomain, ceiling), patterns(.allowDomain, wanted))
    #expect(!ceiling.covers(wanted.pattern, wanted.actions))
  }

  @Test(arguments: [
    ("/srv", "/srv/a", true), ("/srv", "/srv", true), ("/srv", "/srv2", false),
    ("/srv/a", "/srv", false),
    ("/srv", "/srv/*.txt", true), ("/srv/*.txt", "/srv/*.txt", true),
    ("/srv/*.txt", "/srv/a.txt", false),
    ("/srv", "/srv/../etc", false),
  ])
  func `knows folders`(_ ceiling: String, _ wanted: String, _ isCovered: Bool) throws {
    let (ceiling, asked) = try (patterns(.allowRead, ceiling), patterns(.allowRead, wanted))
    #expect(ceiling.covers(asked.pattern, asked.actions) == isCovered)
    let written = try patterns(.allowWrite, wanted)
    #expect(!ceiling.covers(written.pattern, written.actions), "reading is not writing")
  }

  @Test(arguments: [
    ("APP_*", "APP_KEY", true), ("APP_*", "APP_K*", true), ("APP_*", "APP", false),
    ("APP", "APP_KEY", false),
    ("*_KEY", "A_KEY", false), ("*", "A", true),
  ])
  func `knows variables`(_ ceiling: String, _ wanted: String, _ isCovered: Bool) throws {
    let (ceiling, wanted) = try (patterns(.allowEnv, ceiling), patterns(.allowEnv, wanted))
    #expect(ceiling.covers(wanted.pattern, wanted.actions) == isCovered)
  }

  @Test func `closes what it is of, and allows nothing`() throws {
    var policy = Policy()
    try PolicyOption.grantable.apply(to: &policy, values: ["domain:example.com", "env:A"])
    #expect(policy.refusedByDefault[.connect]?.description == "--grantable domain:example.com")
    #expect(
      policy.refusedByDefault[.readEnvironment] != nil && policy.refusedByDefault[.spawn] == nil)
    #expect(policy.grantables.map(\.kind) == ["domain", "env"])
    for rule in policy.rules where !rule.effect.refuses {
      guard case .builtIn = rule.origin else {
        Issue.record("\(rule)")
        continue
      }
    }
  }

  @Test(arguments: ["example.com", "fly:me", "domain:", "domain:a b", "module:1 2", "env:"])
  func `is an error where it is none`(_ text: String) {
    var policy = Policy()
    #expect(throws: PolicyError.self) {
      try PolicyOption.grantable.apply(to: &policy, values: [text])
    }
  }

  @Test func `of a found file is left out where the user has closed that`() throws {
    var chosen = Policy()
    try PolicyOption.noNetwork.apply(to: &chosen, values: [])
    var found = Policy()
    try PolicyOption.grantable.apply(
      to: &found, values: ["domain:example.com", "env:A"], in: .file("hermetic.toml", line: 3))
    let leftOut = chosen.adopt(found)
    #expect(chosen.grantables.map(\.kind) == ["env"])
    #expect(leftOut.count == 1)
  }
}
