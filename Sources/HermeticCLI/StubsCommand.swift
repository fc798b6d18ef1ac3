import ArgumentParser
import Glibc
import HermeticPolicy
import HermeticEngine
import HermeticShim
import SystemPackage

/// Writes the types of the `hermetic` Python package to where type checkers find them.
struct StubsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stubs",
    abstract: "Write the types of 'import hermetic' for type checkers, as stub files.",
    discussion: """
      hermetic stubs typings && MYPYPATH=typings mypy program.py

      Pyright looks into 'typings' by itself.
      """)

  @ArgumentParser.Argument(help: "The folder to put the folder 'hermetic' with them into.")
  var folder: String

  func run() throws {
    let package = FilePath(folder).appending("hermetic")
    do {
      for path in [FilePath(folder), package] where !path.isDirectory {
        guard unsafe mkdir(path.string, 0o777) == 0 else { throw Errno(rawValue: errno) }
      }
      for (name, content) in Shim.stubs {
        let file = try FileDescriptor.open(
          package.appending(name), .writeOnly, options: [.create, .truncate],
          permissions: FilePermissions(rawValue: 0o644))
        try file.closeAfter { _ = try file.writeAll(content) }
      }
    } catch {
      StandardError.write(
        "\(package): \((error as? Errno)?.description.lowercased() ?? "\(error)")")
      throw ExitCode(125)
    }
    print(package.string)
  }
}
