import CHermetic
import Glibc
import HermeticPolicy

/// What this machine's kernel can enforce, and for whom.
package struct KernelSupport: Hashable, Sendable {
  /// Landlock's ABI; zero where there is none.
  package var landlock: Int
  /// Whether filters can be installed.
  package var filters: Bool
  /// Whether a filter can have a process wait for another's answer, and be given files by it (Linux 5.14).
  package var notifications: Bool
  /// Whether a process may look into others at all.
  package var looksIntoProcesses = true
  /// Whether there is a broker for this process already: the kernel knows one for each.
  package var hasBroker = false
  /// Yama's `ptrace_scope`; nil where there is no Yama.
  package var yamaScope: Int?
  /// Whether the process may look into others whoever they belong to.
  package var mayTrace: Bool

  package init(
    landlock: Int, filters: Bool, notifications: Bool, yamaScope: Int? = nil, mayTrace: Bool
  ) {
    self.landlock = landlock
    self.filters = filters
    self.notifications = notifications
    self.yamaScope = yamaScope
    self.mayTrace = mayTrace
  }

  /// What keeps a broker from its work here; nil where nothing does.
  package var obstacle: String? {
    guard filters else { return "this kernel has no filters of system calls (seccomp)" }
    guard notifications else { return "this kernel has no notifications of seccomp" }
    if !looksIntoProcesses {
      return "what is around this process, such as a container, forbids pidfd_getfd"
    }
    if hasBroker { return "another hermetic is around this one, and its broker the only one" }
    let arrangement = Arrangement.choose(self, limits: Limits(), needsBroker: true)
    return if case .impossible(let reason) = arrangement { reason } else { nil }
  }

  /// This machine's; tests make it pretend to have less.
  ///
  /// - `HERMETIC_TEST_LANDLOCK_ABI`: an older ABI, 0 for none.
  /// - `HERMETIC_TEST_SECCOMP`: `none`, or `filters` for no notifications.
  /// - `HERMETIC_TEST_YAMA_SCOPE`: a scope.
  package static func ofThisMachine(
    variable: (String) -> String? = { name in unsafe getenv(name).map { unsafe String(cString: $0) }
    }
  ) -> KernelSupport {
    let isKnown = hermetic_architecture() != 0
    let most = variable("HERMETIC_TEST_LANDLOCK_ABI").flatMap(Int.init) ?? .max
    let pretended = variable("HERMETIC_TEST_SECCOMP")
    let filters = isKnown && pretended != "none" && hermetic_has_filter_action(0x0005_0000)
    let scope =
      variable("HERMETIC_TEST_YAMA_SCOPE") ?? TextFile.read("/proc/sys/kernel/yama/ptrace_scope")
    var support = KernelSupport(
      landlock: max(0, min(Int(hermetic_landlock_abi()), most)), filters: filters,
      notifications: filters && pretended != "filters" && hermetic_has_filter_action(0x7fc0_0000),
      yamaScope: scope.split(separator: "\n").first.flatMap { Int($0) },
      mayTrace: Capabilities.mayTraceAll)
    support.looksIntoProcesses = hermetic_may_look_into_processes()
    support.hasBroker =
      filters && TextFile.read("/proc/self/status").contains("\nSeccomp:\t2")
      && hermetic_listener_is_taken()
    return support
  }
}
