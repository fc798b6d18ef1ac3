import Foundation
import Hermetic
import Testing

extension `The library` {
  @Suite struct `A coroutine` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("flowing") }

    @Test func `is run to its end`() async throws {
      #expect(try await plugin.call("later", 1) == 2)
      #expect(try await plugin.call("promises", 2) == 3)
    }

    @Test func `fails as any function`() async throws {
      let error = try await failure { try await plugin.call("fails_later") }
      #expect(error.type == "ValueError" && error.message == "later")
      #expect(error.traceback.contains("in fails_later"))
    }

    @Test func `runs beside others`() async throws {
      let sum = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<20 {
          group.addTask { try await plugin.call("later", index) }
        }
        return try await group.reduce(0, +)
      }
      #expect(sum == (1...20).reduce(0, +))
    }
  }

  @Suite struct `A sequence` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("flowing") }

    private func elements(_ name: String, _ count: Int) async throws -> [Int] {
      let sequence: PythonSequence<Int> = try await plugin.sequence(name, count)
      var found: [Int] = []
      for try await element in sequence { found.append(element) }
      return found
    }

    @Test(arguments: [0, 1, 100])
    func `has what a generator yields`(count: Int) async throws {
      #expect(try await elements("count", count) == Array(0..<count))
      #expect(try await elements("count_later", count) == (0..<count).map { $0 * 2 })
    }

    @Test func `may be a list, and is lazy`() async throws {
      var sum = 0
      let numbers: PythonSequence<Int> = try await plugin.sequence("numbers")
      for try await number in numbers { sum += number }
      #expect(sum == 6)
      let endless: PythonSequence<Int> = try await plugin.sequence("endless")
      var count = 0
      for try await _ in endless {
        count += 1
        if count == 5 { break }
      }
      #expect(count == 5)
    }

    @Test(arguments: ["count", "count_later"])
    func `that is left early is closed, so that what is to be done at last is done`(
      name: String
    ) async throws {
      let mark = "left \(name)"
      do {
        let sequence: PythonSequence<Int> = try await plugin.sequence(name, 10, name: mark)
        for try await element in sequence where element == 2 { break }
      }
      #expect(
        try await eventually { try await (plugin.call("gone_through") as [String]).contains(mark) })
    }

    @Test func `that raises ends there`() async throws {
      let sequence: PythonSequence<Int> = try await plugin.sequence("breaks", 2)
      var found: [Int] = []
      let error = try await failure {
        for try await element in sequence { found.append(element) }
      }
      #expect(found == [0, 1])
      #expect(error.type == "ValueError" && error.message == "the middle")
    }

    @Test func `names the element that does not fit`() async throws {
      let sequence: PythonSequence<String> = try await plugin.sequence("numbers")
      let error = try await failure { for try await _ in sequence {} }
      #expect(error.code == .conversion)
      #expect(error.message.contains("it is int, not str"))
    }

    @Test func `of what cannot be iterated over fails at once`() async throws {
      let error = try await failure {
        _ = try await plugin.sequence("nothing") as PythonSequence<Int>
      }
      #expect(error.type == "TypeError" && error.message.contains("not iterable"))
    }

    @Test func `is at its end for good`() async throws {
      let sequence: PythonSequence<Int> = try await plugin.sequence("count_later", 1)
      let iterator = sequence.makeAsyncIterator()
      var other = iterator
      #expect(try await other.next() == 0)
      #expect(try await other.next() == nil)
      #expect(try await other.next() == nil)
    }

    @Test func `may be taken by many tasks`() async throws {
      let sequence: PythonSequence<Int> = try await plugin.sequence("endless")
      let count = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            var iterator = sequence.makeAsyncIterator()
            var count = 0
            while count < 50, try await iterator.next() != nil { count += 1 }
            return count
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(count == 400)
    }
  }

  @Suite struct `A function of Swift's` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("flowing") }

    struct Failure: Error, CustomStringConvertible { let description = "no luck" }

    @Test func `is called by Python`() async throws {
      #expect(
        try await plugin.call("call", PythonFunction { (a: Int, b: String) in "\(a)\(b)" }, 1, "x")
          == "1x")
      #expect(try await plugin.call("call", PythonFunction { () in 5 }) == 5)
      let nothing: Int? = try await plugin.call("call", PythonFunction { () in })
      #expect(nothing == nil)
      let point: Point = try await plugin.call(
        "call", PythonFunction { (p: Point) in Point(x: p.x + 1, y: p.y) }, Point(x: 1, y: 2))
      #expect(point == Point(x: 2, y: 2))
    }

    @Test func `may be asynchronous`() async throws {
      let function = PythonFunction { (a: Int) async throws in
        try await Task.sleep(for: .milliseconds(1))
        return a * 2
      }
      #expect(try await plugin.call("call", function, 21) == 42)
    }

    @Test func `that throws raises`() async throws {
      let function = PythonFunction { (_: Int) throws -> Int in throw Failure() }
      #expect(try await plugin.call("call_caught", function, 1) == "RuntimeError: no luck")
      let error = try await failure { try await plugin.call("call", function, 1) }
      #expect(error.type == "RuntimeError" && error.message == "no luck")
      let later = PythonFunction { (_: Int) async throws -> Int in
        await Task.yield()
        throw Failure()
      }
      #expect(try await plugin.call("call_caught", later, 1) == "RuntimeError: no luck")
    }

    @Test func `says which argument does not fit`() async throws {
      let function = PythonFunction { (a: Int, b: [String: Point]) in a }
      #expect(
        try await plugin.call("call_caught", function, "x", [String: Point]())
          == "TypeError: argument 1: it is str, not int")
      #expect(
        try await plugin.call("call_caught", function, 1, ["k": ["x": 1]])
          == "TypeError: argument 2.k: there is no 'y'")
      #expect(
        try await plugin.call("call_caught", function, 1)
          == "TypeError: the function takes 2 arguments, and was given 1")
      #expect(
        try await plugin.call("call_caught", PythonFunction { () in 1 }, 1)
          == "TypeError: the function takes 0 arguments, and was given 1")
      let error = try await failure {
        try await plugin.call("call_named", PythonFunction { (a: Int) in a })
      }
      #expect(error.type == "TypeError")
      #expect(error.message == "the function takes no keyword 'other'")
    }

    @Test func `may be inside of other values`() async throws {
      struct Holder: Encodable {
        let one: PythonFunction
        let many: [PythonFunction]
      }
      let holder = Holder(
        one: PythonFunction { (a: Int) in a + 1 }, many: [PythonFunction { (a: Int) in a + 2 }])
      #expect(try await plugin.call("call_in", holder) == [2, 4])
    }

    @Test func `is given objects and gives them`() async throws {
      let seen: String = try await plugin.call(
        "call",
        PythonFunction { (object: PythonObject) async throws in
          try await object.call("__repr__") as String
        }, PythonFunction { () in 1 })
      #expect(seen.contains("HostFunction"))
      let object: PythonObject = try await plugin.get("KEPT")
      let back: PythonObject = try await plugin.call("call", PythonFunction { () in object })
      #expect(back.typeName == "list")
    }

    @Test func `is called from threads of Python's`() async throws {
      let found: [Int] = try await plugin.call(
        "call_from_threads", PythonFunction { (a: Int) in a * 2 }, 20)
      #expect(found == (0..<20).map { $0 * 2 })
      let later: [Int] = try await plugin.call(
        "call_from_threads",
        PythonFunction { (a: Int) async throws in
          try await Task.sleep(for: .milliseconds(5))
          return a * 2
        }, 20)
      #expect(later == (0..<20).map { $0 * 2 })
    }

    @Test func `may be kept, is called later, and is given up`() async throws {
      final class Witness: Sendable {
        let gone: @Sendable () -> Void
        init(_ gone: @escaping @Sendable () -> Void) { self.gone = gone }
        deinit { gone() }
      }
      let isGone = Guarded(false)
      do {
        let witness = Witness { isGone.withLock { $0 = true } }
        try await plugin.call(
          "keep", PythonFunction { (a: Int) in withExtendedLifetime(witness) { a + 1 } })
      }
      #expect(try await plugin.call("call_kept", 1) == [2])
      #expect(try await plugin.call("call_kept", 2) == [3])
      #expect(isGone.withLock { $0 } == false)
      try await plugin.call("forget")
      #expect(try await eventually { isGone.withLock { $0 } })
    }

    /// How deep Swift and Python may call each other: each call of Python's waits on a thread.
    @Test(arguments: [1, 10, 100])
    func `may call Python, which calls it again`(depth: Int) async throws {
      @Sendable func deeper(_ depth: Int) async throws -> Int {
        try await plugin.call(
          "deeper", PythonFunction { (left: Int) async throws in try await deeper(left) }, depth)
      }
      #expect(try await deeper(depth) == depth)
    }

    @Test func `of many calls at once may call Python`() async throws {
      let sum = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<150 {
          group.addTask {
            try await plugin.call(
              "call",
              PythonFunction { () async throws in
                // So that all of them are inside at the same time.
                try await Task.sleep(for: .milliseconds(100))
                return try await plugin.call("later", index) as Int
              })
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(sum == (1...150).reduce(0, +))
    }

    @Test func `passes failures of Python through`() async throws {
      let text: String = try await plugin.call(
        "through",
        PythonFunction { () async throws in try await plugin.call("fails_later") as Int })
      #expect(text == "ValueError: later")
    }

    @Test func `holds the interpreter only while it wants to`() async throws {
      let python = try await Host.python
      let sum: Int = try await plugin.call(
        "call", PythonFunction { () in python.withInterpreter { 5 } })
      #expect(sum == 5)
      let values: [Int] = try await plugin.call(
        "several",
        PythonFunction { (a: Int) async throws in
          try await python.run { batch in
            try batch.call(plugin, "call", PythonFunction { () in a }) as Int
          }
        }, 3)
      #expect(values == [0, 1, 2])
    }
  }

  @Suite struct `A batch` {
    @Test func `makes calls in a row, each under its policy`() async throws {
      let plugin = try await Host.plugin("raising", .blockAll)
      let other = try await Host.plugin("keeping")
      let python = try await Host.python
      let found = try await python.run { batch in
        let image: PythonObject = try batch.call(other, "make", 4)
        let method: PythonObject = try batch.call(other, "make", 5)
        return [
          try batch.call(plugin, "takes", 1, keywords: ["third": 5]) as [Int],
          [try batch.call(other, "number_of", image)],
          [try batch.call(method, 1, keywords: ["plus": 2])],
        ]
      }
      #expect(found == [[1, 2, 5], [4], [8]])
    }

    @Test func `throws what its calls and its closure throw`() async throws {
      let plugin = try await Host.plugin("raising", .blockAll)
      let python = try await Host.python
      let error = try await failure {
        try await python.run { batch in try batch.call(plugin, "plain") }
      }
      #expect(error.type == "ValueError")
      await #expect(throws: CancellationError.self) {
        try await python.run { _ in throw CancellationError() }
      }
      let second = try await failure {
        _ = try await python.run { batch in try batch.call(plugin, "fine") as Int }
      }
      #expect(second.code == .conversion)
    }
  }
}
