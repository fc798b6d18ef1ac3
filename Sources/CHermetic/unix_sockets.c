#include <dirent.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "CHermetic.h"

// The kernel's list of Unix sockets (sock_diag(7)) tells which file each is bound to.

/// The inode of the socket that is bound to a file, or zero.
static uint32_t socket_of_file(uint64_t device, uint64_t inode) {
  // Not by libc's name, under which a guard would ask about this too.
  int descriptor =
      (int)syscall(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (descriptor < 0) return 0;
  struct {
    struct nlmsghdr header;
    struct unix_diag_req request;
  } question = {
      .header = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY,
          .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .request = {.sdiag_family = AF_UNIX, .udiag_states = ~0u, .udiag_show = UDIAG_SHOW_VFS},
  };
  uint32_t found = 0;
  _Alignas(struct nlmsghdr) char buffer[16384];
  if (send(descriptor, &question, sizeof question, 0) != (ssize_t)sizeof question) goto done;
  for (;;) {
    ssize_t size = recv(descriptor, buffer, sizeof buffer, 0);
    if (size <= 0) goto done;
    for (struct nlmsghdr *message = (struct nlmsghdr *)buffer; NLMSG_OK(message, size);
         message = NLMSG_NEXT(message, size)) {
      if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY) goto done; // The end, or an error.
      struct unix_diag_msg *socket = NLMSG_DATA(message);
      int rest = (int)NLMSG_PAYLOAD(message, sizeof *socket);
      for (struct nlattr *attribute = (struct nlattr *)(socket + 1);
           rest >= (int)sizeof *attribute && attribute->nla_len >= sizeof *attribute;
           rest -= NLA_ALIGN(attribute->nla_len),
          attribute = (struct nlattr *)((char *)attribute + NLA_ALIGN(attribute->nla_len))) {
        if (attribute->nla_type != UNIX_DIAG_VFS) continue;
        struct unix_diag_vfs *file = (struct unix_diag_vfs *)(attribute + 1);
        // The kernel's own encoding of a device: twenty bits of minor number.
        if (file->udiag_vfs_ino == (uint32_t)inode &&
            file->udiag_vfs_dev >> 20 == major(device) &&
            (file->udiag_vfs_dev & 0xfffff) == minor(device))
          found = socket->udiag_ino;
      }
    }
  }
done:
  close(descriptor);
  return found;
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

bool hermetic_unix_socket_belongs_to(uint64_t device, uint64_t inode, int ancestor) {
  uint32_t socket = socket_of_file(device, inode);
  if (!socket) return false;
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
