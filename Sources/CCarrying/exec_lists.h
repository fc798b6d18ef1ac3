// `execl` and its like, by the calls that take lists. Included, once, by who takes the place of those: where EXPORT,
// `execve` and `execvpe` are defined.

#include <stdarg.h>
#include <unistd.h>

#define COLLECT(first)                                                                            \
  va_list list;                                                                                   \
  va_start(list, first);                                                                          \
  size_t count = 1;                                                                               \
  while (va_arg(list, char *)) count++;                                                           \
  va_end(list);                                                                                   \
  char *arguments[count + 1];                                                                     \
  va_start(list, first);                                                                          \
  arguments[0] = (char *)first;                                                                   \
  for (size_t i = 1; i <= count; i++) arguments[i] = va_arg(list, char *);

EXPORT int execl(const char *path, const char *first, ...) {
  COLLECT(first)
  va_end(list);
  return execve(path, arguments, environ);
}
EXPORT int execlp(const char *name, const char *first, ...) {
  COLLECT(first)
  va_end(list);
  return execvpe(name, arguments, environ);
}
EXPORT int execle(const char *path, const char *first, ...) {
  COLLECT(first)
  char *const *environment = va_arg(list, char *const *);
  va_end(list);
  return execve(path, arguments, environment);
}
