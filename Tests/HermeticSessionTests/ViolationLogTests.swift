import Dispatch
import Foundation
import Glibc
import HermeticPolicy
import HermeticSession
import Testing

@Suite struct `A violation log` {
  static func violation(_ target: String, rule: Int32 = 1, by caller: Violation.Caller? = nil)
    -> Violation
  {
    Violation(.connect, on: target, rule: rule, caller: caller)
  }

  static let caller = Violation.Caller(file: "/srv/app.py", line: 12, function: "main")

  @Test func `is empty at first`() throws {
    let log = try #require(ViolationLog())
    #expect(log.count == 0)
    #expect(log.entries.isEmpty)
    #expect(log.entry(0) == nil)
  }

  @Test func `gives back what was appended`() throws {
    let log = try #require(ViolationLog())
    let violation = Self.violation("1.2.3.4:80", rule: 5, by: Self.caller)
    let index = try #require(log.append(violation))
    #expect(log.entry(index)?.violation == violation)
    #expect(log.entry(index)?.count == 1)
    let second = Self.violation("bücher.example", rule: -1)
    #expect(log.append(second) != index)
    #expect(log.entries.map(\.violation) == [violation, second])
    #expect(log.count == 2)
  }

  @Test func `counts the same violation in one record`() throws {
    let log = try #require(ViolationLog())
    let indices = (0..<1_000).map { log.append(Self.violation("host\($0 % 3)")) }
    #expect(Set(indices).count == 3)
    #expect(log.entries.map(\.count) == [334, 333, 333])
    #expect(log.entries.map(\.violation.target) == ["host0", "host1", "host2"])
    #expect(log.count == 1_000)
  }

  @Test(arguments: [-1, 256, 257, Int(Int32.max) - 1, Int(Int32.max)])
  func `has no record beyond its room`(_ index: Int) throws {
    let log = try #require(ViolationLog())
    log.complete(index, caller: Self.caller)
    #expect(log.entry(index) == nil)
  }

  @Test func `counts on when there is no room for another record`() throws {
    let log = try #require(ViolationLog())
    for number in 0..<256 { #expect(log.append(Self.violation("host\(number)")) == number) }
    for number in 256..<300 { #expect(log.append(Self.violation("host\(number)")) == nil) }
    #expect(log.append(Self.violation("host7")) == 7)
    #expect(log.count == 301)
    #expect(log.entries.count == 256)
    #expect(log.entries.last?.violation.target == "host255")
    #expect(log.entry(7)?.count == 2)
  }

  @Test(arguments: ["a", "é", "例", "💩", "e\u{301}"], [0, 1, 2, 3])
  func `keeps a long message readable`(_ letter: String, _ offset: Int) throws {
    let log = try #require(ViolationLog())
    let target = String(repeating: "-", count: offset) + String(repeating: letter, count: 600)
    let violation = Self.violation(target)
    let index = try #require(log.append(violation))
    #expect(log.append(violation) == index)
    let kept = try #require(log.entry(index)).violation.message
    #expect(kept.hasPrefix("network disabled: connect(" + target.prefix(20)))
    #expect(!kept.unicodeScalars.contains("\u{fffd}"), "no character is cut in two")
    #expect(kept.utf8.count <= 380)
  }

  @Test func `keeps a long caller readable`() throws {
    let log = try #require(ViolationLog())
    for offset in 0..<4 {
      let start = String(repeating: "/", count: offset + 1)
      let caller = Violation.Caller(
        file: start + String(repeating: "例", count: 3_000), line: .max,
        function: start + String(repeating: "é", count: 3_000))
      let index = try #require(log.append(Self.violation("host\(offset)", by: caller)))
      let kept = try #require(log.entry(index)?.violation.caller)
      #expect(kept.file.hasPrefix(start + "例") && kept.function.hasPrefix(start + "é"))
      #expect(!(kept.file + kept.function).unicodeScalars.contains("\u{fffd}"))
    }
    #expect(log.entries.map(\.violation.target) == ["host0", "host1", "host2", "host3"])
  }

  @Test func `tells long messages apart that begin alike`() throws {
    let log = try #require(ViolationLog())
    let long = String(repeating: "a", count: 250)
    #expect(log.append(Self.violation(long + "1")) != log.append(Self.violation(long + "2")))
  }

  @Test func `gets to know the caller later`() throws {
    let log = try #require(ViolationLog())
    let index = try #require(log.append(Self.violation("host")))
    #expect(log.entry(index)?.violation.caller == nil)
    log.complete(index, caller: Self.caller)
    #expect(log.entry(index)?.violation.caller == Self.caller)
    log.complete(index, caller: Violation.Caller(file: "/other.py", line: 1, function: "f"))
    #expect(log.entry(index)?.violation.caller == Self.caller, "the first stands")
  }

  @Test func `is one for many threads`() throws {
    let log = try #require(ViolationLog())
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<200 {
        // Half of the violations happen in all threads.
        let target = number % 2 == 0 ? "shared \(number % 20)" : "thread \(thread) \(number % 20)"
        _ = log.append(Self.violation(target, rule: Int32(number % 20)))
      }
    }
    #expect(log.count == 1_600)
    let entries = log.entries
    #expect(entries.count == 10 + 8 * 10)
    #expect(Set(entries.map(\.violation.message)).count == entries.count)
    #expect(entries.map(\.count).reduce(0, +) == 1_600)
    for entry in entries {
      let isShared = entry.violation.target.hasPrefix("shared")
      #expect(entry.count == (isShared ? 80 : 10))
      #expect(entry.violation.target.hasSuffix(" \(entry.violation.rule)"))
    }
  }

  @Test func `is one for a process and what it forks`() throws {
    let log = try #require(ViolationLog())
    _ = log.append(Self.violation("parent"))
    _ = log.entries
    let violations = [Self.violation("parent"), Self.violation("child")]
    // SAFETY: `fork` has this type; Swift hides it only because few may call it.
    typealias Fork = @convention(c) () -> pid_t
    let symbol = unsafe try #require(dlsym(nil, "fork"))
    let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
    let child = fork()
    if child == 0 {
      for violation in violations { _ = log.append(violation) }
      _exit(0)
    }
    try #require(child > 0)
    var status: CInt = -1
    var patience = 500
    while unsafe waitpid(child, &status, WNOHANG) == 0, patience > 0 {
      usleep(20_000)
      patience -= 1
      if patience == 0 { kill(child, SIGKILL) }
    }
    #expect(status == 0)
    #expect(log.count == 3)
    #expect(log.entries.map(\.violation.target) == ["parent", "child"])
    #expect(log.entries.map(\.count) == [2, 1])
  }
}
