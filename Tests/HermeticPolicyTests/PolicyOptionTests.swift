import HermeticPolicy
import Testing

@Suite struct `A policy option` {
  static let network = ActionSet(
    .resolve, .connect, .send, .bind, .listen, .openSocket, .configureResolver)

  /// A value that each option takes, or none for a flag.
  static func values(for option: PolicyOption) -> [String] {
    switch option.name {
    case "allow-domain": ["example.com"]
    case "allow-unix-socket": ["/run/service.sock"]
    case "allow-read", "allow-write", "deny-read", "deny-write": ["/srv/data"]
    case "allow-command": ["git status"]
    case "allow-env": ["LC_*"]
    case "allow-code-exec", "allow-native": ["numpy"]
    case "deny-import", "allow-import": ["xml.sax"]
    case "allow-interpreter-mutation": ["sys.path"]
    case "cpu-time", "timeout": ["1.5m"]
    case "memory", "file-size": ["512M"]
    case "processes", "open-files": ["40"]
    default: []
    }
  }

  static func policy(_ option: PolicyOption, _ values: [String]? = nil) throws -> Policy {
    var policy = Policy()
    try option.apply(to: &policy, values: values ?? Self.values(for: option))
    return policy
  }

  @Test func `has a name and a keyword of its own`() {
    #expect(Set(PolicyOption.all.map(\.name)).count == PolicyOption.all.count)
    #expect(Set(PolicyOption.all.map(\.keyword)).count == PolicyOption.all.count)
    #expect(!PolicyOption.all.isEmpty)
  }

  @Test(arguments: PolicyOption.all) func `is written in words`(_ option: PolicyOption) {
    let lower = "abcdefghijklmnopqrstuvwxyz"
    #expect(option.name.allSatisfy { (lower + "-").contains($0) } && !option.name.isEmpty)
    #expect(option.keyword.allSatisfy { (lower + "_").contains($0) } && !option.keyword.isEmpty)
    #expect(option.help.hasSuffix(".") && !option.help.contains("\n"))
    switch option.effect {
    case .flag: #expect(option.valueName.isEmpty)
    case .list, .flagOrValue, .amount: #expect(!option.valueName.isEmpty)
    }
  }

  @Test(
    arguments: [.noNetwork, .allowLocalhost, .allowDomain, .allowUnixSocket] as [PolicyOption])
  func `of the network closes it`(_ option: PolicyOption) throws {
    let policy = try Self.policy(option)
    #expect(Set(policy.refusedByDefault.keys) == Set(Action.actions(of: .network)))
    for origin in policy.refusedByDefault.values {
      #expect(origin.description.hasPrefix("--\(option.name)"))
    }
    #expect(!policy.isEmpty)
    for block in AddressBlock.metadata {
      #expect(
        policy.rules.contains {
          $0.effect == .refuseUnlessNamed && $0.pattern == .addresses(block, .any)
            && [.resolve, .connect, .send].allSatisfy($0.actions.contains)
        })
    }
  }

  /// The rules that an option writes of its own, beyond those that come with a closed network.
  static func own(_ option: PolicyOption, _ values: [String]? = nil) throws -> [Rule] {
    try policy(option, values).rules.filter {
      if case .flag = $0.origin { true } else { false }
    }
  }

  @Test func `no-network allows nothing but what stays on this machine`() throws {
    let policy = try Self.policy(.noNetwork)
    #expect(try Self.own(.noNetwork).isEmpty)
    let localhost = try #require(HostName("localhost"))
    // Users and groups are looked up in databases behind Unix sockets.
    let allowed = policy.rules.filter { rule in
      if case .unixSocket = rule.pattern { return false }
      return !rule.effect.refuses
    }
    #expect(
      Set(allowed.map(\.pattern))
        == Set(
          AddressBlock.loopback.map { Pattern.addresses($0, .any) } + [
            .domain(localhost, .itself, .any)
          ]))
    for rule in allowed {
      switch rule.pattern {
      case .addresses: #expect(rule.actions == ActionSet(.bind))
      default: #expect(rule.actions == ActionSet(.resolve, .bind))
      }
    }
  }

  @Test func `allow-localhost opens this machine and nothing else`() throws {
    let rules = try Self.own(.allowLocalhost)
    let localhost = try #require(HostName("localhost"))
    let all = ActionSet(.resolve, .connect, .send, .bind, .listen)
    let expected =
      AddressBlock.loopback.map {
        (Pattern.addresses($0, .any), ActionSet(.connect, .send, .bind, .listen))
      }
      + ["127.0.0.1", "::1"].compactMap { AddressBlock($0) }.map {
        (Pattern.addresses($0, .any), ActionSet(.resolve))
      }
      + AddressBlock.unspecified.map { (Pattern.addresses($0, .any), ActionSet(.connect, .send)) }
      + [(.domain(localhost, .itselfAndSubdomains, .any), all)]
    #expect(
      Set(rules)
        == Set(
          expected.map {
            Rule(effect: .allow, actions: $0.1, pattern: $0.0, origin: .flag("--allow-localhost"))
          }))
  }

  @Test func `allow-domain takes several, apart by commas`() throws {
    let rules = try Self.own(.allowDomain, ["example.com:443,10.0.0.0/8", "*.example.org"])
    #expect(rules.map(\.pattern.description) == ["example.com:443", "10.0.0.0/8", "*.example.org"])
    #expect(
      rules.map(\.origin.description) == [
        "--allow-domain example.com:443,10.0.0.0/8", "--allow-domain example.com:443,10.0.0.0/8",
        "--allow-domain *.example.org",
      ])
    #expect(
      rules.allSatisfy { $0.effect == .allow && $0.actions == ActionSet(.resolve, .connect, .send) }
    )
  }

  @Test(arguments: ["", ",", "example.com,", ",example.com", "example.com,127.1", "a b"])
  func `allow-domain refuses what is no destination`(_ value: String) {
    #expect(throws: PolicyError.self) { try Self.policy(.allowDomain, [value]) }
  }

  @Test func `allow-unix-socket opens one path`() throws {
    let rules = try Self.own(.allowUnixSocket, ["/run/a.sock", "/run/b.sock"])
    #expect(rules.map(\.pattern) == [.unixSocket("/run/a.sock"), .unixSocket("/run/b.sock")])
    #expect(rules.allSatisfy { $0.effect == .allow && $0.actions == ActionSet(.connect, .send) })
  }

  @Test(arguments: ["", "run/a.sock", "./a.sock", "@abstract", "~/a.sock"])
  func `allow-unix-socket takes absolute paths only`(_ value: String) {
    let error = #expect(throws: PolicyError.self) { try Self.policy(.allowUnixSocket, [value]) }
    #expect(error?.reason.contains("absolute path") == true)
    #expect(error?.subject == value)
  }

  @Test func `given twice changes nothing`() throws {
    for option in PolicyOption.all {
      var policy = try Self.policy(option)
      let once = policy
      try option.apply(to: &policy, values: Self.values(for: option))
      #expect(policy == once, "--\(option.name)")
    }
  }

  @Test func `that comes first says who refuses`() throws {
    var policy = try Self.policy(.noNetwork)
    try PolicyOption.allowDomain.apply(to: &policy, values: ["example.com"])
    #expect(policy.refusedByDefault[.connect] == .flag("--no-network"))
  }
}
