// What the kernel offers to few
#include "attacker.h"

#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

// WAY: prints `done` where the kernel did it.
int asks_kernel(char **word) {
  long result = -1;
  if (IS("bpf")) {
    union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    result = syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map);
  }
  if (IS("userfaultfd")) result = syscall(SYS_userfaultfd, 1);
  if (IS("perf_event_open")) {
    struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE, .size = sizeof event, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
    result = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
  }
  if (IS("add_key")) result = syscall(SYS_add_key, "user", "mark", "data", 4, KEY_SPEC_PROCESS_KEYRING);
  if (IS("keyctl")) result = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1, 0, 0);
  if (IS("request_key")) result = syscall(SYS_request_key, "user", "none", NULL, 0), result = errno == ENOKEY ? 0 : -1;
  if (IS("mount")) {
    mkdir("mounted", 0755);
    if ((result = mount("none", "mounted", "tmpfs", 0, NULL)) == 0) umount2("mounted", MNT_DETACH);
  }
  if (IS("fsopen")) result = syscall(SYS_fsopen, "tmpfs", 0);
  if (IS("open_tree")) result = syscall(SYS_open_tree, AT_FDCWD, ".", OPEN_TREE_CLONE);
  if (IS("newuser")) result = unshare(CLONE_NEWUSER);
  if (IS("newnet")) result = unshare(CLONE_NEWNET);
  if (IS("newns")) result = unshare(CLONE_NEWNS);
  if (IS("clone-newuser")) {
    result = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (result == 0) _exit(0);
  }
  if (IS("clone3-newuser")) {
    struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    result = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (result == 0) _exit(0);
  }
  if (IS("setns")) result = setns(open("/proc/self/ns/uts", O_RDONLY), CLONE_NEWUTS);
  if (IS("hostname")) result = sethostname("worldhost", 9);
  return result < 0 ? -1 : say(1, "done\n");
}

// WAY: types into a terminal of its own. `high` sets a bit that the kernel does not look at.
int types(char **word) {
  int leader = posix_openpt(O_RDWR | O_NOCTTY);
  if (leader < 0 || grantpt(leader) || unlockpt(leader)) return -1;
  pid_t child = fork();
  if (child == 0) {
    setsid();
    int terminal = open(ptsname(leader), O_RDWR);
    ioctl(terminal, TIOCSCTTY, 0);
    const char *text = "data\n";
    for (const char *each = text; *each; each++)
      if (syscall(SYS_ioctl, terminal, TIOCSTI | (IS("high") ? HIGH : 0), each)) _exit(errno);
    char line[9];
    ssize_t size = read(terminal, line, sizeof line);
    _exit(size > 0 && write(1, line, size) == size ? 0 : EIO);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0) return -1;
  return WIFSIGNALED(status) ? (errno = EPERM, -1) : WEXITSTATUS(status) ? (errno = WEXITSTATUS(status), -1) : 0;
}

int shows_variable(char **word) {
  const char *value = getenv(word[0]);
  return say(1, value ? value : "unset\n");
}
