import Foundation
import HermeticPolicy
import Testing

@Suite struct `The command line` {
  // MARK: Help

  @Test(arguments: ["--help", "-h"]) func `explains every option of a policy`(_ flag: String) throws
  {
    let help = try hermetic(flag)
    #expect(help.end == .exit(0))
    #expect(help.errors.isEmpty)
    for option in PolicyOption.all {
      #expect(help.output.contains("--\(option.name)"), "--\(option.name)")
      // The help is wrapped to the terminal's width.
      let words = { (text: String) in
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      #expect(words(help.output).contains(words(option.help)), "--\(option.name)")
    }
  }

  @Test func `has a flag for every option of a policy and no others`() throws {
    let help = try hermetic("--help").output
    let section = try #require(help.range(of: "\nPOLICY:\n")).upperBound
    let rest = help[section...]
    let policy = rest[..<(rest.range(of: "\n\n")?.lowerBound ?? rest.endIndex)]
    let flags = policy.split(separator: "\n").compactMap { line -> Substring? in
      let words = line.split(separator: " ")
      guard line.hasPrefix("  --"), let first = words.first else { return nil }
      // A value that may be left out stands in brackets.
      return first.dropFirst(2).prefix { $0 != "[" }
    }
    #expect(flags.map(String.init) == PolicyOption.all.map(\.name))
  }

  @Test func `tells its version`() throws {
    let version = try hermetic("--version")
    #expect(version.end == .exit(0))
    #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  // MARK: Wrong usage

  @Test(
    arguments: [
      ([], "COMMAND"), (["--no-network"], "COMMAND"), (["--"], "COMMAND"),
      (["--no-network", "--"], "COMMAND"),
      (["--allow-domian", "example.com", "--", "python3"], "--allow-domian"),
      (["--allow-domian", "example.com", "--", "python3"], "--allow-domain"),
      (["--allow-domian=example.com", "--", "python3"], "--allow-domain"),
      (["--no-netwrok", "--", "python3"], "--no-network"),
      (["--nonsense", "--", "python3"], "--nonsense"),
      (["--allow-domain", "a b", "--", "python3"], "--allow-domain: 'a b' is not a host name"),
      (
        ["--allow-domain", "example.com:0", "--", "python3"],
        "'example.com:0' has no port from 1 to 65535"
      ),
      (["--allow-domain", "127.1", "--", "python3"], "'127.1' is not an address"),
      (
        ["--allow-domain", "10.0.0.0/33", "--", "python3"],
        "'10.0.0.0/33' is not an address or a block"
      ),
      (["--allow-domain", "a.org,", "--", "python3"], "--allow-domain"),
      (["--allow-unix-socket", "a.sock", "--", "python3"], "'a.sock' is not an absolute path"),
      (["--violation-exit-code", "0", "--", "python3"], "--violation-exit-code"),
      (["--violation-exit-code", "256", "--", "python3"], "--violation-exit-code"),
      (["--violation-exit-code", "-1", "--", "python3"], "--violation-exit-code"),
      (["--violation-exit-code", "x", "--", "python3"], "--violation-exit-code"),
      (["--on-violation", "explode", "--", "python3"], "--on-violation"),
      (["--launch", "sideways", "--", "python3"], "--launch"),
      (["--allow-domain"], "--allow-domain"),
      (["--no-network=yes", "--", "python3"], "--no-network"),
    ] as [([String], String)])
  func `ends with 2 and says what is wrong`(_ arguments: [String], _ word: String) throws {
    let outcome = try run(Hermetic.executable, arguments)
    #expect(outcome.end == .exit(2))
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
  }

  @Test(arguments: ["raise", "kill", "log"])
  func `names the choices where none of them is given`(_ choice: String) throws {
    let outcome = try hermetic("--on-violation", "explode", "--", "python3")
    #expect(outcome.errors.contains("'\(choice)'"), "\(outcome.errors)")
  }

  // MARK: Programs that do not run

  @Test(arguments: [
    "no-such-program", "./no-such-program", "/no/such/program", "no-such-program.py",
  ])
  func `ends with 127 for a program that is not there`(_ program: String) throws {
    let outcome = try hermetic("--no-network", "--", program)
    #expect(outcome.end == .exit(127))
    #expect(outcome.lines.contains { $0.contains(program) }, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `ends with 126 for a program that cannot be executed`() throws {
    let folder = try TestFolder()
    let file = try folder.write("program", "#!/usr/bin/python3\nprint('ran')\n")
    let outcome = try hermetic("--no-network", "--", file)
    #expect(outcome.end == .exit(126))
    #expect(outcome.lines.contains { $0.contains(file) })
    #expect(outcome.output.isEmpty)
  }

  @Test func `runs a program that is not written in Python under the kernel alone`() throws {
    #expect(try hermetic("--no-network", "--", "/bin/sh", "-c", "exit 3").end == .exit(3))
    #expect(try hermetic("--", "/bin/sh", "-c", "exit 3").end == .exit(3), "without a policy too")
    let outcome = try hermetic("--no-code-exec", "--", "/bin/sh", "-c", "echo ran")
    #expect(outcome.end == .exit(125))
    #expect(outcome.output.isEmpty)
    #expect(outcome.lines.contains { $0.contains("--no-code-exec") })
    #expect(
      try hermetic("--no-network", "--no-kernel", "--", "/bin/sh", "-c", "").end == .exit(125))
  }

  @Test func `ends with 125 where the kernel is required and lacks something`() throws {
    let arguments = ["--no-network", "--require-kernel", "--", "python3", "-c", "print('ran')"]
    let outcome = try run(
      Hermetic.executable, arguments, environment: ["HERMETIC_TEST_SECCOMP": "none"])
    #expect(outcome.end == .exit(125))
    #expect(outcome.output.isEmpty)
    #expect(outcome.lines.contains { $0.contains("--require-kernel") })
  }

  @Test func `says what the kernel lacks, and what is lost without it`() throws {
    let arguments = ["--no-network", "--", "python3", "-c", "print('ran')"]
    let outcome = try run(
      Hermetic.executable, arguments, environment: ["HERMETIC_TEST_SECCOMP": "none"])
    #expect(outcome.end == .exit(0))
    #expect(outcome.output == "ran\n")
    #expect(outcome.lines.filter { $0.contains("--no-network") }.count == 1)
    let without = try hermetic("--no-network", "--no-kernel", "--", "python3", "-c", "")
    #expect(without.lines.contains { $0.contains("--no-kernel") })
  }

  static let unembeddable = Python.all.filter { !$0.hasLibrary }

  @Test(
    .enabled(if: !unembeddable.isEmpty, "every CPython here has a libpython"),
    arguments: unembeddable)
  func `does not embed what has no libpython`(_ python: Python) throws {
    for flags in [["--no-network"], []] {
      let outcome = try run(
        Hermetic.executable,
        ["--launch", "embed"] + flags + ["--", python.path, "-c", "print('ran')"])
      #expect(outcome.end == .exit(125))
      #expect(outcome.output.isEmpty)
      #expect(outcome.lines.contains { $0.contains("cannot be embedded") })
    }
  }
}
