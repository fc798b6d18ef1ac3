#include "CHermetic.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

// MARK: Landlock

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

struct landlock_ruleset_attributes {
  uint64_t files, ports, scopes;
};
_Static_assert(sizeof(struct landlock_ruleset_attributes) == 24, "as ABI 6 has it");

struct landlock_path {
  uint64_t rights;
  int32_t file;
} __attribute__((packed));
_Static_assert(sizeof(struct landlock_path) == 12, "as ABI 1 has it");

int hermetic_landlock_abi(void) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);
  return abi < 0 ? 0 : (int)abi;
}

int hermetic_landlock_ruleset(uint64_t files, uint64_t ports, uint64_t scopes) {
  struct landlock_ruleset_attributes attributes = {files, ports, scopes};
  // An older kernel takes a shorter one.
  size_t size = scopes ? 24 : ports ? 16 : 8;
  return (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
}

int hermetic_landlock_allow(int ruleset, int file, uint64_t rights) {
  struct landlock_path path = {rights, file};
  return syscall(SYS_landlock_add_rule, ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, &path, 0) == 0
             ? 0
             : errno;
}

int hermetic_landlock_restrict(int ruleset) {
  return syscall(SYS_landlock_restrict_self, ruleset, 0) == 0 ? 0 : errno;
}

// MARK: seccomp

static const struct {
  const char *name;
  int number;
} calls[] = {
#define CALL(name) {#name, __NR_##name},
#define NEW_CALL(name, number) {#name, number},
#include "system_calls.h"
};

enum { CALL_COUNT = sizeof calls / sizeof *calls };

int hermetic_system_call(const char *name) {
  for (size_t i = 0; i < CALL_COUNT; i++)
    if (strcmp(calls[i].name, name) == 0) return calls[i].number;
  return -1;
}

const char *hermetic_system_call_name(int number) {
  for (size_t i = 0; i < CALL_COUNT; i++)
    if (calls[i].number == number) return calls[i].name;
  return NULL;
}

// file_setattr, in Linux 6.17.
int hermetic_last_system_call(void) { return 469; }

uint32_t hermetic_architecture(void) {
#if defined __x86_64__
  return AUDIT_ARCH_X86_64;
#elif defined __aarch64__
  return AUDIT_ARCH_AARCH64;
#else
  return 0;
#endif
}

_Static_assert(sizeof(hermetic_instruction) == sizeof(struct sock_filter), "the kernel's layout");
_Static_assert(offsetof(hermetic_instruction, value) == offsetof(struct sock_filter, k),
    "the kernel's layout");

int hermetic_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno;
}

int hermetic_install_filter(const hermetic_instruction *instructions, size_t count, bool listens) {
  struct sock_fprog program = {(unsigned short)count, (struct sock_filter *)instructions};
  unsigned long flags = listens ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

bool hermetic_listener_is_taken(void) {
  pid_t child = fork();
  if (child == 0) {
    hermetic_instruction allow = {.code = BPF_RET | BPF_K, .value = SECCOMP_RET_ALLOW};
    hermetic_no_new_privileges();
    int listener = hermetic_install_filter(&allow, 1, true);
    syscall(SYS_exit_group, listener < 0 && errno == EBUSY);
  }
  int status = 0;
  if (child < 0) return false;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

bool hermetic_may_look_into_processes(void) {
  char here = 1, copy = 0;
  int own = (int)syscall(SYS_pidfd_open, getpid(), 0);
  int taken = own < 0 ? -1 : hermetic_take_descriptor(own, own);
  if (taken >= 0) close(taken);
  if (own >= 0) close(own);
  return taken >= 0 && hermetic_read_memory(getpid(), (uintptr_t)&here, &copy, 1) == 1 && copy == 1;
}

bool hermetic_has_filter_action(uint32_t action) {
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int hermetic_receive(int listener, hermetic_notification *notification) {
  struct seccomp_notif received;
  memset(&received, 0, sizeof received);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &received) != 0) return errno;
  notification->id = received.id;
  notification->thread = received.pid;
  notification->number = received.data.nr;
  for (int i = 0; i < 6; i++) notification->arguments[i] = received.data.args[i];
  return 0;
}

static int send_answer(int listener, struct seccomp_notif_resp answer) {
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0 ? 0 : errno;
}

int hermetic_answer(int listener, uint64_t id, int64_t result, int error) {
  return send_answer(
      listener, (struct seccomp_notif_resp){.id = id, .val = error ? 0 : result, .error = -error});
}

int hermetic_let_continue(int listener, uint64_t id) {
  return send_answer(listener,
      (struct seccomp_notif_resp){.id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE});
}

int hermetic_answer_with_descriptor(int listener, uint64_t id, int descriptor, int flags) {
  struct seccomp_notif_addfd addition = {
      .id = id,
      .flags = 2, // SECCOMP_ADDFD_FLAG_SEND
      .srcfd = (uint32_t)descriptor,
      .newfd_flags = flags & O_CLOEXEC,
  };
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &addition) >= 0 ? 0 : errno;
}

bool hermetic_still_waits(int listener, uint64_t id) {
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif

void hermetic_wake_at_once(int listener) {
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, 1 /* SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP */);
}

// MARK: Other processes

int hermetic_process_descriptor(int thread) {
  // PIDFD_THREAD, since Linux 6.9: a thread may have descriptors of its own.
  int descriptor = (int)syscall(SYS_pidfd_open, thread, O_EXCL);
  if (descriptor >= 0 || errno != EINVAL) return descriptor;
  descriptor = (int)syscall(SYS_pidfd_open, thread, 0);
  if (descriptor >= 0 || (errno != EINVAL && errno != ENOENT)) return descriptor;
  // Not the first thread of its process.
  char path[32], text[2048];
  snprintf(path, sizeof path, "/proc/%d/status", thread);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  text[length > 0 ? length : 0] = 0;
  const char *line = strstr(text, "\nTgid:");
  if (!line) {
    errno = ESRCH;
    return -1;
  }
  return (int)syscall(SYS_pidfd_open, atoi(line + 6), 0);
}

int hermetic_take_descriptor(int process, int descriptor) {
  return (int)syscall(SYS_pidfd_getfd, process, descriptor, 0);
}

ssize_t hermetic_read_memory(int thread, uint64_t address, void *bytes, size_t length) {
  struct iovec here = {bytes, length}, there = {(void *)(uintptr_t)address, length};
  return process_vm_readv(thread, &here, 1, &there, 1, 0);
}

ssize_t hermetic_write_memory(int thread, uint64_t address, const void *bytes, size_t length) {
  struct iovec here = {(void *)bytes, length}, there = {(void *)(uintptr_t)address, length};
  return process_vm_writev(thread, &here, 1, &there, 1, 0);
}

int hermetic_fork(void) { return (int)fork(); }

int hermetic_fork_apart(void) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -1;
  pid_t between = fork();
  if (between < 0) {
    int saved = errno;
    close(report[0]);
    close(report[1]);
    errno = saved;
    return -1;
  }
  if (between == 0) {
    close(report[0]);
    pid_t child = fork();
    if (child == 0) {
      close(report[1]);
      return 0;
    }
    int number = child < 0 ? -errno : child;
    ssize_t written = write(report[1], &number, sizeof number);
    syscall(SYS_exit_group, written == sizeof number ? 0 : 1);
  }
  close(report[1]);
  int number = -EIO;
  ssize_t length;
  do length = read(report[0], &number, sizeof number);
  while (length < 0 && errno == EINTR);
  close(report[0]);
  while (waitpid(between, NULL, 0) < 0 && errno == EINTR) {}
  if (length != sizeof number) number = -EIO;
  if (number > 0) return number;
  errno = -number;
  return -1;
}

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

void hermetic_close_all_but(const int *kept, size_t count) {
  unsigned first = 0;
  for (size_t i = 0; i < count; i++) {
    if (kept[i] < 0) continue;
    if ((unsigned)kept[i] > first) syscall(SYS_close_range, first, (unsigned)kept[i] - 1, 0);
    first = (unsigned)kept[i] + 1;
  }
  syscall(SYS_close_range, first, ~0u, 0);
}

bool hermetic_wait_for_change(const uint32_t *word, uint32_t old, int milliseconds) {
  struct timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == old)
    if (syscall(SYS_futex, word, FUTEX_WAIT, old, &limit, NULL, 0) != 0 && errno == ETIMEDOUT)
      return __atomic_load_n(word, __ATOMIC_ACQUIRE) != old;
  return true;
}

void hermetic_store_and_wake(uint32_t *word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
  syscall(SYS_futex, word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

void hermetic_lower_capabilities(uint64_t capabilities) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct rights[2];
  if (syscall(SYS_capget, &header, rights) != 0) return;
  rights[0].effective &= ~(uint32_t)capabilities;
  rights[1].effective &= ~(uint32_t)(capabilities >> 32);
  syscall(SYS_capset, &header, rights);
}

int hermetic_memory_file(const char *name, unsigned flags) {
  return (int)syscall(SYS_memfd_create, name, flags);
}

void hermetic_ignore_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
  // Children's ends are waited for.
  signal(SIGCHLD, SIG_DFL);
  // What is wrong with the broker itself must end it.
  signal(SIGSEGV, SIG_DFL);
  signal(SIGBUS, SIG_DFL);
  signal(SIGILL, SIG_DFL);
  signal(SIGFPE, SIG_DFL);
  signal(SIGABRT, SIG_DFL);
  signal(SIGTRAP, SIG_DFL);
}

void hermetic_drop_capabilities(uint64_t capabilities) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct rights[2];
  if (syscall(SYS_capget, &header, rights) != 0) return;
  for (int number = 0; number < 64; number++)
    if (capabilities >> number & 1) {
      prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
      prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, number, 0, 0);
    }
  for (int half = 0; half < 2; half++) {
    uint32_t kept = ~(uint32_t)(capabilities >> (32 * half));
    rights[half].effective &= kept;
    rights[half].permitted &= kept;
    rights[half].inheritable &= kept;
  }
  syscall(SYS_capset, &header, rights);
}

void hermetic_act_as_user(uid_t user) { setfsuid(user); }

void hermetic_act_as_group(gid_t group) { setfsgid(group); }

bool hermetic_identify(int descriptor, uint64_t *device, uint64_t *inode, uint64_t *birth) {
  struct statx status;
  if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BTIME | STATX_INO, &status) != 0) return false;
  *device = makedev(status.stx_dev_major, status.stx_dev_minor);
  *inode = status.stx_ino;
  *birth = status.stx_mask & STATX_BTIME
               ? (uint64_t)status.stx_btime.tv_sec * 1000000000 + status.stx_btime.tv_nsec
               : 0;
  return true;
}
