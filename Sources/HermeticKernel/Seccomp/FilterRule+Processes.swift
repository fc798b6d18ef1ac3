import Glibc
import HermeticPolicy

extension [FilterRule] {
  /// No other program, and no copy of the process; threads go on.
  static let noProcesses: [FilterRule] =
    .each(["execve", "execveat", "fork", "vfork"], .fail(EACCES))
    + [
      FilterRule("clone", .equals(0, 0, mask: threadFlag), outcome: .fail(EACCES))
    ]

  /// No copy of the process, and the one program that hermetic itself becomes.
  static let oneProgram: [FilterRule] =
    [FilterRule("execve", outcome: .ask)] + noProcesses.filter { $0.call != "execve" }

  /// Some programs alone, which Landlock and the broker tell from others.
  ///
  /// A file without a name is nowhere that Landlock's rules are.
  static let someProgram: [FilterRule] = [
    FilterRule("execve", outcome: .ask),
    FilterRule("execveat", outcome: .fail(EACCES)),
    // The broker makes those that cannot be executed.
    FilterRule("memfd_create", .equals(1, 0, mask: noExecution), outcome: .ask),
    // What is loaded as code is looked at: a loader that was started by itself loads a program.
    FilterRule("mmap", .has(2, UInt32(PROT_EXEC)), .equals(3, 0, mask: anonymous), outcome: .ask),
  ]

  /// Another process only after it has been counted.
  static let countedProcesses: [FilterRule] =
    [FilterRule("clone3", outcome: .fail(ENOSYS))] + .each(["fork", "vfork"], .ask)
    + [FilterRule("clone", .equals(0, 0, mask: threadFlag), outcome: .ask)]

  /// No greater limits than those that hermetic has set, also for who may set any.
  static func limits(_ limits: Limits) -> [FilterRule] {
    limits.resources.flatMap { resource in
      [
        FilterRule("setrlimit", .equals(0, resource), outcome: .fail(EPERM)),
        FilterRule("prlimit64", .equals(1, resource), .isPointer(2), outcome: .fail(EPERM)),
      ]
    }
  }

  /// CLONE_THREAD.
  private static let threadFlag: UInt32 = 0x1_0000
  /// MFD_NOEXEC_SEAL.
  private static let noExecution: UInt32 = 8
  /// MAP_ANONYMOUS.
  private static let anonymous: UInt32 = 0x20
}
