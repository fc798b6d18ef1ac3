import SystemPackage

/// The search for a program's name on PATH, as execvp(3) does it.
struct PathSearch {
  let folders: [Argument]
  private let environment: Environment

  init(_ environment: Environment) {
    self.environment = environment
    // Without a PATH, execvp uses `_CS_PATH`.
    folders = (environment["PATH"] ?? "/bin:/usr/bin").split(at: ":")
  }

  /// The path of a name: `folder/name`, the name itself where an empty element means "here".
  ///
  /// A file that may not be executed is passed over, and remembered.
  func find(_ name: Argument) throws(ProgramError) -> Argument {
    if name.hasSlash { return name }
    var refused: Argument?
    for folder in folders where !name.isEmpty {
      let candidate = folder.isEmpty ? name : folder + "/" + name
      do throws(Errno) {
        try environment.locate(candidate).checkExecutable()
        return candidate
      } catch .permissionDenied {
        refused = refused ?? candidate
      } catch {
        continue
      }
    }
    guard let refused else { throw ProgramError(.notFound, name, "command not found") }
    throw ProgramError(
      .notExecutable, name, "permission denied: \(refused.printable) may not be executed",
      errno: .permissionDenied)
  }
}
