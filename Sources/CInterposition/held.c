#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "paths.h"

// Descriptors that stay what they are while a call is judged and made. Everything here makes its system
// calls itself: libc's are guarded.

// The numbers of the descriptors that places have. They are occupied from before the program begins, by the
// root where no place has them. Nobody else in the process may put something else behind them or take them
// away: what they stand for has been judged, or is about to be. Libc, which closes its own without asking,
// never had one of them.
//
// There are none where a policy is not about files or code: a program may then do to its own process
// whatever it likes, by ctypes, and would only notice them.
enum { SLOTS = 32 };
static int slots[SLOTS + 1], slot_count;
static unsigned char taken[SLOTS];
static int root = -1; // The number behind them.

void hermetic_reserve_descriptors(void) {
  struct rlimit limit;
  if (root >= 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  // Above what programs use by number; below what they may limit themselves to.
  int end = limit.rlim_cur < 256 ? (int)limit.rlim_cur : 256;
  int opened = (int)syscall(SYS_openat, AT_FDCWD, "/", O_PATH | O_CLOEXEC, 0);
  if (opened < 0) return;
  int next = end > 2 * SLOTS ? end - SLOTS - 1 : end / 2;
  while (slot_count <= SLOTS) {
    int slot = (int)syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, next);
    if (slot < 0) break;
    next = slot + 1;
    slots[slot_count++] = slot;
  }
  syscall(SYS_close, opened);
  if (slot_count > 0) root = slots[--slot_count];
}

int hermetic_first_free_descriptor(void) { return root + 1; }

int hermetic_held_end(void) {
  int end = hermetic_carried_end();
  return root + 1 > end ? root + 1 : end;
}

int hermetic_hold(int descriptor) {
  if (descriptor < 0) return -1;
  if (root < 0) return descriptor;
  int error = EMFILE;
  for (int tries = 0; tries < 10000; tries++) {
    for (int i = 0; i < slot_count; i++) {
      if (__atomic_test_and_set(&taken[i], __ATOMIC_ACQUIRE)) continue;
      int held = (int)syscall(SYS_dup3, descriptor, slots[i], O_CLOEXEC);
      if (held < 0) {
        error = errno;
        __atomic_clear(&taken[i], __ATOMIC_RELEASE);
        tries = 10000;
        break;
      }
      syscall(SYS_close, descriptor);
      return held;
    }
    sched_yield();
  }
  syscall(SYS_close, descriptor);
  errno = error;
  return -1;
}

void hermetic_let_go(int descriptor) {
  if (descriptor < 0) return;
  int saved = errno;
  if (root < 0)
    syscall(SYS_close, descriptor);
  else
    syscall(SYS_dup3, root, descriptor, O_CLOEXEC);
  for (int i = 0; i < slot_count; i++)
    if (slots[i] == descriptor) __atomic_clear(&taken[i], __ATOMIC_RELEASE);
  errno = saved;
}

int hermetic_is_held(int descriptor) {
  if (hermetic_is_carried(descriptor)) return 1;
  if (slot_count == 0 || descriptor < slots[0] || descriptor > root) return 0;
  if (descriptor == root) return 1;
  for (int i = 0; i < slot_count; i++)
    if (slots[i] == descriptor) return 1;
  return 0;
}

void hermetic_forget_held(void) { memset(taken, 0, sizeof taken); }
