package import HermeticPolicy

/// How the processes of a run stand to one another.
package enum Arrangement: Hashable, Sendable {
  /// The program alone.
  case noBroker
  /// The program keeps hermetic's own process; the broker is beside it, nobody's child.
  case brokerAside
  /// The broker is the program's parent, and adopts what the program leaves behind.
  case ancestor
  /// The policy takes a broker, and the system lets none be one.
  case impossible(reason: String)

  /// What a policy needs, against what Yama lets one process do to another (its `ptrace_scope`, nil where the
  /// kernel has none).
  ///
  /// See https://docs.kernel.org/admin-guide/LSM/Yama.html: the broker takes the program's descriptors and reads
  /// its memory, for which the kernel asks as for ptrace(2).
  package static func choose(
    yamaScope: Int?, mayTraceAll: Bool, limits: Limits, needsBroker: Bool
  ) -> Arrangement {
    let around: Arrangement =
      limits.needWatching ? .ancestor : needsBroker ? .brokerAside : .noBroker
    guard needsBroker else { return around }
    switch yamaScope ?? 0 {
    case ...0: return around
    case 1: return mayTraceAll ? around : .ancestor
    case 2:
      return mayTraceAll
        ? around
        : .impossible(
          reason: "only an administrator may look into other processes here "
            + "(kernel.yama.ptrace_scope is 2)"
        )
    default:
      return .impossible(
        reason: "nobody may look into other processes here (kernel.yama.ptrace_scope is 3)")
    }
  }

  package static func choose(
    _ support: KernelSupport, limits: Limits, needsBroker: Bool
  ) -> Arrangement {
    choose(
      yamaScope: support.yamaScope, mayTraceAll: support.mayTrace, limits: limits,
      needsBroker: needsBroker)
  }
}

extension Capabilities {
  /// Whether this process may trace others whatever they are: not every container's root may.
  static var mayTraceAll: Bool {
    mayTraceAll(status: TextFile.read("/proc/self/status", most: 4096))
  }

  static func mayTraceAll(status: String) -> Bool {
    let sysPtrace: UInt64 = 1 << 19
    let name = "CapEff:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let mask = UInt64(line.dropFirst(name.count).drop(while: \.isWhitespace), radix: 16)
    else { return false }
    return mask & sysPtrace != 0
  }
}
