extension PolicyOption {
  static let limits = [cpuTime, memory, processes, openFiles, fileSize, timeout]

  /// `--cpu-time`.
  public static let cpuTime = limit(
    .cpuTime, keyword: "cpu_time", valueName: "TIME",
    help: "End the program and all that it started when together they have used so much processor "
      + "time: 10, 90s, 1.5m, 2h.")

  /// `--memory`.
  public static let memory = limit(
    .memory, keyword: "memory", valueName: "SIZE",
    help:
      "Let the program and all that it starts have so much memory together: 512M, 2G. What asks "
      + "for more at once is refused it; when all are above it, all are ended.")

  /// `--processes`.
  public static let processes = limit(
    .processes, keyword: "processes", valueName: "NUMBER",
    help: "Let there be so many processes at once, the program included; threads do not count.")

  /// `--open-files`.
  public static let openFiles = limit(
    .openFiles, keyword: "open_files", valueName: "NUMBER",
    help: "Let each process have so many files open at once.")

  /// `--file-size`.
  public static let fileSize = limit(
    .fileSize, keyword: "file_size", valueName: "SIZE",
    help: "Let no file become larger by writing to it: 500K, 512M, 2G.")

  /// `--timeout`.
  public static let timeout = limit(
    .timeout, keyword: "timeout", valueName: "TIME",
    help: "End the program and all that it started after so much time, with exit status 124: 10, "
      + "90s, 1.5m, 2h. What does not end when asked to is killed after two seconds.")

  private static func limit(
    _ kind: Limits.Kind, keyword: String, valueName: String, help: String
  ) -> PolicyOption {
    PolicyOption(
      name: kind.rawValue, keyword: keyword, valueName: valueName, help: help,
      effect: .amount { policy, value, context throws(PolicyError) in
        policy.limit(
          Limits.Limit(kind, try kind.amount(value), origin: context.origin))
      })
  }

  /// Whether only a whole run can be held to it, not a block of its code.
  public var isOfWholeRun: Bool {
    if case .amount = effect { true } else { name == Self.grantable.name }
  }
}
