import CHermetic
import Glibc

/// The calls on files that are answered, by the names of system calls.
enum FileCall: String, CaseIterable {
  case open, openat, creat
  case mkdir, mkdirat, rmdir, unlink, unlinkat, symlink, symlinkat, mknod, mknodat
  case rename, renameat, renameat2, link, linkat
  case truncate, chmod, fchmod, fchmodat, fchmodat2, chown, lchown, fchown, fchownat
  case utime, utimes, futimesat, utimensat
  case setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr

  /// Where among the arguments a path is, and the descriptor of the folder that it is relative to.
  struct PathArgument {
    let path: Int
    var folder: Int?
  }

  fileprivate var paths: (first: PathArgument?, second: PathArgument?) {
    switch self {
    case .open, .creat, .mkdir, .rmdir, .unlink, .mknod, .truncate, .chmod, .chown, .lchown, .utime,
      .utimes, .setxattr, .lsetxattr, .removexattr, .lremovexattr:
      (PathArgument(path: 0), nil)
    case .openat, .mkdirat, .unlinkat, .mknodat, .fchmodat, .fchmodat2, .fchownat, .futimesat,
      .utimensat:
      (PathArgument(path: 1, folder: 0), nil)
    case .symlink: (PathArgument(path: 1), nil)
    case .symlinkat: (PathArgument(path: 2, folder: 1), nil)
    case .rename, .link: (PathArgument(path: 0), PathArgument(path: 1))
    case .renameat, .renameat2, .linkat:
      (PathArgument(path: 1, folder: 0), PathArgument(path: 3, folder: 2))
    case .fchmod, .fchown, .fsetxattr, .fremovexattr: (nil, nil)
    }
  }

  /// Fails for what the kernel says no to before it looks at a path.
  func ensureSense(_ call: TrappedCall) throws(CallError) {
    switch self {
    case .open: try Self.ensureSense(opening: call.int(1))
    case .openat: try Self.ensureSense(opening: call.int(2))
    case .unlinkat where call.int(2) & ~AT_REMOVEDIR != 0: throw CallError(EINVAL)
    case .linkat where call.int(4) & ~(CInt(hermetic_empty_path) | AT_SYMLINK_FOLLOW) != 0:
      throw CallError(EINVAL)
    case .renameat2:
      let flags = call.int(4)
      // RENAME_NOREPLACE, RENAME_EXCHANGE and RENAME_WHITEOUT; the second goes with no other.
      if flags & ~7 != 0 || flags & 2 != 0 && flags & 5 != 0 { throw CallError(EINVAL) }
    case .mknod, .mknodat:
      switch UInt32(truncatingIfNeeded: call.argument(self == .mknod ? 1 : 2)) & UInt32(S_IFMT) {
      case 0, UInt32(S_IFREG), UInt32(S_IFCHR), UInt32(S_IFBLK), UInt32(S_IFIFO),
        UInt32(S_IFSOCK):
        break
      case UInt32(S_IFDIR): throw CallError(EPERM)
      default: throw CallError(EINVAL)
      }
    default: break
    }
  }

  private static func ensureSense(opening flags: CInt) throws(CallError) {
    if flags & CInt(hermetic_temporary) != 0 {
      let wanted = flags & (FileBroker.temporary | O_CREAT)
      if wanted != FileBroker.temporary || flags & O_ACCMODE == O_RDONLY { throw CallError(EINVAL) }
    } else if flags & O_CREAT != 0, flags & O_DIRECTORY != 0 {
      // Older kernels make a file of it, and fail.
      throw CallError(EINVAL)
    }
  }

  /// Whether it is of an open file, that its first argument names.
  fileprivate func isOfDescriptor(_ call: TrappedCall) -> Bool {
    switch self {
    case .fchmod, .fchown, .fsetxattr, .fremovexattr: true
    case .utimensat, .futimesat: call.argument(1) == 0
    default: false
    }
  }

  /// The flags that say what a path may stand for, where it has such.
  fileprivate func flags(_ call: TrappedCall) -> CInt {
    switch self {
    case .linkat: call.int(4)
    case .fchmodat2, .utimensat: call.int(3)
    case .fchownat: call.int(4)
    default: 0
    }
  }
}

/// What a call moves or links, and to where.
struct GivenPaths: ~Copyable {
  let from: GivenPath
  let to: GivenPath
}

/// What a call is of, copied and held.
///
/// Only the broker as itself may take it from a process.
enum FileRequest: ~Copyable {
  case path(GivenPath)
  case paths(GivenPaths)
  /// An open file.
  case file(Descriptor)

  init(_ kind: FileCall, _ call: TrappedCall, _ broker: borrowing FileBroker) throws(CallError) {
    guard !kind.isOfDescriptor(call), let first = kind.paths.first else {
      // As the kernel has it: no path, no working folder.
      if kind == .utimensat || kind == .futimesat, call.int(0) == AT_FDCWD {
        throw CallError(EFAULT)
      }
      self = .file(try call.take(call.int(0)))
      return
    }
    let allowsEmpty = kind.flags(call) & CInt(hermetic_empty_path) != 0
    // A link's target comes first.
    let target = kind == .symlink || kind == .symlinkat ? try call.linkTarget() : []
    var path = try Self.given(first, allowsEmpty, call, broker)
    path.target = target
    if let second = kind.paths.second {
      self = .paths(GivenPaths(from: path, to: try Self.given(second, false, call, broker)))
    } else {
      self = .path(path)
    }
  }

  private static func given(
    _ argument: FileCall.PathArgument, _ allowsEmpty: Bool, _ call: TrappedCall,
    _ broker: borrowing FileBroker
  ) throws(CallError) -> GivenPath {
    let text = try call.string(argument.path)
    if text.count == 1, !allowsEmpty { throw CallError(ENOENT) }
    if text[0] == GivenPath.slash {
      return GivenPath(text: text, start: try broker.root(of: call.thread))
    }
    let folder = argument.folder.map(call.int) ?? AT_FDCWD
    let number: CInt
    if folder == AT_FDCWD {
      number = unsafe hermetic_pin_of_process(call.thread, "cwd")
    } else {
      number = unsafe hermetic_pin_of_process(call.thread, "fd/\(folder)")
      if folder < 0 || number == -ENOENT { throw CallError(EBADF) }
    }
    guard number >= 0 else { throw number == -ENOENT ? CallError(ESRCH) : .refused }
    return GivenPath(text: text, start: Start(Descriptor(number)))
  }
}

extension FileBroker {
  /// What a process calls its root.
  func root(of thread: CInt) throws(CallError) -> Start {
    guard liberties.contains(.root) else { return Start(heldElsewhere: ownRoot.number) }
    let root = Descriptor(unsafe hermetic_pin_of_process(thread, "root"))
    guard root.number >= 0 else { throw .refused }
    return Start(root)
  }

  /// Makes the call.
  func perform(
    _ kind: FileCall, _ request: borrowing FileRequest, _ property: PropertyChange?,
    _ asker: inout Asker
  ) throws(CallError) -> Answer {
    switch request {
    case .file(let file):
      guard let property else { throw CallError(EINVAL) }
      return try change(file, asker, property)
    case .path(let path):
      guard let property else { return try perform(kind, path, &asker) }
      try change(path, &asker, property)
      return .result(0)
    case .paths(let paths):
      try perform(kind, paths.from, paths.to, &asker)
      return .result(0)
    }
  }

  private func perform(
    _ kind: FileCall, _ path: borrowing GivenPath, _ asker: inout Asker
  ) throws(CallError) -> Answer {
    let call = asker.call
    switch kind {
    case .open: return try open(path, flags: call.int(1), mode: call.mode(2), &asker)
    case .openat: return try open(path, flags: call.int(2), mode: call.mode(3), &asker)
    case .creat:
      return try open(path, flags: O_CREAT | O_WRONLY | O_TRUNC, mode: call.mode(1), &asker)
    case .mkdir: try makeFolder(path, mode: call.mode(1), &asker)
    case .mkdirat: try makeFolder(path, mode: call.mode(2), &asker)
    case .rmdir: try remove(path, flags: AT_REMOVEDIR, &asker)
    case .unlink: try remove(path, flags: 0, &asker)
    case .unlinkat: try remove(path, flags: call.int(2), &asker)
    case .symlink, .symlinkat: try makeLink(path, to: path.target, &asker)
    case .mknod: try makeNode(path, mode: call.mode(1), device: call.argument(2), &asker)
    case .mknodat: try makeNode(path, mode: call.mode(2), device: call.argument(3), &asker)
    default: throw CallError(EINVAL)
    }
    return .result(0)
  }

  private func perform(
    _ kind: FileCall, _ from: borrowing GivenPath, _ to: borrowing GivenPath, _ asker: inout Asker
  ) throws(CallError) {
    switch kind {
    case .link: try link(from, to, flags: 0, &asker)
    case .linkat: try link(from, to, flags: asker.call.int(4), &asker)
    case .renameat2: try move(from, to, flags: UInt32(bitPattern: asker.call.int(4)), &asker)
    default: try move(from, to, flags: 0, &asker)
    }
  }
}

extension TrappedCall {
  /// The mode for something new.
  fileprivate func mode(_ index: Int) -> mode_t { mode_t(truncatingIfNeeded: argument(index)) }

  /// What a new symbolic link is to lead to.
  fileprivate func linkTarget() throws(CallError) -> [UInt8] {
    let target = try string(0)
    if target.count == 1 { throw CallError(ENOENT) }
    return target
  }
}
