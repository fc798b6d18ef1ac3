import Hermetic
import Testing

extension `The library` {
  /// One plugin may not connect, the other may: what the first leaves with the second is still the first one's.
  @Suite struct `A plugin's code` {
    let listener: Listener
    let held: Plugin
    let free: Plugin
    /// Who comes by.
    let passing: Plugin
    let shared: PythonObject

    init() async throws {
      listener = try Listener()
      held = try await Host.plugin("planting", .noNetwork)
      free = try await Host.plugin("planting")
      passing = try await Host.plugin("passing_by")
      shared = try await passing.call("common")
      for plugin in [held, free] { let _: [String] = try await plugin.call("taken") }
    }

    @Test func `is held where another plugin calls an object`() async throws {
      for (plugin, expected) in [(held, 0), (free, 1)] {
        let object: PythonObject = try await plugin.call("hand", listener.port)
        let outcome: String = try await passing.call("call", object)
        #expect((outcome == "connected") == (expected == 1), "\(outcome)")
        #expect(listener.count == expected)
      }
    }

    @Test(arguments: ["replace", "swap_code", "make_function", "name_after_library"])
    func `is held in the place of another's function`(way: String) async throws {
      for (plugin, expected) in [(held, 0), (free, 1)] {
        try await plugin.call(way, shared, listener.port)
        let outcome: String = try await passing.call("meet")
        #expect((outcome == "connected") == (expected == 1), "\(way): \(outcome)")
        #expect(listener.count == expected)
      }
    }

    @Test func `is held where it hears of another's objects`() async throws {
      for (plugin, expected) in [(held, 0), (free, 1)] {
        try await plugin.call("watch", shared, listener.port)
        try await passing.call("drop")
        let outcomes: [String] = try await plugin.call("taken")
        #expect(outcomes.count == 1 && (outcomes == ["connected"]) == (expected == 1))
        #expect(listener.count == expected)
      }
    }

    @Test func `is held where another plugin collects garbage`() async throws {
      for (plugin, expected) in [(held, 0), (free, 1)] {
        try await plugin.call("leave_cycle", listener.port)
        try await passing.call("collect")
        let outcomes: [String] = try await plugin.call("taken")
        #expect(outcomes.count == 1 && (outcomes == ["connected"]) == (expected == 1))
        #expect(listener.count == expected)
      }
    }

    @Test func `is held where another plugin has it called at collections`() async throws {
      for (plugin, isFree) in [(held, false), (free, true)] {
        try await plugin.call("watch_collections", listener.port)
        try await passing.call("collect")
        try await plugin.call("stop_watching_collections")
        let outcomes: [String] = try await plugin.call("taken")
        #expect(!outcomes.isEmpty && outcomes.allSatisfy { ($0 == "connected") == isFree })
        #expect((listener.count > 0) == isFree)
      }
    }

    @Test func `makes no function of the host's`() async throws {
      let plugin = try await Host.plugin("attack_host")
      let error = try await failure {
        let _: String = try await plugin.call("make_host_function", PythonFunction { () in 1 })
      }
      #expect(error.type == "TypeError", "\(error)")
      #expect(try await plugin.call("alive") == "alive")
    }
  }
}
