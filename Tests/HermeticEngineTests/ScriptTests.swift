import Foundation
import SystemPackage
import Testing

@testable import HermeticEngine

@Suite(.enabled(if: Compiled.isAvailable))
struct ScriptTests {
  let folder: TestFolder
  let show: String

  init() throws {
    folder = try TestFolder()
    show = try Compiled.show.get()
    try folder.link("bin/show", to: show)
  }

  var environment: Environment {
    folder.environment(path: ["\(folder.path)/bin", "/usr/bin", "/bin"], ["KEEP": "a b"])
  }

  @Test(arguments: [
    "#!SHOW\n", "#!SHOW", "#! \t SHOW \t \n", "#!SHOW -I\n", "#!SHOW  -I  -E \n", "#!SHOW -I",
    "#!SHOW  ", "#!SHOW \0x\n", "#!SHOW a\0b\n", "#!../FOLDER/bin/show\n", "#!bin/show -x\n",
    "#!SHOW -I\r\n", "#!SHOW \u{e9}\n",
    "#!/usr/bin/env show\n", "#!/usr/bin/env -S show -I -E\n", "#!/usr/bin/env -SSHOW\n",
    "#!/usr/bin/env -S -i PATH=${PATH} A=1 show \"${KEEP}\" '\\_' x\\_y # no\n",
    "#!/usr/bin/env -S -u KEEP -uHOME show\n", "#!/usr/bin/env -iS SHOW \\#a \\$b \"\" a\\tb\n",
    "#!/usr/bin/env -S --unset=KEEP -- B=2 C= show a#b \\c d\n",
    "#!/usr/bin/env -S --split-string=\"show x\" y\n", "#!/usr/bin/env -S - A=1 SHOW\n",
    "#!/usr/bin/env -S -i -- - SHOW ${NOPE} \"${NOPE}\" ${KEEP}\n", "#!/usr/bin/env -S =x show\n",
    "#!/bin/sh\n'''exec' SHOW \"$0\" \"$@\"\n' '''\n",
    "#!/bin/sh\n# coding: utf-8\n\n'''exec' \"SHOW\" -I -E \"$0\" \"$@\"\n' '''\n",
    "#!/bin/sh -e\n'''exec' 'SHOW' a\\ b \"c\\d\\$\" \"$0\" \"$@\" # end\n' '''\n",
    "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/bin/'show' "
      + "\"$0\" \"$@\"\n' '''\n",
    "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")/bin/show\" "
      + "\"$0\" \"$@\"\n' '''\n",
    "#!/bin/sh\nexec show \"$@\"\n", "#!/usr/bin/env bash\nexec \"${0}\".link \"$0\" \"$@\"\n",
    "#!/bin/bash\nexec \"$(dirname \"$(readlink -f \"$0\")\")/bin/show\" \"$@\"\n",
  ])
  func `a script gets the arguments it would get without hermetic`(text: String) throws {
    let text = text.replacing("SHOW", with: show)
      .replacing("FOLDER", with: (folder.path as NSString).lastPathComponent)
    try folder.write("script", text)
    try folder.write("here", text)
    try folder.link("here.link", to: show)
    try folder.link("script.link", to: show)
    try folder.link("bin/on-path", to: "../script")
    try folder.link("bin/on-path.link", to: show)
    try expectSameAsBare(["./script", "one", "t w o", ""], in: environment)
    try expectSameAsBare([Argument(folder.path + "/script")], in: environment)
    try expectSameAsBare([Argument(folder.path + "//./here"), "-c"], in: environment)
    if !text.contains("/bin/show\"") && !text.contains("/bin/'show'") {
      try expectSameAsBare(["on-path", "--flag=1"], in: environment)
    }
  }

  @Test(arguments: ["PWD", "SHLVL", "OLDPWD"], ["", "/", "/nowhere", "7", "x", "-1"])
  func `a shell leaves the variables it would leave`(name: String, value: String) throws {
    for shell in ["/bin/sh", "/bin/bash"] {
      try folder.write("script", "#!\(shell)\nexec \(show) \"$0\" \"$@\"\n")
      var environment = environment
      environment[Argument(name)] = Argument(value)
      try expectSameAsBare(["./script"], in: environment)
      environment[Argument(name)] = nil
      try expectSameAsBare(["./script"], in: environment)
    }
  }

  @Test func `five scripts in a row are followed, and six are not`() throws {
    try folder.write("s1", "#!\(show)\n")
    for level in 2...6 {
      try folder.write("s\(level)", "#!\(folder.path)/s\(level - 1) a\(level)\n")
    }
    try expectSameAsBare(["./s5", "x"], in: environment)
    #expect(try Bare.run(["./s6"], in: environment) == nil)
    let error = try #require(failure(["./s6"], in: environment))
    #expect(error.code == .notExecutable)
    #expect(
      error.description
        == "./s6: its interpreter \(show) is one script too many in a row")
  }

  @Test func `a first line is read up to the kernel's limit`() throws {
    for length in [200, 240, 253, 254, 255, 256, 300] {
      let padding = String(repeating: "x", count: max(0, length - show.utf8.count - 3))
      try folder.write("script", "#!\(show) \(padding)\n")
      try expectSameAsBare(["./script", "a"], in: environment)
    }
    let long = String(repeating: "d", count: 250)
    try folder.makeFolder(long)
    try folder.copy(show, to: "\(long)/show")
    try folder.write("script", "#!\(folder.path)/\(long)/show\n")
    #expect(failure(["./script"], in: environment)?.code == .notExecutable)
  }

  @Test(arguments: [
    ("-S show $KEEP", "env: -S: only ${NAME} is expanded"),
    ("-S show 'x", "env: -S: a quote is not closed"),
    ("-S show \\q", "env: -S: \\q is no escape"),
    ("-S show x\\", "env: -S: a backslash stands at the end"),
    ("-S show \"\\c\"", "env: -S: \\c stands between double quotes"),
    ("-S -C / show", "env: -C is an option hermetic does not follow"),
    ("--chdir=/ show", "env: --chdir=/ show is an option hermetic does not follow"),
    ("-i show", "env: env takes several words only after -S"),
    ("-vS show", "env: -v is an option hermetic does not follow"),
    ("-u", "env: -u needs a value"),
  ])
  func `what env is asked and hermetic does not follow is named`(
    option: String, reason: String
  ) throws {
    try folder.write("script", "#!/usr/bin/env \(option)")
    let command: [Argument] = option == "-u" ? ["env", "-u"] : ["./script"]
    let error = try #require(failure(command, in: environment))
    #expect(error.code == .unsupported)
    #expect(option == "-u" || error.description == "./script: \(reason)")
  }

  @Test(arguments: [
    "#!/bin/sh\necho hello\n", "#!/bin/sh\nexec show \"$@\" | cat\n",
    "#!/bin/sh\nexec \"`dirname $0`/bin/show\"\n", "#!/bin/sh\nexec $0.link\n",
    "#!/bin/sh -x\nexec show\n", "#!/bin/sh\nexec show \\\n  x\n", "#!/bin/sh\nFOO=1 exec show\n",
    "#!/bin/sh\nexec show > out\n", "#!/bin/sh\nexec -c show\n", "#!/bin/sh\nexec show x\"$@\"\n",
  ])
  func `a shell script that does more stays the shell's`(text: String) throws {
    try folder.write("script", text)
    let program = try Program.resolve(["./script", "a"], in: environment)
    #expect(program.launch == .exec)
    #expect(program.executable == "/bin/sh")
    #expect(program.arguments.first == "/bin/sh")
    #expect(program.arguments.suffix(2) == ["./script", "a"])
  }

  @Test func `env as the command itself is followed`() throws {
    try expectSameAsBare(["env", "-u", "KEEP", "A=1", "show", "B=2"], in: environment)
    try expectSameAsBare(["/usr/bin/env", "-i", Argument(show)], in: environment)
    #expect(try Program.resolve(["env"], in: environment).launch == .exec)
    #expect(try Program.resolve(["env", "A=1"], in: environment).launch == .exec)
  }

  @Test func `interpreters that call each other end in an error`() throws {
    try folder.write("script", "#!/bin/sh\nexec \"$0\"\n")
    let error = try #require(failure(["./script"], in: environment))
    #expect(error.description == "./script: its interpreters keep calling each other")
    try folder.write("loop", "#!/usr/bin/env -S ${LOOP}\n")
    let looping = folder.environment(path: ["/usr/bin"], ["LOOP": "-S${LOOP}"])
    #expect(failure(["./loop"], in: looping)?.code == .unsupported)
  }
}
