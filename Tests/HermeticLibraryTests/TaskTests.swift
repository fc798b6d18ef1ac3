import Foundation
import Hermetic
import Testing

extension `The library` {
  @Suite struct `A call` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("working") }

    /// How many calls of a function have begun.
    private func begun(_ name: String) async throws -> Int {
      try await (plugin.call("begun") as [String]).count { $0 == name }
    }

    private func hasEnded(_ name: String) async throws -> Bool {
      try await eventually { try await (plugin.call("ended") as [String]).contains(name) }
    }

    /// What is looked for in the traceback of code that was ended, and not left to itself.
    private func place(_ name: String) -> String {
      // A coroutine's own lines are not in it while the loop waits.
      name == "wait" ? "asyncio" : "working.py"
    }

    @Test(arguments: ["spin", "doze", "wait", "tidy"])
    func `that takes too long is ended`(name: String) async throws {
      var hasty = plugin
      hasty.gracePeriod = .seconds(600)
      let before = try await begun(name)
      // On a busy machine, a call's time may be over before it has begun.
      for milliseconds in [100, 1000, 10_000] {
        hasty.timeout = .milliseconds(milliseconds)
        let error = try await failure { [hasty] in try await hasty.call(name) }
        #expect(error.code == .deadlineExceeded)
        let seconds = Double(milliseconds) / 1000
        #expect(error.message == "working did not answer within \(seconds) seconds")
        guard try await begun(name) > before else { continue }
        #expect(error.traceback.contains(place(name)))
        if name == "tidy" { #expect(try await hasEnded("tidy")) }
        return
      }
      Issue.record("no call of \(name) has begun")
    }

    @Test(arguments: ["spin", "doze", "wait"])
    func `is ended with its task`(name: String) async throws {
      let before = try await begun(name)
      var patient = plugin
      patient.gracePeriod = .seconds(600)
      let task = Task { [patient] in try await patient.call(name) }
      #expect(try await eventually { try await begun(name) > before })
      task.cancel()
      let error = try await failure { try await task.value }
      #expect(error.code == .cancelled)
      #expect(error.traceback.contains(place(name)))
    }

    @Test func `of a cancelled task is not begun`() async throws {
      let task = Task {
        while !Task.isCancelled { await Task.yield() }
        try await plugin.call("mark")
      }
      task.cancel()
      let error = try await failure { try await task.value }
      #expect(error.code == .cancelled)
      #expect(try await (plugin.call("ended") as [String]).contains("mark") == false)
    }

    @Test func `that does not end is not waited for`() async throws {
      var hasty = plugin
      hasty.gracePeriod = .milliseconds(100)
      try await plugin.set("STOP", false)
      let task = Task { [hasty] in try await hasty.call("stubborn") }
      #expect(try await eventually { try await begun("stubborn") == 1 })
      task.cancel()
      let error = try await failure { try await task.value }
      #expect(error.code == .cancelled)
      #expect(error.traceback.isEmpty)
      // It is left to itself, and others go on.
      #expect(try await plugin.call("sum_to", 10) == 45)
      try await plugin.set("STOP", true)
      #expect(try await hasEnded("stubborn"))
    }

    @Test func `that answers when it is interrupted has no result`() async throws {
      var hasty = plugin
      hasty.timeout = .milliseconds(50)
      let value: String
      do {
        value = try await hasty.call("catches")
      } catch {
        #expect(error.code == .deadlineExceeded)
        return
      }
      // What it has come to all the same is a result.
      #expect(value == "caught")
    }

    @Test func `is not hit by what was meant for the one before`() async throws {
      var hasty = plugin
      hasty.timeout = .milliseconds(3)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { [hasty] in
            for index in 0..<40 {
              // Ends before, at, or after its deadline.
              do {
                _ = try await hasty.call("sleep", 0.0005 * Double(index % 12)) as Double
              } catch let error as PythonError where error.code == .deadlineExceeded {}
              #expect(try await plugin.call("sum_to", 1000) == 499_500)
            }
          }
        }
        try await group.waitForAll()
      }
    }

    @Test func `that sleeps blocks neither others nor the tasks of Swift`() async throws {
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<100 {
          group.addTask { try await plugin.call("stand") }
        }
        // More than there are threads for Swift's tasks, all at the same time; this task and its calls go on.
        #expect(try await eventually { try await begun("stand") == 100 })
        #expect(try await plugin.call("sum_to", 10) == 45)
        try await plugin.call("open_gate")
        for try await isOpen in group { #expect(isOpen) }
      }
    }

    @Test func `of a closed plugin fails`() async throws {
      let folder = try TestFolder()
      let plugin = try await Host.copy(of: "working", as: "closing", Policy(), in: folder)
      let copy = plugin
      plugin.close()
      let error = try await failure { try await copy.call("nothing") }
      #expect(error.code == .unavailable && error.message == "closing is closed")
      plugin.close()
      var count = 0
      for await _ in copy.violations { count += 1 }
      #expect(count == 0)
    }

    @Test func `is made under its own plugin's policy, whoever else calls meanwhile`() async throws
    {
      let folder = try TestFolder()
      let listener = try Listener()
      let files = try ["a", "b"].map { try folder.write("data/\($0)", $0) }
      var readsA = Policy.blockAll
      try readsA.grant(.readFile, files[0])
      var readsB = Policy.blockAll
      try readsB.grant(.readFile, files[1])
      var connects = Policy.blockAll
      try connects.grant(.readFile, "\(folder.path)/none")
      try connects.grant(.connect, "127.0.0.1:\(listener.port)")
      var nothing = Policy.blockAll
      try nothing.grant(.readFile, "\(folder.path)/none")
      let policies = [readsA, readsB, connects, nothing]
      var plugins: [Plugin] = []
      for (index, policy) in policies.enumerated() {
        plugins.append(try await Host.copy(of: "acting", as: "acting_\(index)", policy, in: folder))
      }
      let connections = Guarded(0)
      let begin = ContinuousClock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          group.addTask { [plugins] in
            for call in 0..<10_000 {
              let which = (call + task) % 4
              let plugin = plugins[which]
              switch call % 400 {
              case 0..<4:
                let outcome: String = try await plugin.call("attempt", listener.port)
                if (outcome == "connected") != (which == 2) {
                  Issue.record("\(plugin.name) connects: \(outcome)")
                }
                if which == 2 { connections.withLock { $0 += 1 } }
              default:
                // Mostly what is allowed: a refusal takes longer.
                let file = call % 16 < 4 ? call / 4 % 2 : which % 2
                let isRead: Bool = try await plugin.call("can_read", files[file])
                if isRead != (which == file) {
                  Issue.record("\(plugin.name) reads \(file): \(isRead)")
                }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      print("80000 calls under four policies: \(ContinuousClock.now - begin)")
      #expect(listener.count == connections.withLock { $0 })
      for (index, plugin) in plugins.enumerated() {
        let recent = plugin.recentViolations
        #expect(recent.count >= 100)
        #expect(recent.allSatisfy { $0.plugin == "acting_\(index)" })
        #expect(
          recent.allSatisfy { $0.caller?.file == "\(folder.path)/acting_\(index).py" },
          "\(Set(recent.map { $0.caller?.file }))")
      }
    }
  }
}
