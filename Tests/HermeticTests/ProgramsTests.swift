import Foundation
import Testing

@Suite struct `Real programs` {
  @Test(.enabled(if: Python.any != nil, "no CPython found"))
  func `behave as without hermetic`() async throws {
    let programs = try await runAside(
      "/usr/bin/env",
      [
        "python3", "\(Hermetic.root)/Tests/Programs/programs.py", "--hermetic", Hermetic.executable,
      ],
      limit: 3_600)
    for line in programs.output.split(separator: "\n") where line.hasPrefix("skipped") {
      print("skipped: \(line.dropFirst(8))")
    }
    #expect(programs.end == .exit(0), "\(programs.output)\(programs.errors)")
  }
}
