import Foundation
import SystemPackage
import Testing

@testable import HermeticEngine

struct SearchTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  var environment: Environment {
    folder.environment(path: ["\(folder.path)/a", "\(folder.path)/b/", "", "/usr/bin", "/bin"])
  }

  @Test func `a name is found as execvp finds it`() throws {
    guard Compiled.isAvailable else { return }
    let show = try Compiled.show.get()
    try folder.write("a/tool", "#!\(show)\n", mode: 0o644)
    try folder.makeFolder("a/other")
    try folder.write("b/tool", "#!\(show)\n")
    try folder.write("b/other", "#!\(show)\n")
    try folder.write("local", "#!\(show)\n")
    for name: Argument in ["tool", "other", "local"] {
      try expectSameAsBare([name, "x"], in: environment)
    }
    #expect(
      try Program.resolve(["tool"], in: environment).arguments.last
        == Argument("\(folder.path)/b//tool"))
    var bare = environment
    bare["PATH"] = nil
    #expect(try Program.resolve(["cat"], in: bare).executable == "/bin/cat")
    bare["PATH"] = ""
    try expectSameAsBare(["./local"], in: bare)
    #expect(try Program.resolve(["local"], in: bare).arguments.last == "local")
  }

  @Test func `what cannot be found or run is told apart`() throws {
    try folder.write("a/closed", "#!/bin/sh\n", mode: 0o644)
    try folder.write("x.txt", "text", mode: 0o644)
    try folder.write("text", "just text\n")
    try folder.write("empty", "")
    try folder.write("b/http", "#!\(folder.path)/gone/python\n")
    try folder.write("b/envd", "#!/usr/bin/env python9.9\n")
    try folder.write("b/words", "#!/usr/bin/env python9.9 -I\n")
    try folder.write("b/crlf", "#!/usr/bin/env sh\r\n")
    try folder.write("b/crlf2", "#!/bin/sh\r\n")
    try folder.write("b/locked", "#!\(folder.path)/x.txt\n")
    try folder.write("b/stub", "#!/bin/sh\n'''exec' \(folder.path)/gone/python \"$0\" \"$@\"\n")
    try folder.link("broken", to: "nowhere")
    try folder.makeFolder("folder")
    let cases: [(Argument, Int32, String)] = [
      ("htpp", 127, "htpp: command not found"),
      ("", 127, "'': command not found"),
      ("closed", 126, "closed: permission denied: PATH/a/closed may not be executed"),
      ("./x.txt", 126, "./x.txt: permission denied"),
      ("./x.txt/", 127, "./x.txt/: not a directory"),
      ("x.txt", 126, "x.txt: permission denied: x.txt may not be executed"),
      ("./gone", 127, "./gone: no such file or directory"),
      ("./broken", 127, "./broken: is a broken symbolic link to nowhere"),
      ("./folder", 126, "./folder: is a directory"),
      ("folder", 127, "folder: command not found; the folder of that name has no __main__.py"),
      ("./text", 126, "./text: is neither an ELF file nor a script with #! in its first line"),
      ("./empty", 126, "./empty: is neither an ELF file nor a script with #! in its first line"),
      ("http", 127, "PATH/b//http: its interpreter PATH/gone/python does not exist"),
      ("stub", 127, "PATH/b//stub: its interpreter PATH/gone/python does not exist"),
      ("envd", 127, "PATH/b//envd: its interpreter python9.9 is not on PATH"),
      (
        "words", 127,
        "PATH/b//words: its interpreter python9.9 -I is not on PATH: "
          + "env takes several words only after -S"
      ),
      (
        "crlf", 127,
        "PATH/b//crlf: its interpreter sh\\r is not on PATH: "
          + "its first line ends in CR LF, as on Windows"
      ),
      (
        "crlf2", 127,
        "PATH/b//crlf2: its interpreter /bin/sh\\r does not exist: "
          + "its first line ends in CR LF, as on Windows"
      ),
      ("locked", 126, "PATH/b//locked: its interpreter PATH/x.txt: permission denied"),
      ("/dev/null", 126, "/dev/null: permission denied"),
    ]
    for (name, status, message) in cases {
      let error = try #require(failure([name], in: environment), "\(name.text)")
      #expect(error.exitStatus == status, "\(name.text)")
      #expect(error.description == message.replacing("PATH/", with: folder.path + "/"))
    }
    let elsewhere = folder.environment(path: ["/usr/bin"])
    #expect(
      failure(["x.txt"], in: elsewhere)?.description
        == "x.txt: command not found; to run the file here, write ./x.txt")
    #expect(failure([], in: environment)?.description == "command: no program is named")
    #expect(failure(["a\u{1b}[1m\n"], in: environment)?.subject == "a\\u{1b}[1m\\n")
  }
}
