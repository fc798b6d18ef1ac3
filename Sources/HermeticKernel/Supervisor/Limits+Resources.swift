import HermeticPolicy

extension Limits {
  /// The kernel's limits of each process that have been set (getrlimit(2)).
  var resources: [UInt32] {
    var resources: [UInt32] = []
    // RLIMIT_CPU, RLIMIT_DATA, RLIMIT_NOFILE and RLIMIT_FSIZE.
    if self[.cpuTime] != nil { resources.append(0) }
    if self[.memory] != nil { resources.append(2) }
    if self[.openFiles] != nil { resources.append(7) }
    if self[.fileSize] != nil { resources.append(1) }
    return resources
  }
}
