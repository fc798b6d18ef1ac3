import Foundation
import HermeticPolicy
import HermeticPython
import Testing

@testable import HermeticEngine

@Suite(.enabled(if: WorkerWorld.isPossible)) struct WorkerEndTests {
  private static let source = """
    import ctypes, os, sys, time
    begun = []
    def list_begun(): return list(begun)
    def crash(): ctypes.string_at(0)
    def leave(status): os._exit(status)
    def politely(status): sys.exit(status)
    def hang(path):
        open(path, "w").close()
        # A call that no exception reaches.
        ctypes.PyDLL(None).usleep(20_000_000)
    def spin():
        begun.append("spin")
        while True: pass
    def wait():
        begun.append("wait")
        time.sleep(60)
    def number(): return os.getpid()
    """

  @Test func `a crash fails its calls, and the next one starts another process`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let first = try await world.call("number").number
    let beside = world.begin("wait")
    #expect(try await world.hasBegun("wait"))
    let failure = try await world.failure(of: "crash")
    #expect(failure.kind == .unavailable)
    #expect(failure.message == "the worker of code was ended by signal 11 (SIGSEGV)")
    #expect(try await beside.value.message == failure.message)
    let second = try await world.call("number").number
    #expect(first != second)
  }

  @Test func `what ends the process is told by its status`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    #expect(
      try await world.failure(of: "leave", [.integer(3)]).message
        == "the worker of code exited with status 3")
    let polite = try await world.failure(of: "politely", [.integer(4)])
    #expect(polite.kind == .exited)
    #expect(polite.status == 4)
    #expect(try await world.call("number").number != nil)
  }

  @Test func `a worker that crashes on and on is given up for a while`() async throws {
    let world = try WorkerWorld(Self.source, mostRestarts: 2)
    try await world.start()
    for _ in 0..<3 {
      #expect(try await world.failure(of: "leave", [.integer(1)]).message.contains("status 1"))
    }
    let failure = try await world.failure(of: "number")
    #expect(failure.kind == .unavailable)
    #expect(failure.message.contains("has ended too often"))
  }

  @Test func `an interrupted call ends with an exception, and others go on`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let call = HostedCall()
    let spinning = world.begin("spin", [], call)
    #expect(try await world.hasBegun("spin"))
    let process = try await world.call("number").number
    world.worker.interrupt(call)
    #expect(try await spinning.value.kind == .interrupted)
    #expect(call.hasEnded)
    #expect(try await world.call("number").number == process)
  }

  @Test func `a call that nothing interrupts is abandoned with its process`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let process = try await world.call("number").number
    let call = HostedCall()
    let mark = "\(world.folder.path)/hangs"
    let hanging = world.begin("hang", [.text(mark)], call)
    #expect(try await world.wait { FileManager.default.fileExists(atPath: mark) })
    world.worker.interrupt(call)
    let other = world.begin("wait")
    try await Task.sleep(for: .milliseconds(100))
    #expect(!call.hasEnded)
    world.worker.abandon(call)
    let message = "the worker of code was ended because a call did not end in time"
    #expect(try await hanging.value.message == message)
    #expect(try await other.value.message == message)
    #expect(try await world.call("number").number != process)
  }

  @Test func `closing ends the process and what waits for it`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let process = try #require(world.worker.processIdentifier)
    let spinning = world.begin("spin")
    #expect(try await world.hasBegun("spin"))
    world.worker.close()
    #expect(try await spinning.value.message == "the worker of code was closed")
    #expect(try await world.failure(of: "number").message == "the worker of code was closed")
    // Nor is it left behind for somebody to wait for.
    #expect(try await world.wait { !FileManager.default.fileExists(atPath: "/proc/\(process)") })
  }

  @Test func `a worker ends with its program, whatever its code does`() async throws {
    let folder = try TestFolder()
    await #expect(processExitsWith: .exitCode(7)) { [path = folder.path as String] in
      let world = try WorkerWorld(
        """
        import os
        def spin(path):
            with open(path, "w") as file: file.write(str(os.getpid()))
            os.rename(path, path + ".done")
            while True: pass
        """)
      try await world.start()
      world.worker.submit(
        .call(nil, "spin", HostedArguments([.text("\(path)/pid")])), .value, HostedCall()
      ) { _ in }
      while !FileManager.default.fileExists(atPath: "\(path)/pid.done") { usleep(1000) }
      _exit(7)
    }
    let text = try String(contentsOfFile: "\(folder.path)/pid.done", encoding: .utf8)
    let process = try #require(Int(text))
    var isThere = true
    for _ in 0..<6000 where isThere {
      try await Task.sleep(for: .milliseconds(10))
      let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
      isThere = status.map { !$0.contains("State:\tZ") } ?? false
    }
    #expect(!isThere)
  }

  @Test func `a program that waits for any child is no reason to stop`() async throws {
    await #expect(processExitsWith: .exitCode(0)) {
      signal(SIGCHLD, SIG_IGN)
      let world = try WorkerWorld("import os\ndef leave(): os._exit(3)\ndef one(): return 1")
      try await world.start()
      let failure = try await world.failure(of: "leave")
      guard failure.message == "the worker of code has ended" else { exit(1) }
      guard try await world.call("one").number == 1 else { exit(2) }
      exit(0)
    }
  }

  // MARK: Limits

  private func limits(_ limits: [(Limits.Kind, UInt64)]) -> Policy {
    var policy = Policy()
    for (kind, amount) in limits {
      policy.limit(Limits.Limit(kind, amount, origin: .flag("limits.\(kind.rawValue)")))
    }
    return policy
  }

  @Test func `a memory limit holds, and what it ends is told`() async throws {
    let world = try WorkerWorld(
      """
      import mmap, os
      def fill(): return len(bytearray(600 << 20))
      def elsewhere():
          kept = []
          while True:
              memory = mmap.mmap(-1, 16 << 20)
              for i in range(0, 16 << 20, 4096): memory[i] = 1
              kept.append(memory)
      def number(): return os.getpid()
      """, policy: limits([(.memory, 300 << 20)]))
    try await world.start()
    // Another process stands in for it.
    let standIn = try #require(world.worker.processIdentifier)
    #expect(try await world.call("number").number != Int(standIn))
    #expect(try await world.failure(of: "fill").type == "MemoryError")
    let failure = try await world.failure(of: "elsewhere")
    #expect(failure.message == "the worker of code was ended at its memory limit of 300 MiB")
    #expect(try await world.call("number").number != nil)
  }

  @Test func `a limited worker's supervisor ends with it`() async throws {
    let world = try WorkerWorld(
      "import os\ndef parents(): return [os.getpid(), os.getppid()]\ndef crash(): os.kill(os.getpid(), 9)",
      policy: limits([(.memory, 1 << 30), (.processes, 20)]))
    try await world.start()
    guard case .list(let numbers) = try await world.call("parents") else { return }
    let processes = numbers.compactMap(\.number)
    #expect(processes.count == 2)
    let failure = try await world.failure(of: "crash")
    #expect(failure.message == "the worker of code was ended by signal 9 (SIGKILL)")
    #expect(
      try await world.wait {
        processes.allSatisfy { !FileManager.default.fileExists(atPath: "/proc/\($0)") }
      })
    guard case .list(let others) = try await world.call("parents") else { return }
    world.worker.close()
    #expect(
      try await world.wait {
        others.compactMap(\.number).allSatisfy {
          !FileManager.default.fileExists(atPath: "/proc/\($0)")
        }
      })
  }
}
