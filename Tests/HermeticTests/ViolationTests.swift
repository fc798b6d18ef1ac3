import Foundation
import Testing

@Suite(.enabled(if: !Way.one.isEmpty, "no CPython found")) struct `A violation in a program` {
  static let flags = ["--no-network"]

  @Test(arguments: Way.one) func `that nobody catches ends it with 77`(_ way: Way) throws {
    let outcome = try way.hermetic(Self.flags, ["-c", Program.violation])
    #expect(outcome.end == .exit(77))
    #expect(outcome.output == "before\n")
    #expect(outcome.lines == [Program.blocked])
    let bare = try way.bare(["-c", Program.violation])
    #expect(bare.end == .exit(1), "without hermetic nobody listens there")
  }

  @Test(arguments: Way.one) func `that is swallowed is reported at the end`(_ way: Way) throws {
    let outcome = try way.hermetic(Self.flags, ["-c", Program.swallowed])
    #expect(outcome.end == .exit(0))
    #expect(outcome.output == "PolicyViolation\nafter\n")
    #expect(outcome.errors == Program.blocked + "\n")
  }

  @Test(arguments: Way.one) func `fails a program that swallows it, if asked to`(_ way: Way) throws
  {
    let flags = Self.flags + ["--fail-on-violation"]
    let outcome = try way.hermetic(flags, ["-c", Program.swallowed])
    #expect(outcome.end == .exit(77))
    #expect(outcome.output == "PolicyViolation\nafter\n")
    #expect(try way.hermetic(flags, ["-c", "print('fine')"]).end == .exit(0))
    #expect(
      try way.hermetic(flags, ["-c", Program.swallowed + "\nraise SystemExit(5)"]).end == .exit(77))
    #expect(try way.hermetic(flags, ["-c", "raise SystemExit(5)"]).end == .exit(5))
    let abrupt = "\nimport os, sys; sys.stdout.flush(); os._exit(0)"
    #expect(try way.hermetic(flags, ["-c", Program.swallowed + abrupt]).end == .exit(77))
  }

  @Test(arguments: Way.one) func `ends the program with the status asked for`(_ way: Way) throws {
    let flags = Self.flags + ["--violation-exit-code", "3"]
    #expect(try way.hermetic(flags, ["-c", Program.violation]).end == .exit(3))
    #expect(try way.hermetic(flags, ["-c", Program.swallowed]).end == .exit(0))
    #expect(
      try way.hermetic(flags + ["--fail-on-violation"], ["-c", Program.swallowed]).end == .exit(3))
    #expect(
      try way.hermetic(flags + ["--on-violation", "kill"], ["-c", Program.swallowed]).end
        == .exit(3))
  }

  @Test(arguments: Way.one) func `kills the program, if asked to`(_ way: Way) throws {
    let program = "print('before'); " + "exec(\"\"\"\(Program.swallowed)\"\"\")"
    let outcome = try way.hermetic(Self.flags + ["--on-violation", "kill"], ["-c", program])
    #expect(outcome.end == .exit(77))
    #expect(outcome.output == "before\n", "what was printed before is not lost")
    #expect(outcome.lines == [Program.blocked])
  }

  @Test(arguments: Way.one) func `is only logged, if asked to`(_ way: Way) throws {
    let outcome = try way.hermetic(
      Self.flags + ["--on-violation", "log"], ["-c", Program.swallowed])
    let bare = try way.bare(["-c", Program.swallowed])
    #expect(outcome.end == .exit(0))
    #expect(outcome.output == bare.output)
    #expect(
      outcome.lines == [
        "hermetic: violations are only logged: nothing is refused",
        Program.blocked.replacing("blocked", with: "would have blocked"),
      ])
    #expect(bare.output.hasPrefix("ConnectionRefusedError"))
  }

  @Test(arguments: Way.one) func `is raised where nothing else is asked for`(_ way: Way) throws {
    let outcome = try way.hermetic(
      Self.flags + ["--on-violation", "raise"], ["-c", Program.swallowed])
    #expect(outcome.output == "PolicyViolation\nafter\n")
  }

  @Test(arguments: Way.one) func `is traced to who did it`(_ way: Way) throws {
    let folder = try TestFolder()
    let file = try folder.write(
      "reach.py", "import socket\n\ndef reach():\n    \(Program.connect)\n\nreach()\n")
    let outcome = try way.hermetic(Self.flags + ["--trace"], [file])
    #expect(outcome.end == .exit(77))
    #expect(
      outcome.lines == [
        Program.blocked, "hermetic:   by \(file):4, in reach", "hermetic:   rule: --no-network",
      ])
    let plain = try way.hermetic(Self.flags, [file])
    #expect(plain.lines == [Program.blocked])
  }

  @Test(arguments: Way.one, [1, 4, 5]) func `has a line while they are few`(
    _ way: Way, _ count: Int
  ) throws {
    let outcome = try way.hermetic(Self.flags, ["-c", Program.swallowed(count, times: 2)])
    let expected = (1...count).map {
      "hermetic: blocked action: network disabled: connect(127.0.0.1:\($0)) (2 times)"
    }
    #expect(outcome.lines == expected)
    #expect(outcome.output == "after\n")
  }

  @Test(arguments: Way.one) func `is summed up with others when they are many`(_ way: Way) throws {
    let outcome = try way.hermetic(Self.flags, ["-c", Program.swallowed(7, times: 3)])
    #expect(outcome.end == .exit(0))
    #expect(outcome.blocked.count == 5)
    #expect(outcome.lines.count == 6)
    #expect(outcome.lines.last == "hermetic: 21 violations in all, 7 of them distinct")
    let crowd = try way.hermetic(Self.flags, ["-c", Program.swallowed(400)])
    #expect(crowd.blocked.count == 5)
    #expect(crowd.lines.last?.hasPrefix("hermetic: 400 violations in all") == true)
  }
}
