import Foundation
import Glibc
import Testing

@Suite(.enabled(if: !Way.one.isEmpty, "no CPython found")) struct `A program under hermetic` {
  static let flags = [[], ["--no-network"], ["--no-network", "--seal", "--trace"]]

  @Test(arguments: Way.one, flags)
  func `prints what it prints bare, and ends so`(_ way: Way, _ flags: [String]) throws {
    for program in [
      "print('out'); import sys; print('err', file=sys.stderr)", "pass", "raise SystemExit(7)",
      "raise SystemExit('text')", "raise ValueError('x')", "import sys; print(sys.argv)",
      "import sys; print(sys.executable, sys.flags, sys.orig_argv) if sys.version_info > (3, 10) else 0",
      "import os; os._exit(9)", "import os; os.abort()",
      "import os; print(sorted(os.environ.items()))",
      "import socket; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))",
      "import asyncio; print(asyncio.run(asyncio.sleep(0, 'slept')))",
    ] {
      let arguments = ["-c", program, "an argument", "--no-network", ""]
      // Otherwise each run has a folder, and so a PWD and an OLDPWD, of its own.
      let environment = ["PWD": "/", "HOME": "/"]
      let bare = try way.bare(arguments, environment: environment)
      let under = try way.hermetic(flags, arguments, environment: environment)
      #expect(under.end == bare.end, "\(program)")
      #expect(under.output == bare.output, "\(program)")
      #expect(under.errors == bare.errors, "\(program)")
    }
  }

  @Test(arguments: Way.one) func `reads its standard input`(_ way: Way) throws {
    let text = String(repeating: "a line\n", count: 20_000)
    let outcome = try way.hermetic(
      ["--no-network"], ["-c", "import sys; print(len(sys.stdin.read()))"], input: text)
    #expect(outcome.output == "\(text.count)\n")
    let program = "import sys\nprint('from standard input', sys.argv)\n"
    for arguments in [["-", "a"], []] {
      let outcome = try way.hermetic(["--no-network"], arguments, input: program)
      #expect(try outcome.output == way.bare(arguments, input: program).output)
      #expect(outcome.output.hasPrefix("from standard input"))
    }
    let attack = try way.hermetic(["--no-network"], ["-"], input: Program.violation + "\n")
    #expect(attack.end == .exit(77))
  }

  @Test(arguments: Way.one, [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func `ends by a signal as it does bare`(_ way: Way, _ signal: Int32) throws {
    let arguments = ["-c", "import time; print('ready', flush=True); time.sleep(60)"]
    let bare = try Running(way.python.path, arguments)
    let under = try Running(Hermetic.executable, way.command(["--no-network"], arguments))
    for running in [bare, under] {
      #expect(running.wait(for: "ready"))
      running.send(signal)
    }
    let (expected, outcome) = (bare.outcome(limit: 20), under.outcome(limit: 20))
    #expect(outcome.end == .signal(signal))
    #expect(outcome.end == expected.end)
    #expect(outcome.errors == expected.errors)
  }

  /// A shell's view of it: 128 and the signal's number.
  @Test(arguments: Way.one) func `ended by a signal has the status that a shell expects`(
    _ way: Way
  ) throws {
    let program = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    let command = [Hermetic.executable] + way.command(["--no-network"], ["-c", program])
    let outcome = try run("/bin/sh", ["-c", "\"$@\"; echo $?", "sh"] + command)
    #expect(outcome.output == "143\n")
  }

  @Test(arguments: Way.one) func `handles a signal itself, if it wants to`(_ way: Way) throws {
    let program = """
      import signal, sys, time
      signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
      try:
          print('ready', flush=True)
          time.sleep(60)
      except KeyboardInterrupt:
          print('interrupted')
          sys.exit(6)
      """
    for (signal, status) in [(SIGTERM, Int32(5)), (SIGINT, 6)] {
      let running = try Running(
        Hermetic.executable, way.command(["--no-network"], ["-c", program]))
      #expect(running.wait(for: "ready"))
      running.send(signal)
      #expect(running.outcome(limit: 20).end == .exit(status))
    }
  }

  @Test(arguments: Way.one) func `is one process with the number that was started`(_ way: Way)
    throws
  {
    let running = try Running(
      Hermetic.executable,
      way.command(["--no-network"], ["-c", "import os; print(os.getpid(), flush=True)"]))
    let outcome = running.outcome()
    #expect(outcome.output == "\(running.identifier)\n")
  }

  @Test(arguments: Way.one) func `may speak with this machine, if that is allowed`(_ way: Way)
    throws
  {
    let program = """
      import socket
      server = socket.create_server(('127.0.0.1', 0))
      client = socket.create_connection(server.getsockname())
      client.send(b'hello')
      print(server.accept()[0].recv(5))
      """
    #expect(try way.hermetic(["--allow-localhost"], ["-c", program]).output == "b'hello'\n")
    #expect(try way.hermetic(["--allow-domain", "127.0.0.1"], ["-c", program]).end == .exit(77))
    #expect(try way.hermetic(["--no-network"], ["-c", program]).end == .exit(77))
    #expect(try way.bare(["-c", program]).output == "b'hello'\n")
  }
}
