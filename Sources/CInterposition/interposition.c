#include "CInterposition.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <arpa/nameser.h>
#include <linux/magic.h>
#include <netdb.h>
#include <pthread.h>
#include <resolv.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "CHermetic.h"

#define EXPORT __attribute__((visibility("default")))

// The next definition of a call: libc's, or that of a library the user preloads.
#define NEXT(name)                                                                                \
  static __typeof__(&name) next_##name;                                                           \
  __typeof__(&name) next = __atomic_load_n(&next_##name, __ATOMIC_RELAXED);                       \
  if (!next) {                                                                                    \
    next = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                            \
    __atomic_store_n(&next_##name, next, __ATOMIC_RELAXED);                                       \
  }

static inline int active(void) { return __builtin_expect(hermetic_guards_active, 1); }

// MARK: Descriptors and paths that nobody can swap

// Between the question and the call another thread may put something else behind a descriptor's number
// or a path. So the call is made by a child that shares nothing but memory: it looks again, and what
// it sees then cannot change.

typedef struct task {
  int (*work)(struct task *task); // Zero, or an errno.
  int descriptor, flags, result;
  struct sockaddr_storage address; // What was asked about.
  socklen_t length;
  struct stat file; // The socket behind a Unix address.
  struct msghdr *message;
  ssize_t sent;
} task;

static int start_task(void *argument) {
  task *task = argument;
  task->result = task->work(task);
  return 0;
}

/// Runs a task in such a child. Zero, or an errno.
static int run_privately(task *task) {
  _Alignas(16) char stack[32768];
  sigset_t all, before;
  sigfillset(&all);
  // A signal is for the process, not for the child.
  pthread_sigmask(SIG_BLOCK, &all, &before);
  task->result = EACCES;
  int child = clone(start_task, stack + sizeof stack, CLONE_VM | CLONE_VFORK, task);
  int error = errno;
  if (child > 0) {
    while (waitpid(child, NULL, __WCLONE) < 0 && errno == EINTR) {}
    error = task->result;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return error;
}

// MARK: Unix sockets

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

/// Whether a Unix socket may be reached. Zero, with `file` set for one that has a path, or an errno.
static int check_unix_socket(hermetic_use use, const struct sockaddr_storage *address,
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
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
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

/// Connects or sends to the file that was asked about, in a private child.
static int reach_unix_socket(task *task) {
  char path[109];
  struct stat now;
  struct statfs system;
  if (!path_of(&task->address, task->length, path)) return EINVAL;
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0) return errno;
  if (fstat(file, &now) != 0 || now.st_dev != task->file.st_dev || now.st_ino != task->file.st_ino)
    return EACCES;
  // Not a folder that the program has made look like it.
  int descriptors = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (descriptors < 0 || fstatfs(descriptors, &system) != 0 || system.f_type != PROC_SUPER_MAGIC)
    return EACCES;
  struct sockaddr_un pinned = {.sun_family = AF_UNIX};
  snprintf(pinned.sun_path, sizeof pinned.sun_path, "/proc/self/fd/%d", file);
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

/// Remembers the file that this run has bound a socket to: its own servers may be connected to.
static void remember_bound(int descriptor, const struct sockaddr_storage *address, socklen_t length) {
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

// MARK: Sockets

EXPORT int socket(int family, int type, int protocol) {
  NEXT(socket)
  int error = active() ? hermetic_guard_socket(family, type, protocol) : 0;
  if (!error) return next(family, type, protocol);
  errno = error;
  return -1;
}

EXPORT int setsockopt(
    int descriptor, int level, int name, const void *value, socklen_t length) {
  NEXT(setsockopt)
  int error = active() ? hermetic_guard_option(level, name) : 0;
  if (!error) return next(descriptor, level, name, value, length);
  errno = error;
  return -1;
}

// MARK: The system's log

// libc connects to it by itself.

EXPORT void openlog(const char *name, int options, int facility) {
  NEXT(openlog)
  if (!active() || hermetic_guard_system_log() == 0) next(name, options, facility);
}

EXPORT void vsyslog(int priority, const char *format, va_list arguments) {
  NEXT(vsyslog)
  if (!active() || hermetic_guard_system_log() == 0) next(priority, format, arguments);
}

EXPORT void syslog(int priority, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}

// What _FORTIFY_SOURCE makes of them.
void __vsyslog_chk(int priority, int flag, const char *format, va_list arguments);
void __syslog_chk(int priority, int flag, const char *format, ...);

EXPORT void __vsyslog_chk(int priority, int flag, const char *format, va_list arguments) {
  (void)flag;
  vsyslog(priority, format, arguments);
}

EXPORT void __syslog_chk(int priority, int flag, const char *format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}

// MARK: Loading

/// A library loaded with RTLD_DEEPBIND would find libc's calls before these.
EXPORT void *dlopen(const char *path, int flags) {
  NEXT(dlopen)
  if (active()) flags &= ~RTLD_DEEPBIND;
  // The loader goes by its caller's address for where it looks: that must stay our caller's.
  __attribute__((musttail)) return next(path, flags);
}

/// A library in a namespace of its own would find another libc.
EXPORT void *dlmopen(Lmid_t space, const char *path, int flags) {
  NEXT(dlmopen)
  if (!active() || space == LM_ID_BASE) return next(space, path, flags & ~RTLD_DEEPBIND);
  errno = EACCES;
  return NULL;
}

// MARK: Addresses

/// Whether an address may be connected or sent to. It is copied: another thread may write to the
/// caller's while it is looked at. Zero, or an errno.
static int check_destination(hermetic_use use, const void *address, socklen_t length, task *task) {
  memset(task, 0, sizeof *task);
  task->length = length > sizeof task->address ? sizeof task->address : length;
  memcpy(&task->address, address, task->length);
  if (task->address.ss_family == AF_UNIX)
    return check_unix_socket(use, &task->address, task->length, &task->file);
  if (task->address.ss_family == AF_UNSPEC) {
    // To `connect` this takes an association off, and makes none. Elsewhere the kernel takes it for
    // the socket's own family.
    if (use == hermetic_use_connect) return 0;
    task->address.ss_family = AF_INET;
  }
  return hermetic_guard_address(use, &task->address, task->length);
}

static int failure(int error) {
  if (!error) return 0;
  errno = error;
  return -1;
}

EXPORT int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
  NEXT(connect)
  if (!active() || !address || length < sizeof(sa_family_t)) return next(descriptor, address, length);
  task task;
  int error = check_destination(hermetic_use_connect, address, length, &task);
  if (error) return failure(error);
  if (!task.file.st_ino)
    return next(descriptor, (const struct sockaddr *)&task.address, task.length);
  task.work = reach_unix_socket;
  task.descriptor = descriptor;
  return failure(run_privately(&task));
}

static int type_of(int descriptor) {
  int type = 0;
  socklen_t length = sizeof type;
  return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 ? type : 0;
}

/// Binds a stream socket, in a private child.
static int bind_stream(task *task) {
  NEXT(bind)
  if (type_of(task->descriptor) != SOCK_STREAM) return EACCES;
  return next(task->descriptor, (const struct sockaddr *)&task->address, task->length) == 0 ? 0
                                                                                           : errno;
}

EXPORT int bind(int descriptor, const struct sockaddr *address, socklen_t length) {
  NEXT(bind)
  if (!active() || !address || length < sizeof(sa_family_t)) return next(descriptor, address, length);
  task task = {.work = bind_stream, .descriptor = descriptor};
  task.length = length > sizeof task.address ? sizeof task.address : length;
  memcpy(&task.address, address, task.length);
  if (task.address.ss_family == AF_UNIX) {
    int result = next(descriptor, (const struct sockaddr *)&task.address, task.length);
    int saved = errno;
    if (result == 0) remember_bound(descriptor, &task.address, task.length);
    errno = saved;
    return result;
  }
  bool is_stream = type_of(descriptor) == SOCK_STREAM;
  int error = hermetic_guard_address(
      is_stream ? hermetic_use_bind_stream : hermetic_use_bind, &task.address, task.length);
  if (error) return failure(error);
  // A stream socket may have any address while it hears nothing; it must be one.
  if (is_stream && ((struct sockaddr_in *)&task.address)->sin_port == 0)
    return failure(run_privately(&task));
  return next(descriptor, (const struct sockaddr *)&task.address, task.length);
}

/// Listens where it was asked about, in a private child.
static int listen_there(task *task) {
  NEXT(listen)
  struct sockaddr_storage now = {0};
  socklen_t length = sizeof now;
  if (getsockname(task->descriptor, (struct sockaddr *)&now, &length) != 0) return errno;
  if (length != task->length || memcmp(&now, &task->address, length) != 0) return EACCES;
  return next(task->descriptor, task->flags) == 0 ? 0 : errno;
}

EXPORT int listen(int descriptor, int backlog) {
  NEXT(listen)
  if (!active()) return next(descriptor, backlog);
  task task = {.work = listen_there, .descriptor = descriptor, .flags = backlog};
  task.length = sizeof task.address;
  if (getsockname(descriptor, (struct sockaddr *)&task.address, &task.length) != 0) return -1;
  if (task.address.ss_family != AF_UNIX) {
    // Without `bind`, `listen` takes the wildcard address, which is what is there already.
    int error = hermetic_guard_address(hermetic_use_listen, &task.address, task.length);
    if (error) return failure(error);
  }
  return failure(run_privately(&task));
}

/// Whether a message's control data may be sent; it has been copied by the caller.
static int check_control(struct msghdr *header) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
    if (part->cmsg_len < CMSG_LEN(0)) return EINVAL;
    int error = hermetic_guard_control(
        part->cmsg_level, part->cmsg_type, CMSG_DATA(part), part->cmsg_len - CMSG_LEN(0));
    if (error) return error;
  }
  return 0;
}

/// Sends a message whose header nobody else can write to.
static ssize_t send_message(int descriptor, struct msghdr *header, int flags) {
  NEXT(sendmsg)
  if (!header->msg_name || header->msg_namelen < sizeof(sa_family_t))
    return next(descriptor, header, flags);
  task task;
  int error = check_destination(hermetic_use_send, header->msg_name, header->msg_namelen, &task);
  if (error) return failure(error);
  header->msg_name = &task.address;
  header->msg_namelen = task.length;
  if (!task.file.st_ino) return next(descriptor, header, flags);
  task.work = reach_unix_socket;
  task.descriptor = descriptor;
  task.flags = flags;
  task.message = header;
  error = run_privately(&task);
  return error ? failure(error) : task.sent;
}

EXPORT ssize_t sendto(int descriptor, const void *bytes, size_t size, int flags,
    const struct sockaddr *address, socklen_t length) {
  NEXT(sendto)
  if (!active() || !address || length < sizeof(sa_family_t))
    return next(descriptor, bytes, size, flags, address, length);
  struct iovec part = {(void *)bytes, size};
  struct msghdr header = {
      .msg_name = (void *)address, .msg_namelen = length, .msg_iov = &part, .msg_iovlen = 1};
  return send_message(descriptor, &header, flags);
}

EXPORT ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  NEXT(sendmsg)
  if (!active() || !message) return next(descriptor, message, flags);
  struct msghdr header = *message;
  if (!header.msg_control || header.msg_controllen == 0) {
    header.msg_control = NULL;
    header.msg_controllen = 0;
    return send_message(descriptor, &header, flags);
  }
  _Alignas(struct cmsghdr) char control[4096];
  if (header.msg_controllen > sizeof control) return failure(ENOBUFS);
  memcpy(control, header.msg_control, header.msg_controllen);
  header.msg_control = control;
  int error = check_control(&header);
  if (error) return failure(error);
  return send_message(descriptor, &header, flags);
}

EXPORT int sendmmsg(int descriptor, struct mmsghdr *messages, unsigned int count, int flags) {
  NEXT(sendmmsg)
  if (!active() || !messages) return next(descriptor, messages, count, flags);
  // One by one: each goes through the guard above with its own copy of its address.
  for (unsigned int i = 0; i < count; i++) {
    ssize_t sent = sendmsg(descriptor, &messages[i].msg_hdr, flags);
    if (sent < 0) return i > 0 ? (int)i : -1;
    messages[i].msg_len = (unsigned int)sent;
  }
  return (int)count;
}

// MARK: Names

/// Names below localhost are this machine as well (RFC 6761), which no other need be asked about.
static void stay_local(char *name) {
  static const char suffix[] = ".localhost";
  size_t length = strlen(name);
  if (length > 0 && name[length - 1] == '.') length--;
  if (length > sizeof suffix - 1 &&
      strncasecmp(name + length - (sizeof suffix - 1), suffix, sizeof suffix - 1) == 0)
    strcpy(name, "localhost");
}

/// Has the resolver take a name with a dot in it as it is: a search list would send a longer one out,
/// which nobody has allowed. Returns the options to put back.
static unsigned long stop_searching(const char *name) {
  // Takes a changed resolv.conf in, which libc no longer does once it has seen other options.
  res_init();
  unsigned long options = _res.options;
  if (strchr(name, '.')) _res.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
  return options;
}

EXPORT int getaddrinfo(const char *restrict node, const char *restrict service,
    const struct addrinfo *restrict hints, struct addrinfo **restrict result) {
  NEXT(getaddrinfo)
  uint8_t numeric[16];
  // What is a number, or must be one, is not looked up.
  if (!active() || !node || !*node || hermetic_parse_address(node, numeric) ||
      (hints && hints->ai_flags & AI_NUMERICHOST))
    return next(node, service, hints, result);
  char name[NI_MAXHOST];
  if (strlen(node) >= sizeof name) return EAI_NONAME;
  strcpy(name, node);
  if (hermetic_guard_name(name) != 0) return EAI_FAIL;
  stay_local(name);
  unsigned long options = stop_searching(name);
  int error = next(name, service, hints, result);
  _res.options = options;
  if (error) return error;
  struct addrinfo **link = result;
  int refused = 0;
  while (*link) {
    struct addrinfo *entry = *link;
    int record = hermetic_guard_resolved(name, entry->ai_addr, entry->ai_addrlen);
    if (record == 0) {
      link = &entry->ai_next;
      continue;
    }
    refused = record;
    *link = entry->ai_next;
    // The canonical name belongs to the first entry, whichever that will be.
    if (entry->ai_canonname && entry->ai_next && !entry->ai_next->ai_canonname) {
      entry->ai_next->ai_canonname = entry->ai_canonname;
      entry->ai_canonname = NULL;
    }
    entry->ai_next = NULL;
    freeaddrinfo(entry);
  }
  if (*result) return 0;
  hermetic_refused_record = refused;
  return EAI_FAIL;
}

/// Whether every address of an answer may be handed out. The old interfaces give no way to take one
/// out, so one that may not be withholds the answer.
static bool resolved(const char *name, struct hostent *answer) {
  for (char **entry = answer->h_addr_list; *entry; entry++) {
    struct sockaddr_storage address = {.ss_family = (sa_family_t)answer->h_addrtype};
    socklen_t length = sizeof(struct sockaddr_in6);
    if (answer->h_addrtype == AF_INET) {
      length = sizeof(struct sockaddr_in);
      memcpy(&((struct sockaddr_in *)&address)->sin_addr, *entry, 4);
    } else {
      memcpy(&((struct sockaddr_in6 *)&address)->sin6_addr, *entry, 16);
    }
    int record = hermetic_guard_resolved(name, &address, length);
    if (record == 0) continue;
    hermetic_refused_record = record;
    return false;
  }
  return true;
}

static bool name_refused(const char *name) {
  uint8_t numeric[16];
  return active() && name && !hermetic_parse_address(name, numeric) && hermetic_guard_name(name) != 0;
}

static bool answer_refused(const char *name, struct hostent *answer) {
  uint8_t numeric[16];
  return active() && answer && name && !hermetic_parse_address(name, numeric) &&
         !resolved(name, answer);
}

#define NAMED(name, parameters, arguments)                                                        \
  EXPORT struct hostent *name parameters {                                                        \
    NEXT(name)                                                                                    \
    if (!name_refused(host)) {                                                                    \
      unsigned long options = host ? stop_searching(host) : _res.options;                         \
      struct hostent *answer = next arguments;                                                    \
      _res.options = options;                                                                     \
      if (!answer_refused(host, answer)) return answer;                                           \
    }                                                                                             \
    h_errno = NO_RECOVERY;                                                                        \
    return NULL;                                                                                  \
  }
NAMED(gethostbyname, (const char *host), (host))
NAMED(gethostbyname2, (const char *host, int family), (host, family))

#define NAMED_REENTRANT(name, parameters, arguments)                                              \
  EXPORT int name parameters {                                                                    \
    NEXT(name)                                                                                    \
    if (!name_refused(host)) {                                                                    \
      unsigned long options = host ? stop_searching(host) : _res.options;                         \
      int error = next arguments;                                                                 \
      _res.options = options;                                                                     \
      if (error || !answer_refused(host, *result)) return error;                                  \
    }                                                                                             \
    *result = NULL;                                                                               \
    *host_error = NO_RECOVERY;                                                                    \
    return EACCES;                                                                                \
  }
NAMED_REENTRANT(gethostbyname_r,
    (const char *restrict host, struct hostent *restrict entry, char *restrict buffer, size_t size,
        struct hostent **restrict result, int *restrict host_error),
    (host, entry, buffer, size, result, host_error))
NAMED_REENTRANT(gethostbyname2_r,
    (const char *restrict host, int family, struct hostent *restrict entry, char *restrict buffer,
        size_t size, struct hostent **restrict result, int *restrict host_error),
    (host, family, entry, buffer, size, result, host_error))

/// Whether the name of an address may be asked for: the question tells the address to whoever runs
/// its zone.
static bool reverse_refused(const void *address, socklen_t length, int family) {
  if (!active()) return false;
  struct sockaddr_storage copy = {.ss_family = (sa_family_t)family};
  if (family == AF_INET && length >= 4) {
    memcpy(&((struct sockaddr_in *)&copy)->sin_addr, address, 4);
    length = sizeof(struct sockaddr_in);
  } else if (family == AF_INET6 && length >= 16) {
    memcpy(&((struct sockaddr_in6 *)&copy)->sin6_addr, address, 16);
    length = sizeof(struct sockaddr_in6);
  } else {
    return false;
  }
  return hermetic_guard_reverse(&copy, length) != 0;
}

EXPORT struct hostent *gethostbyaddr(const void *address, socklen_t length, int family) {
  NEXT(gethostbyaddr)
  if (!reverse_refused(address, length, family)) return next(address, length, family);
  h_errno = NO_RECOVERY;
  return NULL;
}

EXPORT int gethostbyaddr_r(const void *restrict address, socklen_t length, int family,
    struct hostent *restrict entry, char *restrict buffer, size_t size,
    struct hostent **restrict result, int *restrict host_error) {
  NEXT(gethostbyaddr_r)
  if (!reverse_refused(address, length, family))
    return next(address, length, family, entry, buffer, size, result, host_error);
  *result = NULL;
  *host_error = NO_RECOVERY;
  return EACCES;
}

EXPORT int getnameinfo(const struct sockaddr *restrict address, socklen_t length,
    char *restrict host, socklen_t host_size, char *restrict service, socklen_t service_size,
    int flags) {
  NEXT(getnameinfo)
  if (active() && address && host && host_size > 0 && !(flags & NI_NUMERICHOST) &&
      address->sa_family != AF_UNIX && hermetic_guard_reverse(address, length) != 0)
    return EAI_FAIL;
  return next(address, length, host, host_size, service, service_size, flags);
}

// <resolv.h> gives these other names, by which libraries built against an older libc ask for them.
#undef res_query
#undef res_search
#undef res_querydomain
#undef res_send
#undef res_nquery
#undef res_nsearch
#undef res_nquerydomain
#undef res_nsend
#define OLD_NAME(name) __typeof__(name) __##name __attribute__((alias(#name), visibility("default")));

#define QUESTION(name, parameters, arguments, domain)                                             \
  EXPORT int name parameters {                                                                    \
    NEXT(name)                                                                                    \
    if (name_refused(domain)) {                                                                   \
      h_errno = NO_RECOVERY;                                                                      \
      return -1;                                                                                  \
    }                                                                                             \
    return next arguments;                                                                        \
  }
QUESTION(res_query, (const char *host, int class, int type, unsigned char *answer, int size),
    (host, class, type, answer, size), host)
QUESTION(res_search, (const char *host, int class, int type, unsigned char *answer, int size),
    (host, class, type, answer, size), host)
QUESTION(res_querydomain,
    (const char *host, const char *domain, int class, int type, unsigned char *answer, int size),
    (host, domain, class, type, answer, size), host)
QUESTION(res_nquerydomain,
    (res_state state, const char *host, const char *domain, int class, int type,
        unsigned char *answer, int size),
    (state, host, domain, class, type, answer, size), host)
QUESTION(res_nquery,
    (res_state state, const char *host, int class, int type, unsigned char *answer, int size),
    (state, host, class, type, answer, size), host)
QUESTION(res_nsearch,
    (res_state state, const char *host, int class, int type, unsigned char *answer, int size),
    (state, host, class, type, answer, size), host)

/// A question that has been put into its packet already: the name is behind the header.
static bool packet_refused(const unsigned char *packet, int size) {
  char name[NS_MAXDNAME];
  if (!active()) return false;
  if (size < NS_HFIXEDSZ ||
      dn_expand(packet, packet + size, packet + NS_HFIXEDSZ, name, sizeof name) < 0)
    return true;
  return hermetic_guard_name(name) != 0;
}

#define PACKET(name, parameters, arguments)                                                       \
  EXPORT int name parameters {                                                                    \
    NEXT(name)                                                                                    \
    if (!packet_refused(packet, length)) return next arguments;                                   \
    errno = EACCES;                                                                               \
    return -1;                                                                                    \
  }
PACKET(res_send, (const unsigned char *packet, int length, unsigned char *answer, int size),
    (packet, length, answer, size))
PACKET(res_nsend,
    (res_state state, const unsigned char *packet, int length, unsigned char *answer, int size),
    (state, packet, length, answer, size))

OLD_NAME(res_query)
OLD_NAME(res_search)
OLD_NAME(res_querydomain)
OLD_NAME(res_send)
OLD_NAME(res_nquery)
OLD_NAME(res_nsearch)
OLD_NAME(res_nquerydomain)
OLD_NAME(res_nsend)

EXPORT int getaddrinfo_a(
    int mode, struct gaicb *list[restrict], int count, struct sigevent *restrict event) {
  NEXT(getaddrinfo_a)
  for (int i = 0; i < count; i++)
    if (list[i] && name_refused(list[i]->ar_name)) return EAI_FAIL;
  return next(mode, list, count, event);
}

// MARK: The resolver's environment

// LOCALDOMAIN and its like append a domain to a name or replace it, behind every check of the name.

EXPORT int setenv(const char *name, const char *value, int replace) {
  NEXT(setenv)
  int error = active() ? hermetic_guard_variable(name) : 0;
  if (!error) return next(name, value, replace);
  errno = error;
  return -1;
}

EXPORT int unsetenv(const char *name) {
  NEXT(unsetenv)
  int error = active() ? hermetic_guard_variable(name) : 0;
  if (!error) return next(name);
  errno = error;
  return -1;
}

EXPORT int putenv(char *entry) {
  NEXT(putenv)
  char name[32];
  size_t length = strcspn(entry, "=");
  if (active() && length < sizeof name) {
    memcpy(name, entry, length);
    name[length] = 0;
    int error = hermetic_guard_variable(name);
    if (error) {
      errno = error;
      return -1;
    }
  }
  return next(entry);
}

// MARK: Leaving

// Closing lines go to the standard error that the user gave the program.

static void keep_standard_error(int descriptor) {
  if (__builtin_expect(descriptor == 2, 0) && active() && getpid() == hermetic_main_process())
    hermetic_keep_standard_error();
}

EXPORT int close(int descriptor) {
  NEXT(close)
  keep_standard_error(descriptor);
  return next(descriptor);
}

EXPORT int dup2(int from, int to) {
  NEXT(dup2)
  keep_standard_error(to);
  return next(from, to);
}

EXPORT int dup3(int from, int to, int flags) {
  NEXT(dup3)
  keep_standard_error(to);
  return next(from, to, flags);
}

EXPORT _Noreturn void _exit(int status) {
  // Not in a child: between fork, or vfork, and exec even an allocation may wait for ever.
  if (active() && getpid() == hermetic_main_process()) status = hermetic_closing(status & 0xff);
  NEXT(_exit)
  next(status);
  hermetic_exit_now(status);
}

EXPORT _Noreturn void _Exit(int status) { _exit(status); }

void hermetic_interpose(void) { hermetic_expect_guard((void *)&connect); }
