import Foundation
import Testing

@Suite struct `The hermetic module` {
  /// `Tests/PythonTests`, which run under the policy that they are about.
  ///
  /// What they need besides the interpreter is installed once, below `.build`.
  @Test(.enabled(if: !Way.all.isEmpty, "no CPython found"), arguments: Way.all)
  func `is what programs expect`(_ way: Way) async throws { try await check("api", way) }

  @Test(.enabled(if: !Way.one.isEmpty, "no CPython found"), arguments: Way.one)
  func `holds pytest's tests to what they ask for`(_ way: Way) async throws {
    try await check("plugin", way)
  }

  private func check(_ part: String, _ way: Way) async throws {
    let outcome = try await runAside(
      "/usr/bin/env",
      [
        "python3", "\(Hermetic.root)/Tests/PythonTests/run.py", Hermetic.executable,
        way.python.path, way.launch, "\(Hermetic.root)/.build/programs", part,
      ], limit: 900)
    #expect(outcome.end == .exit(0), "\(outcome.output)\(outcome.errors)")
    for line in outcome.output.split(separator: "\n") where line.hasPrefix("skipped") {
      print("\(line)  (\(way))")
    }
  }
}
