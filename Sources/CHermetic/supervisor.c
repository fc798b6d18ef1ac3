#include "CHermetic.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

static sigset_t inherited_mask;
static struct sigaction inherited_child_action;

void hermetic_hold_signals(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &inherited_mask);
  // Where SIGCHLD is ignored, the kernel keeps no exit status.
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigaction(SIGCHLD, &usual, &inherited_child_action);
}

void hermetic_restore_signals(void) {
  sigaction(SIGCHLD, &inherited_child_action, NULL);
  sigprocmask(SIG_SETMASK, &inherited_mask, NULL);
}

int hermetic_signal_descriptor(void) {
  sigset_t all;
  sigfillset(&all);
  return signalfd(-1, &all, SFD_NONBLOCK | SFD_CLOEXEC);
}

bool hermetic_next_signal(int descriptor, hermetic_signal *signal) {
  struct signalfd_siginfo info;
  if (read(descriptor, &info, sizeof info) != sizeof info) return false;
  signal->number = (int)info.ssi_signo;
  signal->sender = info.ssi_code > 0 ? 0 : (int)info.ssi_pid;
  return true;
}

int hermetic_next_child(hermetic_child *child) {
  siginfo_t info = {.si_pid = 0};
  if (waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG) != 0)
    return errno == EINTR ? 0 : -1;
  if (info.si_pid == 0) return 0;
  child->process = info.si_pid;
  child->status = info.si_status;
  switch (info.si_code) {
  case CLD_EXITED: child->change = HERMETIC_CHILD_EXITED; break;
  case CLD_STOPPED: child->change = HERMETIC_CHILD_STOPPED; break;
  case CLD_CONTINUED: child->change = HERMETIC_CHILD_CONTINUED; break;
  default: child->change = HERMETIC_CHILD_KILLED; break;
  }
  return 1;
}

bool hermetic_has_children(void) {
  siginfo_t info;
  return waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

uint64_t hermetic_time_of_children(void) {
  struct rusage usage;
  if (getrusage(RUSAGE_CHILDREN, &usage) != 0) return 0;
  return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
         (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

int hermetic_adopt_orphans(void) {
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : errno;
}

void hermetic_run_first(void) {
  struct sched_param lowest = {.sched_priority = 1};
  sched_setscheduler(0, SCHED_FIFO, &lowest);
}

void hermetic_run_before_others(void) { setpriority(PRIO_PROCESS, 0, -20); }

bool hermetic_end_with(int parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  // The parent may have ended before.
  return getppid() == parent;
}

void hermetic_disguise_supervisor(void) {
  static const char name[] = "supervisor";
  prctl(PR_SET_NAME, name, 0, 0, 0);
  // What `/proc/PID/cmdline` shows are the very bytes that the process was started with.
  char **arguments = hermetic_arguments();
  size_t room = 0;
  for (char **each = arguments; *each; each++)
    if (*each == arguments[0] + room) room += strlen(*each) + 1;
  if (room == 0) return;
  memset(arguments[0], 0, room);
  memcpy(arguments[0], name, room < sizeof name ? room - 1 : sizeof name);
}

static void deliver(int signal) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigaction(signal, &usual, NULL);
  kill(getpid(), signal);
  sigset_t only, before;
  sigemptyset(&only);
  sigaddset(&only, signal);
  sigprocmask(SIG_UNBLOCK, &only, &before);
  sigprocmask(SIG_SETMASK, &before, NULL);
}

void hermetic_stop_by(int signal) { deliver(signal); }

void hermetic_die_by(int signal) {
  // The program has left its own, and a handler that the kernel pipes dumps to heeds no size.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  deliver(signal);
  // Not so the first process of a container, which no signal ends.
  _exit(128 + signal);
}

int hermetic_lower_limit(enum hermetic_resource resource, uint64_t value) {
  static const int resources[] = {
      [HERMETIC_DATA] = RLIMIT_DATA,
      [HERMETIC_CPU] = RLIMIT_CPU,
      [HERMETIC_OPEN_FILES] = RLIMIT_NOFILE,
      [HERMETIC_FILE_SIZE] = RLIMIT_FSIZE,
  };
  struct rlimit limit;
  if (getrlimit(resources[resource], &limit) != 0) return errno;
  if (limit.rlim_max > value) limit.rlim_max = value;
  if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
  return setrlimit(resources[resource], &limit) == 0 ? 0 : errno;
}
