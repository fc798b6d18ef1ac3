import HermeticPython
import SystemPackage

extension ELFFile {
  /// Whether this is a `main` that calls a libpython and nothing else: `Programs/python.c`.
  ///
  /// A program that only embeds Python, as gdb does, uses more of its interface.
  var isThin: Bool {
    let python = imports()?.filter { $0.hasPrefix("Py") || $0.hasPrefix("_Py") }
    return python.map(Set.init) == ["Py_BytesMain"]
  }

  /// The CPython that this file contains and lends to its extension modules.
  ///
  /// `Py_Version` came with 3.11; before that, a release is known by what it brought.
  var exportedVersion: RecognisedPython? {
    guard export("Py_BytesMain") != nil, export("PySys_AddAuditHook") != nil else { return nil }
    let version =
      if let number = constant("Py_Version"), number >> 24 > 0 {
        PythonVersion(Int(number >> 24 & 0xff), Int(number >> 16 & 0xff))
      } else if export("PyModule_AddObjectRef") != nil {
        PythonVersion(3, 10)
      } else if export("PyModule_AddType") != nil {
        PythonVersion(3, 9)
      } else {
        PythonVersion(3, 8)
      }
    // Only a build without the GIL merges reference counts.
    let isFreeThreaded = export("_Py_MergeZeroLocalRefcount") != nil
    return RecognisedPython(version: version, isFreeThreaded: isFreeThreaded)
  }

  /// Refuses a program that the kernel or its loader would run without our preloaded library.
  ///
  /// ld.so(8) ignores `LD_PRELOAD` in secure-execution mode, and another loader may leave a library
  /// out that it cannot load; the program would then run unguarded.
  func checkAttachable(_ path: FilePath, called name: Argument) throws(ProgramError) {
    guard let loader else {
      throw ProgramError(
        .unsupported, name, "is linked without a dynamic loader, so it cannot be guarded")
    }
    if content.status.permissions.contains(.setUserID)
      || content.status.permissions.contains(.setGroupID)
    {
      throw ProgramError(.unsupported, name, "is setuid or setgid, so it cannot be guarded")
    }
    if path.hasFileCapabilities {
      throw ProgramError(.unsupported, name, "has file capabilities, so it cannot be guarded")
    }
    try checkLoaderKind(for: name)
    guard let own = Self.ownLoader else { return }
    let real = (try? loader.resolvingLinks()) ?? loader
    guard real == own else {
      throw ProgramError(
        .unsupported, name,
        "is started by \(loader), and hermetic by \(own), so it cannot be guarded")
    }
  }

  /// Refuses a program of another C library, musl's for instance.
  func checkLoaderKind(for name: Argument) throws(ProgramError) {
    guard let loader, loader.lastComponent?.string.hasPrefix("ld-linux") != true else { return }
    throw ProgramError(
      .unsupported, name, "is started by \(loader); hermetic runs programs of the GNU C library")
  }

  /// The loader of this process, behind its links.
  private static let ownLoader: FilePath? =
    (try? ELFFile("/proc/self/exe"))?.loader.flatMap { try? $0.resolvingLinks() }
}

extension ELFFile.Problem {
  var reason: String {
    switch self {
    case .unreadable(let errno): errno.description.lowercased()
    case .notELF: "no ELF file"
    case .foreign(let what): "built for another architecture: \(what)"
    case .malformed(let what): what
    }
  }
}
