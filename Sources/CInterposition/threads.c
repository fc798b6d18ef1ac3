#include "interposition.h"

#include <pthread.h>
#include <stdlib.h>

// A thread is under what was in force where it was started, whoever starts it.

struct beginning {
  void *(*function)(void *);
  void *argument;
  void *inheritance;
};

static void *begin(void *argument) {
  struct beginning beginning = *(struct beginning *)argument;
  free(argument);
  hermetic_enter_thread(beginning.inheritance);
  return beginning.function(beginning.argument);
}

// A sanitizer's own, which has to know of every thread that its other calls are given.
__attribute__((weak)) int __interceptor_pthread_create(pthread_t *thread,
    const pthread_attr_t *attributes, void *(*function)(void *), void *argument);

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*function)(void *), void *argument) {
  NEXT(pthread_create)
  if (__interceptor_pthread_create) next = __interceptor_pthread_create;
  void *inheritance = hermetic_have_scopes() ? hermetic_begin_thread() : NULL;
  if (!inheritance) return next(thread, attributes, function, argument);
  struct beginning *beginning = malloc(sizeof *beginning);
  int error = EAGAIN;
  if (beginning) {
    *beginning = (struct beginning){function, argument, inheritance};
    error = next(thread, attributes, begin, beginning);
  }
  if (error) {
    free(beginning);
    hermetic_abandon_thread(inheritance);
  }
  return error;
}
