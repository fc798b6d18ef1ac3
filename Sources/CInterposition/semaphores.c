#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdlib.h>

#include "interposition.h"

// Named semaphores, which libc keeps in files: multiprocessing's locks are such. Where files must not be written,
// the run's own are in memory that its processes share. A place in it is used once: another process may still have
// the semaphore that was there.

typedef struct slot {
  uint32_t state; // Zero, or being made, or made.
  char name[28];
  sem_t semaphore;
} slot;
_Static_assert(sizeof(slot) == 64, "as many as fit");

enum { FREE, MAKING, MADE };

static inline slot *slots(void) { return hermetic_semaphores; }

static const char *bare(const char *name) { return *name == '/' ? name + 1 : name; }

static slot *find(const char *name) {
  for (size_t i = 0; i < HERMETIC_SEMAPHORE_COUNT; i++) {
    uint32_t state = hermetic_load(&slots()[i].state);
    if (state == FREE) return NULL;
    if (state == MADE && strcmp(slots()[i].name, name) == 0) return &slots()[i];
  }
  return NULL;
}

EXPORT sem_t *sem_open(const char *name, int flags, ...) {
  NEXT(sem_open)
  unsigned mode = 0, value = 0;
  if (flags & O_CREAT) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, unsigned);
    value = va_arg(arguments, unsigned);
    va_end(arguments);
  }
  if (!hermetic_semaphores) return next(name, flags, mode, value);
  const char *wanted = bare(name);
  slot *found = NULL;
  if (!*wanted || strchr(wanted, '/')) errno = EINVAL;
  else if (strlen(wanted) >= sizeof found->name) errno = ENAMETOOLONG;
  else if ((found = find(wanted))) {
    if (!(flags & O_CREAT && flags & O_EXCL)) return &found->semaphore;
    errno = EEXIST;
  } else if (!(flags & O_CREAT)) errno = ENOENT;
  else if (value > INT_MAX) errno = EINVAL;
  else {
    for (size_t i = 0; i < HERMETIC_SEMAPHORE_COUNT; i++) {
      slot *slot = &slots()[i];
      if (!hermetic_exchange_if(&slot->state, FREE, MAKING)) continue;
      sem_init(&slot->semaphore, 1, value);
      strcpy(slot->name, wanted);
      hermetic_store(&slot->state, MADE);
      return &slot->semaphore;
    }
    errno = ENOSPC;
  }
  return SEM_FAILED;
}

EXPORT int sem_close(sem_t *semaphore) {
  NEXT(sem_close)
  char *place = (char *)semaphore, *start = hermetic_semaphores;
  bool is_ours = start && place >= start && place < start + HERMETIC_SEMAPHORE_COUNT * sizeof(slot);
  return is_ours ? 0 : next(semaphore);
}

EXPORT int sem_unlink(const char *name) {
  NEXT(sem_unlink)
  slot *found = hermetic_semaphores ? find(bare(name)) : NULL;
  if (!found) return hermetic_semaphores ? failure(ENOENT) : next(name);
  found->name[0] = 0;
  return 0;
}
