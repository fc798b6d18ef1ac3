#include "paths.h"

#include <linux/magic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

// Everything here makes its system calls itself: libc's are guarded.

static int pin(int folder, const char *path, int flags) {
  return hermetic_hold((int)syscall(SYS_openat, folder, path, O_PATH | O_CLOEXEC | flags, 0));
}

static ssize_t path_of(int descriptor, char *path, size_t size) {
  char link[32];
  snprintf(link, sizeof link, "/proc/thread-self/fd/%d", descriptor);
  return syscall(SYS_readlinkat, AT_FDCWD, link, path, size);
}

/// Fills in the path of a place whose descriptor is known.
static int name_place(place *place) {
  ssize_t length = path_of(place->descriptor, place->path, PATH_MAX);
  if (length <= 0 || length >= PATH_MAX) return EACCES;
  place->length = (size_t)length;
  // The root is the one folder whose path ends with a slash.
  if (length == 1 && place->path[0] == '/') place->length = 0;
  if (place->name[0]) {
    size_t size = strlen(place->name);
    place->path[place->length++] = '/';
    memcpy(place->path + place->length, place->name, size);
    place->length += size;
  }
  place->path[place->length] = 0;
  // A process knows itself by its number, rules know it by another name.
  char own[32];
  int digits = snprintf(own, sizeof own, "/proc/%d", getpid());
  if (place->length > (size_t)digits && memcmp(place->path, own, (size_t)digits) == 0 &&
      place->path[digits] == '/') {
    memmove(place->path + 10, place->path + digits, place->length - (size_t)digits + 1);
    memcpy(place->path, "/proc/self", 10);
    place->length -= (size_t)digits - 10;
  }
  return 0;
}

void hermetic_leave(place *place) {
  hermetic_let_go(place->descriptor);
  place->descriptor = -1;
}

int hermetic_place_of(int descriptor, place *place) {
  place->name[0] = 0;
  place->is_folder = false;
  place->descriptor = hermetic_hold((int)syscall(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, 3));
  if (place->descriptor < 0) return errno;
  int error = name_place(place);
  if (error) hermetic_leave(place);
  return error;
}

static bool is_magic(int folder) {
  struct statfs system;
  return fstatfs(folder, &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

/// One step: the folder and the last name of a path. Zero, or an errno.
static int step(int folder, const char *path, place *place) {
  size_t length = strlen(path);
  if (length == 0) return ENOENT;
  if (length >= PATH_MAX) return ENAMETOOLONG;
  while (length > 1 && path[length - 1] == '/') {
    length--;
    place->is_folder = true;
  }
  size_t start = length;
  while (start > 0 && path[start - 1] != '/') start--;
  size_t size = length - start;
  bool is_name = size > 0 && !(size == 1 && path[start] == '.') &&
                 !(size == 2 && path[start] == '.' && path[start + 1] == '.');
  if (size > NAME_MAX) return ENAMETOOLONG;
  if (!is_name) {
    place->name[0] = 0;
    place->descriptor = pin(folder, path, 0);
    return place->descriptor < 0 ? errno : 0;
  }
  memcpy(place->name, path + start, size);
  place->name[size] = 0;
  char parent[PATH_MAX];
  memcpy(parent, path, start);
  parent[start] = 0;
  place->descriptor = pin(folder, start > 0 ? parent : ".", O_DIRECTORY);
  return place->descriptor < 0 ? errno : 0;
}

int hermetic_find_place(int folder, const char *path, bool follows, place *place) {
  char target[PATH_MAX];
  place->is_folder = false;
  int error = step(folder, path, place);
  for (int links = 0; !error && place->name[0] && (follows || place->is_folder); links++) {
    ssize_t length = syscall(
        SYS_readlinkat, place->descriptor, place->name, target, sizeof target - 1);
    if (length < 0) break;
    if (links == 40) {
      error = ELOOP;
      break;
    }
    int from = place->descriptor;
    if (is_magic(from)) {
      // What such a link says is not where it leads.
      place->descriptor = pin(from, place->name, 0);
      error = place->descriptor < 0 ? errno : 0;
      place->name[0] = 0;
    } else {
      target[length] = 0;
      error = step(from, target, place);
    }
    hermetic_let_go(from);
    if (error) place->descriptor = -1;
  }
  if (!error) error = name_place(place);
  if (error) hermetic_leave(place);
  return error;
}

link_text hermetic_link_to(const place *place) {
  link_text link;
  snprintf(link.text, sizeof link.text, "/proc/thread-self/fd/%d", place->descriptor);
  return link;
}

/// Whether what a descriptor stands for is in no folder: a pipe, a socket, a deleted file, memory.
static bool is_outside(const place *place) {
  if (place->name[0]) return false;
  if (place->path[0] != '/' && place->length > 0) return true;
  struct stat status;
  return fstat(place->descriptor, &status) == 0 && status.st_nlink == 0;
}

int hermetic_ask(hermetic_file_use use, const place *place) {
  if (is_outside(place)) return 0;
  return hermetic_guard_file(use, place->path, place->length);
}

// MARK: Opening

static bool writes(int flags) {
  return (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC) ||
         (flags & O_TMPFILE) == O_TMPFILE;
}

static int ask_both(int flags, hermetic_file_use use, const place *place, bool is_cache) {
  int error = 0;
  if (writes(flags))
    error = hermetic_ask(is_cache ? hermetic_file_cache : hermetic_file_write, place);
  if (!error && (flags & O_ACCMODE) != O_WRONLY) error = hermetic_ask(use, place);
  return error;
}

/// Whether a name is that which importlib gives a compiled module before it is whole:
/// `name.cpython-313.pyc.140123`.
static bool is_module_cache(const place *place, int flags) {
  if ((flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL)) return false;
  const char *end = strrchr(place->name, '.');
  if (!end || end - place->name < 5 || memcmp(end - 4, ".pyc", 4) != 0) return false;
  for (const char *digit = end + 1; *digit; digit++)
    if (*digit < '0' || *digit > '9') return false;
  return true;
}

static mode_t wanted(int flags, mode_t mode) {
  return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? mode & 07777 : 0;
}

/// struct open_how (openat2(2)).
struct how {
  uint64_t flags, mode, resolve;
};
enum { NO_MAGIC_LINKS = 2, NO_LINKS = 4, OPENAT2 = 437 };

// What standard input, output and error were at the start: they may be opened again, by whatever path, in
// the way that they are open.
static struct stat standard[3];
static int standard_flags[3] = {-1, -1, -1};

void hermetic_note_standard_files(void) {
  for (int i = 0; i < 3; i++)
    standard_flags[i] = fstat(i, &standard[i]) == 0 ? fcntl(i, F_GETFL) : -1;
}

static bool is_standard(const place *place, int flags) {
  struct stat status;
  if (flags & (O_CREAT | O_EXCL) && place->name[0]) {
    if (fstatat(place->descriptor, place->name, &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  } else if (fstatat(place->descriptor, place->name, &status,
                 AT_SYMLINK_NOFOLLOW | (place->name[0] ? 0 : AT_EMPTY_PATH)) != 0) {
    return false;
  }
  if (!S_ISREG(status.st_mode)) return false;
  for (int i = 0; i < 3; i++) {
    if (standard_flags[i] < 0 || status.st_dev != standard[i].st_dev ||
        status.st_ino != standard[i].st_ino)
      continue;
    int wanted = flags & O_ACCMODE, has = standard_flags[i] & O_ACCMODE;
    if (has == O_RDWR || (has == wanted && !(flags & O_TRUNC && has == O_RDONLY))) return true;
  }
  return false;
}

/// Whether a path leads to what is there without a link, as it is now. The broker looks again.
static bool is_plain(const place *place) {
  char real[PATH_MAX];
  int held = (int)syscall(SYS_openat, AT_FDCWD, place->path, O_PATH | O_CLOEXEC, 0);
  if (held < 0) return false;
  ssize_t length = path_of(held, real, sizeof real);
  syscall(SYS_close, held);
  return length == (ssize_t)place->length && memcmp(real, place->path, place->length) == 0;
}

/// Opens a path without links in it, which therefore is the file's own: in one call, with nothing in
/// between. False where that is not possible; true with a descriptor, or -1 and errno.
static bool open_plainly(const char *path, int flags, mode_t mode, int *descriptor) {
  place place = {.descriptor = -1};
  size_t length = strlen(path), at = 0;
  if (length == 0 || length >= PATH_MAX) return false;
  if (path[0] != '/') {
    long size = syscall(SYS_getcwd, place.path, PATH_MAX);
    if (size <= 1 || place.path[0] != '/' || (size_t)size + length >= PATH_MAX) return false;
    at = (size_t)size - 1;
    if (at > 1) place.path[at++] = '/';
  }
  memcpy(place.path + at, path, length + 1);
  place.length = at + length;
  // Empty components, `.` and `..` are left to the kernel.
  for (size_t i = at; i < place.length; i++)
    if (place.path[i] == '/' &&
        (place.path[i + 1] == '/' || place.path[i + 1] == 0 || place.path[i + 1] == '.'))
      if (place.path[i + 1] != '.' || place.path[i + 2] == '/' || place.path[i + 2] == 0 ||
          place.path[i + 2] == '.')
        return false;
  if (path[0] == '.' && (path[1] == 0 || path[1] == '/' || path[1] == '.')) return false;
  if (place.length > 6 && memcmp(place.path, "/proc/", 6) == 0) return false;
  const char *name = strrchr(place.path, '/');
  if (!name || strlen(name) > NAME_MAX) return false;
  // Not asked aloud: a refusal must be of what is really there.
  if (writes(flags) &&
      hermetic_guard_file(hermetic_file_cache, place.path, place.length) != 0) return false;
  if ((flags & O_ACCMODE) != O_WRONLY &&
      hermetic_guard_file(hermetic_file_glance, place.path, place.length) != 0) return false;
  if (hermetic_supervised & HERMETIC_FILES_SUPERVISED) {
    if (!is_plain(&place)) return false;
    *descriptor =
        (int)syscall(SYS_openat, AT_FDCWD, place.path, flags | O_LARGEFILE, wanted(flags, mode));
  } else {
    struct how how = {(unsigned)flags | O_LARGEFILE, wanted(flags, mode), NO_LINKS | NO_MAGIC_LINKS};
    *descriptor = (int)syscall(OPENAT2, AT_FDCWD, place.path, &how, sizeof how);
  }
  if (*descriptor >= 0) return true;
  switch (errno) {
  case EINTR:
  case EMFILE:
  case ENFILE:
  case ENXIO:
  case ETXTBSY:
  case EROFS: return true;
  // The folder's name may have changed since it was asked for.
  case ENOENT:
  case EEXIST:
  case EISDIR:
  case ENOTDIR: return path[0] == '/';
  default: return false;
  }
}

static int open_place(place *place, int flags, mode_t mode, hermetic_file_use use) {
  bool is_cache = is_module_cache(place, flags);
  int error = is_standard(place, flags) ? 0 : ask_both(flags, use, place, is_cache);
  if (error) {
    errno = error;
    return -1;
  }
  if (place->name[0])
    return (int)syscall(SYS_openat, place->descriptor, place->name, flags | O_NOFOLLOW | O_LARGEFILE,
        wanted(flags, mode));
  if ((flags & O_TMPFILE) == O_TMPFILE)
    return (int)syscall(
        SYS_openat, place->descriptor, ".", flags | O_LARGEFILE, wanted(flags, mode));
  link_text link = hermetic_link_to(place);
  return (int)syscall(SYS_openat, AT_FDCWD, link.text,
      (flags & ~(O_NOFOLLOW | O_CREAT)) | O_LARGEFILE, 0);
}

/// Asks about a name that leads elsewhere. Zero, or an errno.
static int ask_link(int folder, const char *path, const place *target) {
  if (!guards_files(LINKS)) return 0;
  const char *given = strrchr(path, '/'), *found = strrchr(target->path, '/');
  if (found && strcmp(given ? given + 1 : path, found + 1) == 0) return 0;
  place link;
  if (hermetic_find_place(folder, path, false, &link) != 0) return 0;
  int error = hermetic_ask(hermetic_file_link, &link);
  hermetic_leave(&link);
  return error;
}

int hermetic_open(int folder, const char *path, int flags, mode_t mode, hermetic_file_use use) {
  int descriptor = -1;
  if ((folder == AT_FDCWD || path[0] == '/') && !(flags & O_NOFOLLOW) &&
      (flags & O_TMPFILE) != O_TMPFILE && open_plainly(path, flags, mode, &descriptor))
    return descriptor;
  // A link may be put where there was none, or the other way round, while we look.
  for (int tries = 0; tries < 100; tries++) {
    place place = {.descriptor = -1};
    int error;
    bool creates = flags & O_CREAT && (flags & O_TMPFILE) != O_TMPFILE;
    if (creates) {
      error = hermetic_find_place(folder, path, !(flags & (O_NOFOLLOW | O_EXCL)), &place);
      if (!error && place.is_folder) error = EISDIR;
      struct stat status;
      // What fails for that reason is not refused.
      if (!error && flags & O_EXCL && place.name[0] &&
          fstatat(place.descriptor, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0)
        error = EEXIST;
    } else {
      place.descriptor = pin(folder, path, flags & (O_NOFOLLOW | O_DIRECTORY));
      error = place.descriptor < 0 ? errno : name_place(&place);
      struct stat status;
      if (!error && flags & O_NOFOLLOW && fstat(place.descriptor, &status) == 0 &&
          S_ISLNK(status.st_mode))
        error = ELOOP;
    }
    if (!error) error = ask_link(folder, path, &place);
    if (error) {
      hermetic_leave(&place);
      errno = error;
      return -1;
    }
    descriptor = open_place(&place, flags, mode, use);
    int saved = errno;
    hermetic_leave(&place);
    errno = saved;
    bool was_swapped = descriptor < 0 && saved == ELOOP && creates && !(flags & O_NOFOLLOW);
    if (!was_swapped) return descriptor;
  }
  errno = ELOOP;
  return -1;
}
