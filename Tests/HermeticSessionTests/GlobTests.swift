import HermeticPolicy
import HermeticSession
import Testing

@Suite struct `A path in a policy` {
  /// The image of a policy that refuses reading what patterns stand for.
  static func refusing(_ patterns: [String], below prefix: String = "/r") throws -> TestImage {
    var policy = Policy()
    for pattern in patterns {
      policy.refuse(
        ActionSet(.readFile), .path(try PathPattern(pattern, in: prefix, home: "/home/me")),
        origin: .flag("--deny-read \(pattern)"))
    }
    return try #require(TestImage(policy))
  }

  static func refuses(_ image: TestImage, _ path: [UInt8]) -> Bool {
    !image.allows(.path(.readFile, path))
  }

  static func refuses(_ image: TestImage, _ path: String) -> Bool {
    refuses(image, Array(path.utf8))
  }

  @Test(
    arguments: [
      (
        "a", ["/r/a", "/r/a/b", "/r/a/b/c", "/r/a/"], ["/r", "/r/ab", "/r/b/a", "", "/ra", "/R/a"]
      ),
      ("/", ["", "/a", "/a/b"], []), ("~/x", ["/home/me/x", "/home/me/x/y"], ["/home/x", "/x"]),
      ("../x/", ["/x", "/x/y"], ["/r/x", "/xx"]), ("/no/such", ["/no/such/thing"], ["/no"]),
      ("*", ["/r/a", "/r/.a", "/r/a/b", "/r/-"], ["/r", "/a", "", "/rr/a"]),
      ("/*", ["/a", "/a/b"], [""]), ("/**", ["/a", "/a/b/c"], [""]),
      ("a*", ["/r/a", "/r/ab", "/r/ab/c"], ["/r/ba", "/r/b/a"]),
      ("*a", ["/r/a", "/r/ba", "/r/aa/x"], ["/r/ab", "/r/b/a"]),
      ("a*b*c", ["/r/abc", "/r/aXbYc", "/r/abcbc"], ["/r/ab", "/r/abcd", "/r/a/b/c"]),
      ("*/x", ["/r/a/x", "/r/x/x/y"], ["/r/x", "/r/a/b/x"]),
      ("**/x", ["/r/x", "/r/a/x", "/r/a/b/x/y"], ["/r", "/r/xx", "/x"]),
      ("**", ["/r/a", "/r/a/b"], ["/r", "/s/a"]), ("a/**", ["/r/a/b"], ["/r/a", "/r/b/a"]),
      ("**/a/**/b", ["/r/a/b", "/r/x/a/y/z/b"], ["/r/b/a", "/r/a", "/r/a/y"]),
      ("**/**", ["/r/a"], ["/r"]), ("***", ["/r/a"], ["/r"]),
      ("a**b", ["/r/ab", "/r/axb"], ["/r/a/b"]),
      ("?", ["/r/a", "/r/é", "/r/€", "/r/😀", "/r/a/b"], ["/r/ab", "/r", "/r/éé"]),
      ("??", ["/r/ab", "/r/é€"], ["/r/a", "/r/€", "/r/abc"]),
      ("*??", ["/r/xé€"], ["/r/€", "/r/😀"]),
      ("*[!€]b", ["/r/ab", "/r/€ab"], ["/r/€b"]),
      ("[ab]", ["/r/a", "/r/b/c"], ["/r/c", "/r/ab", "/r/[ab]"]),
      ("[!ab]", ["/r/c", "/r/é", "/r/!"], ["/r/a", "/r/cc"]), ("[^a]", ["/r/^"], ["/r/a"]),
      ("[a-c]", ["/r/b"], ["/r/d", "/r/-"]), ("[a-]", ["/r/a", "/r/-"], ["/r/b"]),
      ("[-a]", ["/r/a", "/r/-"], ["/r/b"]), ("[]]", ["/r/]"], ["/r/[", "/r/[]]"]),
      ("[!]]", ["/r/a"], ["/r/]"]), ("[]a]x", ["/r/]x", "/r/ax"], ["/r/x"]),
      ("[c-a]", [], ["/r/a", "/r/b", "/r/c"]), ("[", ["/r/["], ["/r/a"]),
      ("a[", ["/r/a["], ["/r/a"]),
      ("[a", ["/r/[a"], ["/r/a"]), ("[]", ["/r/[]"], ["/r/a", "/r/]"]),
      ("[!]", ["/r/[!]"], ["/r/a"]), ("[é-ü]", ["/r/ö", "/r/é"], ["/r/e", "/r/ÿ"]),
      ("[*?]", ["/r/*", "/r/?"], ["/r/a"]), ("a.*", ["/r/a.b", "/r/a."], ["/r/axb", "/r/a"]),
      ("{a,b}", ["/r/{a,b}"], ["/r/a"]), ("\\*", ["/r/\\a"], ["/r/*"]),
      ("**/.env", ["/r/.env", "/r/a/.env", "/r/.env/x"], ["/r/.envrc", "/r/a.env", "/r/env"]),
      ("[a/b]", ["/r/[a/b]"], ["/r/a", "/r/b", "/r/[a"]),
    ] as [(String, [String], [String])])
  func `is met by these and by no others`(
    _ pattern: String, _ met: [String], _ others: [String]
  ) throws {
    let image = try Self.refusing([pattern])
    for path in met { #expect(Self.refuses(image, path), "\(path)") }
    for path in others { #expect(!Self.refuses(image, path), "\(path)") }
  }

  @Test func `is met by names that are no text, byte for byte`() throws {
    let name: [UInt8] = [0x2f, 0x72, 0x2f, 0x61, 0xff, 0xc3]
    for pattern in ["a*", "a??", "*", "**", "[a]?[!x]", "a[!b][!\u{ff}]"] {
      #expect(Self.refuses(try Self.refusing([pattern]), name), "\(pattern)")
    }
    for pattern in [
      "a", "a?", "a???", "a\u{fffd}", "a\u{ff}?", "a[\u{ff}]?", "a[\u{80}-\u{10ffff}]?",
    ] {
      #expect(!Self.refuses(try Self.refusing([pattern]), name), "\(pattern)")
    }
    // Longer than need be, halves of a pair, beyond the last, and cut short.
    for odd: [UInt8] in [
      [0xc0, 0xaf], [0xc1, 0xa1], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
      [0xe0, 0x80, 0xaf],
    ] {
      let path = Array("/r/".utf8) + odd
      let signs = String(repeating: "?", count: odd.count)
      #expect(Self.refuses(try Self.refusing([signs]), path), "\(odd)")
      #expect(!Self.refuses(try Self.refusing(["?", "[a/]"]), path), "\(odd)")
    }
  }

  /// The same as a matcher that tries all ways, on words out of an alphabet so small that they meet.
  @Test(arguments: 1...20) func `is met as plainly written rules have it`(_ seed: UInt64) throws {
    var world = World(random: SeededGenerator(seed: seed))
    var met = 0
    for _ in 0..<100 {
      let glob = world.glob()
      var policy = Policy()
      policy.refuse(
        ActionSet(.readFile), .path(PathPattern(prefix: "", glob: glob)), origin: .flag("x"))
      let image = try #require(TestImage(policy))
      let naive = NaiveGlob(glob)
      for _ in 0..<40 {
        let path = world.askedFolder()
        let isMet = path.first == 0x2f && naive.matches(Array(path.dropFirst()))
        met += isMet ? 1 : 0
        #expect(Self.refuses(image, path) == isMet, "\(glob) on \(path)")
      }
    }
    #expect((200...3_800).contains(met), "most words meet, or hardly any: \(met)")
  }

  /// A pattern must not cost more than it says: `*a*a*a…` is the usual way to a very long wait.
  @Test(.timeLimit(.minutes(10)))
  func `is decided on soon, whatever the pattern`() throws {
    let pattern = String(repeating: "*a", count: 40) + "b"
    let image = try Self.refusing([pattern, "**/" + pattern])
    let name = "/r/" + String(repeating: "a", count: 200)
    #expect(!Self.refuses(image, name))
    #expect(Self.refuses(image, name + "b"))
  }

  // MARK: Rules that meet

  @Test func `that is refused is so whatever allows it, and however deep`() throws {
    var policy = Policy()
    policy.refuseByDefault([.readFile], origin: .flag("default"))
    policy.allow(ActionSet(.readFile), .path(PathPattern(prefix: "/a")), origin: .flag("grant"))
    policy.refuse(ActionSet(.readFile), .path(PathPattern(prefix: "/a/b")), origin: .flag("deny"))
    policy.allow(ActionSet(.readFile), .path(PathPattern(prefix: "/a/b/c")), origin: .flag("inner"))
    let image = try #require(TestImage(policy))
    #expect(image.allows(.path(.readFile, Array("/a/x".utf8))))
    for path in ["/a/b", "/a/b/c", "/a/b/c/d"] {
      #expect(image.image.origin(image.verdict(.path(.readFile, Array(path.utf8)))) == "deny")
    }
    #expect(image.image.origin(image.verdict(.path(.readFile, Array("/b".utf8)))) == "default")
    #expect(image.allows(.path(.writeFile, Array("/b".utf8))), "another action")
  }

  @Test func `counts among globs that refuse, unless hermetic wrote them`() throws {
    #expect(try Self.refusing(["/a/*"]).image.refusesGlobs)
    #expect(try Self.refusing(["/**/.env"]).image.refusesGlobs)
    #expect(try !Self.refusing(["/a"]).image.refusesGlobs)
    var policy = Policy()
    policy.allow(
      ActionSet(.readFile), .path(PathPattern(prefix: "", glob: "*")), origin: .flag("x"))
    #expect(try !#require(TestImage(policy)).image.refusesGlobs)
    let protecting = try Policy([(.noSubprocess, [])]).protectingProcesses
    #expect(try !#require(TestImage(protecting)).image.refusesGlobs)
  }

  @Test func `of a process's memory is nobody's, and of an environment only one's own`() throws {
    let policy = try Policy([(.noEnvironment, [])]).protectingProcesses.hidingOtherEnvironments
    let image = try #require(TestImage(policy))
    for path in ["/proc/1/mem", "/proc/self/mem", "/proc/1/task/2/mem", "/proc/self/task/1/mem"] {
      for action in [Action.readFile, .writeFile] {
        #expect(!image.allows(.path(action, Array(path.utf8))), "\(path)")
      }
    }
    for path in ["/proc/1/environ", "/proc/1/task/1/environ"] {
      #expect(!image.allows(.path(.readFile, Array(path.utf8))), "\(path)")
    }
    for path in ["/proc/self/environ", "/proc/1/maps", "/proc/mem", "/mem", "/proc/1/memx"] {
      #expect(image.allows(.path(.readFile, Array(path.utf8))), "\(path)")
    }
  }
}

@Suite struct `A folder that moves` {
  static let names = ["a", "b", ".env", "x.key"]

  /// What may lie below a folder, to three folders deep.
  static let below: [String] = names.flatMap { one in
    ["/\(one)"]
      + names.flatMap { two in ["/\(one)/\(two)"] + names.map { "/\(one)/\(two)/\($0)" } }
  }

  static func allows(_ image: TestImage, _ path: String) -> Bool {
    image.allows(.path(.readFile, Array(path.utf8)))
  }

  /// A policy on reading, of few words.
  static func policy(_ world: inout World) -> Policy {
    var policy = Policy()
    let isClosed = Bool.random(using: &world.random)
    if isClosed { policy.refuseByDefault([.readFile], origin: .flag("default")) }
    let folders = ["", "/a", "/b", "/a/b", "/b/a", "/a/b/a"]
    let globs = [
      "*", "**/.env", "*.key", "*/a", "a/*/b", "**/a/*", "b/**", "?", "**/*.key", "[ab]/.env",
    ]
    for number in 0..<Int.random(in: 1...4, using: &world.random) {
      let folder = folders.randomElement(using: &world.random) ?? ""
      let isGlob = Int.random(in: 0...2, using: &world.random) > 0
      let glob = isGlob || folder.isEmpty ? globs.randomElement(using: &world.random) : nil
      let effect: Rule.Effect =
        Int.random(in: 0...3, using: &world.random) < (isClosed ? 3 : 1) ? .allow : .refuse
      policy.add(
        Rule(
          effect: effect, actions: ActionSet(.readFile),
          pattern: .path(PathPattern(prefix: folder, glob: glob)), origin: .flag("rule \(number)")))
    }
    return policy
  }

  /// Whoever may move a folder must be able to read below it no more than before.
  ///
  /// Whether the folder itself is refused before and allowed afterwards is asked apart from that.
  @Test(arguments: 1...60) func `lets nothing be read that could not be`(_ seed: UInt64) throws {
    var world = World(random: SeededGenerator(seed: seed))
    let policy = Self.policy(&world)
    let image = try #require(TestImage(policy))
    let folders = ["/a", "/b", "/a/b", "/b/a", "/a/a", "/b/b", "/c", "/a/c", "/a/b/a", "/a/.env"]
    for old in folders {
      for new in folders where new != old && image.lets(.readFile, move: old, to: new) {
        guard Self.allows(image, old) || !Self.allows(image, new) else { continue }
        let gained = Self.below.first {
          !Self.allows(image, old + $0) && Self.allows(image, new + $0)
        }
        #expect(
          gained == nil, "\(old) to \(new): \(policy.rules.map { "\($0.effect) \($0.pattern)" })")
      }
    }
  }

  @Test(arguments: [
    ("/w/a", "/w/b", true), ("/w/a/x", "/w/b/x", true), ("/a", "/b", true),
    // What is refused below would be so no longer, or no more.
    ("/w/s", "/w/t", false), ("/w", "/v", false), ("/w/deep", "/x", false),
    // What is refused there already would be gone.
    ("/w/t", "/w/s", false), ("/w/t", "/w/deep", false),
    // What ends with a name would be matched in one folder, not in the other.
    ("/g/a", "/g/b", true), ("/g/a", "/a", false), ("/a", "/g/a", true), ("/g/a/b", "/g/a", true),
    ("/g/a", "/g/a/b", false),
    ("/g", "/h", false),
  ])
  func `may where no rule changes what it says`(_ old: String, _ new: String, _ isLet: Bool) throws
  {
    let image = try `A path in a policy`.refusing(
      ["/w/s/*.key", "/w/deep/secret", "/g/*/x", "/**/.env"])
    #expect(image.lets(.readFile, move: old, to: new) == isLet)
    #expect(image.lets(.writeFile, move: old, to: new), "nothing is refused there")
  }

  @Test func `may not where a grant waits for it`() throws {
    var policy = Policy()
    policy.refuseByDefault([.readFile], origin: .flag("default"))
    for (prefix, glob) in [("/in/deep", nil), ("/out", "*/pub"), ("", "**/open")] {
      policy.allow(
        ActionSet(.readFile), .path(PathPattern(prefix: prefix, glob: glob)), origin: .flag("grant")
      )
    }
    let image = try #require(TestImage(policy))
    #expect(!image.lets(.readFile, move: "/secret", to: "/in"), "/secret/deep could be read")
    #expect(!image.lets(.readFile, move: "/secret", to: "/out"), "/secret/x/pub could be read")
    #expect(!image.lets(.readFile, move: "/secret", to: "/out/x"), "/secret/pub could be read")
    #expect(image.lets(.readFile, move: "/out/x", to: "/out/y"))
    policy.refuse(
      ActionSet(.readFile), .path(PathPattern(prefix: "/out/no")), origin: .flag("deny"))
    let denying = try #require(TestImage(policy))
    #expect(
      !denying.lets(.readFile, move: "/out/no", to: "/out/y"), "/out/no/pub could be read")
    #expect(denying.lets(.readFile, move: "/out/no/x", to: "/out/no/y"))
    #expect(image.lets(.readFile, move: "/secret", to: "/elsewhere"), "open is so in both")
    #expect(image.lets(.readFile, move: "/in/deep/a", to: "/in/deep/b"))
  }

  @Test func `is asked about where anything below it is refused`() throws {
    let image = try `A path in a policy`.refusing(["/a/b/c", "/d/*", "/**/.env"]).image
    let refuses = { (path: String) in
      var path = path
      return path.withUTF8 { unsafe image.refusal(.readFile, below: $0) } >= 0
    }
    for path in ["", "/a", "/a/b", "/d"] { #expect(refuses(path), "\(path)") }
    for path in ["/a/b/c", "/a/x", "/d/x", "/e", "/a/b/c/d"] { #expect(!refuses(path), "\(path)") }
  }

  /// What is too long to be followed is taken to match anything.
  @Test func `may not by a glob of very many parts`() throws {
    let glob = String(repeating: "*/", count: 70) + "x"
    let image = try `A path in a policy`.refusing(["/g/" + glob])
    #expect(image.lets(.readFile, move: "/a", to: "/b"))
    #expect(!image.lets(.readFile, move: "/g/a", to: "/b"))
  }
}
