#include <linux/fs.h>
#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <utime.h>

#include "paths.h"

// Changing the tree of files, and what is known of a file. Each call is made on the folder, or the
// file, that was asked about.

static int leave(place *place, int result) {
  int saved = errno;
  hermetic_leave(place);
  errno = saved;
  return result;
}

/// What a call does with a name.
typedef enum intent { REMOVES, MAKES, MAKES_FOLDER, MAKES_LINK } intent;

/// Finds a name that is about to be made or removed, and asks. Minus one, with errno, where the call must
/// not be made; one where it is of `.`, `..` or the root, which the kernel refuses.
static int find_name(int folder, const char *path, intent intent, place *place) {
  int error = hermetic_find_place(folder, path, false, place);
  if (error) return failure(error);
  if (!place->name[0]) {
    hermetic_leave(place);
    return 1;
  }
  struct stat status;
  bool is_there =
      fstatat(place->descriptor, place->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
  // What fails for that reason is not refused.
  if (intent != REMOVES && is_there) return leave(place, failure(EEXIST));
  if (intent == REMOVES && !is_there) return leave(place, failure(errno));
  if (intent != MAKES_FOLDER && place->is_folder && !(is_there && S_ISDIR(status.st_mode)))
    return leave(place, failure(is_there ? ENOTDIR : ENOENT));
  bool is_cache = intent == MAKES_FOLDER &&
                  (hermetic_writing_cache || strcmp(place->name, "__pycache__") == 0);
  bool is_folder = intent == MAKES_FOLDER || (is_there && S_ISDIR(status.st_mode));
  error = hermetic_ask(is_cache               ? hermetic_file_cache
                       : intent == MAKES_LINK ? hermetic_file_symlink
                       : is_folder            ? hermetic_file_folder
                                              : hermetic_file_change,
      place);
  return error ? leave(place, failure(error)) : 0;
}

// MARK: Names

/// Defines a call on one path as one on a name in the folder that was asked about.
#define ON_NAME(call, parameters, original, folder, path, intent, made)                           \
  EXPORT int call parameters {                                                                    \
    NEXT(call)                                                                                    \
    place place;                                                                                  \
    if (!path || !guards_files(WRITES)) return next original;                                     \
    int found = find_name(folder, path, intent, &place);                                          \
    if (found) return found < 0 ? -1 : next original;                                             \
    return leave(&place, (int)made);                                                              \
  }

ON_NAME(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, MAKES_FOLDER,
    syscall(SYS_mkdirat, place.descriptor, place.name, mode))
ON_NAME(mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), folder, path,
    MAKES_FOLDER, syscall(SYS_mkdirat, place.descriptor, place.name, mode))
ON_NAME(rmdir, (const char *path), (path), AT_FDCWD, path, REMOVES,
    syscall(SYS_unlinkat, place.descriptor, place.name, AT_REMOVEDIR))
ON_NAME(unlink, (const char *path), (path), AT_FDCWD, path, REMOVES,
    syscall(SYS_unlinkat, place.descriptor, place.name, 0))
ON_NAME(unlinkat, (int folder, const char *path, int flags), (folder, path, flags), folder, path,
    REMOVES, syscall(SYS_unlinkat, place.descriptor, place.name, flags))
ON_NAME(symlink, (const char *target, const char *path), (target, path), AT_FDCWD, path, MAKES_LINK,
    syscall(SYS_symlinkat, target, place.descriptor, place.name))
ON_NAME(symlinkat, (const char *target, int folder, const char *path), (target, folder, path),
    folder, path, MAKES_LINK, syscall(SYS_symlinkat, target, place.descriptor, place.name))
ON_NAME(mknod, (const char *path, mode_t mode, dev_t device), (path, mode, device), AT_FDCWD, path,
    MAKES, syscall(SYS_mknodat, place.descriptor, place.name, mode, device))
ON_NAME(mknodat, (int folder, const char *path, mode_t mode, dev_t device),
    (folder, path, mode, device), folder, path, MAKES,
    syscall(SYS_mknodat, place.descriptor, place.name, mode, device))
ON_NAME(mkfifo, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, MAKES,
    syscall(SYS_mknodat, place.descriptor, place.name, mode | S_IFIFO, 0))
ON_NAME(mkfifoat, (int folder, const char *path, mode_t mode), (folder, path, mode), folder, path,
    MAKES, syscall(SYS_mknodat, place.descriptor, place.name, mode | S_IFIFO, 0))

EXPORT int remove(const char *path) {
  NEXT(remove)
  if (!path || !guards_files(WRITES)) return next(path);
  if (unlink(path) == 0) return 0;
  return errno == EISDIR ? rmdir(path) : -1;
}

// What headers of older systems made of `mknod`.
EXPORT int __xmknod(int version, const char *path, mode_t mode, dev_t *device) {
  (void)version;
  return mknod(path, mode, *device);
}
EXPORT int __xmknodat(int version, int folder, const char *path, mode_t mode, dev_t *device) {
  (void)version;
  return mknodat(folder, path, mode, *device);
}

// MARK: Moving

static hermetic_moved moved(const struct stat *status) {
  return S_ISLNK(status->st_mode)   ? hermetic_moves_link
         : S_ISREG(status->st_mode) ? hermetic_moves_file
                                    : hermetic_moves_tree;
}

static int move(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  place old, new;
  int error = hermetic_find_place(from_folder, from, false, &old);
  if (error) return failure(error);
  error = hermetic_find_place(to_folder, to, false, &new);
  if (error) return leave(&old, failure(error));
  struct stat status;
  if (old.name[0] && fstatat(old.descriptor, old.name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    error = errno;
  else if (old.name[0] && (old.is_folder || new.is_folder) && !S_ISDIR(status.st_mode))
    error = ENOTDIR;
  if (!error && old.name[0] && new.name[0]) {
    hermetic_moved what = moved(&status), other = what;
    if (flags & RENAME_EXCHANGE &&
        fstatat(new.descriptor, new.name, &status, AT_SYMLINK_NOFOLLOW) == 0)
      other = moved(&status);
    bool is_file = what != hermetic_moves_tree && other != hermetic_moves_tree;
    error = hermetic_guard_move(
        old.path, old.length, new.path, new.length, is_file ? what : hermetic_moves_tree);
    if (!error && flags & RENAME_EXCHANGE)
      error = hermetic_guard_move(
          new.path, new.length, old.path, old.length, is_file ? other : hermetic_moves_tree);
  }
  int result = -1;
  if (error)
    errno = error;
  else if (old.name[0] && new.name[0])
    result = (int)syscall(
        SYS_renameat2, old.descriptor, old.name, new.descriptor, new.name, flags);
  else
    errno = EBUSY; // `.`, `..` and the root stay where they are.
  hermetic_leave(&new);
  return leave(&old, result);
}

EXPORT int rename(const char *from, const char *to) {
  NEXT(rename)
  if (!from || !to || !guards_files(WRITES)) return next(from, to);
  return move(AT_FDCWD, from, AT_FDCWD, to, 0);
}
EXPORT int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  NEXT(renameat)
  if (!from || !to || !guards_files(WRITES)) return next(from_folder, from, to_folder, to);
  return move(from_folder, from, to_folder, to, 0);
}
EXPORT int renameat2(
    int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  NEXT(renameat2)
  if (!from || !to || !guards_files(WRITES)) return next(from_folder, from, to_folder, to, flags);
  return move(from_folder, from, to_folder, to, flags);
}

/// Gives a file another name.
static int link_file(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  place old, new;
  int error = flags & AT_EMPTY_PATH && !*from
                  ? hermetic_place_of(from_folder, &old)
                  : hermetic_find_place(from_folder, from, flags & AT_SYMLINK_FOLLOW, &old);
  if (error) return failure(error);
  error = hermetic_find_place(to_folder, to, false, &new);
  if (error) return leave(&old, failure(error));
  struct stat status;
  // A file that has no name yet is the program's own.
  bool is_new = !old.name[0] && fstat(old.descriptor, &status) == 0 && status.st_nlink == 0;
  if (!new.name[0])
    error = EEXIST;
  else if (is_new)
    error = hermetic_ask(hermetic_file_change, &new);
  else
    error = hermetic_guard_move(old.path, old.length, new.path, new.length,
        fstatat(old.descriptor, old.name, &status,
            AT_SYMLINK_NOFOLLOW | (old.name[0] ? 0 : AT_EMPTY_PATH)) == 0
            ? moved(&status)
            : hermetic_moves_tree);
  int result = -1;
  if (error) {
    errno = error;
  } else if (old.name[0]) {
    result = (int)syscall(SYS_linkat, old.descriptor, old.name, new.descriptor, new.name, 0);
  } else {
    link_text link = hermetic_link_to(&old);
    result = (int)syscall(
        SYS_linkat, AT_FDCWD, link.text, new.descriptor, new.name, AT_SYMLINK_FOLLOW);
  }
  hermetic_leave(&new);
  return leave(&old, result);
}

EXPORT int link(const char *from, const char *to) {
  NEXT(link)
  if (!from || !to || !guards_files(WRITES)) return next(from, to);
  return link_file(AT_FDCWD, from, AT_FDCWD, to, 0);
}
EXPORT int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  NEXT(linkat)
  if (!from || !to || !guards_files(WRITES)) return next(from_folder, from, to_folder, to, flags);
  return link_file(from_folder, from, to_folder, to, flags);
}

// MARK: What is known of a file

/// Holds a file whose content or properties are about to change, and asks. Minus one, with errno.
static int find_file(int folder, const char *path, int flags, place *place) {
  place->name[0] = 0;
  place->is_folder = false;
  int error;
  if (flags & AT_EMPTY_PATH && path && !*path) {
    error = hermetic_place_of(folder, place);
  } else {
    int descriptor = (int)syscall(SYS_openat, folder, path,
        O_PATH | O_CLOEXEC | (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0), 0);
    if (descriptor < 0) return -1;
    error = hermetic_place_of(descriptor, place);
    syscall(SYS_close, descriptor);
  }
  if (error) return failure(error);
  error = hermetic_ask(hermetic_file_change, place);
  return error ? leave(place, failure(error)) : 0;
}

/// Defines a call on a path as one on the file that was asked about.
#define ON_FILE(call, parameters, original, folder, path, flags, made)                            \
  EXPORT int call parameters {                                                                    \
    NEXT(call)                                                                                    \
    place place;                                                                                  \
    if (!path || !guards_files(WRITES)) return next original;                                     \
    if (find_file(folder, path, flags, &place) != 0) return -1;                                   \
    link_text link = hermetic_link_to(&place);                                                    \
    return leave(&place, (int)made);                                                              \
  }

/// Defines a call on a descriptor as one on what it stands for.
#define ON_DESCRIPTOR(call, parameters, original)                                                 \
  EXPORT int call parameters {                                                                    \
    NEXT(call)                                                                                    \
    place place;                                                                                  \
    if (!guards_files(WRITES)) return next original;                                              \
    int error = hermetic_place_of(descriptor, &place);                                            \
    if (error) return failure(error);                                                             \
    error = hermetic_ask(hermetic_file_change, &place);                                            \
    if (error) return leave(&place, failure(error));                                              \
    descriptor = place.descriptor;                                                                \
    return leave(&place, (int)next original);                                                     \
  }

ON_FILE(truncate, (const char *path, off_t size), (path, size), AT_FDCWD, path, 0,
    syscall(SYS_truncate, link.text, size))
ON_FILE(truncate64, (const char *path, off64_t size), (path, size), AT_FDCWD, path, 0,
    syscall(SYS_truncate, link.text, size))

ON_FILE(chmod, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, 0,
    syscall(SYS_fchmodat, AT_FDCWD, link.text, mode))
ON_FILE(fchmodat, (int folder, const char *path, mode_t mode, int flags),
    (folder, path, mode, flags), folder, path, flags,
    syscall(SYS_fchmodat, AT_FDCWD, link.text, mode))
ON_DESCRIPTOR(fchmod, (int descriptor, mode_t mode), (descriptor, mode))

ON_FILE(chown, (const char *path, uid_t user, gid_t group), (path, user, group), AT_FDCWD, path, 0,
    syscall(SYS_fchownat, AT_FDCWD, link.text, user, group, 0))
ON_FILE(lchown, (const char *path, uid_t user, gid_t group), (path, user, group), AT_FDCWD, path,
    AT_SYMLINK_NOFOLLOW,
    syscall(SYS_fchownat, place.descriptor, "", user, group, AT_EMPTY_PATH))
ON_FILE(fchownat, (int folder, const char *path, uid_t user, gid_t group, int flags),
    (folder, path, user, group, flags), folder, path, flags,
    syscall(SYS_fchownat, place.descriptor, "", user, group, AT_EMPTY_PATH))
ON_DESCRIPTOR(fchown, (int descriptor, uid_t user, gid_t group), (descriptor, user, group))

ON_FILE(utimensat, (int folder, const char *path, const struct timespec times[2], int flags),
    (folder, path, times, flags), folder, path, flags,
    syscall(SYS_utimensat, place.descriptor, "", times, AT_EMPTY_PATH))
ON_DESCRIPTOR(futimens, (int descriptor, const struct timespec times[2]), (descriptor, times))

static void to_timespecs(const struct timeval values[2], struct timespec times[2]) {
  for (int i = 0; i < 2; i++)
    times[i] = (struct timespec){values[i].tv_sec, values[i].tv_usec * 1000};
}
static int set_times(int folder, const char *path, const struct timeval values[2], int flags) {
  struct timespec times[2];
  if (values) to_timespecs(values, times);
  return utimensat(folder, path, values ? times : NULL, flags);
}
EXPORT int utimes(const char *path, const struct timeval values[2]) {
  return set_times(AT_FDCWD, path, values, 0);
}
EXPORT int lutimes(const char *path, const struct timeval values[2]) {
  return set_times(AT_FDCWD, path, values, AT_SYMLINK_NOFOLLOW);
}
EXPORT int futimesat(int folder, const char *path, const struct timeval values[2]) {
  return set_times(folder, path, values, 0);
}
EXPORT int futimes(int descriptor, const struct timeval values[2]) {
  struct timespec times[2];
  if (values) to_timespecs(values, times);
  return futimens(descriptor, values ? times : NULL);
}
EXPORT int utime(const char *path, const struct utimbuf *values) {
  struct timespec times[2] = {{0}};
  if (values) {
    times[0].tv_sec = values->actime;
    times[1].tv_sec = values->modtime;
  }
  return utimensat(AT_FDCWD, path, values ? times : NULL, 0);
}

ON_FILE(setxattr, (const char *path, const char *name, const void *value, size_t size, int flags),
    (path, name, value, size, flags), AT_FDCWD, path, 0,
    syscall(SYS_setxattr, link.text, name, value, size, flags))
ON_FILE(lsetxattr, (const char *path, const char *name, const void *value, size_t size, int flags),
    (path, name, value, size, flags), AT_FDCWD, path, AT_SYMLINK_NOFOLLOW,
    syscall(SYS_setxattr, link.text, name, value, size, flags))
ON_DESCRIPTOR(fsetxattr,
    (int descriptor, const char *name, const void *value, size_t size, int flags),
    (descriptor, name, value, size, flags))
ON_FILE(removexattr, (const char *path, const char *name), (path, name), AT_FDCWD, path, 0,
    syscall(SYS_removexattr, link.text, name))
ON_FILE(lremovexattr, (const char *path, const char *name), (path, name), AT_FDCWD, path,
    AT_SYMLINK_NOFOLLOW, syscall(SYS_removexattr, link.text, name))
ON_DESCRIPTOR(fremovexattr, (int descriptor, const char *name), (descriptor, name))

// MARK: Others

/// Behind another root, paths would be what the program has made them.
EXPORT int chroot(const char *path) {
  NEXT(chroot)
  int error = guards_files(READS | WRITES) ? hermetic_guard_file_call("chroot") : 0;
  return error ? failure(error) : next(path);
}

/// Neither must a thread have other folders or descriptors than the process that is asked about.
EXPORT int unshare(int flags) {
  NEXT(unshare)
  int error = guards_files(READS | WRITES) && flags & (CLONE_FILES | CLONE_FS | CLONE_NEWNS | CLONE_NEWUSER)
                  ? hermetic_guard_file_call("unshare")
                  : 0;
  return error ? failure(error) : next(flags);
}
EXPORT int setns(int descriptor, int kind) {
  NEXT(setns)
  int error = guards_files(READS | WRITES) ? hermetic_guard_file_call("setns") : 0;
  return error ? failure(error) : next(descriptor, kind);
}

// The kernel writes a core dump wherever the process is.

static int ask_limit(__rlimit_resource_t resource, bool raises) {
  return raises && resource == RLIMIT_CORE && guards_files(WRITES)
             ? hermetic_guard_file_call("setrlimit")
             : 0;
}
/// A limit that leaves the numbers that calls are made by.
static rlim_t at_least(__rlimit_resource_t resource, rlim_t limit) {
  rlim_t least = (rlim_t)hermetic_first_free_descriptor();
  return resource == RLIMIT_NOFILE && limit < least ? least : limit;
}
EXPORT int setrlimit(__rlimit_resource_t resource, const struct rlimit *limits) {
  NEXT(setrlimit)
  if (!limits || !active()) return next(resource, limits);
  struct rlimit asked = {at_least(resource, limits->rlim_cur), at_least(resource, limits->rlim_max)};
  int error = ask_limit(resource, limits->rlim_cur > 0);
  return error ? failure(error) : next(resource, &asked);
}
EXPORT int setrlimit64(__rlimit_resource_t resource, const struct rlimit64 *limits) {
  return setrlimit(resource, (const struct rlimit *)limits);
}
EXPORT int prlimit(
    pid_t process, __rlimit_resource_t resource, const struct rlimit *new, struct rlimit *old) {
  NEXT(prlimit)
  if (!new || !active()) return next(process, resource, new, old);
  struct rlimit asked = {at_least(resource, new->rlim_cur), at_least(resource, new->rlim_max)};
  int error = ask_limit(resource, new->rlim_cur > 0);
  return error ? failure(error) : next(process, resource, &asked, old);
}
EXPORT int prlimit64(pid_t process, __rlimit_resource_t resource, const struct rlimit64 *new,
    struct rlimit64 *old) {
  return prlimit(process, resource, (const struct rlimit *)new, (struct rlimit *)old);
}

EXPORT int ioctl(int descriptor, unsigned long request, ...) {
  NEXT(ioctl)
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  int error = 0;
  if (active()) {
    switch (request) {
    // Typing, or pasting, into the terminal: the user's shell would read it afterwards.
    case TIOCSTI: error = hermetic_guard_terminal("TIOCSTI"); break;
    case TIOCLINUX: error = hermetic_guard_terminal("TIOCLINUX"); break;
    case FS_IOC_SETFLAGS:
    case FS_IOC_SETVERSION:
    case FS_IOC_FSSETXATTR: {
      place place;
      if (!guards_files(WRITES)) break;
      error = hermetic_place_of(descriptor, &place);
      if (error) break;
      error = hermetic_ask(hermetic_file_change, &place);
      hermetic_leave(&place);
      break;
    }
    default: break;
    }
  }
  return error ? failure(error) : next(descriptor, request, argument);
}
