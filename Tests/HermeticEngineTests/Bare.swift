import Foundation
import SystemPackage
import Testing

@testable import HermeticEngine

/// What a command turns into without hermetic.
struct Bare {
  let arguments: [Argument]
  let environment: [Argument: Argument]
  let commandName: Argument

  /// Runs a command that ends in `Compiled.show`, which prints how it was called.
  static func run(_ command: [Argument], in environment: Environment) throws -> Bare? {
    let (status, data) = try output(of: command, in: environment)
    return status == 0 ? Bare(data) : nil
  }

  private static func output(
    of command: [Argument], in environment: Environment
  ) throws -> (Int32, Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--"] + command.map(\.text)
    process.environment = Dictionary(
      uniqueKeysWithValues: environment.variables.map { ($0.key.text, $0.value.text) })
    process.currentDirectoryURL = URL(fileURLWithPath: environment.workingDirectory.string)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, data)
  }

  private init?(_ data: Data) {
    let fields = data.split(separator: 0, omittingEmptySubsequences: false)
      .map { Argument(bytes: $0) }
    guard fields.count >= 3, let count = Int(fields[1].text) else { return nil }
    var variables: [Argument: Argument] = [:]
    for entry in fields[(2 + count)...] {
      guard let equals = entry.bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
      variables[Argument(bytes: entry.bytes[..<equals])] =
        Argument(bytes: entry.bytes[(equals + 1)...])
    }
    arguments = Array(fields[2..<(2 + count)])
    environment = variables
    commandName = fields[0]
  }
}

/// Expects a command to resolve to exactly what the kernel, `env`, a shell and pyenv make of it.
func expectSameAsBare(
  _ command: [Argument], in environment: Environment,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let bare = try #require(
    try Bare.run(command, in: environment), "the bare command failed",
    sourceLocation: sourceLocation)
  let program = try Program.resolve(command, in: environment)
  #expect(program.arguments == bare.arguments, sourceLocation: sourceLocation)
  #expect(
    program.commandName.bytes.prefix(15) == bare.commandName.bytes[...],
    sourceLocation: sourceLocation)
  var variables = environment.variables
  for change in program.environmentChanges { variables[change.name] = change.value }
  #expect(variables == bare.environment, sourceLocation: sourceLocation)
}

/// Small programs, compiled once for all tests.
enum Compiled {
  static let folder: Result<TestFolder, any Error> = {
    // Nothing releases a static at exit.
    atexit { Compiled.remove() }
    return Result { try TestFolder() }
  }()

  private static func remove() {
    if let folder = try? folder.get() { try? FileManager.default.removeItem(atPath: folder.path) }
  }

  /// The C compiler, if there is one; without it the tests that need it say that they are skipped.
  static let compiler: String? = {
    let found = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"]
      .first(where: FileManager.default.isExecutableFile)
    if found == nil { print("skipped: no C compiler, so no comparison with bare runs") }
    return found
  }()

  static var isAvailable: Bool { compiler != nil }

  /// A program that prints its name, its arguments and its environment, each ended by a NUL.
  static let show = Result {
    try build(
      "show",
      """
      #include <stdio.h>
      #include <sys/prctl.h>
      extern char **environ;
      int main(int count, char **arguments) {
        char name[17] = {0};
        prctl(PR_GET_NAME, name);
        printf("%s%c%d%c", name, 0, count, 0);
        for (int i = 0; i < count; i++) printf("%s%c", arguments[i], 0);
        for (char **entry = environ; *entry; entry++) printf("%s%c", *entry, 0);
        return 0;
      }
      """)
  }

  @discardableResult
  static func build(
    _ name: String, _ source: String, _ flags: [String] = [], in folder: TestFolder? = nil
  ) throws -> String {
    let folder = try folder ?? Self.folder.get()
    let file = try folder.write("\(name).c", source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(compiler))
    process.arguments = [file, "-o", "\(folder.path)/\(name)"] + flags
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return "\(folder.path)/\(name)"
  }
}
