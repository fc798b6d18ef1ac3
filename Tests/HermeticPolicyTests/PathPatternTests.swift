import HermeticPolicy
import Testing

@Suite struct `A path pattern` {
  static func parse(_ text: String, home: String? = "/home/me") throws -> PathPattern {
    try PathPattern(text, in: "/work/project", home: home)
  }

  @Test(arguments: [
    ("/", ""), ("//", ""), ("/.", ""), ("/..", ""), ("/a", "/a"), ("/a/", "/a"),
    ("/a//b///", "/a/b"),
    ("/a/./b/.", "/a/b"), ("/a/../b", "/a/../b"), ("/a/b/../c/", "/a/b/../c"), ("/../a", "/a"),
    (".", "/work/project"), ("./", "/work/project"), ("a", "/work/project/a"),
    ("./a/b/", "/work/project/a/b"), ("..", "/work"), ("../x", "/work/x"), ("../../../x", "/x"),
    ("~", "/home/me"), ("~/", "/home/me"), ("~/.ssh", "/home/me/.ssh"), ("~/..", "/home/me/.."),
    ("/a/~", "/a/~"), ("a~", "/work/project/a~"), ("./~x", "/work/project/~x"),
    ("...", "/work/project/..."), ("/a/...", "/a/..."), (" ", "/work/project/ "),
    ("/no/such/thing", "/no/such/thing"), ("/a\nb", "/a\nb"), ("/é/ü", "/é/ü"), ("/-", "/-"),
  ])
  func `is one absolute path however it is written`(_ text: String, _ prefix: String) throws {
    let pattern = try Self.parse(text)
    #expect(pattern == PathPattern(prefix: prefix))
    #expect(pattern.description == (prefix.isEmpty ? "/" : prefix))
  }

  @Test(arguments: [
    ("/*", "", "*"), ("/a/*", "/a", "*"), ("/a/*/", "/a", "*"), ("/a/b*/c", "/a", "b*/c"),
    ("/a/**", "/a", "**"), ("/**/.env", "", "**/.env"), ("/a/?", "/a", "?"),
    ("/a/[bc]/d", "/a", "[bc]/d"), ("/a/[", "/a", "["), ("*.key", "/work/project", "*.key"),
    ("../*", "/work", "*"), ("~/*.key", "/home/me", "*.key"), ("/a/./*/./b//c", "/a", "*/b/c"),
    ("/a/]", "/a/]", nil), ("/a/{b,c}", "/a/{b,c}", nil), ("/a\\b", "/a\\b", nil),
  ])
  func `ends its prefix before the first wildcard`(
    _ text: String, _ prefix: String, _ glob: String?
  ) throws {
    let pattern = try Self.parse(text)
    #expect(pattern.prefix == prefix && pattern.glob == glob)
    #expect(pattern.description == prefix + (glob.map { "/" + $0 } ?? ""))
    #expect(try Self.parse(pattern.description) == pattern, "read again it is the same")
  }

  @Test(arguments: [
    ("", "is not a path"), ("/a\0b", "null"), ("\0", "null"), ("~root", "another user's home"),
    ("~root/x", "another user's home"), ("~~", "another user's home"), ("/a/*/..", ".."),
    ("/*/../etc", ".."), ("a?/../b", ".."), ("/a/**/b/../../c", ".."),
  ])
  func `is refused with what is wrong`(_ text: String, _ word: String) {
    let error = #expect(throws: PolicyError.self) { try Self.parse(text) }
    #expect(error?.subject == text)
    #expect(error?.reason.contains(word) == true, "\(error?.reason ?? "none")")
  }

  @Test func `with the dots before the wildcard is none the worse`() throws {
    #expect(try Self.parse("../b/*") == PathPattern(prefix: "/work/b", glob: "*"))
    #expect(try Self.parse("/a/../b/*") == PathPattern(prefix: "/a/../b", glob: "*"))
  }

  @Test(arguments: [nil, "", "home", "~"] as [String?])
  func `needs a home for its tilde`(_ home: String?) throws {
    for text in ["~", "~/", "~/a"] {
      let error = #expect(throws: PolicyError.self) { try Self.parse(text, home: home) }
      #expect(error?.reason.contains("HOME") == true)
    }
    #expect(try Self.parse("a~/b", home: home).prefix == "/work/project/a~/b")
  }

  /// Swift takes `e` with an accent for one letter with what stands beside it; a file system does not.
  @Test func `is made of bytes, not of letters`() throws {
    let accent = "\u{301}"
    #expect(try Self.parse("/a/\(accent)b/..") == PathPattern(prefix: "/a/\(accent)b/.."))
    #expect(try Self.parse("/a/*\(accent)") == PathPattern(prefix: "/a", glob: "*\(accent)"))
    #expect(try Self.parse("/a/..\(accent)").prefix.utf8.elementsEqual("/a/..\(accent)".utf8))
    #expect(try Self.parse("/\(accent)a").prefix.utf8.elementsEqual("/\(accent)a".utf8))
  }

  @Test func `differs where a file system tells names apart`() throws {
    let composed = try Self.parse("/a/caf\u{e9}")
    let decomposed = try Self.parse("/a/cafe\u{301}")
    var policy = Policy()
    for path in [composed, decomposed, composed] {
      policy.refuse(ActionSet(.readFile), .path(path), origin: .flag("--deny-read"))
    }
    let spellings = policy.rules.map { Array($0.pattern.description.utf8) }
    #expect(spellings == [composed, decomposed].map { Array($0.description.utf8) })
  }
}
