// Races: a second thread changes what a pointer leads to while the system call is decided on. Stops where one is won.
#include "attacker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>

static _Atomic uint64_t flipped;
static _Atomic bool over;
static uint64_t sides[2];

static void *flip(void *none) {
  for (unsigned turn = 0; !atomic_load_explicit(&over, memory_order_relaxed); turn++)
    atomic_store_explicit(&flipped, sides[turn & 1], memory_order_relaxed);
  return none;
}

static void *answer(void *file) {
  for (int caller; (caller = accept((int)(intptr_t)file, NULL, NULL)) >= 0;) close(caller);
  return NULL;
}

static int race(bool (*one)(char **), char **word, int count) {
  pthread_t flipping;
  int won = 0;
  atomic_store(&over, false);
  if (pthread_create(&flipping, NULL, flip, NULL)) return -1;
  for (int turn = 0; turn < count && !won; turn++) won = one(word);
  atomic_store(&over, true);
  pthread_join(flipping, NULL);
  return say(1, won ? "won\n" : "lost\n");
}

// These make their system calls themselves: it is the kernel's layer that they race with.
static bool connects_once(char **word) {
  struct address peer = {.size = sizeof peer.in};
  struct linger at_once = {1, 0};
  int file = socket(AF_INET, SOCK_STREAM, 0);
  bool won = syscall(SYS_connect, file, &flipped, sizeof(struct sockaddr_in)) == 0 && !getpeername(file, &peer.plain, &peer.size) && peer.word == sides[1];
  (void)word;
  setsockopt(file, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(file);
  return won;
}

static bool sends_once(char **word) {
  static int file = -1;
  (void)word;
  if (file < 0) file = socket(AF_INET, SOCK_DGRAM, 0);
  return syscall(SYS_sendto, file, "data", 4L, 0L, &flipped, sizeof(struct sockaddr_in)) == 0;
}

// WAY FORBIDDEN COUNT: between a server of our own on loopback and FORBIDDEN.
int races_address(char **word) {
  struct address home = parse("127.0.0.1:0"), away = parse(word[1]);
  int kind = IS("connect") ? SOCK_STREAM : SOCK_DGRAM, file = socket(AF_INET, kind, 0);
  pthread_t answering;
  if (bind(file, &home.plain, home.size) || getsockname(file, &home.plain, &home.size)) return -1;
  if (kind == SOCK_STREAM && (listen(file, 4096) || pthread_create(&answering, NULL, answer, (void *)(intptr_t)file))) return -1;
  sides[0] = home.word, sides[1] = away.word;
  return race(IS("connect") ? connects_once : sends_once, word, atoi(word[2]));
}

static bool reads_once(char **word) {
  char content[6] = "";
  int file = syscall(SYS_openat, AT_FDCWD, &flipped, O_RDONLY);
  (void)word;
  if (file < 0) return false;
  bool won = read(file, content, sizeof content) == 6 && memcmp(content, "secret", 6) == 0;
  close(file);
  return won;
}

static bool writes_once(char **word) {
  int file = syscall(SYS_openat, AT_FDCWD, &flipped, O_WRONLY | O_TRUNC);
  (void)word;
  if (file < 0) return false;
  close(file);
  struct stat now;
  return stat((const char *)&sides[1], &now) == 0 && now.st_size == 0;
}

static int execute(void *words) {
  syscall(SYS_execve, &flipped, words, environ);
  _exit(1);
}

// The child has the memory in common, which goes on changing.
static bool executes_once(char **word) {
  static char stack[1 << 16] __attribute__((aligned(16)));
  char *words[] = {"data", word[4], NULL};
  int status;
  pid_t child = clone(execute, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, words);
  return child > 0 && waitpid(child, &status, 0) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 42;
}

// WAY ALLOWED FORBIDDEN COUNT [WORD]: between two paths of seven bytes at most.
int races_path(char **word) {
  strncpy((char *)&sides[0], word[1], 8);
  strncpy((char *)&sides[1], word[2], 8);
  flipped = sides[0];
  return race(IS("read") ? reads_once : IS("write") ? writes_once : executes_once, word, atoi(word[3]));
}

static void *swap_links(void *none) {
  while (!atomic_load(&over)) syscall(SYS_renameat2, AT_FDCWD, "link", AT_FDCWD, "other", RENAME_EXCHANGE);
  return none;
}

// COUNT: opens `link` for reading while it and `other` change places.
int races_link(char **word) {
  pthread_t swapping;
  int won = 0;
  strcpy((char *)&flipped, "link");
  pthread_create(&swapping, NULL, swap_links, NULL);
  for (int turn = 0; turn < atoi(word[0]) && !won; turn++) won = reads_once(word);
  atomic_store(&over, true);
  pthread_join(swapping, NULL);
  return say(1, won ? "won\n" : "lost\n");
}
