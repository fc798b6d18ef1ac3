#include "CHermetic.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ALL_SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

int hermetic_sealed_file(const void *bytes, size_t length) {
  int descriptor = memfd_create("hermetic", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return -1;
  size_t done = 0;
  while (done < length) {
    ssize_t count = write(descriptor, (const char *)bytes + done, length - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) goto failed;
    done += (size_t)count;
  }
  if (fcntl(descriptor, F_ADD_SEALS, ALL_SEALS) == 0) return descriptor;
failed:;
  int saved = errno;
  close(descriptor);
  errno = saved;
  return -1;
}

bool hermetic_is_sealed(int descriptor) {
  int seals = fcntl(descriptor, F_GET_SEALS);
  return seals >= 0 && (seals & ALL_SEALS) == ALL_SEALS;
}

const void *hermetic_map_file(int descriptor, size_t length) {
  void *memory = mmap(NULL, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

const void *hermetic_read_only_copy(const void *bytes, size_t length) {
  void *memory =
      mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  memcpy(memory, bytes, length);
  if (mprotect(memory, length, PROT_READ) == 0) return memory;
  munmap(memory, length);
  return NULL;
}

void *hermetic_shared_memory(size_t length) {
  void *memory =
      mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static int lift(int descriptor, int command);

void *hermetic_shared_file(size_t length, int *descriptor) {
  int file = memfd_create("hermetic", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return NULL;
  void *memory = NULL;
  // Nobody can take memory away under another's hands.
  if (ftruncate(file, (off_t)length) == 0 &&
      fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW) == 0 &&
      (*descriptor = lift(file, F_DUPFD_CLOEXEC)) >= 0)
    memory = hermetic_map_shared_file(*descriptor, length);
  int saved = errno;
  close(file);
  errno = saved;
  return memory;
}

void *hermetic_map_shared_file(int descriptor, size_t length) {
  void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void hermetic_keep_at_exec(int descriptor) { fcntl(descriptor, F_SETFD, 0); }

void hermetic_release_memory(void *start, size_t length) { munmap(start, length); }

bool hermetic_is_loadable(int descriptor) {
  void *start = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, descriptor, 0);
  if (start == MAP_FAILED) return false;
  bool is_elf = hermetic_file_size(descriptor) > 4096 && memcmp(start, "\177ELF", 4) == 0;
  munmap(start, 4096);
  return is_elf;
}

int64_t hermetic_file_size(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 ? status.st_size : -1;
}

bool hermetic_file_identity(int descriptor, uint64_t *device, uint64_t *inode) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return false;
  *device = status.st_dev;
  *inode = status.st_ino;
  return true;
}

bool hermetic_is_regular(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink > 0;
}

bool hermetic_parse_address(const char *text, uint8_t *address) {
  struct in_addr v4;
  // The resolver takes no more than the number; `inet_aton` alone stops at a space.
  if (!strpbrk(text, " \t\n\v\f\r") && inet_aton(text, &v4)) {
    memset(address, 0, 10);
    memset(address + 10, 0xff, 2);
    memcpy(address + 12, &v4, 4);
    return true;
  }
  char copy[INET6_ADDRSTRLEN + 1];
  size_t length = strcspn(text, "%"); // A scope says which link, not which address.
  if (length > INET6_ADDRSTRLEN) return false;
  memcpy(copy, text, length);
  copy[length] = 0;
  return inet_pton(AF_INET6, copy, address) == 1;
}

bool hermetic_describe_socket(int descriptor, hermetic_socket *result) {
  socklen_t length = sizeof result->family;
  if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &result->family, &length) != 0) return false;
  int listening = 0;
  length = sizeof listening;
  getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length);
  result->listening = listening != 0;
  result->local_length = sizeof result->local;
  if (getsockname(descriptor, (struct sockaddr *)&result->local, &result->local_length) != 0)
    result->local_length = 0;
  result->peer_length = sizeof result->peer;
  if (getpeername(descriptor, (struct sockaddr *)&result->peer, &result->peer_length) != 0)
    result->peer_length = 0;
  return true;
}

void hermetic_set_process_name(const char *name) { prctl(PR_SET_NAME, name); }

static void at_exit(int status, void *unused) {
  (void)unused;
  int changed = hermetic_closing(status & 0xff);
  if (changed == (status & 0xff)) return;
  fflush(NULL); // What `exit` would do after its handlers.
  hermetic_exit_now(changed);
}

int hermetic_call_at_exit(void) { return on_exit(at_exit, NULL); }

void hermetic_exit_now(int status) {
  for (;;) syscall(SYS_exit_group, status);
}

void hermetic_write(int descriptor, const void *bytes, size_t length) {
  sigset_t broken_pipe, before, pending;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
  size_t done = 0;
  bool is_broken = false;
  while (done < length && !is_broken) {
    ssize_t count = write(descriptor, (const char *)bytes + done, length - done);
    if (count < 0 && errno == EINTR) continue;
    is_broken = count <= 0;
    if (count > 0) done += (size_t)count;
  }
  // Takes back the signal that the write raised, not one that was there before.
  if (is_broken && !sigismember(&pending, SIGPIPE))
    sigtimedwait(&broken_pipe, NULL, &(struct timespec){0});
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void hermetic_line_add(hermetic_line *line, const void *bytes, size_t length) {
  size_t room = sizeof line->text - 1 - line->length;
  if (length > room) length = room;
  memcpy(line->text + line->length, bytes, length);
  line->length += length;
}

void hermetic_line_add_number(hermetic_line *line, unsigned long number) {
  char digits[20];
  size_t first = sizeof digits;
  do digits[--first] = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  hermetic_line_add(line, digits + first, sizeof digits - first);
}

void hermetic_line_write(hermetic_line *line, int descriptor) {
  line->text[line->length] = '\n';
  hermetic_write(descriptor, line->text, line->length + 1);
  line->length = 0;
}

static int lift(int descriptor, int command) {
  struct rlimit limit;
  int floor = 900;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1000)
    floor = limit.rlim_cur > 16 ? (int)limit.rlim_cur - 8 : 3;
  return fcntl(descriptor, command, floor);
}

int hermetic_lift_descriptor(int descriptor) { return lift(descriptor, F_DUPFD); }

static int standard_error = -1;
static int standard_error_is_kept;

static uint64_t standard_error_file[2];

static void drop_standard_error(void) {
  uint64_t now[2];
  // The program may have closed the copy, and have a file of its own there.
  if (standard_error >= 0 && hermetic_file_identity(standard_error, &now[0], &now[1]) &&
      memcmp(now, standard_error_file, sizeof now) == 0)
    close(standard_error);
  standard_error = -1;
}

void hermetic_keep_standard_error(void) {
  if (__atomic_exchange_n(&standard_error_is_kept, 1, __ATOMIC_ACQ_REL)) return;
  int saved = errno;
  standard_error = lift(2, F_DUPFD_CLOEXEC);
  if (standard_error >= 0) {
    hermetic_file_identity(standard_error, &standard_error_file[0], &standard_error_file[1]);
    if (pthread_atfork(NULL, NULL, drop_standard_error) != 0) drop_standard_error();
  }
  errno = saved;
}

int hermetic_kept_standard_error(void) { return standard_error; }

void *hermetic_load_library(const char *path, const char **reason) {
  // NumPy and other extensions leave libpython's symbols to the global scope.
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  *reason = library ? NULL : dlerror();
  return library;
}

void hermetic_leave_outer_session(void) {
  void (*leave)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "hermetic_leave_outer_run");
  if (leave) leave();
}

bool hermetic_is_python(void) { return dlsym(RTLD_DEFAULT, "PySys_AddAuditHook") != NULL; }

static void *expected_guard;

void hermetic_expect_guard(void *function) { expected_guard = function; }

bool hermetic_guards_come_first(void) {
  return expected_guard && dlsym(RTLD_DEFAULT, "connect") == expected_guard;
}

void hermetic_change_environment(const char *name, const char *value) {
  if (value) setenv(name, value, 1);
  else unsetenv(name);
}

int hermetic_execute(const char *path, char **arguments, char **environment) {
  execve(path, arguments, environment);
  return errno;
}

void hermetic_close(int descriptor) { close(descriptor); }

static struct {
  char *name, *value;
  size_t length;
} watched[16];
static size_t watched_count;

void hermetic_watch_variable(const char *name) {
  if (watched_count >= sizeof watched / sizeof *watched) return;
  const char *value = getenv(name);
  watched[watched_count].name = strdup(name);
  watched[watched_count].value = value ? strdup(value) : NULL;
  watched[watched_count].length = strlen(name);
  if (watched[watched_count].name) watched_count++;
}

const char *hermetic_changed_variable(void) {
  uint32_t unchanged = 0;
  for (char **entry = environ; entry && *entry; entry++) {
    for (size_t i = 0; i < watched_count; i++) {
      if (**entry != *watched[i].name || unchanged >> i & 1) continue;
      size_t length = watched[i].length;
      if (strncmp(*entry, watched[i].name, length) != 0 || (*entry)[length] != '=') continue;
      // Of two entries with one name the first counts.
      if (!watched[i].value || strcmp(*entry + length + 1, watched[i].value) != 0)
        return watched[i].name;
      unchanged |= 1u << i;
    }
  }
  for (size_t i = 0; i < watched_count; i++)
    if (watched[i].value && !(unchanged >> i & 1)) return watched[i].name;
  return NULL;
}

static char *no_arguments[] = {NULL};
static char **arguments = no_arguments;

__attribute__((constructor)) static void remember_arguments(int count, char **list) {
  (void)count;
  arguments = list;
}

char **hermetic_arguments(void) { return arguments; }

static char **first_environment;

__attribute__((constructor)) static void remember_environment(
    int count, char **list, char **environment) {
  (void)count;
  (void)list;
  first_environment = environment;
}

void hermetic_keep_environment(const bool *keeps, size_t count) {
  if (!environ) return;
  // The kernel laid the strings out one behind the other; what was set since is elsewhere.
  char *start = first_environment ? first_environment[0] : NULL, *end = start;
  for (char **entry = first_environment; entry && *entry; entry++)
    if (*entry == end) end += strlen(*entry) + 1;
  char *block_end = start, **to = environ;
  size_t index = 0;
  for (char **from = environ; *from; from++, index++) {
    size_t length = strlen(*from) + 1;
    bool is_in_block = *from >= start && *from < end;
    if (index >= count || !keeps[index]) {
      memset(*from, 0, length);
      continue;
    }
    if (is_in_block && block_end <= *from) {
      memmove(block_end, *from, length);
      *to++ = block_end;
      block_end += length;
    } else {
      *to++ = *from;
    }
  }
  *to = NULL;
  if (block_end < end) {
    memset(block_end, 0, (size_t)(end - block_end));
    hermetic_end_environment(block_end);
  }
}

bool hermetic_is_main_thread(void) { return syscall(SYS_gettid) == getpid(); }

void hermetic_forbid_core_dumps(void) { setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); }

void hermetic_forget_entry(const char *entry) {
  if (!environ) return;
  char **to = environ;
  for (char **from = environ; *from; from++)
    if (*from != entry) *to++ = *from;
  *to = NULL;
}

void hermetic_end_environment(const char *end) {
  // Needs CAP_SYS_RESOURCE; without it, null bytes are shown where the entries were.
  prctl(PR_SET_MM, PR_SET_MM_ENV_END, end, 0, 0);
}

void *hermetic_open_directory(const char *path) { return opendir(path); }
const char *hermetic_next_name(void *directory) {
  struct dirent *entry = readdir(directory);
  return entry ? entry->d_name : NULL;
}
void hermetic_close_directory(void *directory) { closedir(directory); }
