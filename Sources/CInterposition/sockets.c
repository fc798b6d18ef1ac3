#include "interposition.h"

#include "CInterposition.h"

// Connecting, binding, listening and sending.

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

/// Whether an address may be connected or sent to. It is copied: another thread may write to the
/// caller's while it is looked at. Zero, or an errno.
static int check_destination(hermetic_use use, const void *address, socklen_t length, task *task) {
  memset(task, 0, sizeof *task);
  task->length = length > sizeof task->address ? sizeof task->address : length;
  memcpy(&task->address, address, task->length);
  if (task->address.ss_family == AF_UNIX)
    return hermetic_check_unix_socket(use, &task->address, task->length, &task->file);
  if (task->address.ss_family == AF_UNSPEC) {
    // To `connect` this takes an association off, and makes none. Elsewhere the kernel takes it for
    // the socket's own family.
    if (use == hermetic_use_connect) return 0;
    task->address.ss_family = AF_INET;
  }
  return hermetic_guard_address(use, &task->address, task->length);
}

EXPORT int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
  NEXT(connect)
  if (!active() || !address || length < sizeof(sa_family_t)) return next(descriptor, address, length);
  task task;
  int error = check_destination(hermetic_use_connect, address, length, &task);
  if (error) return failure(error);
  if (!task.file.st_ino)
    return next(descriptor, (const struct sockaddr *)&task.address, task.length);
  task.work = hermetic_reach_unix_socket;
  task.descriptor = descriptor;
  return failure(hermetic_run_privately(&task));
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
    // The program will ask for the name that it gave: what is bound is that, not a place that is held.
    int refusal = hermetic_check_binding(&task.address, task.length);
    if (refusal) return failure(refusal);
    int result = next(descriptor, (const struct sockaddr *)&task.address, task.length);
    int saved = errno;
    if (result == 0) hermetic_remember_bound(descriptor, &task.address, task.length);
    errno = saved;
    return result;
  }
  bool is_stream = type_of(descriptor) == SOCK_STREAM;
  int error = hermetic_guard_address(
      is_stream ? hermetic_use_bind_stream : hermetic_use_bind, &task.address, task.length);
  if (error) return failure(error);
  // A stream socket may have any address while it hears nothing; it must be one.
  if (is_stream && ((struct sockaddr_in *)&task.address)->sin_port == 0)
    return failure(hermetic_run_privately(&task));
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
  return failure(hermetic_run_privately(&task));
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
  task.work = hermetic_reach_unix_socket;
  task.descriptor = descriptor;
  task.flags = flags;
  task.message = header;
  error = hermetic_run_privately(&task);
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

void hermetic_interpose(void) {
  hermetic_note_standard_files();
  hermetic_prepare_files = hermetic_reserve_descriptors;
  hermetic_expect_guard((void *)&connect);
}
