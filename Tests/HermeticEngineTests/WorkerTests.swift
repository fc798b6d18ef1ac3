import Foundation
import HermeticPolicy
import HermeticPython
import Synchronization
import Testing

@testable import HermeticEngine

@Suite(.enabled(if: WorkerWorld.isPossible)) struct WorkerTests {
  @Test(arguments: WorkerWorld.interpreters)
  func `values come back from a worker as they were`(_ interpreter: HostInterpreter) async throws {
    let world = try WorkerWorld("def echo(value): return value", interpreter: interpreter)
    try await world.start()
    let values: [HostedValue] = [
      .none, .boolean(true), .boolean(false), .integer(0), .integer(.min), .integer(.max),
      .largeInteger("0x1fffffffffffffffffffffff"), .largeInteger("-0x10000000000000000"),
      .real(-0.5), .real(.infinity), .text(""), .text("größer 🐍\u{0}"), .bytes([]),
      .bytes([0, 255]), .list([]), .list([.integer(1), .text("a"), .none]),
      .tuple([.real(1), .list([.boolean(true)])]), .set([.integer(1), .text("x")]),
      .dictionary([(.text("a"), .integer(1)), (.integer(2), .dictionary([]))]),
      .moment(1_700_000_000.25),
    ]
    for value in values {
      let result = try await world.call("echo", [value])
      #expect(result.shown == value.shown)
    }
    // More than one message has room for, and then more than that.
    let long = HostedValue.list((0..<50_000).map { .integer($0) })
    #expect(try await world.call("echo", [long]).shown == long.shown)
  }

  @Test func `a megabyte goes in and out by shared memory, again and again`() async throws {
    let world = try WorkerWorld(
      """
      def echo(value): return bytes(value)
      def turn(value): return bytes(reversed(value))
      def kind(value): return type(value).__name__
      def fail(*values): raise ValueError(len(values))
      """)
    try await world.start()
    let content = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
    guard case .bytes(let bytes) = HostedValue.bytes(content) else { return }
    for _ in 0..<200 {
      #expect(try await world.call("echo", [.bytes(bytes)]).content == content)
    }
    #expect(try await world.call("turn", [.memory(bytes)]).content == content.reversed())
    #expect(try await world.call("kind", [.memory(bytes)]).words == "memoryview")
    #expect(try await world.call("kind", [.bytes(bytes)]).words == "bytes")
    // More in all than there is room for at once.
    for _ in 0..<30 {
      let failure = try await world.failure(
        of: "fail", [HostedValue](repeating: .memory(bytes), count: 50))
      #expect(failure.message == "50")
    }
  }

  @Test func `a buffer keeps its shape`() async throws {
    let world = try WorkerWorld(
      """
      import array
      def grid(rows, columns):
          values = array.array("d", range(rows * columns))
          return memoryview(values).cast("B").cast("d", [rows, columns])
      """)
    try await world.start()
    for (rows, columns) in [(2, 3), (200, 300)] {
      let value = try await world.call("grid", [.integer(rows), .integer(columns)], .buffer)
      guard case .memory(let memory) = value else { Issue.record("no memory"); return }
      let buffer = try #require(memory as? any LentBuffer)
      #expect(buffer.shape == [rows, columns])
      #expect(buffer.format == "d")
      #expect(buffer.itemSize == 8)
      let last = unsafe buffer.withBytes {
        unsafe $0.load(fromByteOffset: (rows * columns - 1) * 8, as: Double.self)
      }
      #expect(last == Double(rows * columns - 1))
    }
  }

  @Test func `keyword arguments, members and elements reach it`() async throws {
    let world = try WorkerWorld(
      """
      size = 3
      class Counter:
          def __init__(self, start): self.value = start
          def add(self, *, by=1): self.value += by; return self
      def make(start): return Counter(start)
      def read(counter): return counter.value
      def count(): yield from range(3)
      def join(a, *rest, b=0, **others): return [a, list(rest), b, others]
      """)
    try await world.start()
    let joined = try await world.call(
      "join", [.integer(1), .integer(2)], keywords: [("b", .integer(3)), ("c", .text("d"))])
    #expect(joined.shown == "[1, [2], 3, {'c': 'd'}]")
    #expect(try await world.perform(.attribute(nil, "size"))?.number == 3)
    _ = try await world.perform(.assign(nil, "size", .integer(4)), .nothing)
    #expect(try await world.perform(.attribute(nil, "size"))?.number == 4)

    let counter = try #require(try await world.call("make", [.integer(5)]).reference)
    #expect(counter.typeName == "Counter")
    try await world.call("add", keywords: [("by", .integer(2))], .nothing, on: counter)
    #expect(try await world.perform(.attribute(counter, "value"))?.number == 7)
    #expect(try await world.call("read", [.object(counter)]).number == 7)

    let sequence = try #require(try await world.call("count", [], .sequence).reference)
    var numbers: [Int] = []
    while let next = try await world.perform(.next(sequence)) { numbers.append(next.number ?? -1) }
    #expect(numbers == [0, 1, 2])
  }

  @Test func `an object is freed with its last reference`() async throws {
    let world = try WorkerWorld(
      """
      import gc, weakref
      alive = weakref.WeakSet()
      class Thing: pass
      def make():
          thing = Thing()
          alive.add(thing)
          return thing
      def count(): gc.collect(); return len(alive)
      """)
    try await world.start()
    var things: [any HostedReference] = []
    for _ in 0..<1000 { things.append(try #require(try await world.call("make").reference)) }
    #expect(try await world.call("count").number == 1000)
    things = []
    #expect(try await world.wait { try await world.call("count").number == 0 })
  }

  @Test func `an object of another worker is told apart`() async throws {
    let source = """
      import os
      class Thing: pass
      def make(): return Thing()
      def take(thing): return 1
      def leave(): os._exit(3)
      """
    let (world, other) = (try WorkerWorld(source), try WorkerWorld(source))
    try await world.start()
    try await other.start()
    let thing = try #require(try await world.call("make").reference)
    #expect(try await world.call("take", [.object(thing)]).number == 1)
    let failure = try await other.failure(of: "take", [.object(thing)])
    #expect(failure.kind == .conversion)
    #expect(failure.message == "the Thing is of the worker of code")
    _ = try await world.failure(of: "leave")
    let late = try await world.failure(of: "take", [.object(thing)])
    #expect(late.message == "the Thing was of a process of the worker that has ended")
  }

  @Test func `an exception arrives with its type, message and traceback`() async throws {
    let world = try WorkerWorld(
      """
      class Broken(ValueError): pass
      def fail(): raise Broken("no such thing")
      """)
    try await world.start()
    let failure = try await world.failure(of: "fail")
    #expect(failure.kind == .raised)
    #expect(failure.type == "code_of_plugin.Broken")
    #expect(failure.message == "no such thing")
    #expect(failure.traceback.contains("code.py\", line 2, in fail"))
  }

  @Test
  func `functions of the program's are called from the worker, also in the middle of each other`()
    async throws
  {
    let world = try WorkerWorld(
      """
      import threading
      def apply(function, value): return function(value, by=2) + 1
      def safely(function):
          try: return function()
          except RuntimeError as error: return f"caught {error}"
      def together(function):
          results = []
          threads = [threading.Thread(target=lambda i=i: results.append(function(i))) for i in range(20)]
          for thread in threads: thread.start()
          for thread in threads: thread.join()
          return sorted(results)
      def keep(function): keep.function = function
      def forget(): del keep.function
      def depth(function, n): return function(n) if n else 0
      """)
    try await world.start()
    let times = HostedFunction { arguments throws(HostedFailure) in
      let by = arguments.keywords.first { $0.name == "by" }?.value.number ?? 1
      return .integer((arguments.positional.first?.number ?? 0) * by)
    }
    #expect(try await world.call("apply", [.function(times), .integer(20)]).number == 41)
    let failing = HostedFunction { _ throws(HostedFailure) in
      throw HostedFailure(.raised, "out of order")
    }
    #expect(try await world.call("safely", [.function(failing)]).words == "caught out of order")
    // The first ones wait for one another, a minute at most.
    let begun = Mutex(0)
    let slow = HostedFunction { arguments throws(HostedFailure) in
      begun.withLock { $0 += 1 }
      for _ in 0..<60_000 where begun.withLock({ $0 < 2 }) { usleep(1000) }
      return arguments.positional[0]
    }
    let together = try await world.call("together", [.function(slow)])
    #expect(together.shown == "[\((0..<20).map { "\($0)" }.joined(separator: ", "))]")
    let large = [UInt8](repeating: 9, count: 200_000)
    let giving = HostedFunction { _ throws(HostedFailure) in .bytes(large) }
    #expect(try await world.call("safely", [.function(giving)]).content == large)
  }

  @Test func `a function that Python has no longer is let go`() async throws {
    let world = try WorkerWorld(
      """
      def keep(function): keep.function = function
      def forget(): del keep.function
      """)
    try await world.start()
    let isGone = Flag()
    final class Witness: Sendable {
      let isGone: Flag
      init(_ isGone: Flag) { self.isGone = isGone }
      deinit { isGone.set() }
    }
    do {
      let witness = Witness(isGone)
      let function = HostedFunction { [witness] _ throws(HostedFailure) in
        _ = witness
        return .none
      }
      try await world.call("keep", [.function(function)])
    }
    #expect(!isGone.isSet)
    try await world.call("forget")
    let went = try await world.wait { isGone.isSet }
    #expect(went)
  }

  @Test func `more calls than it takes at once wait for their turn`() async throws {
    let world = try WorkerWorld(
      """
      import threading, time
      now = most = 0
      lock = threading.Lock()
      def work():
          global now, most
          with lock:
              now += 1
              most = max(most, now)
          time.sleep(0.01)
          with lock: now -= 1
      def peak(): return most
      """, mostCalls: 4)
    try await world.start()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 { group.addTask { try await world.call("work") } }
      try await group.waitForAll()
    }
    let peak = try await world.call("peak").number ?? 0
    #expect((2...4).contains(peak))
  }

  @Test func `a plugin that cannot be loaded says why`() async throws {
    let world = try WorkerWorld("import no_such_module_at_all")
    await #expect {
      try await world.start()
    } throws: { error in
      let failure = try #require(error as? HostedFailure)
      return failure.type == "ModuleNotFoundError"
        && failure.message.contains("no_such_module_at_all")
    }
    // Each try is a process; there are not any number of them.
    for _ in 0..<5 { #expect(try await world.failure(of: "nothing").type == "ModuleNotFoundError") }
    #expect(try await world.failure(of: "nothing").message.contains("has ended too often"))
  }

  @Test func `what the program has open and its marker are not the plugin's`() async throws {
    let world = try WorkerWorld(
      """
      import os
      def look():
          found = sorted(os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")
                         if os.path.lexists(f"/proc/self/fd/{name}"))
          environment = open("/proc/self/environ").read()
          return [found, "HERMETIC_WORKER" in os.environ, "HERMETIC_WORKER" in environment]
      """)
    let secret = try world.folder.write("secret", "secret")
    let file = try #require(FileHandle(forReadingAtPath: secret))
    // As one that is not closed by an exec.
    let number = dup(file.fileDescriptor)
    defer { close(number) }
    try await world.start()
    let look = try await world.call("look").shown
    #expect(!look.contains(secret))
    #expect(look.hasSuffix("False, False]"))
    try file.close()
  }

  @Test func `what wants to be one of ours and is not is refused`() async throws {
    let world = try WorkerWorld("def take(value): return value")
    try await world.start()
    final class Stranger: HostedReference { let typeName = "Stranger" }
    let failure = try await world.failure(of: "take", [.object(Stranger())])
    #expect(failure.kind == .conversion)
    #expect(failure.message == "the Stranger is of another interpreter")
  }
}
