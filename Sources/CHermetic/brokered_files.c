#include "CHermetic.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static long result(long returned) { return returned < 0 ? -errno : returned; }
#define CALL(...) result(syscall(__VA_ARGS__))

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

_Static_assert(hermetic_path_only == O_PATH, "as libc has it");
_Static_assert((hermetic_temporary | O_DIRECTORY) == O_TMPFILE, "as libc has it");
_Static_assert(hermetic_empty_path == AT_EMPTY_PATH, "as libc has it");

typedef struct text {
  char bytes[48];
} text;

/// The path of an open file among this process's own.
static text own(int descriptor) {
  text path;
  snprintf(path.bytes, sizeof path.bytes, "/proc/self/fd/%d", descriptor);
  return path;
}

/// Its name in the folder of them.
static text number(int descriptor) {
  text name;
  snprintf(name.bytes, sizeof name.bytes, "%d", descriptor);
  return name;
}

// MARK: Finding

int hermetic_pin(int folder, const uint8_t *path, int flags) {
  return (int)CALL(SYS_openat, folder, path, O_PATH | O_CLOEXEC | flags, 0);
}

struct how {
  uint64_t flags, mode, resolve;
};
_Static_assert(sizeof(struct how) == 24, "as the first version has it");

int hermetic_pin_along(int folder, const uint8_t *path, int flags, uint64_t way) {
  struct how how = {(unsigned)(O_PATH | O_CLOEXEC | flags), 0, way};
  return (int)CALL(SYS_openat2, folder, path, &how, sizeof how);
}

int hermetic_pin_of_process(int thread, const char *name) {
  text path;
  snprintf(path.bytes, sizeof path.bytes, "/proc/%d/%s", thread, name);
  return hermetic_pin(AT_FDCWD, (const uint8_t *)path.bytes, 0);
}

int hermetic_pin_own_files(void) {
  return hermetic_pin(AT_FDCWD, (const uint8_t *)"/proc/self/fd", O_DIRECTORY);
}

int hermetic_duplicate(int descriptor) {
  return (int)CALL(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, 3);
}

ssize_t hermetic_path_of(int own_files, int descriptor, uint8_t *buffer, size_t capacity) {
  return CALL(SYS_readlinkat, own_files, number(descriptor).bytes, buffer, capacity);
}

ssize_t hermetic_link_text(int folder, const uint8_t *name, uint8_t *buffer, size_t capacity) {
  return CALL(SYS_readlinkat, folder, name, buffer, capacity);
}

int hermetic_learn_file(int folder, const uint8_t *name, hermetic_file_facts *facts) {
  struct stat status;
  int flags = AT_SYMLINK_NOFOLLOW | (*name ? 0 : AT_EMPTY_PATH);
  if (fstatat(folder, (const char *)name, &status, flags) != 0) return -errno;
  *facts = (hermetic_file_facts){
      .device = status.st_dev,
      .inode = status.st_ino,
      .special_device = status.st_rdev,
      .mode = status.st_mode,
      .links = (uint32_t)status.st_nlink,
      .user = status.st_uid,
  };
  return 0;
}

bool hermetic_is_same_place(int first, int second) {
  struct statx one, other;
  // Filled in since Linux 5.8; before, equal mounts are taken for one.
  unsigned wanted = STATX_INO | 0x1000 /* STATX_MNT_ID */;
  return statx(first, "", AT_EMPTY_PATH, wanted, &one) == 0 &&
         statx(second, "", AT_EMPTY_PATH, wanted, &other) == 0 && one.stx_ino == other.stx_ino &&
         one.stx_dev_major == other.stx_dev_major && one.stx_dev_minor == other.stx_dev_minor &&
         memcmp((const char *)&one + 0x90, (const char *)&other + 0x90, 8) == 0;
}

bool hermetic_is_of_proc(int descriptor) {
  struct statfs system;
  return fstatfs(descriptor, &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

// MARK: Opening

// The broker must not get a controlling terminal by what it opens, nor pass on what it has open.
enum { ALWAYS = O_CLOEXEC | O_NOCTTY | O_LARGEFILE };

int hermetic_open_name(int folder, const uint8_t *name, int flags, mode_t mode) {
  return (int)CALL(SYS_openat, folder, name, flags | ALWAYS, mode);
}

int hermetic_open_again(int own_files, int descriptor, int flags) {
  return (int)CALL(SYS_openat, own_files, number(descriptor).bytes, flags | ALWAYS, 0);
}

int hermetic_flags_of(int descriptor) { return (int)CALL(SYS_fcntl, descriptor, F_GETFL); }

int hermetic_clear_flags(int descriptor, int flags) {
  int has = hermetic_flags_of(descriptor);
  return has < 0 ? has : (int)CALL(SYS_fcntl, descriptor, F_SETFL, has & ~flags);
}

struct hermetic_opening {
  pthread_t thread;
  int listener, own_files, descriptor, flags;
  uint64_t id;
  atomic_bool is_given_up, has_ended;
};

// Nothing else of the broker's uses it; its handler only has calls fail with EINTR.
#define INTERRUPTS SIGUSR2

static void interrupt(int signal) { (void)signal; }

static void *open_slowly(void *argument) {
  hermetic_opening *opening = argument;
  // Of signals it gets this one, whatever the thread that started it does.
  sigset_t others;
  sigfillset(&others);
  sigdelset(&others, INTERRUPTS);
  pthread_sigmask(SIG_SETMASK, &others, NULL);
  int opened;
  do opened = hermetic_open_again(opening->own_files, opening->descriptor, opening->flags);
  while (opened == -EINTR && !atomic_load(&opening->is_given_up));
  if (opened >= 0) {
    int error = hermetic_answer_with_descriptor(
        opening->listener, opening->id, opened, opening->flags);
    close(opened);
    opened = -error;
  }
  if (opened < 0) hermetic_answer(opening->listener, opening->id, 0, -opened);
  close(opening->descriptor);
  atomic_store(&opening->has_ended, true);
  return NULL;
}

hermetic_opening *hermetic_open_apart(
    int listener, uint64_t id, int own_files, int descriptor, int flags) {
  hermetic_opening *opening = calloc(1, sizeof *opening);
  if (!opening) {
    close(descriptor);
    return NULL;
  }
  *opening = (hermetic_opening){.listener = listener,
      .own_files = own_files,
      .descriptor = descriptor,
      .flags = flags,
      .id = id};
  struct sigaction action = {.sa_handler = interrupt};
  sigaction(INTERRUPTS, &action, NULL);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  int error = pthread_create(&opening->thread, &attributes, open_slowly, opening);
  pthread_attr_destroy(&attributes);
  if (!error) return opening;
  close(descriptor);
  free(opening);
  return NULL;
}

bool hermetic_has_opened(hermetic_opening *opening) { return atomic_load(&opening->has_ended); }

void hermetic_give_up_opening(hermetic_opening *opening) {
  atomic_store(&opening->is_given_up, true);
  pthread_kill(opening->thread, INTERRUPTS);
}

void hermetic_forget_opening(hermetic_opening *opening) {
  pthread_join(opening->thread, NULL);
  free(opening);
}

// MARK: Changing

int hermetic_make_folder(int folder, const uint8_t *name, mode_t mode) {
  return (int)CALL(SYS_mkdirat, folder, name, mode);
}
int hermetic_make_node(int folder, const uint8_t *name, mode_t mode, uint64_t device) {
  return (int)CALL(SYS_mknodat, folder, name, mode, device);
}
int hermetic_make_link(const uint8_t *target, int folder, const uint8_t *name) {
  return (int)CALL(SYS_symlinkat, target, folder, name);
}
int hermetic_remove_name(int folder, const uint8_t *name, int flags) {
  return (int)CALL(SYS_unlinkat, folder, name, flags);
}
int hermetic_move_name(
    int from_folder, const uint8_t *from, int to_folder, const uint8_t *to, unsigned flags) {
  return (int)CALL(SYS_renameat2, from_folder, from, to_folder, to, flags);
}
int hermetic_link_again(int own_files, int descriptor, int folder, const uint8_t *name) {
  return (int)CALL(
      SYS_linkat, own_files, number(descriptor).bytes, folder, name, AT_SYMLINK_FOLLOW);
}

int hermetic_truncate_again(int descriptor, int64_t size) {
  return (int)CALL(SYS_truncate, own(descriptor).bytes, size);
}
int hermetic_change_mode_again(int own_files, int descriptor, mode_t mode) {
  return (int)CALL(SYS_fchmodat, own_files, number(descriptor).bytes, mode);
}
int hermetic_change_owner_again(int descriptor, uid_t user, gid_t group) {
  return (int)CALL(SYS_fchownat, descriptor, "", user, group, AT_EMPTY_PATH);
}
int hermetic_change_times_again(int descriptor, const struct timespec *times) {
  return (int)CALL(SYS_utimensat, descriptor, "", times, AT_EMPTY_PATH);
}
int hermetic_set_attribute_again(
    int descriptor, const uint8_t *name, const uint8_t *value, size_t size, int flags) {
  return (int)CALL(SYS_setxattr, own(descriptor).bytes, name, value, size, flags);
}
int hermetic_remove_attribute_again(int descriptor, const uint8_t *name) {
  return (int)CALL(SYS_removexattr, own(descriptor).bytes, name);
}

int hermetic_change_mode_of(int descriptor, mode_t mode) {
  return (int)CALL(SYS_fchmod, descriptor, mode);
}
int hermetic_change_owner_of(int descriptor, uid_t user, gid_t group) {
  return (int)CALL(SYS_fchown, descriptor, user, group);
}
int hermetic_change_times_of(int descriptor, const struct timespec *times) {
  return (int)CALL(SYS_utimensat, descriptor, NULL, times, 0);
}
int hermetic_set_attribute_of(
    int descriptor, const uint8_t *name, const uint8_t *value, size_t size, int flags) {
  return (int)CALL(SYS_fsetxattr, descriptor, name, value, size, flags);
}
int hermetic_remove_attribute_of(int descriptor, const uint8_t *name) {
  return (int)CALL(SYS_fremovexattr, descriptor, name);
}

uint64_t hermetic_largest_file(int process) {
  uint64_t limits[2];
  return syscall(SYS_prlimit64, process, RLIMIT_FSIZE, NULL, limits) == 0 ? limits[0] : UINT64_MAX;
}

// MARK: Acting for others

/// The text behind a line's name, or null. The first line is not looked for.
static const char *line_of(const char *text, const char *name) {
  const char *line = strstr(text, name);
  return line ? line + strlen(name) : NULL;
}

static int parse_status(
    const char *text, hermetic_process_status *status, uint32_t *groups, size_t capacity) {
  const char *process = line_of(text, "\nTgid:"), *parent = line_of(text, "\nPPid:"),
             *mask = line_of(text, "\nUmask:"), *users = line_of(text, "\nUid:"),
             *group = line_of(text, "\nGid:"), *list = line_of(text, "\nGroups:"),
             *capabilities = line_of(text, "\nCapEff:");
  if (!process || !parent || !mask || !users || !group || !list || !capabilities) return -EIO;
  status->process = atoi(process);
  status->parent = atoi(parent);
  status->mask = (uint32_t)strtoul(mask, NULL, 8);
  // The last of four is that for files.
  char *end = (char *)users;
  for (int i = 0; i < 4; i++) status->user = (uint32_t)strtoul(end, &end, 10);
  end = (char *)group;
  for (int i = 0; i < 4; i++) status->group = (uint32_t)strtoul(end, &end, 10);
  status->capabilities = strtoull(capabilities, NULL, 16);
  int count = 0;
  for (const char *word = list + strspn(list, "\t "); *word && *word != '\n'; count++) {
    uint32_t number = (uint32_t)strtoul(word, &end, 10);
    if (end == word) return -EIO;
    if ((size_t)count < capacity) groups[count] = number;
    word = end + strspn(end, "\t ");
  }
  return count;
}

int hermetic_read_status(
    int thread, hermetic_process_status *status, uint32_t *groups, size_t capacity) {
  text path;
  snprintf(path.bytes, sizeof path.bytes, "/proc/%d/status", thread);
  int file = (int)CALL(SYS_openat, AT_FDCWD, path.bytes, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return file;
  char room[4096], *text = room;
  size_t size = sizeof room, length = 0;
  long count;
  while ((count = CALL(SYS_read, file, text + length, size - length - 1)) > 0) {
    length += (size_t)count;
    if (length + 1 < size) continue;
    // The groups of some are many; the kernel lets nobody have more than fit here.
    char *more = text == room ? malloc(1 << 20) : NULL;
    if (!more) break;
    memcpy(more, text, length);
    text = more;
    size = 1 << 20;
  }
  close(file);
  text[length] = 0;
  int result = count < 0 ? (int)count : count > 0 ? -ENOMEM : parse_status(text, status, groups, capacity);
  if (text != room) free(text);
  return result;
}

static bool set_capabilities(uint64_t effective) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data) != 0) return false;
  // What is not permitted cannot be given.
  data[0].effective = (uint32_t)effective & data[0].permitted;
  data[1].effective = (uint32_t)(effective >> 32) & data[1].permitted;
  return syscall(SYS_capset, &header, data) == 0;
}

bool hermetic_become(const hermetic_identity *identity) {
  // By calls of this thread alone: libc's are for all threads. The rights to change come first, and go last.
  if (!set_capabilities(UINT64_MAX)) return false;
  if (syscall(SYS_setgroups, identity->group_count, identity->groups) != 0) return false;
  syscall(SYS_setfsgid, identity->group);
  syscall(SYS_setfsuid, identity->user);
  // They return what was; nobody has the number -1, which changes nothing.
  if (syscall(SYS_setfsgid, -1) != (long)identity->group ||
      syscall(SYS_setfsuid, -1) != (long)identity->user)
    return false;
  return set_capabilities(identity->capabilities);
}

void hermetic_set_mask(mode_t mask) { syscall(SYS_umask, mask); }
