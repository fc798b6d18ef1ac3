extension PolicyOption {
  static let environment = [noEnvironment, allowEnv, ignoreEnv]

  /// `--no-environment`.
  public static let noEnvironment = PolicyOption(
    name: "no-environment", keyword: "block_environment", valueName: "",
    help:
      "Refuse the environment to the program, and take out of it what the system does not need.",
    effect: .flag { policy, context in closeEnvironment(&policy, context.origin) })

  /// `--allow-env`.
  public static let allowEnv = PolicyOption(
    name: "allow-env", keyword: "allow_env", valueName: "NAMES",
    help:
      "Refuse the environment but for variables, with * for any characters, separated by commas. "
      + "Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for part in value.split(separator: ",", omittingEmptySubsequences: false) {
        let name = String(part.drop { $0 == " " })
        guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == 0x3d }) else {
          throw PolicyError(.invalidValue, value, "has no variable's name in it")
        }
        closeEnvironment(&policy, context.origin)
        policy.allow(
          ActionSet(.inheritEnvironment, .readEnvironment, .writeEnvironment), .variable(name),
          byName: true, origin: context.origin)
      }
    })

  /// `--ignore-env`.
  public static let ignoreEnv = PolicyOption(
    name: "ignore-env", keyword: "ignore_env", valueName: "",
    help: "Make variables that are not allowed look unset, rather than refuse them.",
    effect: .flag { policy, context in
      // What the program sets itself it may read again.
      closeEnvironment(&policy, context.origin, [.inheritEnvironment, .readEnvironment])
      policy.makeAbsentWhenRefused(.readEnvironment)
    })

  static func closeEnvironment(
    _ policy: inout Policy, _ origin: Origin,
    _ actions: [Action] = Action.actions(of: .environment)
  ) {
    policy.refuseByDefault(actions, origin: origin)
    for name in operational {
      policy.allow(
        ActionSet(.inheritEnvironment), .variable(name),
        origin: .builtIn("the system and the standard library work by it"))
    }
  }

  /// Variables by which libc, the standard library and child processes find their way: no secrets,
  /// and nothing that chooses what code runs.
  static let operational = [
    "HOME", "PATH", "USER", "LOGNAME", "SHELL", "PWD", "HOSTNAME", "LANG", "LANGUAGE", "LC_*",
    "TERM", "COLORTERM", "TERM_PROGRAM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR",
    "TZ", "TZDIR", "TMPDIR", "TEMP", "TMP", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS",
    "XDG_CONFIG_DIRS", "SSL_CERT_FILE", "SSL_CERT_DIR", "VIRTUAL_ENV", "CONDA_PREFIX", "TERMINFO",
    "OMP_NUM_THREADS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy",
    "https_proxy", "no_proxy", "all_proxy",
  ]
}
