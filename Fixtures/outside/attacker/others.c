// What can be done to other processes.
#include "attacker.h"

#include <linux/io_uring.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

static long address_of_stack(int pid) {
  char path[64], line[512];
  long start = 0, end = 0;
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  while (fgets(line, sizeof line, file))
    if (strstr(line, "[stack]")) sscanf(line, "%lx-%lx", &start, &end);
  fclose(file);
  return end;
}

static char copied[16384];

static int shows_secret(ssize_t size) {
  char *found = size < 0 ? NULL : memmem(copied, size, "SECRET=", 7);
  return size < 0 ? -1 : found ? (puts(found + 7), fflush(stdout), 0) : (errno = ENOENT, -1);
}

// WAY PID: the secret in the environment of another process.
int spies(char **word) {
  int pid = atoi(word[1]);
  char path[64];
  if (IS("environ")) {
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    return shows_secret(read(open(path, O_RDONLY), copied, sizeof copied));
  }
  if (IS("task")) {
    snprintf(path, sizeof path, "/proc/%d/task/%d/environ", pid, pid);
    return shows_secret(read(open(path, O_RDONLY), copied, sizeof copied));
  }
  long top = address_of_stack(pid), from = top - 8192;
  if (top < 0) return -1;
  if (IS("vm")) {
    struct iovec here = {copied, 8192}, there = {(void *)from, 8192};
    return shows_secret(process_vm_readv(pid, &here, 1, &there, 1, 0));
  }
  if (IS("mem")) {
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    return shows_secret(pread(open(path, O_RDONLY), copied, 8192, from));
  }
  if (IS("ptrace") || IS("seize")) {
    if (ptrace(IS("seize") ? PTRACE_SEIZE : PTRACE_ATTACH, pid, NULL, NULL)) return -1;
    if (IS("seize")) ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
    waitpid(pid, NULL, __WALL);
    for (int at = 0; at < 8192; at += 8) *(long *)(copied + at) = ptrace(PTRACE_PEEKDATA, pid, from + at, NULL);
    ptrace(PTRACE_DETACH, pid, NULL, NULL);
    return shows_secret(8192);
  }
  return unknown();
}

// WAY PID: what tells about another process, or changes it. Prints `done`.
int meddles(char **word) {
  int pid = atoi(word[1]), result = -1;
  if (IS("pidfd_getfd")) result = syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, pid, 0), 0, 0);
  if (IS("kcmp")) result = syscall(SYS_kcmp, getpid(), pid, KCMP_VM, 0, 0);
  if (IS("limit")) result = prlimit(pid, RLIMIT_CORE, &(struct rlimit){0, 0}, NULL);
  if (IS("priority")) result = setpriority(PRIO_PROCESS, pid, 5);
  if (IS("affinity")) result = sched_setaffinity(pid, sizeof(cpu_set_t), &(cpu_set_t){.__bits = {1}});
  if (IS("descriptor")) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd/0", pid);
    result = open(path, O_RDONLY);
  }
  if (IS("score")) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", pid);
    int file = open(path, O_WRONLY);
    result = file < 0 ? -1 : say(file, "500");
  }
  return result < 0 ? -1 : say(1, "done\n");
}

// WAY PID: ends another process.
int kills(char **word) {
  int pid = atoi(word[1]), pipes[2];
  if (IS("kill")) return kill(pid, SIGTERM);
  if (IS("tgkill")) return syscall(SYS_tgkill, pid, pid, SIGTERM);
  if (IS("sigqueue")) return sigqueue(pid, SIGTERM, (union sigval){0});
  if (IS("pidfd")) return syscall(SYS_pidfd_send_signal, syscall(SYS_pidfd_open, pid, 0), SIGTERM, NULL, 0);
  if (IS("owner")) {  // the kernel signals the owner of a pipe when something comes
    if (pipe(pipes) || fcntl(pipes[0], F_SETOWN, pid) || fcntl(pipes[0], F_SETSIG, SIGTERM) || fcntl(pipes[0], F_SETFL, O_ASYNC)) return -1;
    return say(pipes[1], "x");
  }
  return unknown();
}

// WAY PID ADDRESS TEXT: writes into a process's memory.
int pokes(char **word) {
  int pid = atoi(word[1]);
  unsigned long at = strtoul(word[2], NULL, 0);
  size_t size = strlen(word[3]);
  char path[64];
  if (IS("vm")) {
    struct iovec here = {word[3], size}, there = {(void *)at, size};
    return process_vm_writev(pid, &here, 1, &there, 1, 0) < 0 ? -1 : 0;
  }
  if (IS("ptrace")) {
    if (ptrace(PTRACE_ATTACH, pid, NULL, NULL)) return -1;
    waitpid(pid, NULL, __WALL);
    long value = 0;
    memcpy(&value, word[3], size < 8 ? size : 8);
    long result = ptrace(PTRACE_POKEDATA, pid, at, value);
    ptrace(PTRACE_DETACH, pid, NULL, NULL);
    return result ? -1 : 0;
  }
  if (IS("task")) snprintf(path, sizeof path, "/proc/%d/task/%d/mem", pid, pid);
  else if (IS("thread")) strcpy(path, "/proc/thread-self/mem");
  else if (IS("self")) strcpy(path, "/proc/self/mem");
  else snprintf(path, sizeof path, "/proc/%d/mem", pid);
  int file = IS("io-uring") ? ring(&(struct io_uring_sqe){.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (uintptr_t)path, .open_flags = O_RDWR})
             : IS("int80")  ? old(5, (uintptr_t)low(path, strlen(path) + 1), O_RDWR, 0)
                            : syscall(SYS_open, path, O_RDWR, 0);
  return file < 0 || pwrite(file, word[3], size, at) < 0 ? -1 : 0;
}
