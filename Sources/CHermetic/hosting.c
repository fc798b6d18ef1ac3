#include <dlfcn.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "scopes.h"

static const hermetic_cpython *cpython;
static const hermetic_hosting *host;

const char *hermetic_hosting_load(hermetic_hosting *table, void *library) {
  void *where = library ? library : RTLD_DEFAULT;
#define HERMETIC_FUNCTION(result, name, parameters)                                               \
  if (!(*(void **)&table->name = dlsym(where, #name))) return #name;
#define HERMETIC_DATA(name)                                                                       \
  if (!(table->name = dlsym(where, #name))) return #name;
  HERMETIC_HOSTING_SYMBOLS(HERMETIC_FUNCTION, HERMETIC_DATA)
#undef HERMETIC_FUNCTION
#undef HERMETIC_DATA
  return NULL;
}

// MARK: Starting

// PEP 741, from 3.14 on; before that, the calls that 3.15 has no longer.
typedef struct PyInitConfig PyInitConfig;

static const char *start_configured(void *where, const char *program) {
  PyInitConfig *(*create)(void) = (PyInitConfig * (*)(void)) dlsym(where, "PyInitConfig_Create");
  void (*release)(PyInitConfig *) = (void (*)(PyInitConfig *))dlsym(where, "PyInitConfig_Free");
  int (*text)(PyInitConfig *, const char *, const char *) =
      (int (*)(PyInitConfig *, const char *, const char *))dlsym(where, "PyInitConfig_SetStr");
  int (*number)(PyInitConfig *, const char *, int64_t) =
      (int (*)(PyInitConfig *, const char *, int64_t))dlsym(where, "PyInitConfig_SetInt");
  int (*error)(PyInitConfig *, const char **) =
      (int (*)(PyInitConfig *, const char **))dlsym(where, "PyInitConfig_GetError");
  int (*initialize)(PyInitConfig *) =
      (int (*)(PyInitConfig *))dlsym(where, "Py_InitializeFromInitConfig");
  if (!create || !release || !text || !number || !error || !initialize) return "no PyInitConfig";
  PyInitConfig *config = create();
  if (!config) return "no memory";
  // As an interpreter that is executed would: with the environment, and without signal handlers.
  bool begun = text(config, "program_name", program) == 0 &&
               number(config, "install_signal_handlers", 0) == 0 &&
               number(config, "use_environment", 1) == 0 &&
               number(config, "user_site_directory", 1) == 0 &&
               number(config, "site_import", 1) == 0 && initialize(config) == 0;
  static char reason[256];
  if (!begun) {
    const char *message = NULL;
    error(config, &message);
    strncpy(reason, message ? message : "an unknown error", sizeof reason - 1);
  }
  release(config);
  return begun ? NULL : reason;
}

const char *hermetic_start_interpreter(const hermetic_cpython *python,
    const hermetic_hosting *hosting, void *library, const char *program) {
  void *where = library ? library : RTLD_DEFAULT;
  if (dlsym(where, "PyInitConfig_Create")) return start_configured(where, program);
  void (*name)(const wchar_t *) = (void (*)(const wchar_t *))dlsym(where, "Py_SetProgramName");
  wchar_t *(*decode)(const char *, size_t *) =
      (wchar_t * (*)(const char *, size_t *)) dlsym(where, "Py_DecodeLocale");
  if (!name || !decode) return "no Py_SetProgramName";
  // Kept: the interpreter refers to it.
  wchar_t *wide = decode(program, NULL);
  if (!wide) return "the interpreter's path cannot be decoded";
  name(wide);
  hosting->Py_InitializeEx(0);
  return python->Py_IsInitialized() ? NULL : "it did not start";
}

// MARK: Code

// PEP 523's room of its own in each code object; its release is called as that goes.
static int (*set_extra)(PyObject *, ptrdiff_t, void *);
static ptrdiff_t extra = -1;

/// Finds the functions, which have had two names.
static void find_extra(void *where) {
  ptrdiff_t (*request)(void (*)(void *)) =
      (ptrdiff_t(*)(void (*)(void *)))dlsym(where, "PyUnstable_Eval_RequestCodeExtraIndex");
  set_extra = (int (*)(PyObject *, ptrdiff_t, void *))dlsym(where, "PyUnstable_Code_SetExtra");
  if (!request || !set_extra) {
    request = (ptrdiff_t(*)(void (*)(void *)))dlsym(where, "_PyEval_RequestCodeExtraIndex");
    set_extra = (int (*)(PyObject *, ptrdiff_t, void *))dlsym(where, "_PyCode_SetExtra");
  }
  if (request && set_extra) extra = request(hermetic_code_ends);
}

int hermetic_watch_code(PyObject *code) {
  return extra >= 0 ? set_extra(code, extra, code) : -1;
}

// MARK: The host's objects

struct host_object {
  void *head[2];
  void *owner;
  const void *start;
  ptrdiff_t length;
};
static struct host_object *host_object_of(PyObject *self) {
  return (struct host_object *)(void *)self;
}

static void deallocate(PyObject *self) {
  PyObject *type = hermetic_type_of(self);
  void *owner = host_object_of(self)->owner;
  ((void (*)(void *))cpython->PyType_GetSlot(type, FREE))(self);
  cpython->Py_DecRef(type);
  if (owner) hermetic_host_release(owner);
}

static PyObject *call_function(PyObject *self, PyObject *arguments, PyObject *keywords) {
  // One that Python code has made of the type itself.
  if (!host_object_of(self)->owner) {
    cpython->PyErr_SetString(
        *(PyObject **)cpython->PyExc_TypeError, "there is no function of the host's behind this");
    return NULL;
  }
  return hermetic_host_function_call(host_object_of(self)->owner, arguments, keywords);
}

static int lend_memory(PyObject *self, hermetic_buffer *view, int flags) {
  struct host_object *object = host_object_of(self);
  return host->PyBuffer_FillInfo(view, self, (void *)object->start, object->length, 1, flags);
}

static struct type_slot function_slots[] = {
    {CALL, (void *)call_function}, {DEALLOCATE, (void *)deallocate}, {0, NULL}};
static struct type_specification function_type = {
    "hermetic.HostFunction", sizeof(struct host_object), 0, DEFAULT, function_slots};
static struct type_slot memory_slots[] = {
    {GET_BUFFER, (void *)lend_memory}, {DEALLOCATE, (void *)deallocate}, {0, NULL}};
static struct type_specification memory_type = {
    "hermetic.HostMemory", sizeof(struct host_object), 0, DEFAULT, memory_slots};
static PyObject *types[2];

int hermetic_add_host_types(const hermetic_cpython *python, const hermetic_hosting *hosting) {
  cpython = python;
  host = hosting;
  find_extra(RTLD_DEFAULT);
  types[0] = python->PyType_FromSpec(&function_type);
  types[1] = python->PyType_FromSpec(&memory_type);
  return types[0] && types[1] ? 0 : -1;
}

static PyObject *make(PyObject *type, void *owner) {
  PyObject *made = cpython->PyType_GenericAlloc(type, 0);
  if (made) host_object_of(made)->owner = owner;
  else hermetic_host_release(owner);
  return made;
}

PyObject *hermetic_make_host_function(void *function) { return make(types[0], function); }

PyObject *hermetic_make_host_memory(const void *start, ptrdiff_t length, void *owner) {
  PyObject *made = make(types[1], owner);
  if (!made) return NULL;
  host_object_of(made)->start = start;
  host_object_of(made)->length = length;
  return made;
}

// MARK: Threads

void hermetic_wait_while(const uint32_t *word, uint32_t value, int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, nanoseconds < 0 ? NULL : &time, NULL, 0);
}

void hermetic_wake(const uint32_t *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000 + time.tv_nsec;
}

void hermetic_spin_while(const uint32_t *word, uint32_t value, int64_t nanoseconds) {
  int64_t end = now() + nanoseconds;
  do {
    for (int i = 0; i < 16; i++) {
      if (__atomic_load_n(word, __ATOMIC_ACQUIRE) != value) return;
#if defined(__x86_64__) || defined(__i386__)
      __builtin_ia32_pause();
#elif defined(__aarch64__)
      __asm__ volatile("yield");
#endif
    }
  } while (now() < end);
}

unsigned long hermetic_thread_identity(void) { return (unsigned long)pthread_self(); }

struct thread_start {
  void (*function)(void *);
  void *context;
};

static sigset_t signals;
static bool are_signals_known;

void hermetic_note_signals(void) {
  if (are_signals_known) return;
  if (gettid() == getpid()) {
    are_signals_known = pthread_sigmask(SIG_SETMASK, NULL, &signals) == 0;
    return;
  }
  char path[64], line[128];
  snprintf(path, sizeof path, "/proc/self/task/%d/status", getpid());
  FILE *status = fopen(path, "re");
  if (!status) return;
  while (!are_signals_known && fgets(line, sizeof line, status)) {
    unsigned long long blocked;
    if (sscanf(line, "SigBlk: %llx", &blocked) != 1) continue;
    sigemptyset(&signals);
    for (int number = 1; number < NSIG; number++)
      if (blocked >> (number - 1) & 1) sigaddset(&signals, number);
    are_signals_known = true;
  }
  fclose(status);
}

void hermetic_take_signals(void) {
  if (are_signals_known) pthread_sigmask(SIG_SETMASK, &signals, NULL);
}

static void *run_thread(void *argument) {
  struct thread_start start = *(struct thread_start *)argument;
  free(argument);
  start.function(start.context);
  return NULL;
}

int hermetic_start_thread(void (*function)(void *), void *context, const char *name) {
  struct thread_start *start = malloc(sizeof *start);
  if (!start) return 12;
  *start = (struct thread_start){function, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // What a main thread has: Python's recursion limit is made for that.
  pthread_attr_setstacksize(&attributes, 8 << 20);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run_thread, start);
  pthread_attr_destroy(&attributes);
  if (error) free(start);
  else pthread_setname_np(thread, name);
  return error;
}
