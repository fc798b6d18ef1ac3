#include <linux/magic.h>
#include <sys/vfs.h>

#include "paths.h"

static bool is_abstract(const struct sockaddr_un *address, socklen_t length) {
  return length > offsetof(struct sockaddr_un, sun_path) && address->sun_path[0] == 0;
}

/// A Unix address's path, ended by a null byte. False for an address without one.
static bool path_of(const struct sockaddr_storage *address, socklen_t length, char path[static 109]) {
  const struct sockaddr_un *name = (const struct sockaddr_un *)address;
  if (length <= offsetof(struct sockaddr_un, sun_path) || is_abstract(name, length)) return false;
  size_t size = length - offsetof(struct sockaddr_un, sun_path);
  if (size > sizeof name->sun_path) size = sizeof name->sun_path;
  size = strnlen(name->sun_path, size);
  memcpy(path, name->sun_path, size);
  path[size] = 0;
  return true;
}

/// When a file came to be, in nanoseconds; zero where its file system does not say.
static uint64_t birth_of(int file) {
  struct statx status;
  if (statx(file, "", AT_EMPTY_PATH, STATX_BTIME, &status) != 0) return 0;
  if (!(status.stx_mask & STATX_BTIME)) return 0;
  return (uint64_t)status.stx_btime.tv_sec * 1000000000 + status.stx_btime.tv_nsec;
}

int hermetic_check_unix_socket(hermetic_use use, const struct sockaddr_storage *address,
    socklen_t length, struct stat *file) {
  const struct sockaddr_un *name = (const struct sockaddr_un *)address;
  memset(file, 0, sizeof *file);
  if (length <= offsetof(struct sockaddr_un, sun_path)) return 0;
  char path[109], link[32], real[4096];
  if (!path_of(address, length, path)) {
    size_t size = length - offsetof(struct sockaddr_un, sun_path);
    if (size > sizeof name->sun_path) size = sizeof name->sun_path;
    return hermetic_guard_unix_socket(use, name->sun_path, size, 0, 0, 0);
  }
  int descriptor = open(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return errno;
  int error = EACCES;
  snprintf(link, sizeof link, "/proc/thread-self/fd/%d", descriptor);
  ssize_t size = readlink(link, real, sizeof real - 1);
  if (fstat(descriptor, file) == 0) {
    struct stat named;
    real[size > 0 ? size : 0] = 0;
    // The path may be another's: of another root, or of what is at this number by now.
    bool is_real = size > 0 && stat(real, &named) == 0 && named.st_dev == file->st_dev &&
                   named.st_ino == file->st_ino;
    error = hermetic_guard_unix_socket(use, is_real ? real : path, is_real ? (size_t)size : 0,
        file->st_dev, file->st_ino, birth_of(descriptor));
  }
  close(descriptor);
  return error;
}

/// Connects or sends to a file that is held.
static int reach(task *task, int file) {
  struct statfs system;
  // Not a folder that the program has made look like it.
  int descriptors = open("/proc/thread-self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
  bool is_real = descriptors >= 0 && fstatfs(descriptors, &system) == 0 &&
                 system.f_type == PROC_SUPER_MAGIC;
  if (descriptors >= 0) close(descriptors);
  if (!is_real) return EACCES;
  struct sockaddr_un pinned = {.sun_family = AF_UNIX};
  snprintf(pinned.sun_path, sizeof pinned.sun_path, "/proc/thread-self/fd/%d", file);
  if (!task->message) {
    NEXT(connect)
    return next(task->descriptor, (const struct sockaddr *)&pinned, sizeof pinned) == 0 ? 0 : errno;
  }
  NEXT(sendmsg)
  task->message->msg_name = &pinned;
  task->message->msg_namelen = sizeof pinned;
  task->sent = next(task->descriptor, task->message, task->flags);
  return task->sent >= 0 ? 0 : errno;
}

int hermetic_reach_unix_socket(task *task) {
  char path[109];
  struct stat now;
  if (!path_of(&task->address, task->length, path)) return EINVAL;
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0) return errno;
  bool is_same =
      fstat(file, &now) == 0 && now.st_dev == task->file.st_dev && now.st_ino == task->file.st_ino;
  int error = is_same ? reach(task, file) : EACCES;
  close(file);
  return error;
}

int hermetic_check_binding(const struct sockaddr_storage *address, socklen_t length) {
  char path[109];
  struct stat status;
  place place;
  if (!guards_files(WRITES) || !path_of(address, length, path)) return 0;
  int error = hermetic_find_place(AT_FDCWD, path, false, &place);
  if (error) return error;
  // What fails for that reason is not refused.
  if (!place.name[0] || fstatat(place.descriptor, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0)
    error = EADDRINUSE;
  else
    error = hermetic_ask(hermetic_file_change, &place);
  hermetic_leave(&place);
  return error;
}

void hermetic_remember_bound(int descriptor, const struct sockaddr_storage *address, socklen_t length) {
  char path[109];
  struct stat status;
  uint64_t device, inode;
  if (!path_of(address, length, path)) return;
  // What the kernel says that the socket is bound to, not what is at the path by now.
  if (!hermetic_file_of_unix_socket(descriptor, &device, &inode)) return;
  int file = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return;
  if (fstat(file, &status) == 0 && status.st_dev == device && status.st_ino == inode)
    hermetic_guard_unix_socket_bound(device, inode, birth_of(file));
  close(file);
}
