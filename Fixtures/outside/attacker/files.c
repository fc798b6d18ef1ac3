// Ways to read, write and change files.
#include "attacker.h"

#include <linux/fs.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

static int writes_to(int file, const char *data) { return file < 0 ? -1 : finish(file, data); }

// WAY PATH DATA
int writes(char **word) {
  int flags = O_WRONLY | O_CREAT | O_TRUNC;
  if (IS("creat")) return writes_to(creat(word[1], 0644), word[2]);
  if (IS("openat2")) {
    struct open_how how = {.flags = flags, .mode = 0644};
    return writes_to(syscall(SYS_openat2, AT_FDCWD, word[1], &how, sizeof how), word[2]);
  }
  if (IS("io-uring")) {
    struct io_uring_sqe request = {.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (uintptr_t)word[1], .len = 0644, .open_flags = flags};
    return writes_to(ring(&request), word[2]);
  }
  if (IS("int80")) return writes_to(old(5, (uintptr_t)low(word[1], strlen(word[1]) + 1), flags, 0644), word[2]);
  if (IS("append")) return writes_to(open(word[1], O_WRONLY | O_APPEND), word[2]);
  if (IS("nameless")) {  // a file without a name, which gets one afterwards
    int file = open(".", O_TMPFILE | O_WRONLY, 0644);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return say(file, word[2]) || linkat(AT_FDCWD, path, AT_FDCWD, word[1], AT_SYMLINK_FOLLOW) ? -1 : 0;
  }
  if (IS("reopened")) {  // the descriptor may only read, its name in /proc may write
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", open(word[1], O_RDONLY));
    return writes_to(open(path, O_WRONLY | O_TRUNC), word[2]);
  }
  if (IS("around")) {  // the same file by the kernel's name for the root folder
    char path[4096], folder[4000];
    snprintf(path, sizeof path, "/proc/%d/root%s/%s", getpid(), getcwd(folder, sizeof folder), word[1]);
    return writes_to(open(path, flags, 0644), word[2]);
  }
  if (IS("handle")) {  // by number, past every folder on the way
    union {
      struct file_handle handle;
      char bytes[256];
    } by = {.handle = {.handle_bytes = 128}};
    int mount;
    if (name_to_handle_at(AT_FDCWD, word[1], &by.handle, &mount, 0)) return -1;
    int root = open(".", O_RDONLY | O_DIRECTORY);
    return writes_to(open_by_handle_at(root, &by.handle, O_WRONLY | O_TRUNC), word[2]);
  }
  return writes_to(open(word[1], flags, 0644), word[2]);
}

// WAY PATH [OTHER]
int changes(char **word) {
  struct timespec times[2] = {{1, 0}, {1, 0}};
  int flags = 0;
  if (IS("truncate")) return truncate(word[1], 0);
  if (IS("unlink")) return unlink(word[1]);
  if (IS("rmdir")) return rmdir(word[1]);
  if (IS("mkdir")) return mkdir(word[1], 0755);
  if (IS("mkfifo")) return mknod(word[1], S_IFIFO | 0644, 0);
  if (IS("socket")) {
    struct address at = parse(word[1]);
    return bind(socket(AF_UNIX, SOCK_STREAM, 0), &at.plain, at.size);
  }
  if (IS("chmod")) return chmod(word[1], 0600);
  if (IS("fchmod")) return fchmod(open(word[1], O_RDONLY), 0600);
  if (IS("fchmodat2")) return syscall(452, AT_FDCWD, word[1], 0600, 0);
  if (IS("chown")) return chown(word[1], 1, 1);
  if (IS("fchown")) return fchown(open(word[1], O_RDONLY), 1, 1);
  if (IS("utime")) return utimensat(AT_FDCWD, word[1], times, 0);
  if (IS("futime")) return futimens(open(word[1], O_RDONLY), times);
  if (IS("setxattr")) return setxattr(word[1], "user.mark", "data", 4, 0);
  if (IS("fsetxattr")) return fsetxattr(open(word[1], O_RDONLY), "user.mark", "data", 4, 0);
  if (IS("removexattr")) return removexattr(word[1], "user.mark");
  if (IS("flags")) {  // as chattr(1) does, with a descriptor that may only read
    int file = open(word[1], O_RDONLY);
    if (ioctl(file, FS_IOC_GETFLAGS, &flags)) return -1;
    flags |= FS_NODUMP_FL;
    return ioctl(file, FS_IOC_SETFLAGS, &flags) ? -1 : say(1, "changed\n");
  }
  if (IS("link")) return link(word[1], word[2]);
  if (IS("symlink")) return symlink(word[1], word[2]);
  if (IS("rename")) return rename(word[1], word[2]);
  if (IS("exchange")) return syscall(SYS_renameat2, AT_FDCWD, word[1], AT_FDCWD, word[2], RENAME_EXCHANGE);
  return unknown();
}

static int shows(int file) {
  char content[4096];
  ssize_t size = file < 0 ? -1 : read(file, content, sizeof content);
  return size < 0 ? -1 : write(1, content, size) < 0 ? -1 : 0;
}

// WAY PATH
int reads(char **word) {
  if (IS("openat2")) {
    struct open_how how = {.flags = O_RDONLY};
    return shows(syscall(SYS_openat2, AT_FDCWD, word[1], &how, sizeof how));
  }
  if (IS("io-uring")) {
    struct io_uring_sqe request = {.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (uintptr_t)word[1]};
    return shows(ring(&request));
  }
  if (IS("int80")) return shows(old(5, (uintptr_t)low(word[1], strlen(word[1]) + 1), O_RDONLY, 0));
  if (IS("path")) {  // a descriptor that names the file, opened again
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", open(word[1], O_PATH));
    return shows(open(path, O_RDONLY));
  }
  if (IS("handle")) {
    union {
      struct file_handle handle;
      char bytes[256];
    } by = {.handle = {.handle_bytes = 128}};
    int mount;
    if (name_to_handle_at(AT_FDCWD, word[1], &by.handle, &mount, 0)) return -1;
    return shows(open_by_handle_at(open(".", O_RDONLY | O_DIRECTORY), &by.handle, O_RDONLY));
  }
  if (IS("link")) return link(word[1], "linked") ? -1 : shows(open("linked", O_RDONLY));
  if (IS("moved")) return rename(word[1], "moved") ? -1 : shows(open("moved", O_RDONLY));
  if (IS("mount")) {  // what is mounted elsewhere has another path
    mkdir("mounted", 0755);
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount(word[1], "mounted", NULL, MS_BIND, NULL)) return -1;
    return shows(open("mounted/secret", O_RDONLY));
  }
  return shows(open(word[1], O_RDONLY));
}
