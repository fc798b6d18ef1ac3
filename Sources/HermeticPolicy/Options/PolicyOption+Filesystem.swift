extension PolicyOption {
  static let filesystem = [fsReadonly, allowRead, allowWrite, denyRead, denyWrite, hideSecrets]

  /// `--fs-readonly`.
  public static let fsReadonly = PolicyOption(
    name: "fs-readonly", keyword: "fs_readonly", valueName: "ROOT",
    help: "Refuse writing to files; with ROOT, also reading outside it, but for what Python needs.",
    effect: .flagOrValue { policy, root, context throws(PolicyError) in
      closeWriting(&policy, context.origin)
      guard let root else { return }
      let path = try context.path(root)
      closeReading(&policy, context.origin)
      policy.allow(ActionSet(.readFile, .listFiles), .path(path), origin: context.origin)
    })

  /// `--allow-read`.
  public static let allowRead = PolicyOption(
    name: "allow-read", keyword: "allow_read", valueName: "PATH",
    help:
      "Refuse reading but for a file, a folder and all below it, or a glob; and for what Python "
      + "needs. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      let path = try context.path(value)
      closeReading(&policy, context.origin)
      policy.allow(ActionSet(.readFile, .listFiles), .path(path), origin: context.origin)
    })

  /// `--allow-write`.
  public static let allowWrite = PolicyOption(
    name: "allow-write", keyword: "allow_write", valueName: "PATH",
    help: "Refuse writing but for a file, a folder and all below it, or a glob, which may then be "
      + "read too. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      let path = try context.path(value)
      closeWriting(&policy, context.origin)
      policy.allow(
        ActionSet(.readFile, .listFiles, .writeFile), .path(path), origin: context.origin)
    })

  /// `--deny-read`.
  public static let denyRead = PolicyOption(
    name: "deny-read", keyword: "deny_read", valueName: "PATH",
    help:
      "Refuse reading a file, a folder and all below it, or a glob, whatever allows it. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for path in try context.paths(value) {
        policy.refuse(ActionSet(.readFile, .listFiles), .path(path), origin: context.origin)
      }
    })

  /// `--deny-write`.
  public static let denyWrite = PolicyOption(
    name: "deny-write", keyword: "deny_write", valueName: "PATH",
    help: "Refuse writing to a file, a folder and all below it, or a glob, whatever allows it. "
      + "Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for path in try context.paths(value) {
        policy.refuse(ActionSet(.writeFile), .path(path), origin: context.origin)
      }
    })

  /// `--hide-secrets`.
  public static let hideSecrets = PolicyOption(
    name: "hide-secrets", keyword: "hide_secrets", valueName: "",
    help:
      "Refuse the files in which keys, tokens and passwords are kept, and take such variables out "
      + "of the environment.",
    effect: .flag { policy, context in
      // HOME may say something else than the account, whose home is where the secrets are.
      for home in Set([context.home, context.accountHome].compactMap { $0 }).sorted() {
        for name in Secrets.homeFiles {
          guard let path = try? PathPattern("~/" + name, in: nil, home: home) else { continue }
          policy.refuse(
            ActionSet(.readFile, .listFiles, .writeFile), .path(path), origin: context.origin)
        }
      }
      for glob in Secrets.projectFiles {
        // A folder of that name is a virtual environment.
        policy.refuse(
          ActionSet(.readFile, .writeFile),
          .path(PathPattern(prefix: "", glob: glob, includesBelow: false)), origin: context.origin)
      }
      for name in Secrets.variables {
        policy.add(
          Rule(
            effect: .refuseUnlessNamed, actions: ActionSet(.inheritEnvironment),
            pattern: .variable(name), origin: context.origin))
      }
    })

  static func closeWriting(_ policy: inout Policy, _ origin: Origin) {
    policy.refuseByDefault([.writeFile], origin: origin)
    let devices = Origin.builtIn("writing to it changes no file")
    for path in ["null", "zero", "full", "tty", "ptmx", "pts"] {
      policy.allow(
        ActionSet(.writeFile), .path(PathPattern(prefix: "/dev/\(path)")), origin: devices)
    }
  }

  static func closeReading(_ policy: inout Policy, _ origin: Origin) {
    policy.refuseByDefault([.readFile, .listFiles], origin: origin)
    let needed = Origin.builtIn("Python and the libraries beneath it need it")
    for path in SystemFiles.paths {
      policy.allow(
        ActionSet(.readFile, .listFiles), .path(PathPattern(prefix: path)), origin: needed)
    }
    let threads = "/proc/self/task"
    policy.allow(ActionSet(.listFiles), .path(PathPattern(prefix: threads)), origin: needed)
    for name in ["comm", "stat", "status"] {
      policy.allow(
        ActionSet(.readFile), .path(PathPattern(prefix: threads, glob: "*/\(name)")), origin: needed
      )
    }
  }
}

/// What any Python reads on its way, whatever the program is.
enum SystemFiles {
  /// Shared libraries and installed packages; time zones, locales, terminals, certificates; names of
  /// hosts, services and users; devices; what the kernel tells of this process (as `/proc/self`) and of
  /// the machine's size.
  static let paths =
    [
      "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/lib", "/lib32", "/lib64",
      "/usr/local/lib", "/usr/local/lib64", "/usr/share/zoneinfo", "/usr/share/locale",
      "/usr/share/i18n", "/usr/share/terminfo", "/usr/share/ca-certificates",
      "/usr/local/share/ca-certificates", "/usr/share/python3", "/usr/share/mime",
      "/usr/share/tcltk", "/usr/share/misc",
    ]
    + [
      "localtime", "timezone", "mime.types", "ssl/certs", "ssl/cert.pem", "ssl/openssl.cnf",
      "pki/tls/certs", "pki/tls/cert.pem", "pki/tls/openssl.cnf", "pki/ca-trust", "ca-certificates",
      "terminfo", "hosts",
      "resolv.conf", "nsswitch.conf", "host.conf", "gai.conf", "services", "protocols",
      "os-release", "lsb-release", "debian_version", "ld.so.cache", "passwd", "group", "inputrc",
      "python3", "locale.alias", "locale.conf", "default/locale", "pip.conf",
    ].map { "/etc/" + $0 }
    + ["null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "fd"].map { "/dev/" + $0 }
    + [
      "auxv", "cgroup", "cmdline", "comm", "exe", "fd", "limits", "maps", "mountinfo", "mounts",
      "stat", "statm", "status", "smaps_rollup",
    ].map { "/proc/self/" + $0 }
    + [
      "cpuinfo", "meminfo", "stat", "uptime", "loadavg", "version", "filesystems", "sys/kernel",
      "sys/vm",
    ].map { "/proc/" + $0 }
    + ["/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup"]
}
