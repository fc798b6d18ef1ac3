// The system calls that filters name. Included by a file that defines CALL(name) and NEW_CALL(name, number).
// Those that not every machine has are in brackets; new ones have one number everywhere.

// The network.
CALL(socket) CALL(socketpair) CALL(connect) CALL(bind) CALL(listen) CALL(sendto) CALL(sendmsg) CALL(sendmmsg)
CALL(setsockopt) CALL(recvmsg)

// Files.
#ifdef __NR_open
CALL(open) CALL(creat) CALL(mkdir) CALL(rmdir) CALL(unlink) CALL(rename) CALL(link) CALL(symlink)
CALL(mknod) CALL(chmod) CALL(chown) CALL(lchown) CALL(utime) CALL(utimes) CALL(futimesat)
#endif
CALL(openat) CALL(mkdirat) CALL(unlinkat) CALL(renameat) CALL(renameat2) CALL(linkat) CALL(symlinkat)
CALL(mknodat) CALL(truncate) CALL(ftruncate) CALL(fchmod) CALL(fchmodat) CALL(fchown) CALL(fchownat) CALL(utimensat)
CALL(setxattr) CALL(lsetxattr) CALL(fsetxattr) CALL(removexattr) CALL(lremovexattr) CALL(fremovexattr)
CALL(fallocate) CALL(chroot) CALL(ioctl) CALL(open_by_handle_at) CALL(fanotify_init)
NEW_CALL(openat2, 437) NEW_CALL(fchmodat2, 452) NEW_CALL(setxattrat, 463) NEW_CALL(removexattrat, 466)
NEW_CALL(file_setattr, 469)
CALL(memfd_create) NEW_CALL(memfd_secret, 447)

// Processes.
CALL(execve) CALL(execveat) CALL(clone) NEW_CALL(clone3, 435) CALL(unshare) CALL(setns)
#ifdef __NR_fork
CALL(fork) CALL(vfork)
#endif
CALL(ptrace) CALL(process_vm_readv) CALL(process_vm_writev) CALL(kcmp) NEW_CALL(pidfd_getfd, 438)
CALL(prctl) CALL(setrlimit) CALL(prlimit64) CALL(mmap) CALL(kill) CALL(setuid) CALL(setgid) CALL(capset)

// The system.
CALL(bpf) CALL(userfaultfd) CALL(perf_event_open) CALL(add_key) CALL(request_key) CALL(keyctl)
CALL(mount) CALL(umount2) CALL(pivot_root) NEW_CALL(fsopen, 430) NEW_CALL(fsconfig, 431) NEW_CALL(fsmount, 432)
NEW_CALL(fspick, 433) NEW_CALL(open_tree, 428) NEW_CALL(move_mount, 429) NEW_CALL(mount_setattr, 442)
NEW_CALL(open_tree_attr, 467) NEW_CALL(quotactl_fd, 443)
CALL(init_module) CALL(finit_module) CALL(delete_module) CALL(kexec_load)
#ifdef __NR_kexec_file_load
CALL(kexec_file_load)
#endif
CALL(reboot) CALL(swapon) CALL(swapoff) CALL(acct) CALL(quotactl) CALL(syslog)
#ifdef __NR_iopl
CALL(iopl) CALL(ioperm) CALL(modify_ldt)
#endif
NEW_CALL(io_uring_setup, 425) NEW_CALL(io_uring_enter, 426) NEW_CALL(io_uring_register, 427)

// That are told apart in tests only.
CALL(read) CALL(write) CALL(getpid)
