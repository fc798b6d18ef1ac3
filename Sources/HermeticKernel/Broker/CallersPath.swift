import CHermetic
import Glibc

/// Flags of open(2) that Swift does not see.
enum Opening {
  static let path: CInt = 0o10000000
}

/// A path as the caller of a trapped call means it: from its own root and working folder.
struct CallersPath {
  private let call: TrappedCall
  private let text: [UInt8]

  init(_ call: TrappedCall, _ text: [UInt8]) {
    self.call = call
    self.text = text
  }

  /// What is behind the last slash.
  var lastName: [UInt8] {
    Array(text[(text.lastIndex(of: slash).map { $0 + 1 } ?? 0)...])
  }

  private let slash = UInt8(ascii: "/")

  /// Opens what is there.
  func open(_ flags: CInt) throws(CallError) -> Descriptor {
    try open(text, flags)
  }

  /// Opens the folder that the last name is in.
  func openParent() throws(CallError) -> Descriptor {
    guard let end = text.lastIndex(of: slash) else { return try openFolder() }
    return try open(Array(text[...end]), Opening.path | O_DIRECTORY)
  }

  /// Opens the folder that the caller stands in.
  func openFolder() throws(CallError) -> Descriptor {
    try open([UInt8(ascii: ".")], Opening.path | O_DIRECTORY)
  }

  private func open(_ path: [UInt8], _ flags: CInt) throws(CallError) -> Descriptor {
    var rest = path[...]
    var whole = "/proc/\(call.thread)/" + (path.first == slash ? "root/" : "cwd/")
    // Every process has another of these.
    for own in ["/proc/self/", "/proc/thread-self/"] where path.starts(with: own.utf8) {
      rest = path.dropFirst(own.utf8.count)
      whole = "/proc/\(call.thread)/"
    }
    whole += String(decoding: rest, as: UTF8.self)
    // Text that is no UTF-8 would be another path.
    guard whole.utf8.suffix(rest.count).elementsEqual(rest) else { throw .refused }
    let file = unsafe Descriptor(Glibc.open(whole, flags | O_CLOEXEC))
    guard file.number >= 0 else { throw CallError(errno) }
    guard call.stillWaits else { throw CallError(ESRCH) }
    return file
  }
}

extension Descriptor {
  /// The path that a file really has, empty for the root.
  func realPath() throws(CallError) -> [UInt8] {
    var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe path.withUnsafeMutableBytes { buffer in
      unsafe buffer.baseAddress.map { start in
        unsafe readlink(
          "/proc/thread-self/fd/\(number)", start.assumingMemoryBound(to: CChar.self), buffer.count)
      } ?? -1
    }
    guard length > 0, length < Int(PATH_MAX) else { throw CallError(EACCES) }
    return length == 1 ? [] : Array(path[..<length])
  }
}

/// Who a caller is to the file system: what files it makes are like, and whose.
struct CallerIdentity {
  private let mask: mode_t
  private let user: uid_t?
  private let group: gid_t?

  init(_ thread: CInt) {
    let lines = TextFile.read("/proc/\(thread)/status", most: 4096).split(separator: "\n")
    func words(_ key: String) -> [Substring] {
      lines.first { $0.hasPrefix(key + ":") }?.split(whereSeparator: { $0 == "\t" || $0 == " " })
        ?? []
    }
    let mask = words("Umask")
    self.mask = mask.count > 1 ? mode_t(mask[1], radix: 8) ?? 0o77 : 0o77
    let (users, groups) = (words("Uid"), words("Gid"))
    // The fourth is the file system's. Only root acts for others.
    let isRoot = geteuid() == 0
    user = isRoot && users.count > 4 ? uid_t(users[4]) : nil
    group = isRoot && groups.count > 4 ? gid_t(groups[4]) : nil
  }

  /// Does something as the caller would.
  func act<Result>(_ work: () -> Result) -> Result {
    let own = umask(mask)
    if let group, group != 0 { hermetic_act_as_group(group) }
    if let user, user != 0 { hermetic_act_as_user(user) }
    defer {
      let error = errno
      if let user, user != 0 { hermetic_act_as_user(0) }
      if let group, group != 0 { hermetic_act_as_group(0) }
      umask(own)
      errno = error
    }
    return work()
  }
}
