#include "CHermetic.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool starts_workers;

bool hermetic_starts_workers(void) { return starts_workers; }

void hermetic_note_start(void) { starts_workers = true; }

/// Puts a descriptor beyond the numbers that a worker has its own at.
static int beyond(int descriptor) {
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 10);
  int saved = errno;
  close(descriptor);
  errno = saved;
  return moved;
}

int hermetic_make_channel(int *own, int *other) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return errno;
  *own = beyond(ends[0]);
  *other = beyond(ends[1]);
  if (*own >= 0 && *other >= 0) return 0;
  int saved = errno;
  if (*own >= 0) close(*own);
  if (*other >= 0) close(*other);
  return saved;
}

int hermetic_move_descriptor(int descriptor) {
  struct rlimit limit;
  int floor = 900;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1000)
    floor = limit.rlim_cur > 32 ? (int)limit.rlim_cur - 16 : 10;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, floor);
  int saved = errno;
  close(descriptor);
  errno = saved;
  return moved;
}

int hermetic_spawn_worker(const char *path, const char *title, int channel, int arena, int log) {
  size_t count = 0;
  while (environ && environ[count]) count++;
  char **entries = calloc(count + 2, sizeof *entries);
  if (!entries) return -ENOMEM;
  if (count > 0) memcpy(entries, environ, count * sizeof *entries);
  entries[count] = HERMETIC_WORKER_VARIABLE "=1";
  char *arguments[] = {(char *)title, NULL};

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  // A plugin does not read what is written to its host, and the terminal's signals are for the host.
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, channel, HERMETIC_WORKER_CHANNEL);
  posix_spawn_file_actions_adddup2(&actions, arena, HERMETIC_WORKER_ARENA);
  posix_spawn_file_actions_adddup2(&actions, log, HERMETIC_WORKER_LOG);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t process = 0;
  int error = posix_spawn(&process, path, &actions, &attributes, arguments, entries);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  free(entries);
  return error ? -error : process;
}

int hermetic_open_process(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

bool hermetic_is_there(int descriptor) {
  return descriptor < 0 || syscall(SYS_pidfd_send_signal, descriptor, 0, NULL, 0) == 0 ||
         errno != ESRCH;
}

bool hermetic_has_ended(int process, bool waits, hermetic_end *end) {
  siginfo_t info = {.si_pid = 0};
  int result;
  do result = waitid(P_PID, (id_t)process, &info, WEXITED | WNOWAIT | (waits ? 0 : WNOHANG));
  while (result != 0 && errno == EINTR);
  *end = (hermetic_end){0};
  // Where the program ignores SIGCHLD or waits for any child, there is nobody to ask.
  if (result != 0) return true;
  if (info.si_pid == 0) return false;
  *end = (hermetic_end){true, info.si_code != CLD_EXITED, info.si_status};
  return true;
}

void hermetic_forget_child(int process) {
  while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {}
}

void hermetic_kill_group(int process) {
  if (process > 1) kill(-process, SIGKILL);
}

int hermetic_send_message(int channel, const void *bytes, size_t length, bool waits) {
  ssize_t sent;
  do sent = send(channel, bytes, length, MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT));
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

ptrdiff_t hermetic_receive_message(int channel, void *bytes, size_t room, bool waits) {
  ssize_t length;
  // What is too long says how long it is; descriptors that come along are not taken.
  do length = recv(channel, bytes, room, MSG_TRUNC | (waits ? 0 : MSG_DONTWAIT));
  while (length < 0 && errno == EINTR);
  if (length < 0) return -errno;
  return (size_t)length > room ? -EMSGSIZE : length;
}

void hermetic_limit_wait(int channel, int milliseconds) {
  struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
  setsockopt(channel, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

void hermetic_wait_for_room(int channel, int milliseconds) {
  struct pollfd polled = {.fd = channel, .events = POLLIN | POLLOUT};
  poll(&polled, 1, milliseconds);
}

void hermetic_end_channel(int channel) { shutdown(channel, SHUT_RDWR); }

int hermetic_make_arena(size_t *length) {
  struct rlimit limit;
  // Beyond that, making a file longer is a signal that ends the process.
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < *length)
    *length = (size_t)limit.rlim_cur & ~(size_t)0x1fff;
  int file = (int)syscall(SYS_memfd_create, "hermetic arena", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  if (ftruncate(file, (off_t)*length) == 0 &&
      fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW) == 0)
    return beyond(file);
  int saved = errno;
  close(file);
  errno = saved;
  return -1;
}

int hermetic_write_at(int file, const void *bytes, size_t length, uint64_t offset) {
  size_t done = 0;
  while (done < length) {
    ssize_t count =
        pwrite(file, (const char *)bytes + done, length - done, (off_t)(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 ? errno : EIO;
    done += (size_t)count;
  }
  return 0;
}

int hermetic_read_at(int file, void *bytes, size_t length, uint64_t offset) {
  size_t done = 0;
  while (done < length) {
    ssize_t count = pread(file, (char *)bytes + done, length - done, (off_t)(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 ? errno : EIO;
    done += (size_t)count;
  }
  return 0;
}

void hermetic_punch(int file, uint64_t offset, uint64_t length) {
  fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)offset, (off_t)length);
}

void hermetic_drop_pages(void *start, size_t length) { madvise(start, length, MADV_REMOVE); }

const char *hermetic_signal_name(int number) {
  static const char *(*name)(int);
  // Since glibc 2.32.
  if (!name) name = (const char *(*)(int))dlsym(RTLD_DEFAULT, "sigabbrev_np");
  return name ? name(number) : NULL;
}

int64_t hermetic_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}
