import HermeticPython
import SystemPackage

/// An ELF file at the end of a command's way, and the launch that fits it.
struct InterpreterFile {
  let launch: Program.Launch
  let version: PythonVersion?

  /// Recognises a file by what it is linked with; `name` is what the command called it.
  init(_ path: FilePath, called name: Argument, in environment: Environment) throws(ProgramError) {
    let real = (try? path.resolvingLinks()) ?? path
    let names = [name.baseName, Argument(real).baseName].map(\.text)
    if let pypy = names.first(where: { $0.hasPrefix("pypy") }) {
      throw .unsupported(name, found: Self.pypy(pypy.dropFirst(4)))
    }
    let elf: ELFFile
    do throws(ELFFile.Problem) {
      elf = try ELFFile(real)
    } catch .unreadable(let errno) {
      throw ProgramError(
        .unsupported, name, "cannot be read, so hermetic cannot tell what it is", errno: errno)
    } catch {
      guard names.contains(where: Self.claimsToBePython) else {
        (launch, version) = (.exec, nil)
        return
      }
      throw .unsupported(name, found: "an executable it cannot read (\(error.reason))")
    }
    if let pypy = elf.needed.first(where: { $0.hasPrefix("libpypy") }) {
      throw .unsupported(name, found: Self.pypy(pypy.dropFirst(7)))
    }
    if let library = elf.needed.lazy.compactMap({ PythonLibraryName($0) }).first {
      try library.checkSupported(for: name)
      version = library.version
      if elf.isThin {
        try elf.checkLoaderKind(for: name)
        let search = LibrarySearch(executable: real, environment: environment)
        launch = .embed(library: try search.find(library.soname, for: elf, called: name))
      } else {
        try elf.checkAttachable(real, called: name)
        launch = .attach
      }
    } else if let exported = elf.exportedVersion {
      try exported.checkSupported(for: name)
      try elf.checkAttachable(real, called: name)
      (launch, version) = (.attach, exported.version)
    } else if elf.export("Py_Main") != nil {
      let isPython2 = elf.export("PyString_FromString") != nil
      throw .unsupported(name, found: isPython2 ? "Python 2" : "a CPython older than 3.8")
    } else if names.contains(where: Self.claimsToBePython) {
      throw .unsupported(name, found: "an executable in which no CPython can be recognised")
    } else {
      (launch, version) = (.exec, nil)
    }
  }

  private static func claimsToBePython(_ name: String) -> Bool { name.hasPrefix("python") }

  /// `PyPy 3.9` from the `3.9-c.so` behind a name.
  private static func pypy(_ rest: some StringProtocol) -> String {
    let version = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    return version.contains(".") ? "PyPy \(version)" : "PyPy"
  }
}

/// The name of a libpython, taken apart.
struct PythonLibraryName {
  let soname: String
  let version: PythonVersion
  /// The letters behind the version, such as `t` for a free-threaded build.
  let flags: String

  /// Nil for anything but `libpythonX.Y….so`; `libpython3.so`, the stable ABI's, names no release.
  init?(_ soname: String) {
    guard soname.hasPrefix("libpython") else { return nil }
    let parts = soname.dropFirst(9).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[2] == "so", let major = Int(parts[0]) else { return nil }
    let digits = parts[1].prefix { $0.isASCII && $0.isNumber }
    guard let minor = Int(digits) else { return nil }
    self.soname = soname
    version = PythonVersion(major, minor)
    flags = String(parts[1][digits.endIndex...])
  }

  func checkSupported(for name: Argument) throws(ProgramError) {
    try RecognisedPython(version: version, isFreeThreaded: flags.contains("t"))
      .checkSupported(for: name)
  }
}

/// A CPython whose release is known.
struct RecognisedPython {
  let version: PythonVersion
  let isFreeThreaded: Bool

  func checkSupported(for name: Argument) throws(ProgramError) {
    let kind = version.major >= 3 ? "CPython" : "Python"
    if isFreeThreaded { throw .unsupported(name, found: "free-threaded \(kind) \(version)") }
    guard PythonVersion.supported.contains(version) else {
      throw .unsupported(name, found: "\(kind) \(version)")
    }
  }
}
