// Ways to start a process.
#include "attacker.h"

#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>

static void speak(void) {
  if (write(1, "data\n", 5)) {}
}

static int spoken(long child) {
  if (child == 0) speak(), _exit(0);
  return child < 0 || waitpid(child, NULL, __WALL) < 0 ? -1 : 0;
}

static int speaks(void *none) {
  (void)none;
  speak();
  return 0;
}

// WAY: a child that speaks.
int forks(char **word) {
  static char stack[65536] __attribute__((aligned(16)));
  if (IS("fork")) return spoken(syscall(SYS_fork));
  if (IS("int80")) return spoken(old(2, 0, 0, 0));
  if (IS("clone")) return spoken(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  if (IS("clone-high")) return spoken(syscall(SYS_clone, SIGCHLD | HIGH, 0, 0, 0, 0));
  if (IS("clone-memory")) {  // shares its memory as a thread does, and is none
    int child = clone(speaks, stack + sizeof stack, CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_SIGHAND | SIGCHLD, NULL);
    return child < 0 || waitpid(child, NULL, 0) < 0 ? -1 : 0;
  }
  if (IS("clone3")) {
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    return spoken(syscall(SYS_clone3, &arguments, sizeof arguments));
  }
  if (IS("vfork")) {
    pid_t child = vfork();
    if (child == 0) speak(), _exit(0);
    return child < 0 ? -1 : (waitpid(child, NULL, 0), 0);
  }
  return unknown();
}

static int in_memory(const char *path) {
  int from = open(path, O_RDONLY), file = memfd_create("program", 0);
  char bytes[65536];
  for (ssize_t size; (size = read(from, bytes, sizeof bytes)) > 0;)
    if (write(file, bytes, size) != size) return -1;
  return file;
}

// WAY PATH [ARGUMENT ...]
int executes(char **word) {
  char **words = word + 1, path[64];
  if (IS("execveat")) return syscall(SYS_execveat, open(word[1], O_PATH), "", words, environ, AT_EMPTY_PATH);
  if (IS("memory")) return syscall(SYS_execveat, in_memory(word[1]), "", words, environ, AT_EMPTY_PATH);
  if (IS("memory-path")) {
    snprintf(path, sizeof path, "/proc/self/fd/%d", in_memory(word[1]));
    return execve(path, words, environ);
  }
  if (IS("copy")) {
    int from = in_memory(word[1]), to = open("copied", O_WRONLY | O_CREAT, 0755);
    char bytes[65536];
    lseek(from, 0, SEEK_SET);
    for (ssize_t size; (size = read(from, bytes, sizeof bytes)) > 0;)
      if (write(to, bytes, size) != size) return -1;
    close(to);
    return execve("copied", words, environ);
  }
  if (IS("spawn")) {
    pid_t child;
    int problem = posix_spawn(&child, word[1], NULL, NULL, words, environ);
    return problem ? (errno = problem, -1) : (waitpid(child, NULL, 0), 0);
  }
  if (IS("int80")) {
    unsigned list[8] = {0};
    for (int each = 0; words[each] && each < 7; each++) list[each] = (uintptr_t)low(words[each], strlen(words[each]) + 1);
    return old(11, list[0], (uintptr_t)low(list, sizeof list), 0);
  }
  return execve(word[1], words, environ);
}
