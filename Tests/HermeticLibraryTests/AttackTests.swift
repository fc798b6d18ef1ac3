import Foundation
import Hermetic
import Testing

extension `The library` {
  /// What a plugin in the same process may try, or do without meaning to, against the program.
  @Suite struct `A plugin` {
    private func plugin() async throws -> Plugin { try await Host.plugin("attack_host") }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e12])
    func `has no moments that cannot be shown`(seconds: Double) async throws {
      let plugin = try await plugin()
      let error = try await failure {
        let date: Date = try await plugin.call("no_moment", "\(seconds)")
        print(date)
      }
      #expect(error.code == .conversion, "\(error)")
      #expect(try await plugin.call("alive") == "alive")
    }

    @Test func `has the first moments and the last`() async throws {
      let plugin = try await plugin()
      for name in ["first_moment", "last_moment"] {
        let date: Date = try await plugin.call(name)
        #expect(!"\(date)".isEmpty)
      }
    }

    @Test(arguments: ["doubling", "endless"])
    func `is interrupted while its value is looked at`(name: String) async throws {
      var hasty = try await plugin()
      hasty.timeout = .milliseconds(200)
      let error = try await failure { [hasty] in let _: [Int] = try await hasty.call(name) }
      #expect(error.code == .deadlineExceeded, "\(error)")
      // Others have the lock meanwhile, and the thread is not lost.
      hasty.timeout = .seconds(60)
      #expect(try await hasty.call("alive") == "alive")
    }

    @Test func `that calls itself by way of the program comes to an end`() async throws {
      let plugin = try await plugin()
      let error = try await failure {
        let again = PythonFunction { () async throws -> String in
          try await plugin.call("once_more")
        }
        let _: String = try await plugin.call("call_oneself", again)
      }
      #expect(error.code == .raised, "\(error.code)")
      #expect(try await plugin.call("alive") == "alive")
    }

    @Test func `holds nobody but itself`() async throws {
      let listener = try Listener()
      let folder = try TestFolder()
      let plugin = try await plugin()
      let other = try await Host.plugin("acting")
      for sealed in [false, true] {
        let error = try await failure { try await plugin.call("hold_everybody", sealed) }
        #expect(error.type == "ValueError", "\(error)")
      }
      let error = try await failure { try await plugin.call("hold_everybody_as_seal_does") }
      #expect(error.type == "ValueError", "\(error)")
      #expect(try await other.call("connect", listener.port) == "connected")
      #expect(listener.connectFromHere())
      try folder.write("written", "x")
      // A scope of its own is its own affair.
      #expect(try await plugin.call("hold_itself", listener.port) == "refused")
      #expect(try await other.call("connect", listener.port) == "connected")
      #expect(listener.count == 3)
    }

    @Test func `does not end the process`() async throws {
      let library = try #require(try await Host.python.libraryPath)
      await #expect(processExitsWith: .success) { [library = library as String] in
        let python = try await PythonRuntime.load(.library(library))
        let plugin = try await python.plugin(
          at: "\(Host.plugins)/attack_host.py", policy: .noNetwork)
        for name in ["write_to_nobody", "send_to_nobody"] {
          print("attacking: \(name)")
          #expect(try await plugin.call(name) == "broken")
        }
        for name in [
          "end_with_its_check_replaced", "kill_by_descriptor", "kill_by_named_descriptor",
          "kill_by_changing_number", "end_by_watchdog", "crash_by_faulthandler",
        ] {
          print("attacking: \(name)")
          let error = try await failure { try await plugin.call(name) }
          #expect(error.code == .raised || error.code == .exited, "\(name): \(error)")
        }
        #expect(try await plugin.call("watch_child") == "watched")
        #expect(try await plugin.call("alive") == "alive")
      }
    }
  }
}
