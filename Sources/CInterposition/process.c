#include "interposition.h"

#include <stdarg.h>
#include <stdlib.h>
#include <syslog.h>

// What goes around the calls of the network, or tells how a process ends.

// MARK: Loading

/// In the place of one that may not be loaded: the loader itself fails then, and can say so.
static const char refused_library[] = "/dev/null/refused by the policy";

/// A library loaded with RTLD_DEEPBIND would find libc's calls before these.
EXPORT void *dlopen(const char *path, int flags) {
  NEXT(dlopen)
  if (active()) {
    flags &= ~RTLD_DEEPBIND;
    // What has no slash the loader finds where the system keeps its libraries.
    if (path && strchr(path, '/')) {
      path = hermetic_guard_library(path);
      if (!path) path = refused_library;
    }
  }
  // The loader goes by its caller's address for where it looks: that must stay our caller's.
  __attribute__((musttail)) return next(path, flags);
}

/// A library in a namespace of its own would find another libc.
EXPORT void *dlmopen(Lmid_t space, const char *path, int flags) {
  NEXT(dlmopen)
  if (!active() || space == LM_ID_BASE) return next(space, path, flags & ~RTLD_DEEPBIND);
  errno = EACCES;
  return NULL;
}

// MARK: The system's log

// libc connects to it by itself.

EXPORT void openlog(const char *name, int options, int facility) {
  NEXT(openlog)
  if (!active() || hermetic_guard_system_log() == 0) next(name, options, facility);
}

EXPORT void vsyslog(int priority, const char *format, va_list arguments) {
  NEXT(vsyslog)
  if (!active() || hermetic_guard_system_log() == 0) next(priority, format, arguments);
}

EXPORT void syslog(int priority, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}

// What _FORTIFY_SOURCE makes of them.
void __vsyslog_chk(int priority, int flag, const char *format, va_list arguments);
void __syslog_chk(int priority, int flag, const char *format, ...);

EXPORT void __vsyslog_chk(int priority, int flag, const char *format, va_list arguments) {
  (void)flag;
  vsyslog(priority, format, arguments);
}

EXPORT void __syslog_chk(int priority, int flag, const char *format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}

// MARK: The resolver's environment

// LOCALDOMAIN and its like append a domain to a name or replace it, behind every check of the name.

EXPORT int setenv(const char *name, const char *value, int replace) {
  NEXT(setenv)
  int error = active() ? hermetic_guard_variable(name) : 0;
  if (!error) return next(name, value, replace);
  errno = error;
  return -1;
}

EXPORT int unsetenv(const char *name) {
  NEXT(unsetenv)
  int error = active() ? hermetic_guard_variable(name) : 0;
  if (!error) return next(name);
  errno = error;
  return -1;
}

EXPORT int putenv(char *entry) {
  NEXT(putenv)
  char name[32];
  size_t length = strcspn(entry, "=");
  if (active() && length < sizeof name) {
    memcpy(name, entry, length);
    name[length] = 0;
    int error = hermetic_guard_variable(name);
    if (error) {
      errno = error;
      return -1;
    }
  }
  return next(entry);
}

// MARK: Leaving

// Closing lines go to the standard error that the user gave the program.

static void keep_standard_error(int descriptor) {
  if (__builtin_expect(descriptor == 2, 0) && active() && getpid() == hermetic_main_process())
    hermetic_keep_standard_error();
}

EXPORT int close(int descriptor) {
  NEXT(close)
  keep_standard_error(descriptor);
  return hermetic_is_held(descriptor) ? failure(EBADF) : next(descriptor);
}

EXPORT int dup2(int from, int to) {
  NEXT(dup2)
  keep_standard_error(to);
  return hermetic_is_held(to) ? failure(EBUSY) : next(from, to);
}

EXPORT int dup3(int from, int to, int flags) {
  NEXT(dup3)
  keep_standard_error(to);
  return hermetic_is_held(to) ? failure(EBUSY) : next(from, to, flags);
}

EXPORT int close_range(unsigned first, unsigned last, int flags) {
  NEXT(close_range)
  int end = hermetic_held_end();
  for (int descriptor = 0; descriptor < end && (unsigned)descriptor <= last; descriptor++) {
    if ((unsigned)descriptor < first || !hermetic_is_held(descriptor)) continue;
    if ((unsigned)descriptor > first && next(first, (unsigned)descriptor - 1, flags) != 0) return -1;
    first = (unsigned)descriptor + 1;
  }
  return first <= last ? next(first, last, flags) : 0;
}

EXPORT _Noreturn void _exit(int status) {
  // Not in a child: between fork, or vfork, and exec even an allocation may wait for ever.
  if (active() && getpid() == hermetic_main_process()) status = hermetic_closing(status & 0xff);
  NEXT(_exit)
  next(status);
  hermetic_exit_now(status);
}

EXPORT _Noreturn void _Exit(int status) { _exit(status); }
