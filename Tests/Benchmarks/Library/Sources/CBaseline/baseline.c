#define _GNU_SOURCE
#include "CBaseline.h"

#include <dlfcn.h>
#include <time.h>

double baseline_call(const char *module, const char *function, int count) {
  void *(*import)(const char *) = (void *(*)(const char *))dlsym(RTLD_DEFAULT, "PyImport_ImportModule");
  void *(*attribute)(void *, const char *) =
      (void *(*)(void *, const char *))dlsym(RTLD_DEFAULT, "PyObject_GetAttrString");
  void *(*call)(void *) = (void *(*)(void *))dlsym(RTLD_DEFAULT, "PyObject_CallNoArgs");
  void (*release)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, "Py_DecRef");
  if (!import || !attribute || !call || !release) return -1;
  void *found = import(module);
  void *callable = found ? attribute(found, function) : 0;
  if (!callable) return -1;
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < count; i++) {
    void *result = call(callable);
    if (!result) return -1;
    release(result);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  release(callable);
  release(found);
  return ((end.tv_sec - begin.tv_sec) * 1e9 + (end.tv_nsec - begin.tv_nsec)) / count;
}
