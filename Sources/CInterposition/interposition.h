// What the files of this target share.
#pragma once

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "CCarrying.h"
#include "CHermetic.h"

#define EXPORT __attribute__((visibility("default")))

// The next definition of a call: libc's, or that of a library the user preloads.
#define NEXT(name)                                                                                \
  static __typeof__(&name) next_##name;                                                           \
  __typeof__(&name) next = __atomic_load_n(&next_##name, __ATOMIC_RELAXED);                       \
  if (!next) {                                                                                    \
    next = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                            \
    __atomic_store_n(&next_##name, next, __ATOMIC_RELAXED);                                       \
  }

static inline int active(void) { return __builtin_expect(hermetic_guards_active, 1); }

/// Whether a descriptor is one of those that calls are made by, which the program leaves alone.
int hermetic_is_held(int descriptor);
/// The number behind the last of those that calls on files are made by.
int hermetic_first_free_descriptor(void);
/// The number behind the last of all that the program leaves alone.
int hermetic_held_end(void);
/// Occupies their numbers.
void hermetic_reserve_descriptors(void);
/// Remembers what standard input, output and error are.
void hermetic_note_standard_files(void);
/// Takes all of them for free: in a child, which makes no calls yet.
void hermetic_forget_held(void);

/// What a call returns for an errno, or for none.
static inline int failure(int error) {
  if (!error) return 0;
  errno = error;
  return -1;
}

// Between the question and the call another thread may put something else behind a descriptor's number
// or a path. So the call is made by a child that shares nothing but memory: it looks again, and what
// it sees then cannot change.

typedef struct task {
  int (*work)(struct task *task); // Zero, or an errno.
  int descriptor, flags, result;
  struct sockaddr_storage address; // What was asked about.
  socklen_t length;
  struct stat file; // The socket behind a Unix address.
  struct msghdr *message;
  ssize_t sent;
} task;

/// Runs a task in such a child. Zero, or an errno.
int hermetic_run_privately(task *task);

/// Whether a Unix socket may be reached. Zero, with `file` set for one that has a path, or an errno.
int hermetic_check_unix_socket(hermetic_use use, const struct sockaddr_storage *address,
    socklen_t length, struct stat *file);
/// Connects or sends to the file that was asked about; a private child's work.
int hermetic_reach_unix_socket(task *task);
/// Whether a Unix socket may be given a path. Zero, or an errno.
int hermetic_check_binding(const struct sockaddr_storage *address, socklen_t length);
/// Remembers the file that this run has bound a socket to: its own servers may be connected to.
void hermetic_remember_bound(
    int descriptor, const struct sockaddr_storage *address, socklen_t length);
