import CHermetic
import Glibc
import SystemPackage

/// A file of the system's configuration, read again when it has changed.
package struct SystemFile {
  /// Whose changes are believed.
  package enum Trust: Hashable, Sendable {
    /// Those that this process, and so the program, could not have made itself: a program that may write
    /// to `/etc/hosts` would choose the addresses that it may connect to.
    case unlessWritable
    case always
  }

  private let path: String
  private let trust: Trust
  private var stamp: Stamp?
  private var nextLook: Int64 = .min

  /// What tells one state of a file from another.
  private struct Stamp: Equatable {
    let device: UInt
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  package init(_ path: String, trust: Trust = .unlessWritable) {
    self.path = path
    self.trust = trust
  }

  /// The most that is read of it, far above what lists of unwanted hosts have.
  private static let most = 32 << 20

  /// The file's bytes, the first time and whenever they have changed; looks once a second at most.
  package mutating func changes(now: Int64) -> [UInt8]? {
    guard now >= nextLook else { return nil }
    let isFirst = nextLook == .min
    nextLook = now + 1000
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return isFirst ? [] : nil
    }
    let stamp = Stamp(status)
    guard stamp != self.stamp else { return nil }
    self.stamp = stamp
    if !isFirst, trust == .unlessWritable, isWritable { return nil }
    return read()
  }

  private func read() -> [UInt8]? {
    guard
      let file = try? FileDescriptor.open(
        FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
    else { return nil }
    defer { try? file.close() }
    var bytes: [UInt8] = []
    while bytes.count < Self.most {
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { room, count in
        // SAFETY: `read` writes no more than the room there is, and says how much.
        unsafe count = (try? file.read(into: UnsafeMutableRawBufferPointer(room))) ?? 0
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }

  /// Whether this process could have changed the file, or a folder on the way to it.
  private var isWritable: Bool {
    var places = Self.ways(path)
    // SAFETY: the C string is the caller's, who frees it.
    if let resolved = unsafe realpath(path, nil) {
      places += Self.ways(unsafe String(cString: resolved))
      unsafe free(resolved)
    }
    return places.contains { place in
      var status = stat()
      guard unsafe stat(place, &status) == 0,
        unsafe faccessat(AT_FDCWD, place, W_OK, AT_EACCESS) != 0
      else { return true }
      // Its owner may make it writable, where the file system is.
      return errno == EACCES && status.st_uid == geteuid()
    }
  }

  private static func ways(_ path: String) -> [String] {
    var path = FilePath(path)
    var found: [String] = []
    while !path.isEmpty {
      found.append(path.string)
      guard path.removeLastComponent() else { break }
    }
    return found
  }
}
