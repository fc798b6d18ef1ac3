import Foundation
import Hermetic
import Testing

extension `The library` {
  @Suite struct `A call` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("working") }

    private func hasEnded(_ name: String) async throws -> Bool {
      try await eventually { try await (plugin.call("ended") as [String]).contains(name) }
    }

    @Test(arguments: ["spin", "doze", "wait", "tidy"])
    func `that takes too long is ended`(name: String) async throws {
      var hasty = plugin
      hasty.timeout = .milliseconds(100)
      let begin = ContinuousClock.now
      let error = try await failure { [hasty] in try await hasty.call(name) }
      #expect(error.code == .deadlineExceeded)
      #expect(error.message == "working did not answer within 0.1 seconds")
      // A coroutine's own lines are not in it while the loop waits.
      #expect(error.traceback.contains(name == "wait" ? "asyncio" : "working.py"))
      #expect(ContinuousClock.now - begin < .milliseconds(900))
      if name == "tidy" { #expect(try await hasEnded("tidy")) }
    }

    @Test(arguments: ["spin", "doze", "wait"])
    func `is ended with its task`(name: String) async throws {
      let task = Task { try await plugin.call(name) }
      try await Task.sleep(for: .milliseconds(100))
      let begin = ContinuousClock.now
      task.cancel()
      let error = try await failure { try await task.value }
      #expect(error.code == .cancelled)
      #expect(ContinuousClock.now - begin < .milliseconds(900))
    }

    @Test func `of a cancelled task is not begun`() async throws {
      let task = Task {
        while !Task.isCancelled { await Task.yield() }
        try await plugin.call("begun")
      }
      task.cancel()
      let error = try await failure { try await task.value }
      #expect(error.code == .cancelled)
      #expect(try await (plugin.call("ended") as [String]).contains("begun") == false)
    }

    @Test func `that does not end is not waited for`() async throws {
      var hasty = plugin
      hasty.timeout = .milliseconds(50)
      try await plugin.set("STOP", false)
      let begin = ContinuousClock.now
      let error = try await failure { [hasty] in try await hasty.call("stubborn") }
      #expect(error.code == .deadlineExceeded)
      let time = ContinuousClock.now - begin
      #expect(time > .milliseconds(900) && time < .seconds(3), "\(time)")
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
      let count = 100
      let isOver = Guarded(false)
      let ticker = Task {
        var worst = Duration.zero
        while !isOver.withLock({ $0 }) {
          let begin = ContinuousClock.now
          try await Task.sleep(for: .milliseconds(5))
          worst = max(worst, ContinuousClock.now - begin)
        }
        return worst
      }
      let begin = ContinuousClock.now
      try await withThrowingTaskGroup(of: Double.self) { group in
        for _ in 0..<count {
          group.addTask { try await plugin.call("sleep", 0.6) }
        }
        try await Task.sleep(for: .milliseconds(50))
        let other = ContinuousClock.now
        #expect(try await plugin.call("sum_to", 10) == 45)
        #expect(ContinuousClock.now - other < .milliseconds(450), "\(ContinuousClock.now - other)")
        try await group.waitForAll()
      }
      let time = ContinuousClock.now - begin
      isOver.withLock { $0 = true }
      #expect(time < .milliseconds(1150), "\(time)")
      let worst = try await ticker.value
      #expect(worst < .milliseconds(400), "\(worst)")
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
