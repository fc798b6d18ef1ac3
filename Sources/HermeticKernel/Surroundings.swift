/// What a plan must know of the files on this machine and of the run, beside the policy.
package struct Surroundings: Sendable {
  package enum FileKind: Hashable, Sendable {
    case folder, file, link, other, missing
  }

  /// What there is at a path.
  package var kind: @Sendable (String) -> FileKind
  /// The names in a folder, with their kinds; links are not followed.
  package var entries: @Sendable (String) -> [(name: String, kind: FileKind)]
  /// Whether this process could change a file, or put another in its place.
  package var isChangeable: @Sendable (String) -> Bool
  /// Where the program stands.
  package var workingFolder: String?
  /// The folders on PATH, which programs are in.
  package var programFolders: [String]
  /// The files that it takes to run the program: executables, their interpreters.
  package var program: [String]
  /// Of these, what the program's processes are executed from.
  package var executables: [String] = []
  /// Standard input, output and error, where they are files: they may be opened again.
  package var standard: [StandardFile] = []
  /// Which launch it is.
  package var launch: Launch

  package struct StandardFile: Hashable, Sendable {
    /// A path that leads to it.
    package let path: String
    package let isRead: Bool
    package let isWritten: Bool

    package init(path: String, isRead: Bool, isWritten: Bool) {
      self.path = path
      self.isRead = isRead
      self.isWritten = isWritten
    }
  }

  package enum Launch: Hashable, Sendable {
    /// The interpreter is loaded into this process.
    case embed
    /// This process becomes the interpreter, in which the rest is put in force.
    case attach
    /// This process becomes a program that nothing more is put in force in.
    case exec
  }

  package init(
    kind: @escaping @Sendable (String) -> FileKind,
    entries: @escaping @Sendable (String) -> [(name: String, kind: FileKind)],
    isChangeable: @escaping @Sendable (String) -> Bool, workingFolder: String?,
    programFolders: [String], program: [String], launch: Launch
  ) {
    self.kind = kind
    self.entries = entries
    self.isChangeable = isChangeable
    self.workingFolder = workingFolder
    self.programFolders = programFolders
    self.program = program
    self.launch = launch
  }
}
