import Foundation
import SystemPackage
import Testing

@testable import HermeticEngine

@Suite(.enabled(if: !Pythons.supported.isEmpty))
struct FormTests {
  let folder: TestFolder
  let python: String

  init() throws {
    folder = try TestFolder()
    python = try #require(Pythons.supported.first)
    try folder.link("bin/python3", to: python)
  }

  var environment: Environment { folder.environment(path: ["\(folder.path)/bin", "/usr/bin"]) }

  @Test(
    arguments: [
      ["-m", "json.tool", "--help"], ["-mjson.tool"], ["-c", "print(1)", "-x"], ["-"], ["-cpass"],
    ] as [[Argument]])
  func `Python's own options go to the default interpreter`(command: [Argument]) throws {
    let program = try Program.resolve(command, in: environment)
    #expect(program.arguments == ["python3"] + command)
    #expect(program.executable.string == "\(folder.path)/bin/python3")
    #expect(program.commandName == "python3")
    #expect(program.environmentChanges.isEmpty)
  }

  @Test func `the default interpreter is python where there is no python3`() throws {
    let other = try TestFolder()
    try other.link("bin/python", to: python)
    let environment = other.environment(path: ["\(other.path)/bin"])
    #expect(try Program.resolve(["-c", "pass"], in: environment).arguments.first == "python")
    #expect(
      failure(["-m", "x"], in: other.environment(path: ["/nowhere"]))?.description
        == "-m: no default interpreter to run it with: python3: command not found")
  }

  @Test func `a script without a way to run it is run by the default interpreter`() throws {
    try folder.write("plain.py", "print(1)\n", mode: 0o644)
    try folder.write("sub/plain.pyw", "print(1)\n", mode: 0o644)
    try folder.write("marked.py", "#!/usr/bin/env python9\n", mode: 0o644)
    try folder.write("executable.py", "print(1)\n")
    try folder.write("app/__main__.py", "", mode: 0o644)
    try folder.write("archive", Data([0x50, 0x4b, 3, 4, 0]), mode: 0o644)
    let end = Data([0x50, 0x4b, 5, 6] + [UInt8](repeating: 0, count: 16) + [2, 0, 65, 66])
    try folder.write("archive2", Data("#!/usr/bin/env python9\n".utf8) + end, mode: 0o644)
    try folder.write("archive3", end)
    let forms: [Argument] = [
      "plain.py", "./plain.py", "sub/plain.pyw", "marked.py", "./executable.py", "app", "./app",
      "app/", "./archive", "archive2", "./archive3", Argument(folder.path + "/app"),
    ]
    for form in forms {
      let program = try Program.resolve([form, "-x", "y"], in: environment)
      #expect(program.arguments == ["python3", form, "-x", "y"])
    }
  }

  @Test func `an executable script follows its own first line`() throws {
    try folder.write("tool.py", "#!\(python) -I\n")
    try folder.write("tool.pyz", Data("#!\(python)\n".utf8) + Data([0x50, 0x4b, 3, 4]))
    let name = Argument(python)
    #expect(
      try Program.resolve(["./tool.py", "x"], in: environment).arguments
        == [name, "-I", "./tool.py", "x"])
    #expect(
      try Program.resolve(["tool.py"], in: environment).arguments == [name, "-I", "tool.py"])
    #expect(try Program.resolve(["./tool.pyz"], in: environment).arguments == [name, "./tool.pyz"])
    // PATH comes first, as in a shell.
    try folder.copy("\(folder.path)/tool.py", to: "bin/tool.py")
    #expect(
      try Program.resolve(["tool.py"], in: environment).arguments.last
        == Argument("\(folder.path)/bin/tool.py"))
  }

  @Test func `an object of a module is called as a console script calls it`() throws {
    try folder.write(
      "package/__init__.py", "", mode: 0o644)
    try folder.write(
      "package/tool.py",
      """
      import sys
      class Main:
        @staticmethod
        def run():
          print(sys.argv, __name__)
          return 3
      """, mode: 0o644)
    let program = try Program.resolve(["package.tool:Main.run", "a", "-b"], in: environment)
    #expect(program.arguments[..<2] == ["python3", "-c"])
    let told = try Pythons.ask(
      python, program.arguments.dropFirst().map(\.text), folder: folder.path)
    #expect(told == "['package.tool:Main.run', 'a', '-b'] package.tool\n")
    for word: Argument in ["a:b:c", "a:", ":b", "1a:b", "a.:b", "a:b()", "a:b c"] {
      #expect(failure([word], in: environment)?.code == .notFound)
    }
    try folder.write("mod:attr", "", mode: 0o644)
    #expect(failure(["mod:attr"], in: environment)?.code == .notFound)
  }

  @Test func `a real run sees the same argv with and without following`() throws {
    let code = """
      import sys
      sys.stdout.write(repr([sys.argv, sys.executable, sys.prefix, sys.path[0], __file__]
        + [getattr(sys, 'orig_argv', None)]))
      """
    try folder.link("venv/bin/python", to: python)
    try folder.write(
      "venv/pyvenv.cfg", "home = \((python as NSString).deletingLastPathComponent)\n")
    let interpreter = "\(folder.path)/venv/bin/python"
    let texts = [
      "#!\(interpreter) -I\n", "#!/usr/bin/env python\n", "#!/usr/bin/env -S python -I -E\n",
      "#!/bin/sh\n'''exec' \"\(interpreter)\" \"$0\" \"$@\"\n' '''\n",
      "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python' "
        + "\"$0\" \"$@\"\n' '''\n",
    ]
    let path = "\(folder.path)/venv/bin:/usr/bin:/bin"
    for text in texts {
      try folder.write("venv/bin/tool", text + code)
      let environment = folder.environment(path: [path])
      let bare = try Pythons.ask("/usr/bin/env", ["tool", "a b"], environment: ["PATH": path])
      let program = try Program.resolve(["tool", "a b"], in: environment)
      #expect(program.launch != .exec)
      // `exec -a` gives the interpreter the zeroth argument that the kernel would give it.
      let words = program.arguments.map(\.text)
      let followed = try Pythons.ask(
        "/bin/bash",
        ["-c", "exec -a \"$0\" \"$@\"", words[0], program.executable.string] + words.dropFirst(),
        environment: ["PATH": path])
      #expect(bare == followed)
      #expect(bare.contains("tool"))
    }
  }
}
