import SystemPackage

/// The way from a file to the ELF file that the kernel ends up with.
///
/// It does what execve(2) does, and what `env`, a shell stub and pyenv's shims do before they call
/// it again, on an environment of its own.
struct ProgramResolver {
  private(set) var environment: Environment
  /// The outermost script, which an error about an interpreter names.
  private var script: Argument?
  private var hops = 0

  init(_ environment: Environment) {
    self.environment = environment
  }

  /// Runs `python3`, or `python` where there is none, as if the user had written it.
  mutating func runDefaultInterpreter(
    _ arguments: [Argument]
  ) throws(ProgramError) -> Program {
    let start = self
    var first: ProgramError?
    for name: Argument in ["python3", "python"] {
      do throws(ProgramError) {
        let path = try PathSearch(environment).find(name)
        return try execute(path, [name] + arguments)
      } catch {
        guard error.code == .notFound else { throw error }
        first = first ?? error
        self = start
      }
    }
    let subject = arguments.first ?? "python3"
    throw ProgramError(
      .notFound, subject,
      "no default interpreter to run it with: \(first?.description ?? "python3")")
  }

  /// Follows `execve(path, arguments, environment)`.
  mutating func execute(
    _ path: Argument, _ arguments: [Argument]
  ) throws(ProgramError) -> Program {
    hops += 1
    guard hops <= 16 else {
      throw ProgramError(.unsupported, script ?? path, "its interpreters keep calling each other")
    }
    var file = path
    var arguments = arguments
    var depth = 0
    while true {
      switch try format(of: file) {
      case .elf:
        return try start(file, arguments, called: path.baseName)
      case .script(let shebang):
        depth += 1
        script = script ?? file
        // Linux 6 follows five scripts, and fails with ELOOP at the sixth.
        guard depth <= 5 else { throw failure(.tooManySymbolicLinkLevels, at: shebang.interpreter) }
        let option = shebang.argument.map { [$0] } ?? []
        arguments = [shebang.interpreter] + option + [file] + arguments.dropFirst()
        file = shebang.interpreter
        try checkExists(shebang)
      case .unknown:
        throw failure(.execFormatError, at: file)
      }
    }
  }

  /// What an ELF file does with its arguments: run Python, or find the next program.
  private mutating func start(
    _ file: Argument, _ arguments: [Argument], called name: Argument
  ) throws(ProgramError) -> Program {
    switch file.baseName {
    case "env":
      let command = try EnvCommand(arguments, in: environment, for: script ?? file)
      if let program = command.program {
        command.apply(to: &environment)
        let path = try find(program, from: command.hint)
        return try execute(path, command.words)
      }
    case "sh", "bash", "dash", "ash", "ksh":
      let read = ShellScript(arguments, in: environment)
      if let next = try read?.next(shell: file, in: environment) {
        script = next.script.map { script ?? $0 }
        environment = next.environment
        return try execute(try find(next.program, from: nil), next.arguments)
      }
    default: break
    }
    let located = environment.locate(file)
    let interpreter = try InterpreterFile(located, called: file, in: environment)
    return Program(
      launch: interpreter.launch, version: interpreter.version,
      executable: FilePath(bytes: file.bytes), arguments: arguments, commandName: name)
  }

  /// What the kernel would make of a file; what it would refuse it with.
  func format(of file: Argument) throws(ProgramError) -> ExecutableFormat {
    let path = environment.locate(file)
    do throws(Errno) {
      try path.checkExecutable()
    } catch {
      throw failure(error, at: file)
    }
    do throws(Errno) {
      return try ExecutableFormat(path)
    } catch {
      throw ProgramError(
        .unsupported, file, "cannot be read, so hermetic cannot tell what it is", errno: error)
    }
  }

  private func checkExists(_ shebang: Shebang) throws(ProgramError) {
    guard shebang.hasCarriageReturn, let script else { return }
    let path = environment.locate(shebang.interpreter)
    guard shebang.argument == nil, (try? Stat(path)) == nil else { return }
    throw ProgramError(
      .notFound, script,
      "its interpreter \(shebang.interpreter.printable) does not exist: \(Self.carriageReturn)",
      errno: .noSuchFileOrDirectory)
  }

  private func find(_ program: Argument, from hint: String?) throws(ProgramError) -> Argument {
    do throws(ProgramError) {
      return try PathSearch(environment).find(program)
    } catch {
      guard let script else { throw error }
      var reason = "its interpreter \(program.printable) is not on PATH"
      if error.code == .notExecutable { reason = "its interpreter \(error)" }
      if program.bytes.last == UInt8(ascii: "\r") { reason += ": \(Self.carriageReturn)" }
      if let hint { reason += ": \(hint)" }
      throw ProgramError(error.code, script, reason, errno: error.errno)
    }
  }

  private static let carriageReturn = "its first line ends in CR LF, as on Windows"
}

extension ProgramResolver {
  /// What execve(2) failed with, told of the file that the user named.
  func failure(_ errno: Errno, at file: Argument) -> ProgramError {
    let subject = script ?? file
    let isMissing = errno == .noSuchFileOrDirectory || errno == .notDirectory
    let code = isMissing ? ProgramError.Code.notFound : .notExecutable
    let target = environment.locate(file).linkTarget
    let reason =
      switch errno {
      case .noSuchFileOrDirectory where target != nil && subject == file:
        "is a broken symbolic link to \(target.map(Argument.init)?.printable ?? "")"
      case .noSuchFileOrDirectory where subject == file: "no such file or directory"
      case _ where isMissing && subject != file: "does not exist"
      case .execFormatError: "is neither an ELF file nor a script with #! in its first line"
      case .tooManySymbolicLinkLevels where subject != file: "is one script too many in a row"
      default: errno.description.lowercased()
      }
    guard subject != file else { return ProgramError(code, subject, reason, errno: errno) }
    let colon = reason.hasPrefix("is ") || reason.hasPrefix("does ") ? "" : ":"
    return ProgramError(
      code, subject, "its interpreter \(file.printable)\(colon) \(reason)", errno: errno)
  }
}

/// What the kernel makes of a file's first bytes.
enum ExecutableFormat: Hashable {
  case elf
  case script(Shebang)
  case unknown

  init(_ path: FilePath) throws(Errno) {
    let head = try FileContent(path).bytes(at: 0, count: Shebang.limit)
    if head.starts(with: ELFFile.magic) {
      self = .elf
    } else if let shebang = Shebang(head) {
      self = .script(shebang)
    } else {
      self = .unknown
    }
  }
}
