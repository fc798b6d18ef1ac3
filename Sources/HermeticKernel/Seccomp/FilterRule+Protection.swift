import Glibc

extension [FilterRule] {
  /// What no program under a policy may do, whatever the policy is about: reach into other processes, change
  /// what the kernel shows it or what it enforces, and type into the user's terminal.
  static let protection: [FilterRule] =
    .each(
      [
        // Other processes' memory and files.
        "ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd",
        // The kernel's own machinery, by which what is watched here can be got around or looked into.
        "bpf", "userfaultfd", "perf_event_open", "add_key", "request_key", "keyctl",
        "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot",
        "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "iopl", "ioperm", "modify_ldt",
        "fanotify_init",
        // Another view of the files.
        "mount", "umount2", "pivot_root", "fsopen", "fsconfig", "fsmount", "fspick", "open_tree",
        "open_tree_attr", "move_mount", "mount_setattr", "setns", "open_by_handle_at",
      ], .fail(EPERM))
    // Its requests are not system calls: no filter sees them.
    + .each(["io_uring_setup", "io_uring_enter", "io_uring_register"], .fail(ENOSYS))
    + [
      // New namespaces bring rights of their own. What `clone3` is given lies in memory, out of a filter's
      // sight: libc then uses `clone`.
      FilterRule("clone3", outcome: .fail(ENOSYS)),
      FilterRule("clone", .has(0, newNamespaces), outcome: .fail(EPERM)),
      FilterRule("unshare", .has(0, newNamespaces | newTimeNamespace), outcome: .fail(EPERM)),
      // TIOCSTI and TIOCLINUX. The kernel takes the lower half of the number only.
      FilterRule("ioctl", .equals(1, 0x5412), outcome: .fail(EPERM)),
      FilterRule("ioctl", .equals(1, 0x541c), outcome: .fail(EPERM)),
      // PR_SET_MM with PR_SET_MM_EXE_FILE or PR_SET_MM_MAP: what `/proc/PID/exe` says is gone by.
      FilterRule("prctl", .equals(0, 35), .equals(1, 13), outcome: .fail(EPERM)),
      FilterRule("prctl", .equals(0, 35), .equals(1, 14), outcome: .fail(EPERM)),
      // New limits for another process end it: its user's, a plugin's host.
      FilterRule("prlimit64", .differs(0, 0), .isPointer(2), outcome: .fail(EPERM)),
    ]

  /// CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET.
  private static let newNamespaces: UInt32 = 0x7e02_0000
  /// CLONE_NEWTIME, which `clone` has another use for.
  private static let newTimeNamespace: UInt32 = 0x80
}
