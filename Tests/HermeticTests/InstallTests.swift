import Foundation
import Testing

@Suite(.enabled(if: Hermetic.isRelease)) struct `An installed hermetic` {
  /// Installs what is tested below a folder, and moves that.
  static func install(to name: String) throws -> (folder: TestFolder, prefix: String) {
    let folder = try TestFolder()
    // `-o build`: the package is built, and its build folder is in use.
    let make = try run(
      "/usr/bin/env",
      [
        "make", "-o", "build", "install", "PREFIX=\(folder.path)/first",
        "BUILD=\(URL(fileURLWithPath: Hermetic.executable).deletingLastPathComponent().path)",
      ], in: Hermetic.root)
    try #require(make.end == .exit(0), "\(make.output)\(make.errors)")
    let prefix = "\(folder.path)/\(name)"
    try FileManager.default.moveItem(atPath: "\(folder.path)/first", toPath: prefix)
    return (folder, prefix)
  }

  @Test func `has its files where they belong`() throws {
    let (folder, prefix) = try Self.install(to: "moved")
    let files = FileManager.default
    #expect(files.isExecutableFile(atPath: "\(prefix)/bin/hermetic"))
    #expect(files.isReadableFile(atPath: "\(prefix)/lib/hermetic/libHermeticAttach.so"))
    #expect(try files.subpathsOfDirectory(atPath: prefix).count == 6, "and no others")
    withExtendedLifetime(folder) {}
  }

  @Test(
    .enabled(if: !Way.one.isEmpty, "no CPython found"), arguments: Way.one,
    ["moved", "a folder with spaces", "a:colon", "both: of them", "ümläut $HOME 'quoted'"])
  func `works wherever it is moved`(_ way: Way, _ name: String) throws {
    let (folder, prefix) = try Self.install(to: name)
    let outcome = try run(
      "\(prefix)/bin/hermetic",
      way.command(
        ["--no-network"],
        ["-c", "import os, socket; print(os.environ.get('LD_PRELOAD')); \(Program.connect)"]))
    #expect(outcome.end == .exit(77), "\(outcome.errors)")
    #expect(outcome.output == "None\n")
    #expect(outcome.blocked == [Program.blocked])
    withExtendedLifetime(folder) {}
  }

  @Test(.enabled(if: !Way.one.isEmpty, "no CPython found"))
  func `says what it misses`() throws {
    guard let way = Way.one.first(where: { $0.launch == "attach" }) else { return }
    let (folder, prefix) = try Self.install(to: "moved")
    try FileManager.default.removeItem(atPath: "\(prefix)/lib")
    let outcome = try run(
      "\(prefix)/bin/hermetic", way.command(["--no-network"], ["-c", "print('ran')"]))
    #expect(outcome.end == .exit(125))
    #expect(outcome.output.isEmpty)
    #expect(outcome.lines.contains { $0.contains("libHermeticAttach.so") })
    withExtendedLifetime(folder) {}
  }
}
