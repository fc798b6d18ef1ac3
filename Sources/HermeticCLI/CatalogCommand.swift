import ArgumentParser
import HermeticPolicy

/// Prints what hermetic watches, and how.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Print every action with the events and calls it shows itself by.")

  @Flag(help: "Print JSON.")
  var json = false

  func run() {
    print(json ? CatalogEntry.json : CatalogEntry.table)
  }
}

extension CatalogEntry {
  /// The table for people.
  fileprivate static var table: String {
    all.map { entry in
      let rows = [
        ("events", entry.events.map(\.name)), ("guards", entry.guards.map(\.description)),
        ("calls", entry.calls), ("kernel", [entry.kernel.description]),
      ]
      let shown = rows.filter { !$0.1.isEmpty }.map {
        "  \($0.0): \($0.1.joined(separator: ", "))"
      }
      return (["\(entry.action.name) (\(entry.action.family.rawValue))"] + shown)
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The table for programs.
  ///
  /// Its strings are names that need no escapes.
  fileprivate static var json: String {
    func list(_ names: [String]) -> String {
      "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }
    let entries = all.map { entry in
      """
        {
          "action": "\(entry.action.name)",
          "family": "\(entry.action.family.rawValue)",
          "events": \(list(entry.events.map(\.name))),
          "guards": \(list(entry.guards.map(\.description))),
          "calls": \(list(entry.calls)),
          "kernel": "\(entry.kernel.description)"
        }
      """
    }
    return "[\n" + entries.joined(separator: ",\n") + "\n]"
  }
}
