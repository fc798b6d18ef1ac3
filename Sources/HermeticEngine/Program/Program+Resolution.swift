import SystemPackage

extension Program {
  /// Follows a command to the interpreter that runs it, without running anything.
  ///
  /// The first word is a program as a shell would find it, or one of the forms that hermetic reads
  /// itself and gives to the default interpreter: `-m`, `-c`, `-`, a script, a folder or zip file
  /// with a `__main__.py`, and `module:attribute`.
  package static func resolve(
    _ command: [Argument], in environment: Environment
  ) throws(ProgramError) -> Program {
    guard let word = command.first else {
      throw ProgramError(.notFound, "command", "no program is named")
    }
    var resolver = ProgramResolver(environment)
    var program: Program
    if word == "-" || word.hasPrefix("-c") || word.hasPrefix("-m") {
      program = try resolver.runDefaultInterpreter(command)
    } else if word.hasSlash {
      program = try resolver.run(path: word, command)
    } else {
      program = try resolver.run(name: word, command)
    }
    program.environmentChanges = environment.changes(to: resolver.environment)
    return program
  }
}

extension ProgramResolver {
  /// Runs a name without a slash: found on PATH, here, or as an object of a module.
  fileprivate mutating func run(
    name: Argument, _ command: [Argument]
  ) throws(ProgramError) -> Program {
    let search = PathSearch(environment)
    let failure: ProgramError
    switch Result(catching: { () throws(ProgramError) in try search.find(name) }) {
    case .success(let path): return try run(path: path, command)
    case .failure(let error): failure = error
    }
    // Only a name that leads nowhere may mean something else.
    guard failure.code == .notFound, !name.isEmpty else { throw failure }
    let here = environment.locate(name)
    if (try? Stat(here)) != nil {
      guard PythonSource(name, at: here, in: environment) != nil else {
        throw ProgramError(
          .notFound, name,
          here.isDirectory
            ? "command not found; the folder of that name has no __main__.py"
            : "command not found; to run the file here, write ./\(name.printable)")
      }
      return try run(path: name, command)
    }
    guard let reference = ObjectReference(name) else { throw failure }
    return try runDefaultInterpreter(["-c", reference.source] + command.dropFirst())
  }

  /// Runs a file: as the kernel would, or else with the default interpreter if it is Python source.
  fileprivate mutating func run(
    path: Argument, _ command: [Argument]
  ) throws(ProgramError) -> Program {
    let file = environment.locate(path)
    let failure: ProgramError
    switch Result(catching: { () throws(ProgramError) in try format(of: path) }) {
    case .success(.unknown): failure = self.failure(.execFormatError, at: path)
    case .success: return try execute(path, command)
    case .failure(let error): failure = error
    }
    guard PythonSource(path, at: file, in: environment) != nil else { throw failure }
    return try runDefaultInterpreter([path] + command.dropFirst())
  }
}
