#include "CWorkerStart.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "CInterposition.h"
#include "hermetic_worker.h"

typedef int main_function(int, char **, char **);
typedef int start_function(
    main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

static const char variable[] = HERMETIC_WORKER_VARIABLE "=";

static int serve(int count, char **arguments, char **environment) {
  (void)count;
  (void)arguments;
  // Neither the worker's children nor a look at `/proc` are to find it.
  for (char **entry = environment; *entry; entry++)
    if (strncmp(*entry, variable, sizeof variable - 1) == 0) {
      char *text = *entry;
      unsetenv(HERMETIC_WORKER_VARIABLE);
      memset(text, 0, strlen(text));
      break;
    }
  hermetic_interpose();
  hermetic_worker_main();
}

/// What a program's first instructions call (Linux Standard Base, `__libc_start_main`): a worker gets another `main`.
///
/// A constructor would be too early: in an executable with the Swift library in it, those of that library come after
/// it, and seed its hashing.
int __libc_start_main(main_function *main, int count, char **arguments, void (*begin)(void),
    void (*end)(void), void (*loader_end)(void), void *stack) {
  start_function *next = (start_function *)dlsym(RTLD_NEXT, "__libc_start_main");
  if (!next) abort();
  hermetic_note_start();
  // Nobody makes another of a program that runs with more rights than its user has.
  if (!getauxval(AT_SECURE))
    for (char **entry = arguments + count + 1; *entry; entry++)
      if (strncmp(*entry, variable, sizeof variable - 1) == 0) main = serve;
  return next(main, count, arguments, begin, end, loader_end, stack);
}
