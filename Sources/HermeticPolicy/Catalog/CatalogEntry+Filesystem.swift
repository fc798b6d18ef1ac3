extension CatalogEntry {
  static let filesystem: [CatalogEntry] = [readFile, listFiles, writeFile]

  // What is opened is asked about in the call of libc, where the path is what the kernel will make of
  // it; the guards only turn its refusal into the program's exception.

  private static let readFile = CatalogEntry(
    .readFile,
    guards: [
      Guard("_io", type: "FileIO", "__init__"), Guard("_io", "open"), Guard("_io", "open_code"),
      Guard("posix", "open"),
      Guard("_sqlite3", "connect"), Guard("readline", "read_history_file"),
      Guard("_ssl", type: "_SSLContext", "load_verify_locations"),
      Guard("_ssl", type: "_SSLContext", "load_cert_chain"),
    ],
    calls: ["open", "openat", "fopen", "freopen"], kernel: .landlock(["read"]))

  private static let listFiles = CatalogEntry(
    .listFiles,
    guards: [Guard("posix", "listdir"), Guard("posix", "scandir")],
    calls: ["opendir", "fdopendir"], kernel: .landlock(["list"]))

  private static let writeFile = CatalogEntry(
    .writeFile,
    guards: [
      "rmdir", "unlink", "remove", "rename", "replace", "link", "symlink", "mknod",
      "mkfifo", "truncate", "chmod", "fchmod", "lchmod", "chown", "lchown", "fchown", "utime",
      "setxattr", "removexattr", "memfd_create", "chflags", "chroot", "unshare", "setns",
    ].map { Guard("posix", $0) } + [Guard("posix", "mkdir", isAskedFirst: true)]
      + ["shm_open", "shm_unlink"].map { Guard("_posixshmem", $0) }
      + ["write_history_file", "append_history_file"].map { Guard("readline", $0) }
      + ["execute", "executescript", "executemany", "backup"].map {
        Guard("_sqlite3", type: "Connection", $0)
      }
      + ["execute", "executescript", "executemany"].map { Guard("_sqlite3", type: "Cursor", $0) },
    calls: [
      "creat", "mkdir", "rmdir", "unlink", "remove", "rename", "renameat2", "link", "symlink",
      "mknod", "mkfifo", "truncate", "chmod", "fchmod", "chown", "lchown", "fchown", "utimensat",
      "futimens", "utimes", "setxattr", "fsetxattr", "removexattr", "memfd_create", "shm_open",
      "shm_unlink", "mkstemp", "mkdtemp", "tmpfile", "bind", "ioctl",
    ],
    kernel: .landlock(["write", "truncate", "make", "remove", "refer", "control devices"]))
}
