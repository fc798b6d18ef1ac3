import Foundation
import HermeticPolicy
import Testing

@Suite struct `The printed catalog` {
  static let golden = "\(Hermetic.root)/Fixtures/catalog.json"

  /// `HERMETIC_UPDATE_GOLDEN=1` writes the file anew.
  @Test func `is the one that was reviewed`() throws {
    let printed = try hermetic("catalog", "--json")
    #expect(printed.end == .exit(0))
    if ProcessInfo.processInfo.environment["HERMETIC_UPDATE_GOLDEN"] == "1" {
      try printed.output.write(toFile: Self.golden, atomically: true, encoding: .utf8)
    }
    let reviewed = try String(contentsOfFile: Self.golden, encoding: .utf8)
    #expect(
      printed.output == reviewed,
      "if the change is meant, run the tests with HERMETIC_UPDATE_GOLDEN=1 and look at the difference"
    )
  }

  private struct Row: Decodable, Equatable {
    let action: String
    let family: String
    let events: [String]
    let guards: [String]
    let calls: [String]
    let kernel: String
  }

  @Test func `is JSON that says what the table says`() throws {
    let printed = try hermetic("catalog", "--json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(printed.output.utf8))
    let expected = CatalogEntry.all.map {
      Row(
        action: $0.action.name, family: $0.action.family.rawValue, events: $0.events.map(\.name),
        guards: $0.guards.map(\.description), calls: $0.calls, kernel: $0.kernel.description)
    }
    #expect(rows == expected)
  }

  @Test func `names everything for people too`() throws {
    let printed = try hermetic("catalog")
    #expect(printed.end == .exit(0))
    for entry in CatalogEntry.all {
      #expect(printed.output.contains("\(entry.action.name) (\(entry.action.family.rawValue))\n"))
      for event in entry.events { #expect(printed.output.contains(event.name)) }
    }
  }
}
