import Glibc

/// Calls on files that are trapped to the broker, by what they do.
package struct FileCalls: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Opening for reading.
  package static let reading = FileCalls(rawValue: 1)
  /// Opening for writing, and making, moving and removing names.
  package static let writing = FileCalls(rawValue: 2)
  /// Changing what is known of a file: modes, owners, times, attributes.
  ///
  /// Landlock knows none of them.
  package static let metadata = FileCalls(rawValue: 4)
}

extension [FilterRule] {
  /// The rules by which such calls wait for the broker, or fail.
  static func files(_ calls: FileCalls, _ outcome: FilterRule.Outcome = .ask) -> [FilterRule] {
    var rules: [FilterRule] = []
    if calls.contains(.reading) || calls.contains(.writing) {
      rules +=
        opening("open", flags: 1, calls, outcome) + opening("openat", flags: 2, calls, outcome)
      // What it is given lies in memory, out of a filter's sight: libc then uses `openat`.
      rules.append(FilterRule("openat2", outcome: .fail(ENOSYS)))
      // A moved file is read by another name.
      rules += .each(["rename", "renameat", "renameat2", "link", "linkat"], outcome)
    }
    if calls.contains(.writing) {
      rules += .each(
        [
          "creat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "symlink", "symlinkat",
          "mknod", "mknodat", "truncate",
        ], outcome)
    }
    if calls.contains(.metadata) {
      rules += .each(metadata, outcome)
      rules += .each(["setxattrat", "removexattrat", "file_setattr"], .fail(ENOSYS))
      // FS_IOC_SETFLAGS and FS_IOC_FSSETXATTR, for which a file need not be open for writing.
      for request: UInt32 in [0x4008_6602, 0x4004_6602, 0x401c_5820] {
        rules.append(FilterRule("ioctl", .equals(1, request), outcome: .fail(EACCES)))
      }
    }
    return rules
  }

  private static let metadata = [
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat", "utime",
    "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr", "removexattr",
    "lremovexattr", "fremovexattr",
  ]

  private static func opening(
    _ call: String, flags: Int, _ calls: FileCalls, _ outcome: FilterRule.Outcome
  ) -> [FilterRule] {
    // It says where a file is, and reads nothing of it.
    let path = FilterRule(call, .has(flags, UInt32(Opening.path)), outcome: .allow)
    if calls.contains(.reading) && calls.contains(.writing) {
      return [path, FilterRule(call, outcome: outcome)]
    }
    // O_WRONLY, O_RDWR, O_CREAT and O_TRUNC; O_TMPFILE has one of them too.
    let writes = UInt32(O_ACCMODE | O_CREAT | O_TRUNC)
    return calls.contains(.writing)
      ? [path, FilterRule(call, .has(flags, writes), outcome: outcome)]
      : [
        path,
        FilterRule(
          call, .differs(flags, UInt32(O_WRONLY), mask: UInt32(O_ACCMODE)), outcome: outcome),
      ]
  }
}
