#include <dirent.h>
#include <pthread.h>
#include <pty.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "paths.h"

// Starting programs.

/// Whether what a link says, from the folder it is in, is a path letter by letter: no other link is on
/// the way.
static bool says(const place *link, const place *target) {
  char text[PATH_MAX], whole[2 * PATH_MAX];
  ssize_t size = syscall(SYS_readlinkat, link->descriptor, link->name, text, sizeof text - 1);
  if (size <= 0) return false;
  text[size] = 0;
  const char *rest = text;
  size_t length = *text == '/' ? 0 : link->length - strlen(link->name) - 1;
  memcpy(whole, link->path, length);
  while (length > 0 && (strncmp(rest, "./", 2) == 0 || strncmp(rest, "../", 3) == 0)) {
    if (rest[1] == '.')
      while (whole[--length] != '/') continue;
    rest += rest[1] == '.' ? 3 : 2;
  }
  snprintf(whole + length, sizeof whole - length, "%s%s", *text == '/' ? "" : "/", rest);
  return strcmp(whole, target->path) == 0;
}

/// Whether a path is that of a link which the program cannot change: a script finds itself by the name
/// that it is called by.
static bool is_lasting_link(int folder, const char *path, const place *target, place *link) {
  if (hermetic_find_place(folder, path, false, link) != 0) return false;
  bool is_lasting = link->name[0] && link->length < PATH_MAX &&
                    guards_files(WRITES) && says(link, target) &&
                    hermetic_guard_file(hermetic_file_cache, link->path, link->length) != 0;
  hermetic_leave(link);
  return is_lasting;
}

/// Asks about a program, and says by which path it is to be executed: its own, if it was reached by a
/// link that may lead elsewhere by then. Zero, or an errno.
static int ask_program(int folder, const char *path, int flags, char *const *arguments,
    char *const *environment, char real[static PATH_MAX]) {
  static char *const nothing[] = {NULL};
  place place;
  int error = flags & AT_EMPTY_PATH && !*path
                  ? hermetic_place_of(folder, &place)
                  : hermetic_find_place(folder, path, !(flags & AT_SYMLINK_NOFOLLOW), &place);
  if (error) return error;
  struct stat status;
  // What is not there is not refused: whoever searches a list of folders goes on.
  if (place.name[0] && fstatat(place.descriptor, place.name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    error = errno;
  const char *given = arguments && arguments[0] ? arguments[0] : path;
  if (!error)
    error = hermetic_guard_command(place.path, place.length, given, arguments ? arguments : nothing,
        environment ? environment : nothing);
  if (!error && place.length >= PATH_MAX) error = ENAMETOOLONG;
  if (!error) {
    struct place link;
    bool is_link = !(flags & AT_SYMLINK_NOFOLLOW) && *path &&
                   is_lasting_link(folder, path, &place, &link);
    memcpy(real, is_link ? link.path : place.path, (is_link ? link.length : place.length) + 1);
  }
  hermetic_leave(&place);
  return error;
}

static inline bool is_guarded(void) { return active() && hermetic_guarded_programs; }

EXPORT int execve(const char *path, char *const *arguments, char *const *environment) {
  NEXT(execve)
  char real[PATH_MAX];
  if (!is_guarded()) return next(path, arguments, HERMETIC_CARRYING(path, environment));
  int error = ask_program(AT_FDCWD, path, 0, arguments, environment, real);
  return error ? failure(error) : next(real, arguments, HERMETIC_CARRYING(real, environment));
}

EXPORT int execv(const char *path, char *const *arguments) {
  return execve(path, arguments, environ);
}

/// The next candidate for a name in a list of folders; false at the list's end.
static bool next_candidate(const char **list, const char *name, char path[static PATH_MAX]) {
  if (!*list) return false;
  const char *end = strchrnul(*list, ':');
  int size = (int)(end - *list);
  snprintf(path, PATH_MAX, "%.*s%s%s", size, *list, size ? "/" : "", name);
  *list = *end ? end + 1 : NULL;
  return true;
}

static const char *folders(void) {
  const char *list = getenv("PATH");
  return list ? list : "/bin:/usr/bin";
}

EXPORT int execvpe(const char *name, char *const *arguments, char *const *environment) {
  NEXT(execvpe)
  if (!is_guarded() && !hermetic_is_carrying()) return next(name, arguments, environment);
  if (strchr(name, '/')) return execve(name, arguments, environment);
  const char *list = folders();
  char path[PATH_MAX];
  int error = ENOENT;
  while (next_candidate(&list, name, path)) {
    execve(path, arguments, environment);
    if (errno == EACCES) error = EACCES;
    else if (errno != ENOENT && errno != ENOTDIR) return -1;
  }
  return failure(error);
}

EXPORT int execvp(const char *name, char *const *arguments) {
  return execvpe(name, arguments, environ);
}

#include "../CCarrying/exec_lists.h"

EXPORT int fexecve(int descriptor, char *const *arguments, char *const *environment) {
  NEXT(fexecve)
  char real[PATH_MAX];
  snprintf(real, sizeof real, "/proc/self/fd/%d", descriptor);
  if (!is_guarded()) return next(descriptor, arguments, HERMETIC_CARRYING(real, environment));
  int error = ask_program(descriptor, "", AT_EMPTY_PATH, arguments, environment, real);
  return error ? failure(error)
               : next(descriptor, arguments, HERMETIC_CARRYING(real, environment));
}

EXPORT int execveat(int folder, const char *path, char *const *arguments, char *const *environment,
    int flags) {
  NEXT(execveat)
  char real[PATH_MAX];
  snprintf(real, sizeof real, "/proc/self/fd/%d", folder);
  if (!is_guarded())
    return next(folder, path, arguments, HERMETIC_CARRYING(*path ? path : real, environment), flags);
  int error = ask_program(folder, path, flags, arguments, environment, real);
  if (error) return failure(error);
  return flags & AT_EMPTY_PATH && !*path
             ? next(folder, path, arguments, HERMETIC_CARRYING(real, environment), flags)
             : execve(real, arguments, environment);
}

EXPORT int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment) {
  NEXT(posix_spawn)
  char real[PATH_MAX];
  if (!is_guarded())
    return next(
        process, path, actions, attributes, arguments, HERMETIC_CARRYING(path, environment));
  int error = ask_program(AT_FDCWD, path, 0, arguments, environment, real);
  return error ? error
               : next(process, real, actions, attributes, arguments,
                     HERMETIC_CARRYING(real, environment));
}

EXPORT int posix_spawnp(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment) {
  NEXT(posix_spawnp)
  if (!is_guarded() && !hermetic_is_carrying())
    return next(process, name, actions, attributes, arguments, environment);
  if (strchr(name, '/'))
    return posix_spawn(process, name, actions, attributes, arguments, environment);
  const char *list = folders();
  char path[PATH_MAX];
  int found = ENOENT;
  while (next_candidate(&list, name, path)) {
    int error = posix_spawn(process, path, actions, attributes, arguments, environment);
    if (error == EACCES) found = EACCES;
    else if (error != ENOENT && error != ENOTDIR) return error;
  }
  return found;
}

/// A command for the shell, which is a program like any other.
static int ask_shell(const char *command) {
  char *arguments[] = {"sh", "-c", (char *)command, NULL};
  char real[PATH_MAX];
  return ask_program(AT_FDCWD, "/bin/sh", 0, arguments, environ, real);
}

// What children are to open before they are other programs: held here until they are.
enum { MOST_OPENED = 16 };
static struct {
  const posix_spawn_file_actions_t *actions;
  int descriptor;
} opened[MOST_OPENED];

static bool hold_for(const posix_spawn_file_actions_t *actions, int descriptor) {
  for (int i = 0; i < MOST_OPENED; i++) {
    const posix_spawn_file_actions_t *expected = NULL;
    if (__atomic_compare_exchange_n(&opened[i].actions, &expected, actions, false,
            __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
      opened[i].descriptor = descriptor;
      return true;
    }
  }
  return false;
}

EXPORT int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *actions, int descriptor,
    const char *path, int flags, mode_t mode) {
  NEXT(posix_spawn_file_actions_addopen)
  bool is_written = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
  if (!path || !guards_files(is_written ? WRITES : READS))
    return next(actions, descriptor, path, flags, mode);
  place place;
  int error = hermetic_find_place(AT_FDCWD, path, !(flags & O_NOFOLLOW), &place);
  if (error) return error;
  error = hermetic_ask(is_written ? hermetic_file_write : hermetic_file_read, &place);
  if (!error && !hold_for(actions, place.descriptor)) error = EMFILE;
  if (error) {
    hermetic_leave(&place);
    return error;
  }
  char held[NAME_MAX + 32];
  int size = snprintf(held, sizeof held, "/proc/thread-self/fd/%d", place.descriptor);
  if (place.name[0]) snprintf(held + size, sizeof held - (size_t)size, "/%s", place.name);
  return next(actions, descriptor, held, place.name[0] ? flags | O_NOFOLLOW : flags & ~O_NOFOLLOW,
      mode);
}

#if __GLIBC_PREREQ(2, 34)
/// Those that carry the policy stay open.
EXPORT int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from) {
  NEXT(posix_spawn_file_actions_addclosefrom_np)
  int end = hermetic_carried_end();
  if (!hermetic_is_carrying() || from >= end) return next(actions, from);
  DIR *folder = opendir("/proc/self/fd");
  if (!folder) return errno;
  int error = 0;
  for (struct dirent *entry; !error && (entry = readdir(folder));) {
    int descriptor = atoi(entry->d_name);
    if (descriptor < from || descriptor >= end || hermetic_is_carried(descriptor)) continue;
    // One that is closed by then, as the folder's own, does not matter.
    error = posix_spawn_file_actions_addclose(actions, descriptor);
  }
  closedir(folder);
  return error ? error : next(actions, end);
}
#endif

EXPORT int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions) {
  NEXT(posix_spawn_file_actions_destroy)
  for (int i = 0; i < MOST_OPENED; i++) {
    if (__atomic_load_n(&opened[i].actions, __ATOMIC_ACQUIRE) != actions) continue;
    hermetic_let_go(opened[i].descriptor);
    __atomic_store_n(&opened[i].actions, NULL, __ATOMIC_RELEASE);
  }
  return next(actions);
}

/// What libc's `system` does (POSIX), by a call that hands the policy on.
static int run_shell(const char *command) {
  struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
  sigset_t child, before, restored;
  posix_spawnattr_t attributes;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigemptyset(&restored);
  sigaction(SIGINT, &ignore, &interrupt);
  sigaction(SIGQUIT, &ignore, &quit);
  pthread_sigmask(SIG_BLOCK, &child, &before);
  if (interrupt.sa_handler != SIG_IGN) sigaddset(&restored, SIGINT);
  if (quit.sa_handler != SIG_IGN) sigaddset(&restored, SIGQUIT);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &before);
  posix_spawnattr_setsigdefault(&attributes, &restored);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  char *arguments[] = {"sh", "-c", "--", (char *)command, NULL};
  // Without the two hyphens, as libc does it, but for a command that would be taken for an option.
  if (*command != '-' && *command != '+') {
    arguments[2] = (char *)command;
    arguments[3] = NULL;
  }
  pid_t process;
  int status = 127 << 8;
  if (posix_spawn(&process, "/bin/sh", NULL, &attributes, arguments, environ) == 0)
    while (waitpid(process, &status, 0) < 0) {
      if (errno == EINTR) continue;
      status = -1;
      break;
    }
  posix_spawnattr_destroy(&attributes);
  sigaction(SIGINT, &interrupt, NULL);
  sigaction(SIGQUIT, &quit, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return status;
}

EXPORT int system(const char *command) {
  NEXT(system)
  int error = command && is_guarded() ? ask_shell(command) : 0;
  if (error) return failure(error);
  return command && hermetic_is_carrying() ? run_shell(command) : next(command);
}

EXPORT FILE *popen(const char *command, const char *mode) {
  NEXT(popen)
  int error = command && is_guarded() ? ask_shell(command) : 0;
  if (!error) return next(command, mode);
  errno = error;
  return NULL;
}

// MARK: Copying the process

/// What `fork` returns, with a child that has none of its parent's threads.
static pid_t begun(pid_t process) {
  if (process == 0) hermetic_forget_held();
  return process;
}

EXPORT pid_t fork(void) {
  NEXT(fork)
  int error = is_guarded() ? hermetic_guard_fork() : 0;
  return error ? failure(error) : begun(next());
}

pid_t _Fork(void);
EXPORT pid_t _Fork(void) {
  NEXT(_Fork)
  int error = is_guarded() ? hermetic_guard_fork() : 0;
  return error ? failure(error) : next ? begun(next()) : fork();
}

/// Asks before `vfork`, and finds the next definition of it.
static void *next_vfork(void) {
  NEXT(vfork)
  int error = is_guarded() ? hermetic_guard_fork() : 0;
  if (!error) return (void *)next;
  errno = error;
  return NULL;
}

static pid_t refused_vfork(void) { return -1; }

EXPORT pid_t vfork(void) {
  // The child returns into this call's caller and uses its stack: this call must be gone by then.
  pid_t (*next)(void) = (pid_t(*)(void))next_vfork();
  if (!next) next = refused_vfork;
  __attribute__((musttail)) return next();
}

EXPORT int forkpty(
    int *leader, char *name, const struct termios *terminal, const struct winsize *size) {
  NEXT(forkpty)
  int error = is_guarded() ? hermetic_guard_fork() : 0;
  return error ? failure(error) : begun(next(leader, name, terminal, size));
}
