import Foundation
import Testing

@Suite struct `A program with a supervisor` {
  @Test func `is to shells, terminals and signals as a bare one`() async throws {
    try await check("terminal.py", [Hermetic.executable, "--timeout", "1h", "--"])
  }

  @Test func `is held to its limits`() async throws {
    try await check("limits.py", [Hermetic.executable])
  }

  private func check(_ script: String, _ arguments: [String]) async throws {
    let outcome = try await runAside(
      "/usr/bin/env", ["python3", "\(Hermetic.root)/Tests/Supervision/\(script)"] + arguments,
      limit: 300)
    #expect(outcome.end == .exit(0), "\(outcome.output)\(outcome.errors)")
  }
}
