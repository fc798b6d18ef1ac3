import SystemPackage

/// Where the dynamic loader would find a library for an executable, by the rules of ld.so(8).
struct LibrarySearch {
  /// The executable behind its links: `$ORIGIN` is the folder that holds it.
  let executable: FilePath
  let environment: Environment

  /// The library's path; an error that names the folders where none is right.
  func find(
    _ soname: String, for elf: borrowing ELFFile, called name: Argument
  ) throws(ProgramError) -> FilePath {
    var folders = elf.runPath == nil ? expand(elf.legacyRunPath) : []
    folders += (environment["LD_LIBRARY_PATH"].map(searchPath) ?? [])
    folders += expand(elf.runPath)
    if let found = first(soname, in: folders) { return found }
    if let cached = LoaderCache.system?.path(of: soname), isLibrary(cached) { return cached }
    if let found = first(soname, in: Self.standardFolders) { return found }
    let places = folders.isEmpty ? "" : " (\(folders.map(\.string).joined(separator: ", ")))"
    throw ProgramError(
      .unsupported, name, "its library \(soname) is not where the loader looks\(places)",
      errno: .noSuchFileOrDirectory)
  }

  private func first(_ soname: String, in folders: [FilePath]) -> FilePath? {
    folders.lazy.map { $0.appending(soname) }.first(where: isLibrary)
  }

  /// The loader passes over files of another architecture.
  private func isLibrary(_ path: FilePath) -> Bool { (try? ELFFile(path)) != nil }

  /// An empty element of a search path means the working directory.
  private func searchPath(_ list: Argument) -> [FilePath] {
    guard !list.isEmpty else { return [] }
    return list.bytes.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";")
    }.compactMap { folder(String(decoding: $0, as: UTF8.self)) }
  }

  private func expand(_ list: String?) -> [FilePath] {
    list?.split(separator: ":").compactMap { folder(String($0)) } ?? []
  }

  /// One folder; nil for `$LIB` and `$PLATFORM`, which depend on how the loader was built.
  private func folder(_ element: String) -> FilePath? {
    let origin = executable.removingLastComponent().string
    for token in ["${ORIGIN}", "$ORIGIN"] where element.hasPrefix(token) {
      return folder(origin + element.dropFirst(token.count))
    }
    guard !element.contains("$") else { return nil }
    return environment.workingDirectory.pushing(FilePath(element))
  }

  #if arch(x86_64)
    private static let triple = "x86_64-linux-gnu"
  #else
    private static let triple = "aarch64-linux-gnu"
  #endif

  private static let standardFolders: [FilePath] = [
    "/lib/\(triple)", "/usr/lib/\(triple)", "/lib64", "/usr/lib64", "/lib", "/usr/lib",
  ].map { FilePath($0) }
}
