#include "CInterposition.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
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

// MARK: Unix sockets

static bool is_abstract(const struct sockaddr_un *address, socklen_t length) {
  return length > offsetof(struct sockaddr_un, sun_path) && address->sun_path[0] == 0;
}

/// Opens the file behind a Unix socket's path, so that what is asked about is what is reached: the
/// path may be swapped meanwhile, a descriptor cannot. -1 where the caller need not go on.
static int pin(const struct sockaddr *address, socklen_t length, hermetic_use use,
    struct sockaddr_un *pinned, int *error) {
  const struct sockaddr_un *name = (const struct sockaddr_un *)address;
  *error = 0;
  if (length <= offsetof(struct sockaddr_un, sun_path)) return -1;
  size_t size = length - offsetof(struct sockaddr_un, sun_path);
  if (size > sizeof name->sun_path) size = sizeof name->sun_path;
  if (is_abstract(name, length)) {
    *error = hermetic_guard_unix_socket(use, name->sun_path, size, 0, 0);
    return -1;
  }
  char path[sizeof name->sun_path + 1];
  size_t used = strnlen(name->sun_path, size);
  memcpy(path, name->sun_path, used);
  path[used] = 0;
  int file = open(path, O_PATH | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) {
    if (file >= 0) close(file);
    // Nothing is there: the kernel will say so, unless something comes into being meanwhile.
    *error = errno;
    return -1;
  }
  char link[32], real[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size_of_real = readlink(link, real, sizeof real);
  *error = size_of_real < 0 ? EACCES
                            : hermetic_guard_unix_socket(use, real, (size_t)size_of_real,
                                  status.st_dev, status.st_ino);
  if (*error) {
    close(file);
    return -1;
  }
  memset(pinned, 0, sizeof *pinned);
  pinned->sun_family = AF_UNIX;
  memcpy(pinned->sun_path, link, sizeof link);
  return file;
}

/// Remembers what this run binds: its own servers may be connected to.
static void bound(const struct sockaddr *address, socklen_t length) {
  const struct sockaddr_un *name = (const struct sockaddr_un *)address;
  if (length <= offsetof(struct sockaddr_un, sun_path)) return;
  size_t size = length - offsetof(struct sockaddr_un, sun_path);
  if (size > sizeof name->sun_path) size = sizeof name->sun_path;
  if (is_abstract(name, length)) {
    hermetic_guard_unix_socket_bound(name->sun_path, size, 0, 0);
    return;
  }
  char path[sizeof name->sun_path + 1];
  size_t used = strnlen(name->sun_path, size);
  memcpy(path, name->sun_path, used);
  path[used] = 0;
  struct stat status;
  if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode))
    hermetic_guard_unix_socket_bound(path, used, status.st_dev, status.st_ino);
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
/// caller's while it is looked at. Zero, or an errno; the caller closes `*file` when it is set.
static int check_destination(hermetic_use use, const void *address, socklen_t *length,
    struct sockaddr_storage *copy, int *file) {
  *file = -1;
  if (*length > sizeof *copy) *length = sizeof *copy;
  memset(copy, 0, sizeof *copy);
  memcpy(copy, address, *length);
  if (copy->ss_family == AF_UNIX) {
    struct sockaddr_un pinned;
    int error;
    *file = pin((const struct sockaddr *)copy, *length, use, &pinned, &error);
    if (*file >= 0) {
      memcpy(copy, &pinned, sizeof pinned);
      *length = sizeof pinned;
    }
    return error;
  }
  if (copy->ss_family == AF_UNSPEC) {
    // To `connect` this takes an association off, and makes none. Elsewhere the kernel takes it for
    // the socket's own family.
    if (use == hermetic_use_connect) return 0;
    copy->ss_family = AF_INET;
  }
  return hermetic_guard_address(use, copy, *length);
}

static void close_quietly(int file) {
  if (file < 0) return;
  int saved = errno;
  close(file);
  errno = saved;
}

EXPORT int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
  NEXT(connect)
  if (!active() || !address || length < sizeof(sa_family_t)) return next(descriptor, address, length);
  struct sockaddr_storage copy;
  int file;
  int error = check_destination(hermetic_use_connect, address, &length, &copy, &file);
  if (error) {
    errno = error;
    return -1;
  }
  int result = next(descriptor, (const struct sockaddr *)&copy, length);
  close_quietly(file);
  return result;
}

EXPORT int bind(int descriptor, const struct sockaddr *address, socklen_t length) {
  NEXT(bind)
  if (!active() || !address || length < sizeof(sa_family_t)) return next(descriptor, address, length);
  struct sockaddr_storage copy = {0};
  if (length > sizeof copy) length = sizeof copy;
  memcpy(&copy, address, length);
  if (copy.ss_family != AF_UNIX) {
    int type = 0;
    socklen_t type_length = sizeof type;
    getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &type_length);
    int error = hermetic_guard_address(
        type == SOCK_STREAM ? hermetic_use_bind_stream : hermetic_use_bind, &copy, length);
    if (error) {
      errno = error;
      return -1;
    }
  }
  int result = next(descriptor, (const struct sockaddr *)&copy, length);
  if (result == 0 && copy.ss_family == AF_UNIX) {
    int saved = errno;
    // The kernel may have chosen the name (autobind).
    socklen_t named = sizeof copy;
    if (length > sizeof(sa_family_t)) bound((const struct sockaddr *)&copy, length);
    else if (getsockname(descriptor, (struct sockaddr *)&copy, &named) == 0)
      bound((const struct sockaddr *)&copy, named);
    errno = saved;
  }
  return result;
}

EXPORT int listen(int descriptor, int backlog) {
  NEXT(listen)
  if (!active()) return next(descriptor, backlog);
  struct sockaddr_storage address = {0};
  socklen_t length = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &length) == 0 &&
      address.ss_family != AF_UNIX) {
    // Without `bind`, `listen` takes the wildcard address, which is what is there already.
    int error = hermetic_guard_address(hermetic_use_listen, &address, length);
    if (error) {
      errno = error;
      return -1;
    }
  }
  return next(descriptor, backlog);
}

EXPORT ssize_t sendto(int descriptor, const void *bytes, size_t size, int flags,
    const struct sockaddr *address, socklen_t length) {
  NEXT(sendto)
  if (!active() || !address || length < sizeof(sa_family_t))
    return next(descriptor, bytes, size, flags, address, length);
  struct sockaddr_storage copy;
  int file;
  int error = check_destination(hermetic_use_send, address, &length, &copy, &file);
  if (error) {
    errno = error;
    return -1;
  }
  ssize_t result = next(descriptor, bytes, size, flags, (const struct sockaddr *)&copy, length);
  close_quietly(file);
  return result;
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

static ssize_t send_to_name(int descriptor, struct msghdr header, int flags);

EXPORT ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  NEXT(sendmsg)
  if (!active() || !message) return next(descriptor, message, flags);
  struct msghdr header = *message;
  if (!header.msg_control || header.msg_controllen == 0) {
    header.msg_control = NULL;
    header.msg_controllen = 0;
    return send_to_name(descriptor, header, flags);
  }
  _Alignas(struct cmsghdr) char control[4096];
  if (header.msg_controllen > sizeof control) {
    errno = ENOBUFS;
    return -1;
  }
  memcpy(control, header.msg_control, header.msg_controllen);
  header.msg_control = control;
  int error = check_control(&header);
  if (error) {
    errno = error;
    return -1;
  }
  return send_to_name(descriptor, header, flags);
}

/// Sends a message whose header nobody else can write to.
static ssize_t send_to_name(int descriptor, struct msghdr header, int flags) {
  NEXT(sendmsg)
  if (!header.msg_name || header.msg_namelen < sizeof(sa_family_t))
    return next(descriptor, &header, flags);
  struct sockaddr_storage copy;
  int file;
  int error = check_destination(
      hermetic_use_send, header.msg_name, &header.msg_namelen, &copy, &file);
  if (error) {
    errno = error;
    return -1;
  }
  header.msg_name = &copy;
  ssize_t result = next(descriptor, &header, flags);
  close_quietly(file);
  return result;
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
  if (!(_res.options & RES_INIT)) res_init();
  unsigned long options = _res.options;
  if (strchr(name, '.')) _res.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
  return options;
}

EXPORT int getaddrinfo(const char *restrict node, const char *restrict service,
    const struct addrinfo *restrict hints, struct addrinfo **restrict result) {
  NEXT(getaddrinfo)
  uint8_t numeric[16];
  if (!active() || !node || hermetic_parse_address(node, numeric))
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
  hermetic_exit_now(status);
}

EXPORT _Noreturn void _Exit(int status) { _exit(status); }

void hermetic_interpose(void) { hermetic_expect_guard((void *)&connect); }
