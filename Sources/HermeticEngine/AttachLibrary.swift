import CHermetic
import SystemPackage

/// The library that is preloaded into interpreters that bring CPython along.
struct AttachLibrary {
  let path: FilePath
  /// How `LD_PRELOAD` names it.
  let loaderName: Argument
  /// The descriptor in that name, if there is one.
  let descriptor: CInt?

  private static let name = "libHermeticAttach.so"

  /// Finds the library beside the executable, or where `make install` puts it: by where the executable
  /// is now, so that moving the prefix breaks nothing.
  static func find() throws(LaunchError) -> AttachLibrary {
    guard let executable = FilePath("/proc/self/exe").linkTarget else {
      throw LaunchError("cannot read /proc/self/exe, so \(name) cannot be found")
    }
    let folder = executable.removingLastComponent()
    let candidates = [
      folder.appending(name),
      folder.removingLastComponent().appending("lib/hermetic/\(name)"),
    ]
    guard let path = candidates.first(where: \.isRegularFile) else {
      throw LaunchError("\(name) is neither at \(candidates[0]) nor at \(candidates[1])")
    }
    // A loader that cannot load it would go on without it; that is seen to, but this says why.
    guard path.isLoadable else {
      throw LaunchError("\(path): cannot be loaded; it is damaged, or its file system is noexec")
    }
    // The loader splits its list at the first two, and puts something else in place of the third.
    guard path.string.contains(where: { " :$".contains($0) }) else {
      return AttachLibrary(path: path, loaderName: Argument(path), descriptor: nil)
    }
    do {
      let file = try FileDescriptor.open(path, .readOnly)
      let descriptor = hermetic_lift_descriptor(file.rawValue)
      try file.close()
      guard descriptor >= 0 else { throw Errno.tooManyOpenFiles }
      return AttachLibrary(
        path: path, loaderName: Argument("/proc/self/fd/\(descriptor)"), descriptor: descriptor)
    } catch {
      throw LaunchError("\(path): cannot be opened")
    }
  }
}

extension FilePath {
  /// Whether a file is an ELF file that may be mapped executable.
  fileprivate var isLoadable: Bool {
    guard let file = try? FileDescriptor.open(self, .readOnly) else { return false }
    defer { try? file.close() }
    return hermetic_is_loadable(file.rawValue)
  }
}
