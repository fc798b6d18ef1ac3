import Foundation
import HermeticPolicy
import Testing

@Suite(.serialized) struct `The fixtures` {
  /// Every fixture, bare and under hermetic, in a world of its own.
  @Test(.enabled(if: !Way.all.isEmpty, "no CPython found"), arguments: Way.all)
  func `come out as expected`(_ way: Way) throws {
    let world = try run(
      "/usr/bin/env",
      [
        "python3", "\(Hermetic.root)/Fixtures/world.py", "--hermetic", Hermetic.executable,
        "--launch",
        way.launch, "--python", way.python.path,
      ], limit: 1_800)
    let lines = world.output.split(separator: "\n").map(String.init)
    for line in lines where line.hasPrefix("skip") { print("skipped: \(line.dropFirst(6))") }
    #expect(world.end == .exit(0), "\(Self.failures(lines).joined(separator: "\n"))\(world.errors)")
    let total = try #require(lines.last { $0.contains(" passed, ") })
    #expect(total.contains(" passed, 0 failed"))
    #expect(lines.count { $0.hasPrefix("ok ") } >= Self.all.count, "\(total)")
  }

  /// The lines of what failed, with the reasons below each.
  private static func failures(_ lines: [String]) -> [String] {
    var isFailure = false
    return lines.filter { line in
      if !line.hasPrefix(" ") { isFailure = line.hasPrefix("FAIL") }
      return isFailure
    }
  }

  struct Fixture: Decodable {
    let kind: String
    let actions: [String]?
  }

  static let all: [Fixture] = {
    let cases = URL(fileURLWithPath: "\(Hermetic.root)/Fixtures/cases")
    let files = FileManager.default.enumerator(at: cases, includingPropertiesForKeys: nil)
    return (files?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.lastPathComponent == "expected.json" }
      .compactMap { try? JSONDecoder().decode(Fixture.self, from: Data(contentsOf: $0)) }
  }()

  @Test(arguments: CatalogEntry.all) func `refuse and allow each action`(_ entry: CatalogEntry) {
    for kind in ["refuses", "allows"] {
      let fixtures = Self.all.filter {
        $0.kind == kind && $0.actions?.contains(entry.action.name) == true
      }
      #expect(!fixtures.isEmpty, "no fixture \(kind) \(entry.action.name)")
    }
  }

  @Test func `are about actions that there are`() {
    let known = Set(Action.allCases.map(\.name))
    #expect(Set(Self.all.flatMap { $0.actions ?? [] }).subtracting(known).isEmpty)
    #expect(Set(Self.all.map(\.kind)).isSubset(of: ["refuses", "allows", "future"]))
    #expect(Self.all.count > 100)
  }
}
