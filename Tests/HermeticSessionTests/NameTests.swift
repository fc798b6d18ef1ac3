import HermeticPolicy
import HermeticSession
import Testing

/// Names that rules know: of modules, variables, commands, packages and parts of the interpreter.
@Suite struct `A name in a policy` {
  static func image(_ options: (PolicyOption, [String])...) throws -> TestImage {
    try #require(try TestImage(options))
  }

  // MARK: Modules

  @Test(arguments: [
    ("xml", true), ("xml.sax", true), ("xml.sax.handler", true), ("xmlrpc", false), ("x", false),
    ("lxml.xml", false), ("_socket", false), ("socket", true), ("json.tool", true), ("json", false),
    ("json.tools", false), ("json.tool.x", true), ("XML", false), ("", false), (".xml", false),
  ])
  func `of a denied module is that module's and what is below it`(
    _ name: String, _ isDenied: Bool
  ) throws {
    let image = try Self.image((.denyImport, ["xml,socket", "json.tool"]))
    #expect(image.allows(.module(name, importer: "a")) != isDenied)
  }

  @Test func `of an importer lets that one have what others may not`() throws {
    let image = try Self.image((.denyImport, ["socket"]), (.allowImport, ["socket:requests"]))
    for (importer, isAllowed) in [("requests", true), ("urllib3", false), ("", false)] {
      #expect(image.allows(.module("socket", importer: importer)) == isAllowed, "\(importer)")
      #expect(image.allows(.module("socket.x", importer: importer)) == isAllowed, "\(importer)")
    }
    #expect(image.allows(.module("json", importer: "")), "others are not asked about")
    #expect(image.image.importers == ["requests"])
  }

  @Test func `of an allowed module leaves out all others`() throws {
    let image = try Self.image((.allowImport, ["json", "xml.sax", "yaml:tool.sub"]))
    for name in ["json", "json.decoder", "xml.sax.handler"] {
      #expect(image.allows(.module(name, importer: "")), "\(name)")
    }
    for name in ["xml", "xml.dom", "yaml", "jsonx"] {
      #expect(!image.allows(.module(name, importer: "")), "\(name)")
    }
    #expect(image.image.importers == ["tool"], "the package, whatever is below it")
    #expect(try Self.image((.denyImport, ["xml"])).image.importers.isEmpty)
  }

  @Test func `of a denied module below an allowed one is refused`() throws {
    let image = try Self.image((.allowImport, ["xml"]), (.denyImport, ["xml.sax"]))
    #expect(image.allows(.module("xml.dom", importer: "")))
    #expect(!image.allows(.module("xml.sax", importer: "")))
    #expect(!image.allows(.module("xml.sax.handler", importer: "")))
  }

  // MARK: Variables

  @Test(
    arguments: [
      ("HOME", ["HOME"], ["HOMES", "HOM", "home", "", "A_HOME"]),
      ("LC_*", ["LC_", "LC_ALL"], ["LC", "XLC_ALL", "lc_all"]),
      ("*", ["", "A", "é"], []), ("**", ["", "A"], []),
      ("*_TOKEN", ["_TOKEN", "GH_TOKEN", "_TOKEN_TOKEN"], ["TOKEN", "GH_TOKENS"]),
      ("A*B*C", ["ABC", "AxBxC", "ABCBC"], ["AB", "ABCD", "xABC", "ACB"]),
      ("é*", ["é", "éa"], ["e"]),
      ("A?", ["A?"], ["AB"]), ("[A]", ["[A]"], ["A"]), ("A.B", ["A.B"], ["AxB"]),
    ] as [(String, [String], [String])])
  func `of a variable may have a star for any characters`(
    _ pattern: String, _ met: [String], _ others: [String]
  ) throws {
    var policy = Policy()
    policy.refuse(ActionSet(.readEnvironment), .variable(pattern), origin: .flag("x"))
    let image = try #require(TestImage(policy))
    for name in met {
      #expect(!image.allows(.variable(.readEnvironment, Array(name.utf8))), "\(name)")
      #expect(image.allows(.variable(.writeEnvironment, Array(name.utf8))), "another action")
    }
    for name in others {
      #expect(image.allows(.variable(.readEnvironment, Array(name.utf8))), "\(name)")
    }
  }

  @Test func `of a variable that the user allows is so although it sounds like a secret`() throws {
    let image = try Self.image((.hideSecrets, []), (.allowEnv, ["MY_TOKEN,AWS_REGION"]))
    for (name, isAllowed) in [
      ("MY_TOKEN", true), ("YOUR_TOKEN", false), ("AWS_REGION", true), ("AWS_PROFILE", false),
      ("PATH", true), ("EDITOR", false),
    ] {
      #expect(
        image.allows(.variable(.inheritEnvironment, Array(name.utf8))) == isAllowed, "\(name)")
    }
    let hiding = try Self.image((.hideSecrets, []))
    #expect(hiding.allows(.variable(.inheritEnvironment, Array("EDITOR".utf8))))
    #expect(!hiding.allows(.variable(.inheritEnvironment, Array("MY_TOKEN".utf8))))
  }

  @Test func `of a variable may be any bytes`() throws {
    let image = try Self.image((.allowEnv, ["A*"]))
    #expect(image.allows(.variable(.readEnvironment, [0x41, 0xff, 0x80])))
    #expect(!image.allows(.variable(.readEnvironment, [0xff, 0x41])))
    #expect(try Self.image((.ignoreEnv, [])).image.isAbsentWhenRefused(.readEnvironment))
    #expect(!image.image.isAbsentWhenRefused(.readEnvironment))
  }

  // MARK: Commands

  @Test(arguments: [
    ("/usr/bin/git", ["log", "-p"], true), ("/usr/bin/git", ["log", "-p", "--", "x"], true),
    ("/usr/bin/git", ["log"], false), ("/usr/bin/git", [], false),
    ("/usr/bin/git", ["-p", "log"], false), ("/usr/bin/git", ["log", "-px"], false),
    ("/usr/bin/git", ["", "log", "-p"], false), ("/usr/bin/git", ["log -p"], false),
    ("/usr/bin/git", ["log\0-p"], false), ("/usr/bin/gi", ["log", "-p"], false),
    ("/usr/bin/git/x", ["log", "-p"], false), ("git", ["log", "-p"], false), ("ls", [], true),
    ("ls", ["anything"], true), ("/bin/ls", [], false), ("echo", [""], true), ("echo", [], false),
    ("echo", ["x"], false), ("", [], false),
  ])
  func `of a command is a program's with its first arguments`(
    _ path: String, _ arguments: [String], _ isAllowed: Bool
  ) throws {
    let image = try Self.image((.allowCommand, ["/usr/bin/git log -p", "ls", "echo ''"]))
    #expect(image.allows(.command(Array(path.utf8), arguments: arguments)) == isAllowed)
    #expect(image.image.hasCommandRules)
    #expect(try !Self.image((.noSubprocess, [])).image.hasCommandRules)
  }

  // MARK: Packages and parts

  @Test func `of a package is what it is normalised to, and nothing else`() throws {
    let image = try Self.image((.allowNative, ["Foo.Bar-baz"]), (.noCodeExec, []))
    #expect(image.allows(.package(.loadNative, "foo_bar_baz")))
    for name in ["foo", "foo_bar", "Foo.Bar-baz", "foo_bar_baz_", ""] {
      #expect(!image.allows(.package(.loadNative, name)), "\(name)")
    }
    #expect(!image.allows(.package(.executeCode, "foo_bar_baz")), "native code is all it may have")
    #expect(image.image.hasPackageRules)
    #expect(try !Self.image((.blockNative, [])).image.hasPackageRules)
  }

  @Test(arguments: InterpreterPart.all) func `of a part is that part's alone`(_ part: String) throws
  {
    let image = try Self.image((.allowInterpreterMutation, [part]))
    for other in InterpreterPart.all {
      #expect(image.allows(.part(.mutateInterpreter, other)) == (other == part), "\(other)")
    }
  }

  /// Texts of all kinds lie in one table: none may be taken for another.
  @Test func `of one kind is none of another`() throws {
    var policy = Policy()
    for action in Action.allCases {
      policy.refuseByDefault([action], origin: .flag("default"))
    }
    let all = Action.allCases.reduce(into: ActionSet()) { $0.formUnion(ActionSet($1)) }
    let name = "/a"
    let questions: [(Pattern, Question)] = [
      (.unixSocket(name), .unixSocket(.connect, name)),
      (.path(PathPattern(prefix: name)), .path(.readFile, Array(name.utf8))),
      (.variable(name), .variable(.readEnvironment, Array(name.utf8))),
      (.command(name, arguments: []), .command(Array(name.utf8), arguments: [])),
      (.module(name, importer: nil), .module(name, importer: "")),
      (.package(name), .package(.executeCode, name)),
      (.part(name), .part(.mutateInterpreter, name)),
    ]
    for (index, (pattern, _)) in questions.enumerated() {
      var allowing = policy
      allowing.allow(all, pattern, origin: .flag("grant"))
      let image = try #require(TestImage(allowing))
      for (other, (_, question)) in questions.enumerated() {
        #expect(image.allows(question) == (other == index), "\(pattern) for \(question)")
      }
    }
  }
}
