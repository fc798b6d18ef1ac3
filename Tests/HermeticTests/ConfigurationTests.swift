import Foundation
import Glibc
import HermeticPolicy
import Testing

/// A folder with a policy file, and what hermetic makes of it there.
private struct Place {
  let folder: TestFolder

  init(_ files: [String: String] = [:]) throws {
    folder = try TestFolder()
    for (name, text) in files { try write(name, text) }
  }

  /// Writes a file, and makes the folders that it is in.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return try folder.write(name, text)
  }

  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }

  func makePipe(_ name: String) {
    let status = unsafe mkfifo(path(name), 0o600)
    #expect(status == 0)
  }

  /// Runs hermetic in a folder below this one.
  func hermetic(
    _ arguments: String..., in name: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(
      Hermetic.executable, arguments, in: name.isEmpty ? folder.path : path(name),
      environment: environment)
  }
}

@Suite struct `A policy file` {
  // MARK: Errors

  @Test(
    arguments: [
      // What is no TOML.
      ("no-network = True", 1, "'True' is no value; write true"),
      ("\n\nallow-domain = example.com", 3, "a string stands in quotes"),
      ("[.", 1, "a key must stand here"), ("d=[}", 1, "a value must stand here"),
      ("a = 1\0b", 1, "control character"), ("no-network = true\nno-network = true", 2, "line 1"),
      (String(repeating: "a.", count: 200_000) + "a = 1", 1, "nested more than 64 deep"),
      // What hermetic knows no use for.
      ("# policy\nno-netwrok = true", 2, "no-netwrok: is no option; did you mean 'no-network'?"),
      ("[profile.a]\nextend = 'x'", 2, "extend: is no option; did you mean 'extends'?"),
      ("[profiles.a]", 1, "profiles: is no option; did you mean 'profile'?"),
      ("nonsense = 1", 1, "nonsense: is no option; 'hermetic --help' lists them"),
      ("[tool.hermetic]\nno-network = true", 1, "[tool.hermetic] is for pyproject.toml"),
      ("allow-read = 'a'\ndeny-raed = 'a'", 2, "did you mean 'deny-read'?"),
      ("allow-read = \"C:\\Users\"", 1, "write \\\\ or put the string into '…'"),
      ("no-network = 1", 1, "no-network: is true or left out, not an integer"),
      ("no-network = false", 1, "no-network: is true or left out: what is refused"),
      ("allow-domain = 1", 1, "allow-domain: is a string or an array of strings, not an integer"),
      ("allow-domain = [\n'a.org',\n2]", 3, "allow-domain: is an array of strings"),
      ("allow-domain = []", 1, "allow-domain: is an empty array"),
      ("allow-read = ''", 1, "allow-read: has an empty string"),
      ("allow-domain = [\n'a.org',\n'a b']", 3, "allow-domain: 'a b' is not a host name"),
      ("timeout = true", 1, "timeout: is a number or a string, not a boolean"),
      ("memory = ['1G']", 1, "memory: is a number or a string, not an array"),
      ("memory = ''", 1, "memory: has an empty string"),
      ("\ntimeout = 0", 2, "timeout: '0' leaves nothing"),
      ("processes = -1", 1, "processes: '-1' is not a number"),
      ("file-size = '1 GB'", 1, "file-size: '1 GB' is not a size"),
      ("on-violation = 'rais'", 1, "did you mean 'raise'?"),
      ("violation-exit-code = 0", 1, "is a number from 1 to 255"),
      ("trace = 'yes'", 1, "trace: is true or left out"),
      // Profiles.
      ("profile = 1", 1, "profile: is a table of profiles"),
      ("[profile]\nno-network = true", 2, "no-network: is no profile; write [profile.NAME]"),
      ("[profile.block-all]", 1, "is the name of a profile of hermetic's own"),
      ("[profile.'']", 1, "is an empty name"),
      ("\nextends = 'ci'\n[profile.cj]", 2, "extends: 'ci' is no profile; did you mean 'cj'?"),
      ("[grantable]\ndomian = 'a.org'", 2, "domian: is nothing to grant; did you mean 'domain'?"),
      ("[grantable]\nenv = ['A', '']", 2, "has an empty string"),
      ("grantable = ['fly:me']", 1, "grantable: 'fly:me' is not KIND:VALUE"),
      ("[profile.a]\nextends = 'a'", 2, "extends: 'a' extends itself"),
      ("[profile.a]\nextends = 'b'\n[profile.b]\nextends = 'a'", 4, "extends: 'a' extends itself"),
      ("extends = 'a'\n[profile.a]\nextends = 'a'", 3, "extends: 'a' extends itself"),
      ("[profile.\"é\"]\n[profile.\"e\\u0301\"]", 2, "in another spelling"),
    ] as [(String, Int, String)])
  func `is wrong with its line, and says how`(
    _ text: String, _ line: Int, _ message: String
  ) throws {
    let place = try Place(["hermetic.toml": text])
    for arguments in [["check"], ["check", "--config", "hermetic.toml"]] {
      let outcome = try run(Hermetic.executable, arguments, in: place.folder.path)
      #expect(outcome.end == .exit(2))
      #expect(outcome.output.isEmpty)
      #expect(
        outcome.errors.hasPrefix("hermetic: \(place.path("hermetic.toml")):\(line): "),
        "\(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test func `stops a run that it is wrong for`() throws {
    let place = try Place(["hermetic.toml": "no-netwrok = true"])
    let outcome = try place.hermetic("--", "python3", "-c", "print('ran')")
    #expect(outcome.end == .exit(2))
    #expect(outcome.output.isEmpty)
  }

  @Test func `is not TOML where it is not UTF-8`() throws {
    let place = try Place()
    let file = URL(fileURLWithPath: place.path("hermetic.toml"))
    try Data([0x23, 0x0a, 0x23, 0xff]).write(to: file)
    let outcome = try place.hermetic("check")
    #expect(outcome.end == .exit(2))
    #expect(outcome.errors.contains(":2: is not UTF-8"))
  }

  @Test func `cannot speak to the terminal`() throws {
    let place = try Place(["hermetic.toml": "\"\\u001b[31m\" = 1"])
    let long = String(repeating: "x", count: 100_000)
    let texts = [
      "\"\\u001b[31m\" = 1", "allow-domain = \"\\u001b[31m\\u009b\"", "[profile.\"\\u001b[31m\"]",
      "deny-import = 'a'\nallow-read = \"/\\u001b[31m\"", "\(long) = 1",
      "allow-domain = '\(long) '",
      "extends = '\(long)'", "on-violation = '\(long)'",
    ]
    for text in texts {
      try place.write("hermetic.toml", text)
      for command in [["check"], ["check", "--no-network"], ["profile", "list"]] {
        let outcome = try run(Hermetic.executable, command, in: place.folder.path)
        let said = outcome.output + outcome.errors
        #expect(!said.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{9b}" }, "\(text)")
        #expect(said.count < 4_000)
      }
    }
  }

  @Test func `sets limits, of which the smaller ones count`() throws {
    let place = try Place([
      "hermetic.toml":
        "timeout = 1.5\nmemory = '512M'\nprocesses = 40\n[profile.ci]\ntimeout = '2m'"
    ])
    let check = try place.hermetic("check", "--timeout", "10", "--processes", "4")
    #expect(check.end == .exit(0), "\(check.errors)")
    let file = place.path("hermetic.toml")
    #expect(
      check.output.contains(
        """
        limits:
          memory 512 MiB  (\(file):2: memory = "512M")
          processes 4  (--processes 4)
          timeout 1.5 s  (\(file):1: timeout = "1.5")

        """), "\(check.output)")
    let profile = try place.hermetic("profile", "show", "ci")
    #expect(profile.output == "# \(file):4\ntimeout = \"2m\"\n")
  }

  @Test func `may have Windows line ends and a byte order mark`() throws {
    let place = try Place([
      "hermetic.toml": "\u{feff}no-network = true\r\n\r\ndeny-import = 'a'\r\n"
    ])
    let outcome = try place.hermetic("check")
    #expect(outcome.end == .exit(0))
    #expect(outcome.output.contains("\(place.path("hermetic.toml")):3: deny-import"))
  }

  @Test func `may be large`() throws {
    let domains = (0..<30_000).map { "'h\($0).example.com',\n" }.joined()
    let place = try Place(["hermetic.toml": "allow-domain = [\n\(domains)]"])
    #expect(try place.hermetic("check").end == .exit(0))
    let refused = try place.hermetic("check", "--no-network")
    #expect(refused.end == .exit(0))
    #expect(refused.output.contains(":30001: allow-domain = \"h29999.example.com\""))
    try place.write("hermetic.toml", String(repeating: "#", count: 1 << 20) + "\n")
    #expect(try place.hermetic("check").errors.contains("is larger than 1 MiB"))
  }

  @Test func `of nothing says so`() throws {
    let place = try Place(["hermetic.toml": "# nothing yet\n"])
    let outcome = try place.hermetic("check")
    #expect(outcome.end == .exit(0))
    #expect(outcome.output.contains("hermetic.toml: says nothing"))
  }

  // MARK: Finding

  @Test func `is searched upwards, and the nearest is taken`() throws {
    let place = try Place(["hermetic.toml": "no-network = true"])
    try place.makeFolder("a/b/c")
    #expect(try place.hermetic("check", in: "a/b/c").output.contains("network: refused"))
    try place.write("a/hermetic.toml", "no-subprocess = true")
    let nearer = try place.hermetic("check", in: "a/b/c")
    #expect(nearer.output.hasPrefix("policy file: \(place.path("a/hermetic.toml"))\n"))
    #expect(nearer.output.contains("network: open"))
    #expect(nearer.output.contains("subprocess: refused"))
  }

  @Test func `may be a table of pyproject.toml`() throws {
    let place = try Place([
      "pyproject.toml": "[project]\nname = 'x'\n\n[tool.hermetic]\nno-network = true\n"
        + "[tool.hermetic.profile.ci]\nno-subprocess = true\n"
    ])
    let outcome = try place.hermetic("check")
    #expect(outcome.output.contains("(\(place.path("pyproject.toml")):5: no-network)"))
    #expect(
      try place.hermetic("check", "--profile", "ci").output.contains("subprocess: refused"))

    // Beside hermetic.toml it is not looked at.
    try place.write("hermetic.toml", "no-code-exec = true")
    #expect(try place.hermetic("check").output.contains("network: open"))
  }

  @Test(
    arguments: ["[project]\nname = 'x'", "[tool.other]\n", "not TOML", "tool = 1 # hermetic", ""])
  func `is none where a pyproject.toml is not about it`(_ text: String) throws {
    let place = try Place(["hermetic.toml": "no-network = true", "a/pyproject.toml": text])
    let outcome = try place.hermetic("check", in: "a")
    #expect(outcome.output.hasPrefix("policy file: \(place.path("hermetic.toml"))\n"))
  }

  @Test func `is wrong in a pyproject.toml with the line there`() throws {
    let place = try Place(["pyproject.toml": "[tool.hermetic]\nno-netwrok = true"])
    let outcome = try place.hermetic("check")
    #expect(outcome.errors.contains("pyproject.toml:2: no-netwrok: is no option"))
    try place.write("pyproject.toml", "[project]\n[tool]\nhermetic = 1")
    #expect(try place.hermetic("check").errors.contains("pyproject.toml:3: hermetic: is a table"))
    try place.write("other.toml", "no-network = true")
    try place.write("pyproject.toml", "[project]")
    let named = try place.hermetic("check", "--config", "pyproject.toml")
    #expect(named.end == .exit(2))
    #expect(named.errors.contains("--config pyproject.toml: has no [tool.hermetic]"))
  }

  @Test func `is not read with --no-config, and another with --config`() throws {
    let place = try Place([
      "hermetic.toml": "no-network = true", "a/ci.toml": "no-subprocess = true",
    ])
    let none = try place.hermetic("check", "--no-config")
    #expect(none.output.hasPrefix("policy file: none\n"))
    #expect(none.output.contains("network: open"))
    let other = try place.hermetic("check", "--config", "a/ci.toml")
    #expect(other.output.contains("network: open"))
    #expect(other.output.contains("(\(place.path("a/ci.toml")):1: no-subprocess)"))
    #expect(try place.hermetic("check", "--config", "a/ci.toml", "--no-config").end == .exit(2))
  }

  @Test func `is named by a path as the kernel reads it`() throws {
    let place = try Place(["real/x.toml": "no-network = true", "x.toml": "no-subprocess = true"])
    try place.makeFolder("real/deep")
    try FileManager.default.createSymbolicLink(
      atPath: place.path("link"), withDestinationPath: place.path("real/deep"))
    let outcome = try place.hermetic("check", "--config", "link/../x.toml")
    #expect(outcome.output.contains("network: refused"))
  }

  @Test(
    arguments: [
      ("folder", "is a folder, not a file"), ("pipe", "is not a regular file"),
      ("/dev/zero", "is not a regular file"), ("/dev/tty", "--config /dev/tty: "),
      ("none.toml", "cannot be read: no such file or directory"), ("", "--config"),
      ("hermetic.toml/x", "cannot be read: not a directory"),
    ])
  func `must be a file where it is named`(_ path: String, _ message: String) throws {
    let place = try Place(["hermetic.toml": ""])
    try place.makeFolder("folder")
    place.makePipe("pipe")
    let outcome = try run(
      Hermetic.executable, ["check", "--config=\(path)"], in: place.folder.path, limit: 10)
    #expect(outcome.end == .exit(2))
    #expect(outcome.errors.contains("--config"), "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `that is a pipe is not waited for`() throws {
    let place = try Place()
    place.makePipe("hermetic.toml")
    let outcome = try run(Hermetic.executable, ["check"], in: place.folder.path, limit: 10)
    #expect(outcome.end == .exit(2))
    #expect(outcome.errors.contains("is not a regular file"), "\(outcome.errors)")
  }

  @Test(.enabled(if: getuid() == 0, "only root can become somebody else"))
  func `that may not be read is not passed over`() throws {
    let place = try Place(["hermetic.toml": "no-network = true"])
    for (path, mode) in [(place.path("hermetic.toml"), 0o600), (place.folder.path, 0o755)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    // Where nobody else may execute what is tested.
    let copy = place.path("hermetic")
    try FileManager.default.copyItem(atPath: Hermetic.executable, toPath: copy)
    let outcome = try run(
      "/usr/bin/setpriv", ["--reuid", "65534", "--clear-groups", copy, "check"],
      in: place.folder.path)
    #expect(outcome.end == .exit(2))
    #expect(
      outcome.errors.contains("cannot be read: permission denied; --no-config runs without it"),
      "\(outcome.errors)")
  }

  // MARK: Paths

  @Test func `has paths that are relative to its folder`() throws {
    let place = try Place(["hermetic.toml": "allow-read = ['data', '~/x', '/srv', '../y/./z']"])
    try place.makeFolder("a")
    let outcome = try place.hermetic("check", in: "a", environment: ["HOME": "/home/ann"])
    let parent = URL(fileURLWithPath: place.folder.path).deletingLastPathComponent().path
    for path in [place.path("data"), "/home/ann/x", "/srv", "\(parent)/y/z"] {
      #expect(
        outcome.output.contains("allow readFile, listFiles: \(path)  ("), "\(outcome.output)")
    }
  }

  // MARK: Profiles

  @Test func `has profiles that extend others`() throws {
    let place = try Place([
      "hermetic.toml": """
      [profile.ci]
      extends = ["base", "exec-deny"]
      deny-import = "telnetlib"
      violation-exit-code = 3
      [profile.base]
      no-network = true
      violation-exit-code = 4
      on-violation = "kill"
      """
    ])
    let outcome = try place.hermetic("check", "--profile", "ci")
    let file = place.path("hermetic.toml")
    for words in [
      "(\(file):6: no-network)", "(profile exec-deny: no-subprocess)",
      "(\(file):3: deny-import = \"telnetlib\")", "violations: kill, exit status 3",
    ] {
      #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
    }
    #expect(try place.hermetic("check").output.contains("network: open"))
    let wrong = try place.hermetic("check", "--profile", "bas")
    #expect(wrong.end == .exit(2))
    #expect(wrong.errors.contains("--profile bas: there is no such profile; did you mean 'base'?"))
  }

  @Test func `applies a profile once, however often it is extended`() throws {
    let layers = (0..<28).map { layer in
      "[profile.a\(layer)]\nextends = ['a\(layer + 1)', 'b\(layer + 1)']\n"
        + "[profile.b\(layer)]\nextends = ['a\(layer + 1)', 'b\(layer + 1)']\n"
    }
    let last = "[profile.a28]\nno-network = true\n[profile.b28]\nno-subprocess = true\n"
    let place = try Place(["hermetic.toml": layers.joined() + last])
    let outcome = try run(
      Hermetic.executable, ["check", "--profile", "a0"], in: place.folder.path, limit: 20)
    #expect(outcome.end == .exit(0))
    #expect(outcome.output.contains("network: refused"))
    #expect(outcome.output.contains("subprocess: refused"))
  }

  @Test(arguments: [true, false])
  func `has profiles that extend one another 32 deep and no more`(_ isForward: Bool) throws {
    let place = try Place()
    for (count, isFine) in [(32, true), (33, false), (5_000, false)] {
      var profiles = (1..<count).map { "[profile.p\($0)]\nextends = 'p\($0 + 1)'\n" }
      profiles.append("[profile.p\(count)]\nno-network = true\n")
      if !isForward { profiles.reverse() }
      try place.write("hermetic.toml", profiles.joined())
      let outcome = try place.hermetic("check", "--profile", "p1")
      #expect(outcome.end == .exit(isFine ? 0 : 2), "\(count)")
      #expect(try place.hermetic("check").end == outcome.end, "\(count)")
      guard !isFine else { continue }
      #expect(outcome.errors.contains("more than 32 profiles"), "\(outcome.errors)")
      #expect(outcome.errors.contains(/hermetic\.toml:\d+: extends:/))
    }
  }

  // MARK: Narrowing

  @Test(
    arguments: [["--no-network"], ["--profile", "net-hermetic"], ["--profile", "own"]])
  func `that is only found widens nothing that flags say`(_ flags: [String]) throws {
    let place = try Place([
      "hermetic.toml": """
      allow-domain = "example.com"
      no-subprocess = true
      on-violation = "log"
      [profile.own]
      no-network = true
      """
    ])
    let file = place.path("hermetic.toml")
    let found = try run(Hermetic.executable, ["check"] + flags, in: place.folder.path)
    #expect(!found.output.contains("allow resolve, connect, send: example.com"))
    #expect(found.output.contains("not taken: \(file):1: allow-domain = \"example.com\""))
    #expect(found.output.contains("not taken: \(file):3: on-violation"))
    #expect(found.output.contains("violations: raise"))
    #expect(found.output.contains("(\(file):2: no-subprocess)"))

    let named = try run(
      Hermetic.executable, ["check", "--config", file] + flags, in: place.folder.path)
    #expect(named.output.contains("allow resolve, connect, send: example.com"))
    #expect(named.output.contains("violations: log"))
    #expect(!named.output.contains("not taken"))
  }

  @Test func `counts as a whole where no policy is given`() throws {
    let place = try Place(["hermetic.toml": "allow-domain = 'a.org'\non-violation = 'log'"])
    for flags in [[], ["--trace"]] {
      let outcome = try run(Hermetic.executable, ["check"] + flags, in: place.folder.path)
      #expect(outcome.output.contains("allow resolve, connect, send: a.org"))
      #expect(outcome.output.contains("violations: log"))
      #expect(!outcome.output.contains("not taken"))
    }
  }

  @Test func `has a named profile's settings meant`() throws {
    let place = try Place([
      "hermetic.toml": "[profile.soft]\nno-network = true\non-violation = 'log'"
    ])
    let outcome = try place.hermetic("check", "--profile", "soft")
    #expect(outcome.output.contains("violations: log"))
  }

  @Test(.enabled(if: Python.any != nil, "no CPython found"))
  func `is said not to count on a run, too`() throws {
    let python = try #require(Python.any)
    let domains = (0..<50).map { "'h\($0).org'" }.joined(separator: ", ")
    let place = try Place(["hermetic.toml": "allow-domain = [\(domains)]"])
    let outcome = try place.hermetic("--no-network", "--", python.path, "-c", "print('ran')")
    #expect(outcome.output == "ran\n")
    #expect(outcome.lines.count == 11, "\(outcome.errors)")
    #expect(outcome.lines.last?.contains("40 more are not taken") == true)
  }

  // MARK: Commands

  @Test func `has its profiles listed and shown`() throws {
    let place = try Place([
      "hermetic.toml":
        "[profile.ci]\nextends = 'exec-deny'\nallow-read = ['a\"b', '\\c']\ntrace = true"
    ])
    let list = try place.hermetic("profile", "list")
    #expect(list.end == .exit(0))
    for profile in Profile.all { #expect(list.output.contains("\(profile.name) ")) }
    #expect(list.output.contains(place.path("hermetic.toml") + ":1\n"))
    let shown = try place.hermetic("profile", "show", "ci").output
    #expect(
      shown == """
        # \(place.path("hermetic.toml")):1
        extends = ["exec-deny"]
        allow-read = ["a\\"b", "\\\\c"]
        trace = true

        """)
    // What is shown is a policy file.
    let copy = try place.write("copy.toml", shown)
    let check = try place.hermetic("check", "--config", copy)
    #expect(check.output.contains("allow readFile, listFiles: \(place.path("a\"b"))"))
    #expect(check.output.contains("allow readFile, listFiles: \(place.path("\\c"))"))
    let wrong = try place.hermetic("profile", "show", "cj")
    #expect(wrong.end == .exit(2))
    #expect(wrong.errors.contains("cj: there is no such profile; did you mean 'ci'?"))
  }

  @Test(arguments: Profile.all)
  func `may say what a profile of hermetic's own is shown to be`(_ profile: Profile) throws {
    let place = try Place()
    let shown = try place.hermetic("profile", "show", profile.name)
    #expect(shown.end == .exit(0))
    try place.write("hermetic.toml", shown.output)
    let rules = { (outcome: Outcome) in
      // A file is protected, too.
      outcome.output.split(separator: "\n").filter { !$0.contains("(nobody writes the policy") }
        .map { $0.prefix { $0 != "(" } }.dropFirst()
    }
    #expect(
      try rules(place.hermetic("check"))
        == rules(place.hermetic("check", "--no-config", "--profile", profile.name)))
  }

  @Test func `has a schema of every key, in JSON that Python reads`() throws {
    let schema = try hermetic("schema")
    #expect(schema.end == .exit(0))
    let program = """
      import json, sys
      schema = json.load(sys.stdin)
      own = schema["properties"]
      profile = own["profile"]["additionalProperties"]
      assert not schema["additionalProperties"] and not profile["additionalProperties"]
      assert set(own) - {"profile"} == set(profile["properties"])
      assert all(own[key]["description"] for key in own)
      print("\\n".join(own))
      """
    let keys = try run("/usr/bin/env", ["python3", "-c", program], input: schema.output)
    #expect(keys.end == .exit(0), "\(keys.errors)")
    let settings = ["trace", "fail-on-violation", "violation-exit-code", "on-violation"]
    #expect(
      keys.output.split(separator: "\n").map(String.init)
        == PolicyOption.all.map(\.name) + ["extends"] + settings + ["profile"])
  }
}
