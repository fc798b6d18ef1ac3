import CHermetic
package import HermeticPolicy

extension Limits {
  /// Puts in force what each process has for itself, for this one and all that it starts; and, as a second line
  /// behind the supervisor, which only looks now and then, what no process can have alone of what they share.
  ///
  /// Memory is what a process may write to that is its own (`RLIMIT_DATA`), so that what asks for more is
  /// refused it and can tell; address space that is only reserved does not count.
  package func holdThisProcess() throws(KernelError) {
    for limit in all {
      let (resource, value): (hermetic_resource, UInt64)
      switch limit.kind {
      case .openFiles: (resource, value) = (HERMETIC_OPEN_FILES, limit.amount)
      case .fileSize: (resource, value) = (HERMETIC_FILE_SIZE, limit.amount)
      case .memory: (resource, value) = (HERMETIC_DATA, limit.amount)
      case .cpuTime: (resource, value) = (HERMETIC_CPU, limit.amount / 1000 + 2)
      case .processes, .timeout: continue
      }
      let errno = hermetic_lower_limit(resource, value)
      guard errno == 0 else { throw KernelError("the limit \(limit.origin)", errno) }
    }
  }
}

extension Limits.Kind {
  /// What the run ends with where this limit ends it.
  ///
  /// As timeout(1) has it, and as a shell shows what the kernel's own limits end by SIGXCPU or SIGKILL.
  package var exitStatus: CInt {
    switch self {
    case .timeout: 124
    case .cpuTime: 152
    case .memory, .processes, .openFiles, .fileSize: 137
    }
  }
}
