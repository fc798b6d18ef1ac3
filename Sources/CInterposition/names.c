#include "interposition.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>

// Looking names up.

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
  if (!strchr(name, '.')) return _res.options;
  // Takes a changed resolv.conf in, which libc no longer does once it has seen other options.
  res_init();
  unsigned long options = _res.options;
  _res.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
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
  if (error) {
    // The broker may have kept an answer back.
    if (hermetic_supervised & HERMETIC_NETWORK_SUPERVISED)
      hermetic_refused_record = hermetic_guard_unanswered(name);
    return error;
  }
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
