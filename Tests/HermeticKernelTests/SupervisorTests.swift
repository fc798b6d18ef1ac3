import Foundation
import Glibc
import HermeticPolicy
import Testing

@testable import HermeticKernel

/// What is told apart without a process; `Tests/Supervision` has the rest.
@Suite struct `A supervisor` {
  @Test(
    arguments: [
      .signal(15, sender: 0), .signal(64, sender: 4_194_303), .resumed, .stopped(by: 20),
      .ended(.exit(0), isLast: true), .ended(.exit(255), isLast: false),
      .ended(.signal(9), isLast: true),
    ] as [Message])
  func `is told, and tells, what there is`(_ message: Message) throws {
    let (one, other) = try #require(Channel.pair())
    #expect(other.receive() == .nothing)
    one.send(message)
    #expect(other.receive() == .message(message))
    close(one.descriptor)
    #expect(other.receive() == .end)
    // Nobody is there: no signal, no error.
    other.send(.resumed)
    close(other.descriptor)
  }

  @Test func `has the last word, whatever it has not heard`() throws {
    let (one, other) = try #require(Channel.pair())
    other.send(.signal(2, sender: 0))
    one.send(.ended(.signal(2), isLast: true))
    close(one.descriptor)
    #expect(other.receive() == .message(.ended(.signal(2), isLast: true)))
    #expect(other.receive() == .end)
    close(other.descriptor)
  }

  @Test(
    arguments: [
      ("1 (sh) S 1 1 1 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1 0 5 6 7", 100, false),
      ("1 (a) b) Z 1 1 1 0 -1 4194560 1 2 3 4 1 2 3 4 20 0 1 0 5 6 7", 10, true),
      ("1 () ) () R 1 1 1 0 -1 4194560 1 2 3 4 1 0 0 0 20 0 1 0 5 6 7", 1, false),
    ] as [(String, UInt64, Bool)])
  func `reads what a process has used`(_ stat: String, _ ticks: UInt64, _ hasEnded: Bool) throws {
    let use = try #require(ProcessUse(stat: stat))
    #expect(use.ticks == ticks && use.hasEnded == hasEnded)
  }

  @Test(arguments: ["", "1 (sh", "1 (sh) S 1 1", ")"])
  func `reads nothing of what is no process`(_ stat: String) {
    #expect(ProcessUse(stat: stat) == nil)
  }

  @Test func `adds memory up`() {
    let text = "Name:\tsh\nRssAnon:\t     100 kB\nRssFile:\t 50 kB\nRssShmem:\t1 kB\nVmSwap: 2 kB\n"
    #expect(ProcessMemory.sum(["RssAnon:", "RssShmem:", "VmSwap:"], in: text) == 103 << 10)
    #expect(ProcessMemory.sum(["RssAnon:"], in: "RssAnon:\n") == 0)
    let own = ProcessMemory.bound(of: getpid())
    #expect(own > 1 << 20)
  }

  @Test func `sees descendants, and visits parents first`() throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "sh -c 'sleep 5; :'; :"]
    try shell.run()
    defer { shell.terminate() }
    var visited: [CInt] = []
    for _ in 0..<500 where visited.count < 2 {
      usleep(10_000)
      visited = []
      _ = ProcessTree(below: shell.processIdentifier) { visited.append($0) }
    }
    #expect(visited.count == 2 && visited == visited.sorted())
    #expect(ProcessTree(below: getpid()).processes.contains(shell.processIdentifier))
    for process in visited { kill(process, SIGKILL) }
  }

  @Test func `ends a run as a shell shows the kernel's own limits`() {
    #expect(Limits.Kind.timeout.exitStatus == 124)
    #expect(Limits.Kind.cpuTime.exitStatus == 128 + SIGXCPU)
    #expect(Limits.Kind.memory.exitStatus == 128 + SIGKILL)
  }
}
