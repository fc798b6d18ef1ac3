#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <linux/magic.h>
#include <shadow.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "paths.h"

// Opening files.

/// Whether opening is asked about: writing always, reading where a policy says so.
static bool is_asked(const char *path, int flags) {
  (void)path;
  if (flags & O_PATH) return false;
  if ((flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC) ||
      (flags & O_TMPFILE) == O_TMPFILE)
    return guards_files(WRITES);
  return guards_files(READS);
}

/// What has been opened without asking: nothing that must not be read in any case, which is in `/proc`;
/// and no handle on a file that must not be read, by which it could be found when it has no name.
static int checked(int descriptor, int flags) {
  struct statfs system;
  if (descriptor < 0 || !guards_files(WRITES)) return descriptor;
  bool is_handle = flags & O_PATH;
  if (is_handle ? !guards_files(READS) : fstatfs(descriptor, &system) != 0) return descriptor;
  if (!is_handle && system.f_type != PROC_SUPER_MAGIC) return descriptor;
  place place;
  int error = hermetic_place_of(descriptor, &place);
  if (!error) {
    error = hermetic_ask(is_handle ? hermetic_file_link : hermetic_file_read, &place);
    hermetic_leave(&place);
  }
  if (!error) return descriptor;
  syscall(SYS_close, descriptor);
  errno = error;
  return -1;
}

#define MODE(last)                                                                                \
  mode_t mode = 0;                                                                                \
  if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) {                                      \
    va_list arguments;                                                                            \
    va_start(arguments, last);                                                                    \
    mode = (mode_t)va_arg(arguments, unsigned);                                                   \
    va_end(arguments);                                                                            \
  }

#define OPEN(name)                                                                                \
  EXPORT int name(const char *path, int flags, ...) {                                             \
    NEXT(name)                                                                                    \
    MODE(flags)                                                                                   \
    if (!path || !is_asked(path, flags)) return checked(next(path, flags, mode), flags);          \
    return hermetic_open(AT_FDCWD, path, flags, mode, hermetic_file_read);                        \
  }
OPEN(open)
OPEN(open64)

#define OPEN_AT(name)                                                                             \
  EXPORT int name(int folder, const char *path, int flags, ...) {                                 \
    NEXT(name)                                                                                    \
    MODE(flags)                                                                                   \
    if (!path || !is_asked(path, flags)) return checked(next(folder, path, flags, mode), flags);  \
    return hermetic_open(folder, path, flags, mode, hermetic_file_read);                          \
  }
OPEN_AT(openat)
OPEN_AT(openat64)

// What _FORTIFY_SOURCE makes of them.
EXPORT int __open_2(const char *path, int flags) { return open(path, flags); }
EXPORT int __open64_2(const char *path, int flags) { return open64(path, flags); }
EXPORT int __openat_2(int folder, const char *path, int flags) {
  return openat(folder, path, flags);
}
EXPORT int __openat64_2(int folder, const char *path, int flags) {
  return openat64(folder, path, flags);
}

EXPORT int creat(const char *path, mode_t mode) {
  return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
EXPORT int creat64(const char *path, mode_t mode) {
  return open64(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

// MARK: Streams

/// The flags that a stream's mode stands for (fopen(3)).
static int flags_of(const char *mode) {
  int flags = *mode == 'r' ? O_RDONLY : *mode == 'w' ? O_WRONLY | O_CREAT | O_TRUNC
                                                     : O_WRONLY | O_CREAT | O_APPEND;
  for (const char *letter = mode + 1; *letter && *letter != ','; letter++) {
    if (*letter == '+') flags = (flags & ~O_ACCMODE) | O_RDWR;
    if (*letter == 'x') flags |= O_EXCL;
    if (*letter == 'e') flags |= O_CLOEXEC;
  }
  return flags;
}

#define OPEN_STREAM(name)                                                                         \
  EXPORT FILE *name(const char *path, const char *mode) {                                         \
    NEXT(name)                                                                                    \
    if (!path || !mode || !strchr("rwa", *mode) || !is_asked(path, flags_of(mode)))               \
      return next(path, mode);                                                                    \
    int descriptor = hermetic_open(AT_FDCWD, path, flags_of(mode), 0666, hermetic_file_read);     \
    if (descriptor < 0) return NULL;                                                              \
    FILE *stream = fdopen(descriptor, mode);                                                      \
    if (!stream) close(descriptor);                                                               \
    return stream;                                                                                \
  }
OPEN_STREAM(fopen)
OPEN_STREAM(fopen64)

#define REOPEN_STREAM(name)                                                                       \
  EXPORT FILE *name(const char *path, const char *mode, FILE *stream) {                           \
    NEXT(name)                                                                                    \
    if (!path || !mode || !strchr("rwa", *mode) || !is_asked(path, flags_of(mode)))               \
      return next(path, mode, stream);                                                            \
    int descriptor = hermetic_open(AT_FDCWD, path, flags_of(mode), 0666, hermetic_file_read);     \
    if (descriptor < 0) {                                                                         \
      int saved = errno;                                                                          \
      fclose(stream);                                                                             \
      errno = saved;                                                                              \
      return NULL;                                                                                \
    }                                                                                             \
    char link[32], plain[16];                                                                     \
    snprintf(link, sizeof link, "/proc/thread-self/fd/%d", descriptor);                                  \
    snprintf(plain, sizeof plain, "%c%s", *mode, strchr(mode, '+') ? "+" : "");                   \
    FILE *result = next(link, plain, stream);                                                     \
    close(descriptor);                                                                            \
    return result;                                                                                \
  }
REOPEN_STREAM(freopen)
REOPEN_STREAM(freopen64)

// MARK: Folders

EXPORT DIR *opendir(const char *path) {
  NEXT(opendir)
  if (!path || !guards_files(READS)) return next(path);
  int descriptor = hermetic_open(AT_FDCWD, path, O_RDONLY | O_NDELAY | O_DIRECTORY | O_CLOEXEC, 0,
      hermetic_file_list);
  if (descriptor < 0) return NULL;
  DIR *folder = fdopendir(descriptor);
  if (!folder) close(descriptor);
  return folder;
}
EXPORT DIR *fdopendir(int descriptor) {
  NEXT(fdopendir)
  if (!guards_files(READS)) return next(descriptor);
  place place;
  int error = hermetic_place_of(descriptor, &place);
  if (!error) {
    error = hermetic_ask(hermetic_file_list, &place);
    hermetic_leave(&place);
  }
  if (!error) return next(descriptor);
  errno = error;
  return NULL;
}

// MARK: Files of their own kind

EXPORT int memfd_create(const char *name, unsigned flags) {
  NEXT(memfd_create)
  int error = guards_files(WRITES) ? hermetic_guard_file_call("memfd_create") : 0;
  return error ? failure(error) : next(name, flags);
}

/// Shared memory is files in a folder of their own (shm_overview(7)).
static int ask_shared(const char *name, bool is_written, place *place) {
  snprintf(place->path, sizeof place->path, "/dev/shm/%s", name + strspn(name, "/"));
  place->length = strlen(place->path);
  int error = is_written && guards_files(WRITES)
                  ? hermetic_guard_file(hermetic_file_write, place->path, place->length)
                  : 0;
  if (!error && guards_files(READS))
    error = hermetic_guard_file(hermetic_file_read, place->path, place->length);
  return error;
}

EXPORT int shm_open(const char *name, int flags, mode_t mode) {
  NEXT(shm_open)
  place place;
  bool is_written = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
  int error = name ? ask_shared(name, is_written, &place) : 0;
  return error ? failure(error) : next(name, flags, mode);
}

EXPORT int shm_unlink(const char *name) {
  NEXT(shm_unlink)
  place place;
  int error = name ? ask_shared(name, true, &place) : 0;
  return error ? failure(error) : next(name);
}

// MARK: Passwords

// libc reads the file by calls of its own.

static bool may_read_passwords(void) {
  static const char path[] = "/etc/shadow";
  int error = guards_files(READS)
                  ? hermetic_guard_file(hermetic_file_read, path, sizeof path - 1)
                  : 0;
  errno = error;
  return !error;
}

EXPORT struct spwd *getspnam(const char *name) {
  NEXT(getspnam)
  return may_read_passwords() ? next(name) : NULL;
}
EXPORT struct spwd *getspent(void) {
  NEXT(getspent)
  return may_read_passwords() ? next() : NULL;
}
EXPORT int getspnam_r(const char *name, struct spwd *entry, char *buffer, size_t size,
    struct spwd **result) {
  NEXT(getspnam_r)
  return may_read_passwords() ? next(name, entry, buffer, size, result) : errno;
}
EXPORT int getspent_r(struct spwd *entry, char *buffer, size_t size, struct spwd **result) {
  NEXT(getspent_r)
  return may_read_passwords() ? next(entry, buffer, size, result) : errno;
}

// MARK: Temporary files

/// Makes a temporary file or folder in the folder that was asked about, by `make`, which gets a path
/// there; gives the name that was chosen back.
static int make_temporary(char *template, int (*make)(char *, int, int), int suffix, int flags) {
  place place;
  int error = hermetic_find_place(AT_FDCWD, template, false, &place);
  if (!error) error = place.name[0] ? hermetic_ask(hermetic_file_write, &place) : EINVAL;
  if (error) return failure(error);
  char path[NAME_MAX + 64];
  int size = snprintf(path, sizeof path, "/proc/thread-self/fd/%d/%s", place.descriptor, place.name);
  int result = make(path, suffix, flags);
  int saved = errno;
  size_t length = strlen(place.name), whole = strlen(template);
  if (result >= 0 && whole >= length) memcpy(template + whole - length, path + size - length, length);
  hermetic_leave(&place);
  errno = saved;
  return result;
}

static int make_file(char *path, int suffix, int flags) {
  NEXT(mkostemps)
  return next(path, suffix, flags);
}
static int make_folder(char *path, int suffix, int flags) {
  (void)suffix;
  (void)flags;
  NEXT(mkdtemp)
  return next(path) ? 0 : -1;
}

#define TEMPORARY(name, parameters, call, suffix, flags)                                          \
  EXPORT int name parameters {                                                                    \
    NEXT(name)                                                                                    \
    if (!guards_files(WRITES)) return next call;                                                  \
    return make_temporary(template, make_file, suffix, flags);                                    \
  }
TEMPORARY(mkstemp, (char *template), (template), 0, 0)
TEMPORARY(mkstemp64, (char *template), (template), 0, 0)
TEMPORARY(mkostemp, (char *template, int flags), (template, flags), 0, flags)
TEMPORARY(mkostemp64, (char *template, int flags), (template, flags), 0, flags)
TEMPORARY(mkstemps, (char *template, int suffix), (template, suffix), suffix, 0)
TEMPORARY(mkstemps64, (char *template, int suffix), (template, suffix), suffix, 0)
TEMPORARY(mkostemps, (char *template, int suffix, int flags), (template, suffix, flags), suffix, flags)
TEMPORARY(mkostemps64, (char *template, int suffix, int flags), (template, suffix, flags), suffix, flags)

EXPORT char *mkdtemp(char *template) {
  NEXT(mkdtemp)
  if (!guards_files(WRITES)) return next(template);
  return make_temporary(template, make_folder, 0, 0) == 0 ? template : NULL;
}

#define TEMPORARY_STREAM(name)                                                                    \
  EXPORT FILE *name(void) {                                                                       \
    NEXT(name)                                                                                    \
    if (guards_files(WRITES)) {                                                                   \
      int error = hermetic_guard_file(hermetic_file_write, "/tmp/tmpfile", 12);                   \
      if (error) {                                                                                \
        errno = error;                                                                            \
        return NULL;                                                                              \
      }                                                                                           \
    }                                                                                             \
    return next();                                                                                \
  }
TEMPORARY_STREAM(tmpfile)
TEMPORARY_STREAM(tmpfile64)
