/// Rights of an administrator's that a program gives up under a policy (capabilities(7)): with them it could get
/// around what the kernel holds.
package struct Capabilities: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  private init(_ numbers: [UInt64]) {
    rawValue = numbers.reduce(0) { $0 | 1 << $1 }
  }

  /// CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_PTRACE, CAP_SYS_ADMIN, CAP_SYS_BOOT, CAP_MAC_OVERRIDE, CAP_MAC_ADMIN,
  /// CAP_PERFMON, CAP_BPF and CAP_CHECKPOINT_RESTORE.
  ///
  /// CAP_PERFMON, which CAP_SYS_ADMIN includes, reads the memory of any process by `/proc`, whatever Landlock says
  /// (Linux 6.15).
  static let overOthers = Capabilities([16, 17, 19, 21, 22, 32, 33, 38, 39, 40])

  /// CAP_SYS_PTRACE.
  static let overProcesses = Capabilities([19])

  /// CAP_NET_ADMIN and CAP_NET_RAW.
  static let overNetwork = Capabilities([12, 13])
}
