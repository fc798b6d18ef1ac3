import HermeticPolicy
import Testing

/// What each option writes into a policy, and what it does not take.
@Suite struct `The effect of an option` {
  static func policy(_ option: PolicyOption, _ values: [String]) throws -> Policy {
    var policy = Policy()
    try option.apply(to: &policy, values: values, folder: "/work", home: "/home/me")
    return policy
  }

  /// The rules that are the user's own, not hermetic's.
  static func own(_ option: PolicyOption, _ values: [String]) throws -> [Rule] {
    try policy(option, values).rules.filter {
      if case .flag = $0.origin { true } else { false }
    }
  }

  @Test(
    arguments: [
      (.fsReadonly, [], [.writeFile]), (.fsReadonly, ["/r"], [.writeFile, .readFile, .listFiles]),
      (.allowRead, ["/r"], [.readFile, .listFiles]), (.allowWrite, ["/r"], [.writeFile]),
      (.denyRead, ["/r"], []), (.denyWrite, ["/r"], []), (.hideSecrets, [], []),
      (.noSubprocess, [], [.spawn, .fork]), (.allowCommand, ["git"], [.spawn, .fork]),
      (.noEnvironment, [], [.inheritEnvironment, .readEnvironment, .writeEnvironment]),
      (.allowEnv, ["A"], [.inheritEnvironment, .readEnvironment, .writeEnvironment]),
      (.ignoreEnv, [], [.inheritEnvironment, .readEnvironment]), (.noCodeExec, [], [.executeCode]),
      (.allowCodeExec, ["attrs"], [.executeCode]), (.denyImport, ["xml"], []),
      (.allowImport, ["xml"], [.importModule]), (.allowImport, ["xml:lxml"], []),
      (.blockNative, [], [.loadNative]), (.allowNative, ["numpy"], [.loadNative]),
      (.noInterpreterMutation, [], [.mutateInterpreter]),
      (.allowInterpreterMutation, ["cwd"], [.mutateInterpreter]),
      (.grantable, ["native:numpy"], [.loadNative]), (.grantable, ["command:ls"], [.spawn, .fork]),
    ] as [(PolicyOption, [String], Set<Action>)])
  func `is to refuse by default what it narrows`(
    _ option: PolicyOption, _ values: [String], _ refused: Set<Action>
  ) throws {
    let policy = try Self.policy(option, values)
    #expect(Set(policy.refusedByDefault.keys) == refused)
    let origin = Origin.flag("--\(option.name)" + (values.first.map { " \($0)" } ?? ""))
    #expect(policy.refusedByDefault.values.allSatisfy { $0 == origin })
    #expect(!policy.isEmpty)
  }

  @Test func `is named in the tables of this suite for every option`() throws {
    // The network's are in `A policy option`.
    let network = ["no-network", "allow-localhost", "allow-domain", "allow-unix-socket"]
    let elsewhere = [
      "fs-readonly", "allow-read", "allow-write", "deny-read", "deny-write", "hide-secrets",
      "no-subprocess", "allow-command", "no-environment", "allow-env", "ignore-env", "no-code-exec",
      "allow-code-exec", "deny-import", "allow-import", "block-native", "allow-native",
      "no-interpreter-mutation", "allow-interpreter-mutation", "grantable", "cpu-time", "memory",
      "processes", "open-files", "file-size", "timeout",
    ]
    #expect(Set(PolicyOption.all.map(\.name)) == Set(network + elsewhere))
    for name in network + elsewhere { #expect(PolicyOption.named(name)?.name == name) }
    #expect(PolicyOption.named("allow-everything") == nil && PolicyOption.named("") == nil)
  }

  static func path(_ text: String) throws -> Pattern {
    .path(try PathPattern(text, in: "/work", home: "/home/me"))
  }

  @Test(
    arguments: [
      (.fsReadonly, ActionSet(.readFile, .listFiles), .allow),
      (.allowRead, ActionSet(.readFile, .listFiles), .allow),
      (.allowWrite, ActionSet(.readFile, .listFiles, .writeFile), .allow),
      (.denyRead, ActionSet(.readFile, .listFiles), .refuse),
      (.denyWrite, ActionSet(.writeFile), .refuse),
    ] as [(PolicyOption, ActionSet, Rule.Effect)],
    ["/srv/data", "data", "~/data", ".", "/"])
  func `on a path is one rule`(
    _ row: (option: PolicyOption, actions: ActionSet, effect: Rule.Effect), _ text: String
  ) throws {
    let origin = Origin.flag("--\(row.option.name) \(text)")
    let expected = Rule(
      effect: row.effect, actions: row.actions, pattern: try Self.path(text), origin: origin)
    #expect(try Self.own(row.option, [text]) == [expected])
  }

  @Test func `on a pattern is of what it matches, and refuses what has it for a name`() throws {
    let text = "/srv/**/*.key"
    let (pattern, name) = (try Self.path(text), Pattern.path(PathPattern(prefix: text)))
    #expect(try Self.own(.allowRead, [text]).map(\.pattern) == [pattern])
    #expect(try Self.own(.denyRead, [text]).map(\.pattern) == [pattern, name])
    #expect(try Self.own(.denyWrite, [text]).map(\.pattern) == [pattern, name])
  }

  @Test(
    arguments: [.fsReadonly, .allowRead, .allowWrite, .denyRead, .denyWrite] as [PolicyOption],
    ["", "~other/x", "a\0b", "/a/*/../b"])
  func `on a path that is none is an error`(_ option: PolicyOption, _ value: String) {
    let error = #expect(throws: PolicyError.self) { try Self.policy(option, ["/fine", value]) }
    #expect(error?.subject == value && error?.code == .invalidValue)
  }

  @Test func `on writing leaves the devices that hold no file`() throws {
    let allowed = try Self.policy(.fsReadonly, []).rules
    #expect(
      Set(allowed.map(\.pattern.description))
        == ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/ptmx", "/dev/pts"])
    #expect(allowed.allSatisfy { $0.effect == .allow && $0.actions == ActionSet(.writeFile) })
  }

  @Test func `on reading leaves what Python needs and nothing of the user's`() throws {
    let rules = try Self.policy(.allowRead, ["/srv"]).rules.filter {
      if case .builtIn = $0.origin { true } else { false }
    }
    let paths = rules.map(\.pattern.description)
    for path in ["/usr/lib", "/etc/localtime", "/etc/ssl/certs", "/dev/urandom", "/proc/self/maps"]
    {
      #expect(paths.contains(path), "\(path)")
    }
    for path in paths {
      #expect(path.split(separator: "/").count > 1 || path.hasPrefix("/lib"), "\(path)")
      for closed in ["/home", "/root", "/etc/shadow", "/tmp", "/var", "/proc/self/environ"] {
        #expect(!path.hasPrefix(closed) && !closed.hasPrefix(path + "/"), "\(path)")
      }
    }
    #expect(rules.allSatisfy { $0.effect == .allow && !$0.actions.contains(.writeFile) })
  }

  // MARK: Commands

  @Test(
    arguments: [
      ("git", "git", []), ("git status", "git", ["status"]),
      ("  git\t status  ", "git", ["status"]), ("/usr/bin/git log", "/usr/bin/git", ["log"]),
      ("./run.sh", "/work/run.sh", []), ("~/bin/x -v", "/home/me/bin/x", ["-v"]),
      ("/a/../b/x", "/a/../b/x", []), ("'my tool' 'a b' \"c d\"", "my tool", ["a b", "c d"]),
      ("a\\ b", "a b", []), ("git ''", "git", [""]), ("x 'a\"b' \"c'd\"", "x", ["a\"b", "c'd"]),
      ("x a'b c'd", "x", ["ab cd"]), ("x '\\'", "x", ["\\"]), ("x $HOME;*", "x", ["$HOME;*"]),
      ("/usr/bin/[ -f x ]", "/usr/bin/[", ["-f", "x", "]"]), ("[", "[", []),
    ] as [(String, String, [String])])
  func `is to allow a command by its words`(
    _ value: String, _ program: String, _ arguments: [String]
  ) throws {
    #expect(
      try Self.own(.allowCommand, [value]) == [
        Rule(
          effect: .allow, actions: ActionSet(.spawn),
          pattern: .command(program, arguments: arguments),
          origin: .flag("--allow-command \(value)"))
      ])
  }

  @Test(arguments: [
    ("", "names no program"), (" ", "names no program"), ("''", "names no program"),
    ("'' x", "names no program"), ("'git", "quote"), ("git \"", "quote"), ("git \\", "quote"),
    ("~other/x", "another user's home"),
  ])
  func `is nothing for a command that is none`(_ value: String, _ word: String) throws {
    var policy = Policy()
    let error = #expect(throws: PolicyError.self) {
      try PolicyOption.allowCommand.apply(to: &policy, values: [value], folder: "/work")
    }
    #expect(error?.reason.contains(word) == true, "\(error?.reason ?? "none")")
    #expect(policy.isEmpty)
  }

  // MARK: Variables

  @Test func `is to allow variables by name, whatever else refuses them`() throws {
    let rules = try Self.own(.allowEnv, ["LC_*, HOME", "A*B"])
    #expect(rules.map(\.pattern) == [.variable("LC_*"), .variable("HOME"), .variable("A*B")])
    #expect(
      rules.allSatisfy {
        $0.effect == .allowNamed
          && $0.actions == ActionSet(.inheritEnvironment, .readEnvironment, .writeEnvironment)
      })
  }

  @Test(arguments: ["", ",", "A,", ",A", "A,,B", "A=B", "A\0", " "])
  func `is an error for what no variable is called`(_ value: String) {
    let error = #expect(throws: PolicyError.self) { try Self.policy(.allowEnv, [value]) }
    #expect(error?.subject == value && error?.reason.contains("variable") == true)
  }

  @Test func `is to look unset for variables that are ignored, not to refuse them`() throws {
    #expect(try Self.policy(.ignoreEnv, []).absentWhenRefused == ActionSet(.readEnvironment))
    #expect(try Self.policy(.noEnvironment, []).absentWhenRefused.isEmpty)
  }

  @Test(arguments: [PolicyOption.noEnvironment, .ignoreEnv])
  func `is to leave in the environment what the system works by`(_ option: PolicyOption) throws {
    let rules = try Self.policy(option, []).rules
    for name in ["HOME", "PATH", "LANG", "LC_*", "TERM", "TZ", "TMPDIR", "VIRTUAL_ENV"] {
      let rule = try #require(rules.first { $0.pattern == .variable(name) }, "\(name)")
      #expect(rule.effect == .allow && rule.actions == ActionSet(.inheritEnvironment))
    }
    // What chooses the code that runs, and what holds secrets.
    for name in ["PYTHONPATH", "PYTHONSTARTUP", "LD_PRELOAD", "LD_LIBRARY_PATH", "SSH_AUTH_SOCK"] {
      #expect(!rules.contains { $0.pattern == .variable(name) }, "\(name)")
    }
  }

  // MARK: Modules and packages

  @Test func `is to refuse a module unless a rule names who may have it`() throws {
    let rules = try Self.own(.denyImport, ["socket,xml.sax", "_socket"])
    #expect(rules.map(\.pattern.description) == ["socket", "xml.sax", "_socket"])
    #expect(
      rules.allSatisfy {
        $0.effect == .refuseUnlessNamed && $0.actions == ActionSet(.importModule)
      })
    #expect(
      try Self.own(.allowImport, ["json,socket:requests"]).map {
        "\($0.effect) \($0.pattern)"
      } == ["allow json", "allowNamed socket:requests"])
    #expect(
      try Self.own(.allowImport, ["socket:requests"]).map(\.pattern) == [
        .module("socket", importer: "requests")
      ])
  }

  static let lists: [PolicyOption] = [
    .denyImport, .allowImport, .allowCodeExec, .allowNative, .allowInterpreterMutation,
  ]

  /// A name that nothing has would be a rule without an effect, and nobody would know.
  @Test(
    arguments: lists,
    [
      "", ",", "a,", ",a", "a b", "a/b", "a/", "xml.*", "*", ".xml", "xml.", "a..b", ".", "os\t",
      "os\n", "a,b c", "?", "a;b", "a=b", "'a'", "a:",
    ])
  func `is an error for what nothing is called`(_ option: PolicyOption, _ value: String) throws {
    let error = #expect(throws: PolicyError.self) { try Self.policy(option, [value]) }
    #expect(error.map { value.contains($0.subject) } == true, "\(error?.subject ?? "none")")
  }

  @Test(arguments: ["a:b:c", ":a", "a:", ":", "a:b,", "a b:c", "a: b/c"])
  func `is an error for an importer that is none`(_ value: String) {
    #expect(throws: PolicyError.self) { try Self.policy(.allowImport, [value]) }
  }

  @Test(
    arguments: [(.allowCodeExec, .executeCode), (.allowNative, .loadNative)]
      as [(PolicyOption, Action)],
    [
      ("numpy", "numpy"), ("Pillow", "pillow"), ("ruamel.yaml", "ruamel_yaml"),
      ("scikit-learn", "scikit_learn"), ("typing_extensions", "typing_extensions"),
    ])
  func `is to allow a package under the one name that is compared`(
    _ row: (option: PolicyOption, action: Action), _ names: (given: String, compared: String)
  ) throws {
    #expect(
      try Self.own(row.option, [names.given]) == [
        Rule(
          effect: .allow, actions: ActionSet(row.action), pattern: .package(names.compared),
          origin: .flag("--\(row.option.name) \(names.given)"))
      ])
    #expect(PolicyOption.normalized(names.given) == names.compared)
  }

  @Test func `is to let parts of the interpreter change that there are`() throws {
    for part in InterpreterPart.all {
      #expect(
        try Self.own(.allowInterpreterMutation, [part]).map(\.pattern) == [.part(part)])
    }
    for part in ["sys", "path", "sys.paths", "SYS.PATH", "sys.path.x"] {
      let error = #expect(throws: PolicyError.self) {
        try Self.policy(.allowInterpreterMutation, [part])
      }
      #expect(error?.subject == part && error?.reason.contains("sys.path_hooks") == true)
    }
  }

  // MARK: Where it is written

  @Test func `is known by where it was written`() throws {
    var policy = Policy()
    try PolicyOption.denyRead.apply(
      to: &policy, values: ["secret"], in: .file("/p/hermetic.toml", line: 7), folder: "/p")
    try PolicyOption.noSubprocess.apply(to: &policy, values: [], in: .profile("mine"))
    #expect(policy.rules.map(\.pattern.description) == ["/p/secret"])
    #expect(
      policy.rules.map(\.origin.description) == [
        "/p/hermetic.toml:7: deny-read = \"secret\""
      ])
    #expect(policy.refusedByDefault[.fork]?.description == "profile mine: no-subprocess")
  }
}
