import CHermetic
package import SystemPackage

/// The variables and the directory that a program is started with.
package struct Environment: Hashable, Sendable {
  package var variables: [Argument: Argument]
  package var workingDirectory: FilePath

  package init(variables: [Argument: Argument], workingDirectory: FilePath) {
    self.variables = variables
    self.workingDirectory = workingDirectory
  }

  /// This process's own environment.
  package static func current() -> Environment {
    // A working directory may have been deleted; what is found without it can run all the same.
    let folder = (try? FilePath.currentDirectory()) ?? ""
    var environment = Environment(variables: [:], workingDirectory: folder)
    var index = 0
    // SAFETY: an entry is a C string that the process owns; it is copied before the next one is
    // asked for, and hermetic changes no variable while it reads them.
    while let entry = unsafe hermetic_environment_entry(index) {
      let bytes = unsafe Argument(copying: entry).bytes
      index += 1
      guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = Argument(bytes: bytes[..<equals])
      // Like getenv(3), the first of two entries with one name counts.
      guard environment.variables[name] == nil else { continue }
      environment.variables[name] = Argument(bytes: bytes[(equals + 1)...])
    }
    return environment
  }

  package subscript(name: Argument) -> Argument? {
    get { variables[name] }
    set { variables[name] = newValue }
  }

  /// What has to be done to this environment to get the other one, sorted by name.
  package func changes(to other: Environment) -> [EnvironmentChange] {
    Set(variables.keys).union(other.variables.keys)
      .filter { variables[$0] != other.variables[$0] }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
      .map { EnvironmentChange(name: $0, value: other.variables[$0]) }
  }
}

/// One variable that a program's way to its interpreter sets or removes.
package struct EnvironmentChange: Hashable, Sendable {
  package var name: Argument
  /// The new value, or nil where the variable is removed.
  package var value: Argument?

  package init(name: Argument, value: Argument?) {
    self.name = name
    self.value = value
  }
}

extension Environment {
  /// Where a path leads from the working directory, for looking at the file.
  ///
  /// `FilePath` drops a trailing slash, which the kernel answers with ENOTDIR for a file; a dot
  /// behind it keeps that answer.
  func locate(_ path: Argument) -> FilePath {
    let isOpen = path.bytes.last == Argument.slash && path.bytes.contains { $0 != Argument.slash }
    let bytes = isOpen ? path.bytes + [UInt8(ascii: ".")] : path.bytes
    return workingDirectory.pushing(FilePath(bytes: bytes))
  }

  /// The value of a variable that is set and not empty.
  func nonEmpty(_ name: Argument) -> Argument? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
