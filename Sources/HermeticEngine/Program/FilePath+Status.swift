import CHermetic
import SystemPackage

extension FilePath {
  /// A path from raw bytes, up to the first NUL.
  init(bytes: some Collection<UInt8>) {
    self.init(platformString: bytes.prefix { $0 != 0 }.map(CChar.init(bitPattern:)) + [0])
  }

  static func currentDirectory() throws(Errno) -> FilePath {
    // SAFETY: the function writes no more than the capacity it is told.
    try unsafe filling { unsafe hermetic_working_directory($0, $1) }
  }

  /// The path behind every symbolic link.
  func resolvingLinks() throws(Errno) -> FilePath {
    try unsafe Self.filling { buffer, capacity in
      // SAFETY: both pointers live for the call, which writes no more than `capacity`.
      unsafe withPlatformString { unsafe hermetic_real_path($0, buffer, capacity) }
    }
  }

  /// What this symbolic link points at, or nil where it is none.
  var linkTarget: FilePath? {
    try? unsafe Self.filling { buffer, capacity in
      // SAFETY: both pointers live for the call, which writes no more than `capacity`.
      unsafe withPlatformString { unsafe hermetic_read_link($0, buffer, capacity) }
    }
  }

  /// The names in this directory, in byte order; none where it cannot be listed.
  var entries: [Argument] {
    var capacity = 1 << 14
    while capacity <= 1 << 24 {
      var buffer = [CChar](repeating: 0, count: capacity)
      // SAFETY: both pointers live for the call, which writes no more than the buffer holds.
      let length = unsafe withPlatformString { path in
        unsafe buffer.withUnsafeMutableBufferPointer { target in
          guard let start = target.baseAddress else { return 0 }
          return unsafe hermetic_list_directory(path, start, target.count)
        }
      }
      if length == -Int(Errno.outOfRange.rawValue) {
        capacity *= 8
        continue
      }
      return buffer.prefix(max(0, length)).split(separator: 0)
        .map { Argument(bytes: $0.map(UInt8.init(bitPattern:))) }
        .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
    return []
  }

  package var isDirectory: Bool { (try? Stat(self))?.type == .directory }

  var isRegularFile: Bool { (try? Stat(self))?.type == .regular }

  /// Whether the execute bit is there for us: a file that runs, or a directory that can be entered.
  var hasExecuteAccess: Bool {
    // SAFETY: the path lives for the call, which only reads it.
    unsafe withPlatformString { unsafe hermetic_check_executable($0) } == 0
  }

  /// Whether executing this file would grant capabilities, or that cannot be told.
  var hasFileCapabilities: Bool {
    // SAFETY: the path lives for the call, which only reads it.
    unsafe withPlatformString { unsafe hermetic_has_file_capabilities($0) } != 0
  }

  /// Fails as execve(2) would for this file, before its content is looked at.
  func checkExecutable() throws(Errno) {
    let status = try Stat(self)
    if status.type == .directory { throw .isDirectory }
    guard status.type == .regular, hasExecuteAccess else { throw .permissionDenied }
  }

  private static func filling(
    _ write: (UnsafeMutablePointer<CChar>, Int) -> Int
  ) throws(Errno) -> FilePath {
    var buffer = [CChar](repeating: 0, count: 4096)
    let capacity = buffer.count - 1
    // SAFETY: `write` is told one byte less than there is, so the last one stays a NUL.
    let length = unsafe buffer.withUnsafeMutableBufferPointer { target in
      guard let start = target.baseAddress else { return Int(-Errno.noMemory.rawValue) }
      return unsafe write(start, capacity)
    }
    if length < 0 { throw Errno(rawValue: CInt(-length)) }
    return FilePath(platformString: buffer)
  }
}
