import Dispatch
import Foundation
import Hermetic
import Testing

extension `The library` {
  @Suite struct `A policy` {
    let folder: TestFolder
    let listener: Listener
    /// Under the policy, and free of any: of the same code.
    let held: Plugin
    let free: Plugin

    init() async throws {
      folder = try TestFolder()
      listener = try Listener()
      held = try await Host.plugin("acting", .blockAll)
      free = try await Host.plugin("acting")
      let _: [String] = try await held.call("results")
    }

    static let places = [
      "directly", "in_thread", "in_thread_of_thread", "in_timer", "in_executor",
      "in_executor_of_module", "in_coroutine", "in_task", "in_loop_executor", "in_stream",
      "in_destructor", "in_collection", "in_weak_callback", "in_generator",
    ]

    private static let refused = ["PolicyViolation", "NetworkViolation"]

    /// Whether an attempt was refused, and nobody came.
    private func isRefused(_ outcome: String) -> Bool {
      outcome.hasSuffix("Violation") && listener.count == 0
    }

    @Test(arguments: places)
    func `holds wherever a plugin's code runs`(place: String) async throws {
      let outcome: String = try await held.call(place, listener.port)
      #expect(isRefused(outcome), "\(outcome)")
      let freely: String = try await free.call(place, listener.port)
      #expect(freely == "connected")
      #expect(listener.count == 1)
    }

    @Test func `holds in generators that are resumed later`() async throws {
      for (name, expected) in [("generate", false), ("generate_later", false)] {
        let sequence: PythonSequence<String> = try await held.sequence(name, listener.port)
        var found: [String] = []
        for try await outcome in sequence { found.append(outcome) }
        #expect(found.first == "begun" && found.count == 2)
        #expect((found.last == "connected") == expected, "\(found)")
      }
      #expect(listener.count == 0)
    }

    @Test func `holds in functions that Swift was given`() async throws {
      let function: PythonObject = try await held.call("make_function", listener.port)
      let outcome: String = try await function()
      #expect(isRefused(outcome), "\(outcome)")
      // Whoever passes it on, it is called under the policy of whom it is passed to.
      let freely: String = try await free.call("call_back", PythonFunction { () in }, listener.port)
      #expect(freely == "connected")
    }

    @Test func `holds again after a function of Swift's was called`() async throws {
      let outcome: String = try await held.call(
        "call_back", PythonFunction { () in }, listener.port)
      #expect(isRefused(outcome), "\(outcome)")
      let later: String = try await held.call(
        "call_back",
        PythonFunction { () async throws in
          _ = try await free.call("in_executor", listener.port) as String
        }, listener.port)
      #expect(later.hasSuffix("Violation"))
      #expect(listener.count == 1)
    }

    @Test(arguments: ["make_dying", "make_dying_bytes", "make_dying_memory"])
    func `holds in destructors of objects that Swift has kept`(name: String) async throws {
      do {
        switch name {
        case "make_dying_bytes": _ = try await held.call(name, listener.port) as Data
        case "make_dying_memory": _ = try await held.call(name, listener.port) as PythonBuffer
        default: _ = try await held.call(name, listener.port) as PythonObject
        }
      }
      var outcomes: [String] = []
      _ = try await eventually {
        outcomes += try await held.call("results") as [String]
        return !outcomes.isEmpty
      }
      try await Task.sleep(for: .milliseconds(50))
      outcomes += try await held.call("results") as [String]
      #expect(!outcomes.isEmpty)
      #expect(outcomes.allSatisfy { $0.hasSuffix("Violation") }, "\(outcomes)")
      #expect(listener.count == 0)
    }

    @Test func `holds threads that are left when the plugin is gone`() async throws {
      let gate = "\(folder.path)/gate"
      let outcomes = "\(folder.path)/outcomes"
      do {
        var policy = Policy.blockAll
        try policy.grant(.writeFile, outcomes)
        let plugin = try await Host.python.plugin(
          at: "\(Host.plugins)/acting.py", policy: policy)
        try await plugin.call("start_waiting", listener.port, gate, outcomes)
        plugin.close()
      }
      // Whatever could still be on its way.
      try await Task.sleep(for: .milliseconds(50))
      try folder.write("gate", "")
      var found: [Substring] = []
      _ = try await eventually {
        guard FileManager.default.fileExists(atPath: outcomes) else { return false }
        found = try String(contentsOfFile: outcomes, encoding: .utf8).split(separator: " ")
        return found.count == 2
      }
      #expect(found.count == 2 && found.first?.hasSuffix("Violation") == true, "\(found)")
      #expect(found.last == "SystemExit")
      #expect(listener.count == 0)
    }

    @Test func `does not hold Swift, wherever that runs meanwhile`() async throws {
      let path = "\(folder.path)/written"
      let done = Guarded<[String]>([])
      let listener = listener
      @Sendable func act(_ name: String) {
        do {
          try Data("x".utf8).write(to: URL(filePath: "\(path)-\(name)"))
          guard listener.connectFromHere() else { throw CancellationError() }
          done.withLock { $0.append(name) }
        } catch {
          Issue.record("\(name): \(error)")
        }
      }
      let function = PythonFunction { () throws in
        act("here")
        let group = DispatchGroup()
        // More than there are threads for as yet.
        for index in 0..<20 {
          DispatchQueue.global().async(group: group) {
            act("queue \(index)")
            usleep(2000)
          }
        }
        let thread = Thread { act("thread") }
        thread.start()
        group.wait()
        for _ in 0..<1000 where !done.withLock({ $0.contains("thread") }) { usleep(1000) }
      }
      let outcome: String = try await held.call("call_back", function, listener.port)
      #expect(outcome.hasSuffix("Violation"))
      let later = PythonFunction { () async throws in
        act("task")
        await Task.detached { act("detached") }.value
      }
      let second: String = try await held.call("call_back", later, listener.port)
      #expect(second.hasSuffix("Violation"))
      act("afterwards")
      #expect(done.withLock { $0.count } == 25)
      #expect(listener.count == 25)
      #expect(FileManager.default.fileExists(atPath: "\(path)-here"))
    }

    @Test func `does not hold what Swift does when Python gives a function up`() async throws {
      final class Witness: Sendable {
        let path: String
        let isWritten: Guarded<Bool?>
        init(_ path: String) {
          self.path = path
          isWritten = Guarded(nil)
        }
      }
      final class Closing: Sendable {
        let witness: Witness
        init(_ witness: Witness) { self.witness = witness }
        deinit {
          let isWritten = FileManager.default.createFile(atPath: witness.path, contents: Data())
          witness.isWritten.withLock { $0 = isWritten }
        }
      }
      let witness = Witness("\(folder.path)/closed")
      do {
        let closing = Closing(witness)
        let _: String = try await held.call(
          "call_back", PythonFunction { () in withExtendedLifetime(closing) {} }, listener.port)
      }
      #expect(try await eventually { witness.isWritten.withLock { $0 } != nil })
      #expect(witness.isWritten.withLock { $0 } == true)
      #expect(held.recentViolations.allSatisfy { $0.family == .network })
    }

    @Test func `does not hold Swift's own work while calls run`() async throws {
      let held = held
      let port = listener.port
      let listener = listener
      let folder = folder
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<100 {
              let outcome: String = try await held.call("attempt", port)
              if !outcome.hasSuffix("Violation") { Issue.record("\(outcome)") }
            }
          }
          group.addTask {
            for index in 0..<50 {
              try folder.write("own-\(index)", "x")
              if !listener.connectFromHere() { Issue.record("Swift could not connect") }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(listener.count == 200)
    }

    @Test func `tells its violations with plugin, place and rule`() async throws {
      let folder = try TestFolder()
      var policy = Policy()
      policy.refuse(.network)
      let line = #line - 1
      let plugin = try await Host.copy(of: "acting", as: "telling", policy, in: folder)
      let error = try await failure { try await plugin.call("here", listener.port) }
      #expect(error.code == .violation)
      let told = try #require(error.violation)
      #expect(told.plugin == "telling")
      #expect(told.family == .network)
      #expect(told.message == "network disabled: connect(127.0.0.1:\(listener.port))")
      #expect(told.target == "127.0.0.1:\(listener.port)")
      #expect(told.rule.contains("PolicyTests.swift:\(line)"), "\(told.rule)")
      #expect(told.rule.contains("refuse(.network)"))
      #expect(error.traceback.contains("in here"))
      let heard = try #require(plugin.recentViolations.first)
      #expect(plugin.recentViolations.count == 1)
      #expect(heard == told, "\(heard) | \(told)")
      let code = try String(contentsOfFile: "\(folder.path)/telling.py", encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
      let caller = try #require(heard.caller)
      #expect(caller.file == "\(folder.path)/telling.py")
      #expect(caller.function == "connect")
      #expect(code[caller.line - 1].contains("create_connection"))
      #expect(
        "\(heard)".hasPrefix(
          "telling: network disabled: connect(127.0.0.1:\(listener.port)), \(folder.path)/telling.py:"
        ))
      #expect(listener.count == 0)
    }

    @Test func `tells everybody, of what there was too`() async throws {
      let folder = try TestFolder()
      let plugin = try await Host.copy(of: "acting", as: "streaming", .blockAll, in: folder)
      let port = listener.port
      for _ in 0..<3 { let _: String = try await plugin.call("attempt", port) }
      func listen() -> Task<Int, Never> {
        let violations = plugin.violations
        return Task {
          var count = 0
          for await violation in violations where violation.plugin == "streaming" { count += 1 }
          return count
        }
      }
      let (first, second) = (listen(), listen())
      let early = Task { [violations = plugin.violations] in
        var count = 0
        for await _ in violations {
          count += 1
          if count == 4 { break }
        }
        return count
      }
      for _ in 0..<4 { let _: String = try await plugin.call("in_thread", port) }
      plugin.close()
      #expect(await first.value == 7)
      #expect(await second.value == 7)
      #expect(await early.value == 4)
      #expect(plugin.recentViolations.count == 7)
      // After the end, what there was.
      var count = 0
      for await _ in plugin.violations { count += 1 }
      #expect(count == 7)
    }

    @Test func `tells no more than the last 256 afterwards`() async throws {
      let folder = try TestFolder()
      let plugin = try await Host.copy(of: "acting", as: "overflowing", .blockAll, in: folder)
      for _ in 0..<300 { let _: String = try await plugin.call("attempt", listener.port) }
      #expect(plugin.recentViolations.count == 256)
    }

    @Test func `allows what it grants, and that alone`() async throws {
      let path = try folder.write("granted/file", "granted")
      let other = try folder.write("other", "other")
      var policy = Policy.blockAll
      try policy.grant(.readFile, "\(folder.path)/granted")
      try policy.grant(.writeFile, "\(folder.path)/granted")
      try policy.grant(.connect, "127.0.0.1:\(listener.port)")
      let plugin = try await Host.plugin("acting", policy)
      #expect(try await plugin.call("read", path) == "granted")
      #expect(try await plugin.call("can_read", other) == false)
      try await plugin.call("write", path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "plugin")
      let error = try await failure { try await plugin.call("write", other) }
      #expect(error.code == .violation && error.violation?.target == other, "\(error)")
      #expect(try String(contentsOfFile: other, encoding: .utf8) == "other")
      #expect(try await plugin.call("connect", listener.port) == "connected")
      let another = try Listener()
      #expect(try await (plugin.call("attempt", another.port) as String).hasSuffix("Violation"))
      #expect(another.count == 0)
    }

    @Test func `does not undo what others may change`() async throws {
      let folder = try TestFolder()
      try folder.write("modules/found_in_folder.py", "VALUE = 1")
      let path = try folder.write(
        "changing.py",
        """
        import sys
        def add(folder): sys.path.append(folder)
        def load(name): return __import__(name).VALUE
        """)
      let free = try await Host.python.plugin(at: path, policy: Policy())
      let held = try await Host.python.plugin(at: path, policy: .blockAll)
      try await free.call("add", "\(folder.path)/modules")
      #expect(try await held.call("load", "found_in_folder") == 1)
      let error = try await failure { try await held.call("add", "\(folder.path)/other") }
      #expect(error.code == .violation && error.violation?.family == .interpreter)
      #expect(held.recentViolations.count == 1)
    }

    @Test func `says where a grant is wrong`() throws {
      var policy = Policy.blockAll
      #expect(throws: PolicyError.self) { try policy.grant(.connect, "a b:xx") }
      #expect(throws: PolicyError.self) { try policy.grant(.fork, "x") }
      #expect(throws: PolicyError.self) { try policy.refuse(.spawn, "ls") }
      #expect(throws: PolicyError.self) { try policy.limit(.memory, "much") }
    }
  }
}
