import Foundation
import HermeticPolicy
import Testing

@Suite(.serialized) struct `The fixtures` {
  /// Every fixture, bare and under hermetic, in a world of its own; on the older of several interpreters those
  /// alone that are about Python.
  @Test(.enabled(if: !Way.most.isEmpty, "no CPython found"), arguments: Way.most)
  func `come out as expected`(_ way: Way) async throws {
    let isOwn = way.launch == way.python.launches.first
    let isForAll = isOwn && (way.launch == "attach" || way.python == Python.all.last)
    let cases = isForAll ? [] : Self.folders.filter { !Self.isNative($0) }
    let count = isForAll ? Self.all.count : cases.count
    try await check(["--launch", way.launch, "--python", way.python.path] + cases, count: count)
  }

  /// What native code tries, as a user without rights, whose processes may not look into one another.
  @Test(arguments: Python.all.filter { $0.path.hasPrefix("/usr/") })
  func `hold native code of a user without rights`(_ python: Python) async throws {
    let cases = Self.folders.filter(Self.isNative)
    try await check(
      [
        "--launch", try #require(python.launches.first), "--python", python.path, "--user",
        "nobody",
      ] + cases, count: 0, by: python.path, ["HERMETIC_TEST_YAMA_SCOPE": "1"])
  }

  /// Whether a fixture is about what is beside or below Python.
  private static func isNative(_ folder: String) -> Bool {
    folder.hasPrefix("kernel/") || folder.contains("/native-") || folder.contains("/allow-native-")
  }

  private func check(
    _ arguments: [String], count: Int, by python: String = "python3",
    _ environment: [String: String] = [:]
  ) async throws {
    let world = try await runAside(
      "/usr/bin/env",
      [
        python, "\(Hermetic.root)/Fixtures/world.py", "--hermetic", Hermetic.executable,
      ] + arguments, environment: environment, limit: 1_800)
    let lines = world.output.split(separator: "\n").map(String.init)
    for line in lines where line.hasPrefix("skip") { print("skipped: \(line.dropFirst(6))") }
    #expect(world.end == .exit(0), "\(Self.failures(lines).joined(separator: "\n"))\(world.errors)")
    let total = try #require(lines.last { $0.contains(" passed, ") })
    #expect(total.contains(" passed, 0 failed"))
    #expect(lines.count { $0.hasPrefix("ok ") } >= count, "\(total)")
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
    /// What is run in place of `main.py`.
    let arguments: [String]?
  }

  static let cases = "\(Hermetic.root)/Fixtures/cases"

  /// The folders of cases, as `network/connect-address`.
  static let folders: [String] = subfolders(of: cases).flatMap { group in
    subfolders(of: "\(cases)/\(group)").map { "\(group)/\($0)" }
  }

  private static func subfolders(of path: String) -> [String] {
    let files = FileManager.default
    return ((try? files.contentsOfDirectory(atPath: path)) ?? []).sorted().filter { name in
      var isFolder: ObjCBool = false
      return unsafe files.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
        && isFolder.boolValue
    }
  }

  private static func read(_ folder: String) throws -> Fixture {
    let file = URL(fileURLWithPath: "\(cases)/\(folder)/expected.json")
    // Names of files need be no text (`\udcff`), which Foundation reads nothing of.
    let text = try String(contentsOf: file, encoding: .utf8).replacing("\\udc", with: "\\u00")
    return try JSONDecoder().decode(Fixture.self, from: Data(text.utf8))
  }

  /// What can be read; `have a program and an expectation each` finds what cannot.
  static let all: [Fixture] = folders.compactMap { try? read($0) }

  @Test(arguments: CatalogEntry.all) func `refuse and allow each action`(_ entry: CatalogEntry) {
    for kind in ["refuses", "allows"] {
      let fixtures = Self.all.filter {
        $0.kind == kind && $0.actions?.contains(entry.action.name) == true
      }
      #expect(!fixtures.isEmpty, "no fixture \(kind) \(entry.action.name)")
    }
  }

  @Test func `lie in a folder for each family`() {
    let families = Family.allCases.map { $0 == .codeExecution ? "code" : $0.rawValue }
    // What holds whatever the policy is about.
    let groups = families + ["kernel"]
    #expect(Self.subfolders(of: Self.cases) == groups.sorted())
    for group in groups {
      #expect(Self.folders.contains { $0.hasPrefix("\(group)/") }, "\(group)")
    }
  }

  @Test func `have a program and an expectation each`() {
    for folder in Self.folders {
      let fixture = try? Self.read(folder)
      #expect(fixture != nil, "\(folder)")
      let hasProgram = FileManager.default.fileExists(atPath: "\(Self.cases)/\(folder)/main.py")
      #expect(hasProgram || fixture?.arguments != nil, "\(folder)")
    }
  }

  /// What is no case would be passed over in silence.
  @Test func `are all found by what runs them`() throws {
    let listed = try run(
      "/usr/bin/env", ["python3", "\(Hermetic.root)/Fixtures/world.py", "--list"])
    let names = listed.output.split(separator: "\n").compactMap { line in
      line.split(separator: " ").first { $0.contains("/") }.map(String.init)
    }
    #expect(listed.end == .exit(0), "\(listed.errors)")
    #expect(names.sorted() == Self.folders.sorted())
  }

  @Test func `are about actions that there are`() {
    let known = Set(Action.allCases.map(\.name))
    #expect(Set(Self.all.flatMap { $0.actions ?? [] }).subtracting(known).isEmpty)
    #expect(Set(Self.all.map(\.kind)).isSubset(of: ["refuses", "allows", "future"]))
    #expect(Self.all.count > 100)
  }
}
