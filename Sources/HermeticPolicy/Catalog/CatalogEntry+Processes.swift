extension CatalogEntry {
  static let subprocess: [CatalogEntry] = [spawn, fork]
  static let environment: [CatalogEntry] = [inherit, readEnvironment, writeEnvironment]

  private static let spawn = CatalogEntry(
    .spawn,
    events: [
      AuditEvent("subprocess.Popen", .command), AuditEvent("os.system", .shell),
      AuditEvent("os.exec", .executable), AuditEvent("os.posix_spawn", .executable),
    ],
    guards: [
      Guard("posix", "execv"), Guard("posix", "execve"), Guard("posix", "posix_spawn"),
      Guard("posix", "posix_spawnp"), Guard("posix", "system"),
      Guard("_posixsubprocess", "fork_exec", isAskedFirst: true),
    ],
    calls: [
      "execve", "execv", "execvp", "execvpe", "execl", "execlp", "execle", "fexecve", "execveat",
      "posix_spawn", "posix_spawnp", "system", "popen",
    ],
    kernel: .calls(["execve", "execveat"]))

  private static let fork = CatalogEntry(
    .fork,
    events: [AuditEvent("os.fork", .fork), AuditEvent("os.forkpty", .fork)],
    guards: [
      Guard("posix", "fork"), Guard("posix", "forkpty"), Guard("posix", "fork1"),
    ],
    calls: ["fork", "vfork", "_Fork", "forkpty"],
    kernel: .calls(["fork", "vfork", "clone", "clone3"]))

  private static let inherit = CatalogEntry(.inheritEnvironment, kernel: .beforeStart)

  // What a program sets itself it may read again, which takes knowing it.
  private static let readEnvironment = CatalogEntry(
    .readEnvironment,
    events: [AuditEvent("os.putenv", .variable), AuditEvent("os.unsetenv", .variable)],
    kernel: .beforeStart)

  private static let writeEnvironment = CatalogEntry(
    .writeEnvironment,
    events: [AuditEvent("os.putenv", .variable), AuditEvent("os.unsetenv", .variable)],
    kernel: .unheld("a process's environment is its own memory"))
}
