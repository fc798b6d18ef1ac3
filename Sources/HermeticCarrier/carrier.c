// Preloaded into a run's programs that are not Python: it hands on what a Python that they execute needs to come up
// under the policy. Nothing else is changed for them. Where it finds itself in a Python, whose name did not say so
// or which was started by a program without a loader, it starts that again, with what belongs there.

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CCarrying.h"

#define EXPORT __attribute__((visibility("default")))
#define NEXT(name)                                                                                \
  static __typeof__(&name) next;                                                                  \
  if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name);

extern char **environ;

/// Takes what the loader was told by off the end of the environment, also where the kernel shows it.
__attribute__((constructor)) static void begin(int count, char **arguments, char **environment) {
  (void)count;
  static const char name[] = HERMETIC_SESSION_VARIABLE "=";
  int last = -1;
  for (int i = 0; environment[i]; i++) last = i;
  if (last < 1 || strncmp(environment[last], name, sizeof name - 1) != 0) return;
  hermetic_continue_carrying(environment[last] + sizeof name - 1);
  for (int i = last; i >= last - 1; i--) {
    memset(environment[i], 0, strlen(environment[i]));
    // libc may have a list of its own by now.
    for (char **entry = environ; environ && *entry; entry++)
      if (*entry == environment[i]) *entry = NULL;
    environment[i] = NULL;
  }
  if (!hermetic_is_carrying() || !dlsym(RTLD_DEFAULT, "PySys_AddAuditHook")) return;
  void *room = __builtin_alloca(hermetic_carrying_room(environ));
  syscall(SYS_execve, "/proc/self/exe", arguments, hermetic_carry(NULL, environ, room));
}

/// For a hermetic within the run, which hands on a run of its own.
EXPORT void hermetic_leave_outer_run(void) { hermetic_stop_carrying(); }

EXPORT int execve(const char *path, char *const *arguments, char *const *environment) {
  NEXT(execve)
  return next(path, arguments, HERMETIC_CARRYING(path, environment));
}

EXPORT int execv(const char *path, char *const *arguments) {
  return execve(path, arguments, environ);
}

EXPORT int execvpe(const char *name, char *const *arguments, char *const *environment) {
  NEXT(execvpe)
  // It is found where the next would find it.
  char path[PATH_MAX];
  const char *list = strchr(name, '/') ? NULL : getenv("PATH");
  snprintf(path, sizeof path, "%s", name);
  for (const char *start = list; start && *start; ) {
    int length = (int)strcspn(start, ":");
    snprintf(path, sizeof path, "%.*s%s%s", length, start, length ? "/" : "", name);
    if (access(path, X_OK) == 0) break;
    start += length + (start[length] == ':');
  }
  return next(name, arguments, HERMETIC_CARRYING(path, environment));
}

EXPORT int execvp(const char *name, char *const *arguments) {
  return execvpe(name, arguments, environ);
}

#include "../CCarrying/exec_lists.h"

EXPORT int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment) {
  NEXT(posix_spawn)
  return next(
      process, path, actions, attributes, arguments, HERMETIC_CARRYING(path, environment));
}

EXPORT int posix_spawnp(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment) {
  NEXT(posix_spawnp)
  return next(
      process, name, actions, attributes, arguments, HERMETIC_CARRYING(name, environment));
}
