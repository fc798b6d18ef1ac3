#include <dirent.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "CHermetic.h"

// The kernel's list of Unix sockets (sock_diag(7)) tells which file each is bound to.

typedef struct unix_socket {
  uint32_t inode;
  bool is_connection; // One that is or will be accepted has its listener's file or name.
  bool has_file;
  uint64_t device, file;
  const char *name; // Abstract, with its null byte first.
  size_t length;
} unix_socket;

/// Calls `visit` with every Unix socket until it returns true; whether it did.
static bool visit_unix_sockets(bool (*visit)(const unix_socket *, void *), void *context) {
  // Not by libc's name, under which a guard would ask about this too.
  int descriptor =
      (int)syscall(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (descriptor < 0) return false;
  struct {
    struct nlmsghdr header;
    struct unix_diag_req request;
  } question = {
      .header = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY,
          .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .request = {.sdiag_family = AF_UNIX, .udiag_states = ~0u,
          .udiag_show = UDIAG_SHOW_VFS | UDIAG_SHOW_NAME},
  };
  bool found = false;
  _Alignas(struct nlmsghdr) char buffer[16384];
  if (send(descriptor, &question, sizeof question, 0) != (ssize_t)sizeof question) goto done;
  while (!found) {
    ssize_t size = recv(descriptor, buffer, sizeof buffer, 0);
    if (size <= 0) goto done;
    for (struct nlmsghdr *message = (struct nlmsghdr *)buffer; !found && NLMSG_OK(message, size);
         message = NLMSG_NEXT(message, size)) {
      if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY) goto done; // The end, or an error.
      struct unix_diag_msg *answer = NLMSG_DATA(message);
      unix_socket socket = {.inode = answer->udiag_ino,
          .is_connection =
              answer->udiag_state == TCP_ESTABLISHED && answer->udiag_type != SOCK_DGRAM};
      int rest = (int)NLMSG_PAYLOAD(message, sizeof *answer);
      for (struct nlattr *attribute = (struct nlattr *)(answer + 1);
           rest >= (int)sizeof *attribute && attribute->nla_len >= sizeof *attribute;
           rest -= NLA_ALIGN(attribute->nla_len),
          attribute = (struct nlattr *)((char *)attribute + NLA_ALIGN(attribute->nla_len))) {
        if (attribute->nla_type == UNIX_DIAG_VFS) {
          struct unix_diag_vfs *file = (struct unix_diag_vfs *)(attribute + 1);
          socket.has_file = true;
          socket.file = file->udiag_vfs_ino;
          // The kernel's own encoding of a device: twenty bits of minor number.
          socket.device = makedev(file->udiag_vfs_dev >> 20, file->udiag_vfs_dev & 0xfffff);
        } else if (attribute->nla_type == UNIX_DIAG_NAME) {
          socket.name = (const char *)(attribute + 1);
          socket.length = attribute->nla_len - sizeof *attribute;
        }
      }
      found = visit(&socket, context);
    }
  }
done:
  close(descriptor);
  return found;
}

/// Whether others may connect to the socket by the file or the name.
static bool is_at(const unix_socket *socket, const unix_socket *wanted) {
  if (socket->is_connection) return false;
  if (!wanted->file)
    return socket->name && socket->length == wanted->length &&
           memcmp(socket->name, wanted->name, wanted->length) == 0;
  // The kernel gives 32 bits of a file's inode.
  return socket->has_file && socket->device == wanted->device &&
         (uint32_t)socket->file == (uint32_t)wanted->file;
}

static bool find_place(const unix_socket *socket, void *context) {
  unix_socket *wanted = context;
  if (!is_at(socket, wanted)) return false;
  wanted->inode = socket->inode;
  return true;
}

static bool find_inode(const unix_socket *socket, void *context) {
  unix_socket *wanted = context;
  if (socket->inode != wanted->inode || !socket->has_file) return false;
  *wanted = *socket;
  return true;
}

bool hermetic_file_of_unix_socket(int descriptor, uint64_t *device, uint64_t *inode) {
  uint64_t of_sockets, number;
  if (!hermetic_file_identity(descriptor, &of_sockets, &number)) return false;
  unix_socket wanted = {.inode = (uint32_t)number};
  if (!visit_unix_sockets(find_inode, &wanted)) return false;
  *device = wanted.device;
  *inode = wanted.file;
  return true;
}

uint64_t hermetic_unix_socket_named(const char *name, size_t length) {
  unix_socket wanted = {.name = name, .length = length};
  return visit_unix_sockets(find_place, &wanted) ? wanted.inode : 0;
}

static int parent_of(int process) {
  char path[32], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t size = read(file, text, sizeof text - 1);
  close(file);
  if (size <= 0) return 0;
  text[size] = 0;
  // The name, in parentheses, may hold anything.
  char *end = strrchr(text, ')');
  int parent = 0;
  return end && sscanf(end + 1, " %*c %d", &parent) == 1 ? parent : 0;
}

static bool descends_from(int process, int ancestor) {
  for (int depth = 0; process > 1 && depth < 64; depth++) {
    if (process == ancestor) return true;
    process = parent_of(process);
  }
  return false;
}

static bool has_open(int process, uint32_t socket) {
  char path[64], expected[32], link[64];
  snprintf(path, sizeof path, "/proc/%d/fd", process);
  int length = snprintf(expected, sizeof expected, "socket:[%u]", socket);
  DIR *directory = opendir(path);
  if (!directory) return false;
  bool found = false;
  for (struct dirent *entry; !found && (entry = readdir(directory));) {
    ssize_t size = readlinkat(dirfd(directory), entry->d_name, link, sizeof link);
    found = size == length && memcmp(link, expected, (size_t)length) == 0;
  }
  closedir(directory);
  return found;
}

static bool is_open_within(uint32_t socket, int ancestor) {
  DIR *processes = opendir("/proc");
  if (!processes) return false;
  bool found = false;
  for (struct dirent *entry; !found && (entry = readdir(processes));) {
    int process = atoi(entry->d_name);
    found = process > 0 && descends_from(process, ancestor) && has_open(process, socket);
  }
  closedir(processes);
  return found;
}

typedef struct run_question {
  unix_socket wanted;
  int ancestor;
  bool is_there;
} run_question;

static bool is_somebody_elses(const unix_socket *socket, void *context) {
  run_question *question = context;
  if (!is_at(socket, &question->wanted)) return false;
  question->is_there = true;
  return !is_open_within(socket->inode, question->ancestor);
}

bool hermetic_unix_socket_belongs_to(
    uint64_t device, uint64_t inode, const char *name, size_t length, int ancestor) {
  run_question question = {
      .wanted = {.device = device, .file = inode, .name = name, .length = length},
      .ancestor = ancestor,
  };
  // Two may be there, whose files' inodes have the same 32 bits.
  return !visit_unix_sockets(is_somebody_elses, &question) && question.is_there;
}
