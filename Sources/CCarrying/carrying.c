#include "CCarrying.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/syscall.h>
#include <unistd.h>

// Everything here makes its system calls itself: libc's may be guarded.

static const char preload[] = "LD_PRELOAD=";
static char session_entry[2 * PATH_MAX + 64];
static char libraries[2][PATH_MAX]; // For Python, and for others.

enum { MOST_CARRIED = 8 };
static int carried[MOST_CARRIED], carried_count;

void hermetic_begin_carrying(int session, const char *python, const char *other) {
  if (strlen(python) >= PATH_MAX || strlen(other) >= PATH_MAX) return;
  strcpy(libraries[0], python);
  strcpy(libraries[1], other);
  hermetic_carry_descriptor(session);
  snprintf(session_entry, sizeof session_entry, HERMETIC_SESSION_VARIABLE "=%d,%s,%s", session, python,
      other);
}

bool hermetic_continue_carrying(const char *value) {
  char *end;
  long session = strtol(value, &end, 10);
  const char *python = end + 1, *comma = *end == ',' ? strchr(python, ',') : NULL;
  if (!comma || comma - python >= PATH_MAX || session < 0 || session > INT_MAX) return false;
  char path[PATH_MAX];
  memcpy(path, python, (size_t)(comma - python));
  path[comma - python] = 0;
  hermetic_begin_carrying((int)session, path, comma + 1);
  return hermetic_is_carrying();
}

void hermetic_stop_carrying(void) { session_entry[0] = 0; }

bool hermetic_is_carrying(void) { return session_entry[0] != 0; }

void hermetic_carry_descriptor(int descriptor) {
  if (descriptor < 0 || carried_count == MOST_CARRIED) return;
  syscall(SYS_fcntl, descriptor, F_SETFD, 0);
  carried[carried_count++] = descriptor;
}

bool hermetic_is_carried(int descriptor) {
  for (int i = 0; i < carried_count; i++)
    if (carried[i] == descriptor) return true;
  return false;
}

int hermetic_carried_end(void) {
  int end = 0;
  for (int i = 0; i < carried_count; i++)
    if (carried[i] >= end) end = carried[i] + 1;
  return end;
}

/// Whether a file is a Python, or a script that one runs.
static bool is_python(const char *path) {
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return strcasestr(strrchr(path, '/') ? strrchr(path, '/') : path, "python") != NULL;
  char head[256], real[PATH_MAX], link[48];
  ssize_t size = syscall(SYS_read, file, head, sizeof head - 1);
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, real, sizeof real - 1);
  syscall(SYS_close, file);
  head[size > 0 ? size : 0] = 0;
  if (strncmp(head, "#!", 2) == 0) {
    head[strcspn(head, "\n")] = 0;
    return strcasestr(head, "python") != NULL;
  }
  real[length > 0 ? length : 0] = 0;
  const char *name = strrchr(real, '/');
  return name && strcasestr(name, "python") != NULL;
}

static bool begins(const char *entry, const char *start) {
  return strncmp(entry, start, strlen(start)) == 0;
}

size_t hermetic_carrying_room(char *const *environment) {
  size_t count = 0, size = 0;
  for (; environment && environment[count]; count++)
    if (begins(environment[count], preload)) size = strlen(environment[count]);
  return (count + 3) * sizeof(char *) + size + sizeof preload + PATH_MAX + 2;
}

char *const *hermetic_carry(const char *path, char *const *environment, void *room) {
  size_t count = 0;
  const char *others = NULL;
  char **entries = room;
  for (char *const *entry = environment; entry && *entry; entry++) {
    // One that is there already is ours, or forged.
    if (begins(*entry, HERMETIC_SESSION_VARIABLE "=")) continue;
    if (begins(*entry, preload)) others = *entry + sizeof preload - 1;
    entries[count++] = *entry;
  }
  // Of two lists the loader takes the last. Ours comes first in it: its guards must be the first definitions
  // that are found.
  size_t all = 0;
  while (environment && environment[all]) all++;
  char *text = (char *)(entries + all + 3);
  sprintf(text, "%s%s%s%s", preload, libraries[!path || is_python(path) ? 0 : 1], others && *others ? ":" : "",
      others ? others : "");
  entries[count++] = text;
  entries[count++] = session_entry;
  entries[count] = NULL;
  return entries;
}
