import CHermetic
package import HermeticPython
package import HermeticSession
import HermeticPolicy
import SystemPackage

/// An interpreter that a program can load: a libpython, and the executable whose packages it is to have.
package struct HostInterpreter: Hashable, Sendable {
  package let library: String
  package let executable: String

  package init(library: String, executable: String) {
    self.library = library
    self.executable = executable
  }

  /// The one that a command leads to, `python3` or the path of an executable or of a script's interpreter.
  package init(command: String) throws(ProgramError) {
    let program = try Program.resolve([Argument(command)], in: .current())
    guard case .embed(let library) = program.launch else {
      let found =
        program.launch == .exec
        ? "is no Python"
        : "brings CPython along in the executable itself; a program needs a shared libpython"
      throw ProgramError(.unsupported, Argument(command), found)
    }
    self.init(library: library.string, executable: program.executable.string)
  }

  /// A virtual environment's.
  package init(environment folder: String) throws(ProgramError) {
    let path = FilePath(folder).appending("bin").appending("python3")
    let other = FilePath(folder).appending("bin").appending("python")
    guard path.isRegularFile || other.isRegularFile else {
      throw ProgramError(
        .notFound, Argument(folder), "is no virtual environment: it has no bin/python3")
    }
    let command = path.isRegularFile ? path : other
    let real = command.string.hasPrefix("/") ? command.string : "./" + command.string
    self.init(
      library: try HostInterpreter(command: real).library,
      executable: FilePath(WorkingPlace.current.folder ?? "/").pushing(command).string)
  }

  /// A library's, with the executable beside it if there is one.
  package init(library path: String) throws(ProgramError) {
    guard FilePath(path).isRegularFile else {
      throw ProgramError(.notFound, Argument(path), "there is no such libpython")
    }
    // `lib/libpython3.13.so.1.0` belongs to `bin/python3.13`.
    let file = FilePath(path)
    let name = file.lastComponent?.string ?? ""
    let version = name.dropFirst("libpython".count).prefix { $0.isNumber || $0 == "." }
    let words = version.split(separator: ".").prefix(2).joined(separator: ".")
    var folder = file.removingLastComponent()
    var executable = "/usr/bin/python\(words)"
    for _ in 0..<3 {
      folder = folder.removingLastComponent()
      let candidate = folder.appending("bin").appending("python\(words)")
      guard candidate.isRegularFile else { continue }
      executable = candidate.string
      break
    }
    self.init(library: path, executable: executable)
  }

  /// The first that is found: the virtual environment that is active, `python3`, and then each release by its name.
  package static func find() throws(ProgramError) -> HostInterpreter {
    if let active = Environment.value(of: "VIRTUAL_ENV")?.text,
      let found = try? HostInterpreter(environment: active)
    {
      return found
    }
    let range = PythonVersion.supported
    let releases = (range.lowerBound.minor...range.upperBound.minor).reversed()
    var first: ProgramError?
    for name in ["python3"] + releases.map({ "python3.\($0)" }) + ["python"] {
      do throws(ProgramError) {
        return try HostInterpreter(command: name)
      } catch {
        first = first ?? error
      }
    }
    let reason = first.map { ": \($0)" } ?? ""
    throw ProgramError(
      .notFound, "libpython",
      "no CPython \(range.lowerBound) to \(range.upperBound) with a shared library\(reason)")
  }

  /// A path from the root on.
  package static func absolute(_ path: String) -> String {
    let folder = FilePath(WorkingPlace.current.folder ?? "/")
    return folder.pushing(FilePath(path)).lexicallyNormalized().string
  }

  /// Whether a file is there.
  package static func isFile(_ path: String) -> Bool { FilePath(path).isRegularFile }

  /// The session of a program that hosts Python: nothing is refused but by the policies of its plugins.
  package static func hostSession() throws(InterpreterError) -> Session {
    var settings = RunSettings()
    settings.isHosted = true
    let bytes = PolicyImage.compile(Policy(), settings: settings)
    let memory = unsafe bytes.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.flatMap { unsafe hermetic_read_only_copy($0, bytes.count) }
    }
    guard let memory = unsafe memory,
      let image = unsafe PolicyImage(UnsafeRawBufferPointer(start: memory, count: bytes.count)),
      let session = Session(image, log: ViolationLog())
    else { throw InterpreterError(.rejected, "a session: there is no memory") }
    return session
  }
}
