// Ways to reach somebody.
#include "attacker.h"

#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/time.h>
#include <sys/uio.h>

// WAY ADDRESS DATA
int connects(char **word) {
  struct address to = parse(word[1]);
  int kind = SOCK_STREAM, protocol = IS("mptcp") ? 262 : 0, one = 1, result;
  if (IS("io-uring-socket")) {
    struct io_uring_sqe request = {.opcode = IORING_OP_SOCKET, .fd = to.family, .off = kind};
    int file = ring(&request);
    return file < 0 || connect(file, &to.plain, to.size) ? -1 : finish(file, word[2]);
  }
  int file = socket(to.family, kind, protocol);
  if (file < 0) return -1;
  if (IS("option")) setsockopt(file, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &one, sizeof one);
  if (IS("io-uring")) {
    struct io_uring_sqe request = {.opcode = IORING_OP_CONNECT, .fd = file, .addr = (uintptr_t)&to.plain, .off = to.size};
    result = ring(&request);
  } else if (IS("int80")) {
    struct address *there = low(&to, sizeof to);
    unsigned arguments[3] = {file, (uintptr_t)there, to.size};
    result = old(102, 3, (uintptr_t)low(arguments, sizeof arguments), 0);
  } else if (IS("int80-connect")) {
    result = old(362, file, (uintptr_t)low(&to, sizeof to), to.size);
  } else if (IS("raw")) {
    result = syscall(SYS_connect, file | HIGH, &to.plain, to.size | HIGH);
  } else {
    result = connect(file, &to.plain, to.size);
  }
  return result < 0 ? -1 : finish(file, word[2]);
}

// ALLOWED FORBIDDEN DATA: lets go of the first peer, which sets the socket free for another.
int reconnects(char **word) {
  struct address first = parse(word[0]), second = parse(word[1]);
  struct sockaddr none = {.sa_family = AF_UNSPEC};
  int file = socket(first.family, SOCK_STREAM, 0);
  if (connect(file, &first.plain, first.size)) return -1;
  if (connect(file, &none, sizeof none)) perror("AF_UNSPEC");
  return connect(file, &second.plain, second.size) ? -1 : finish(file, word[2]);
}

// WAY ADDRESS DATA
int sends(char **word) {
  struct address to = parse(word[1]);
  bool opening = strncmp(word[0], "fastopen", 8) == 0;
  int file = socket(strcmp(word[0], "from-ipv6") ? to.family : AF_INET6, opening ? SOCK_STREAM : SOCK_DGRAM, IS("lite") ? IPPROTO_UDPLITE : 0);
  struct iovec part = {word[2], strlen(word[2])};
  struct mmsghdr message = {.msg_hdr = {.msg_name = &to.plain, .msg_namelen = to.size, .msg_iov = &part, .msg_iovlen = 1}};
  int flags = opening ? MSG_FASTOPEN : 0;
  if (file < 0) return -1;
  if (IS("connect")) return connect(file, &to.plain, to.size) ? -1 : finish(file, word[2]);
  if (IS("io-uring")) {
    struct io_uring_sqe request = {.opcode = IORING_OP_SENDMSG, .fd = file, .addr = (uintptr_t)&message.msg_hdr, .len = 1};
    return ring(&request) < 0 ? -1 : 0;
  }
  if (IS("fastopen-high"))
    return syscall(SYS_sendto, file, part.iov_base, part.iov_len, flags | HIGH, &to.plain, (long)to.size) < 0 ? -1 : 0;
  if (strstr(word[0], "sendmmsg")) return sendmmsg(file, &message, 1, flags) < 0 ? -1 : 0;
  if (strstr(word[0], "sendmsg")) return sendmsg(file, &message.msg_hdr, flags) < 0 ? -1 : 0;
  return sendto(file, part.iov_base, part.iov_len, flags, &to.plain, to.size) < 0 ? -1 : 0;
}

// ALLOWED FORBIDDEN DATA: two messages in one call.
int sends_many(char **word) {
  struct address to[2] = {parse(word[0]), parse(word[1])};
  struct iovec part = {word[2], strlen(word[2])};
  struct mmsghdr messages[2] = {0};
  for (int each = 0; each < 2; each++)
    messages[each].msg_hdr = (struct msghdr){.msg_name = &to[each].plain, .msg_namelen = to[each].size, .msg_iov = &part, .msg_iovlen = 1};
  int count = sendmmsg(socket(to[0].family, SOCK_DGRAM, 0), messages, 2, 0);
  return count < 0 ? -1 : count == 2 ? 0 : (errno = EACCES, -1);
}

// WAY ADDRESS: the source route of an option decides where it goes, not the address beside it.
int sends_routed(char **word) {
  struct address by = parse(word[1]);
  struct address near = parse("127.0.0.1:9999");
  int file = socket(AF_INET, SOCK_DGRAM, 0);
  unsigned char route[8] = {0x83, 7, 4};
  memcpy(route + 3, &by.in.sin_addr, 4);
  struct iovec part = {"data", 4};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof route)];
  } control = {.header = {.cmsg_level = IPPROTO_IP, .cmsg_type = IP_RETOPTS, .cmsg_len = CMSG_LEN(sizeof route)}};
  struct msghdr message = {.msg_name = &near.plain, .msg_namelen = near.size, .msg_iov = &part, .msg_iovlen = 1};
  if (IS("message")) {
    memcpy(CMSG_DATA(&control.header), route, sizeof route);
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
  } else if (setsockopt(file, IPPROTO_IP, IP_OPTIONS, route, sizeof route)) {
    return -1;
  }
  return sendmsg(file, &message, 0) < 0 ? -1 : 0;
}

// ADDRESS|none HOST ANSWER: asks the world to call at HOST, and answers.
int serves(char **word) {
  int on = strcmp(word[0], "none") != 0;
  struct address at = on ? parse(word[0]) : (struct address){.family = AF_INET};
  int file = socket(at.family, SOCK_STREAM, 0);
  if (file < 0 || (on && bind(file, &at.plain, at.size)) || listen(file, 4)) return -1;
  struct address bound = {.size = sizeof bound.in6};
  getsockname(file, &bound.plain, &bound.size);
  char line[99];
  snprintf(line, sizeof line, "tcp %s %d\n", word[1], ntohs(bound.in.sin_port));
  if (finish(open(getenv("WORLD_ASK"), O_WRONLY | O_CREAT | O_APPEND, 0644), line)) return -1;
  struct pollfd wait = {file, POLLIN, 0};
  if (poll(&wait, 1, 5000) != 1) return errno = ETIMEDOUT, -1;
  int caller = accept(file, NULL, NULL);
  char request[99];
  if (caller < 0 || read(caller, request, sizeof request) < 0) return -1;
  return finish(caller, word[2]);
}

// WAY NAME SERVER: a question of one's own to a name server.
int asks(char **word) {
  unsigned char packet[600] = {0, 0, 0x12, 0x34, 1, 0, 0, 1}, *end = packet + 14;
  for (char *label = strtok(word[1], "."); label; label = strtok(NULL, ".")) {
    *end++ = strlen(label);
    end = mempcpy(end, label, strlen(label));
  }
  end = mempcpy(end, "\0\0\1\0\1", 5);
  packet[1] = end - packet - 2;
  struct address to = parse(word[2]);
  int file = socket(to.family, IS("tcp") ? SOCK_STREAM : SOCK_DGRAM, 0);
  struct timeval limit = {.tv_sec = 1};
  setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  unsigned char *start = packet + (IS("tcp") ? 0 : 2);
  if (!IS("sendto") && connect(file, &to.plain, to.size)) return -1;
  if (sendto(file, start, end - start, 0, IS("sendto") ? &to.plain : NULL, IS("sendto") ? to.size : 0) < 0) return -1;
  return recv(file, packet, sizeof packet, 0) < 0 ? -1 : 0;
}

// NAME PORT: asks a server by name for a page, with libc's resolver.
int fetches(char **word) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  int problem = getaddrinfo(word[0], word[1], &hints, &found);
  if (problem) return fprintf(stderr, "%s: %s\n", word[0], gai_strerror(problem)), errno = EACCES, -1;
  int file = -1;
  for (struct addrinfo *each = found; each && file < 0; each = each->ai_next) {
    file = socket(each->ai_family, SOCK_STREAM, 0);
    if (connect(file, each->ai_addr, each->ai_addrlen)) close(file), file = -1;
  }
  if (file < 0 || say(file, "GET / HTTP/1.0\r\n\r\n")) return -1;
  char page[4096];
  size_t size = 0;
  ssize_t part;
  while ((part = read(file, page + size, sizeof page - 1 - size)) > 0) size += part;
  page[size] = 0;
  char *body = strstr(page, "\r\n\r\n");
  return say(1, body ? body + 4 : "no answer\n");
}

// Opens a socket of every kind that a policy for the internet and for pipes says nothing about.
int families(char **word) {
  int opened = 0;
  (void)word;
  for (int family = 0; family < 46; family++)
    for (int kind = 1; kind <= 5; kind++)
      for (int high = 0; high < 2; high++) {
        bool usual = family == AF_UNIX || family == AF_NETLINK || ((family == AF_INET || family == AF_INET6) && kind < 3);
        if (!usual && syscall(SYS_socket, family | (high ? HIGH : 0), (long)kind, 0L) >= 0) opened++;
      }
  return say(1, opened ? "opened\n" : "none\n");
}

// WAY ADDRESS: a packet made by hand.
int packets(char **word) {
  struct address to = parse(word[1]);
  struct {
    uint8_t version, service;
    uint16_t size, number, offset;
    uint8_t life, protocol;
    uint16_t sum;
    uint32_t from, to;
    uint16_t source, port, length, none;
    char data[4];
  } packet = {0x45, 0, htons(32), 0, 0, 64, IPPROTO_UDP, 0, htonl(0x5DB8D822), to.in.sin_addr.s_addr, htons(4000), to.in.sin_port, htons(12), 0, "data"};
  uint32_t sum = 0;
  for (int each = 0; each < 10; each++) sum += ((uint16_t *)&packet)[each];
  packet.sum = ~((sum & 0xFFFF) + (sum >> 16));
  if (IS("raw")) {
    int file = socket(AF_INET, SOCK_RAW, 253);
    return sendto(file, "data", 4, 0, &to.plain, to.size) < 0 ? -1 : 0;
  }
  int file = syscall(SYS_socket, AF_PACKET | (IS("high") ? HIGH : 0), (long)SOCK_DGRAM, 0L);
  struct sockaddr lo = {.sa_family = AF_PACKET, .sa_data = {8, 0, 1}};
  char link[20] = {0};
  memcpy(link, &lo, 16);
  return sendto(file, &packet, sizeof packet, 0, (struct sockaddr *)link, sizeof link) < 0 ? -1 : 0;
}
