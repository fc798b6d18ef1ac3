#include "layouts.h"

// What a thread keeps of scopes, and how its frames are found.

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

int hermetic_scopes_in_force;
__thread const void *hermetic_composed_policy;
__thread long hermetic_composed_version;
long hermetic_scopes_version;

// MARK: Threads

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int lock;

void hermetic_lock_scopes(void) {
  while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) sched_yield();
}
void hermetic_unlock_scopes(void) { __atomic_store_n(&lock, 0, __ATOMIC_RELEASE); }

static __thread void *thread_scopes;
static __thread int rounds;

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
// In the last round ThreadSanitizer has left the thread, and code that it watches would crash.
enum { ROUNDS = PTHREAD_DESTRUCTOR_ITERATIONS - 1 };
#define HAS_ROUNDS
#endif
#endif
#ifndef HAS_ROUNDS
enum { ROUNDS = PTHREAD_DESTRUCTOR_ITERATIONS };
#endif

/// What ends with the thread may come after: the record stays to the last round.
static void release(void *record) {
  if (++rounds < ROUNDS && pthread_setspecific(key, record) == 0) return;
  thread_scopes = NULL;
  hermetic_composed_policy = NULL;
  hermetic_release_thread_scopes(record);
}
static void prepare(void) {
  pthread_key_create(&key, release);
  pthread_atfork(hermetic_lock_scopes, hermetic_unlock_scopes, hermetic_unlock_scopes);
}

void *hermetic_thread_scopes(void) { return thread_scopes; }
void hermetic_set_thread_scopes(void *record) {
  pthread_once(&once, prepare);
  thread_scopes = record;
  // For the destructor alone.
  pthread_setspecific(key, record);
}

// MARK: Frames

// `PyThreadState`, `PyFrameObject` and what a frame is from 3.11 on are nobody's interface: where they keep
// what is looked for is found out on live ones, and taken only where it is there.

enum { WORDS = 32, FRAME = 24, CFRAME = 56, TAG = 3 };
static const hermetic_cpython *python_of_frames;
static bool has_inner_frames;
static int top, previous, code_of_frame;
static void *first_interpreter;
/// Where an older frame says that it runs, and how.
static struct {
  int offset;
  char value;
} running;
/// In which place of what the thread's state points at, or -1 where it points at the frame itself.
static int indirect;

static inline void *word(const void *start, int index) { return ((void *const *)start)[index]; }
static inline void *untagged(const void *start, int index) {
  return (void *)((uintptr_t)word(start, index) & ~(uintptr_t)TAG);
}

const void *hermetic_frame_address(PyObject *frame) {
  return has_inner_frames ? word(frame, FRAME / 8) : (const void *)frame;
}

static bool learn_frames(const hermetic_cpython *python, int minor) {
  if (previous) return true;
  python_of_frames = python;
  has_inner_frames = minor >= 11;
  const char *thread = (const char *)python->PyGILState_GetThisThreadState();
  PyObject *frame = python->PyEval_GetFrame();
  PyObject *back = frame ? python->PyFrame_GetBack(frame) : NULL;
  if (!back) return false;
  if (thread != (const char *)python->PyThreadState_Get()) return false;
  const void *inner = hermetic_frame_address(frame), *outer = hermetic_frame_address(back);
  PyObject *code = python->PyFrame_GetCode(frame);
  int found_previous = 0, found_code = -1;
  for (int i = 0; i < 12; i++) {
    if (!found_previous && i > 0 && word(inner, i) == outer) found_previous = i;
    if (found_code < 0 && untagged(inner, i) == code) found_code = i;
  }
  python->Py_DecRef(code);
  python->Py_DecRef(back);
  for (int i = 3; i < WORDS && !top; i++)
    if (word(thread, i) == inner) {
      top = i;
      indirect = -1;
    }
  void *frames = minor == 11 || minor == 12 ? word(thread, CFRAME / 8) : NULL;
  for (int i = 0; i < 2 && frames && !top; i++)
    if (word(frames, i) == inner) {
      top = CFRAME / 8;
      indirect = i;
    }
  if (!top || !found_previous || found_code < 0) return false;
  code_of_frame = found_code;
  if (minor == 9 && ((const char *)inner)[116] == 1 && ((const char *)outer)[116] == 1) {
    running.offset = 116;
    running.value = 1;
  } else if (minor == 10 && ((const char *)inner)[108] == 0 && ((const char *)outer)[108] == 0) {
    running.offset = 108;
  }
  first_interpreter = python->PyInterpreterState_Main();
  previous = found_previous;
  return true;
}

static int minor_version;
static PyObject *learn(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  learn_frames(python_of_frames, minor_version);
  PyObject *none = (PyObject *)python_of_frames->_Py_NoneStruct;
  python_of_frames->Py_IncRef(none);
  return none;
}

int hermetic_add_learner(const hermetic_cpython *python, PyObject *dictionary, int minor) {
  static struct method method = {"learn", (void *)learn, NOARGS, NULL};
  python_of_frames = python;
  minor_version = minor;
  PyObject *made = python->PyCFunction_NewEx(&method, NULL, NULL);
  int result = made ? python->PyDict_SetItemString(dictionary, "learn", made) : -1;
  python->Py_DecRef(made);
  return result;
}

bool hermetic_knows_frames(void) { return previous != 0; }

static __thread const void *last_frame;
const void *hermetic_last_frame(void) { return last_frame; }
const void *hermetic_set_last_frame(const void *frame) {
  const void *before = last_frame;
  last_frame = frame;
  return before;
}

const void *hermetic_innermost_frame(void) {
  if (!previous) return NULL;
  const void *thread = python_of_frames->PyGILState_GetThisThreadState();
  if (!thread) return NULL;
  const void *found = word(thread, top);
  return found && indirect >= 0 ? word(found, indirect) : found;
}

bool hermetic_is_elsewhere(void) {
  enum { INTERPRETER = 2 };
  if (!previous) return false;
  const void *thread = python_of_frames->PyGILState_GetThisThreadState();
  return thread && word(thread, INTERPRETER) != first_interpreter;
}

bool hermetic_is_frame_of(PyObject *frame, const void *address, bool is_generator) {
  if (hermetic_frame_address(frame) != address) return false;
  // Before 3.11 it stays where it is, and says itself whether it runs.
  return !running.offset || is_generator || ((const char *)(void *)frame)[running.offset] == running.value;
}

const void *hermetic_outer_frame(const void *frame) { return word(frame, previous); }
const void *hermetic_code_of_frame(const void *frame) { return untagged(frame, code_of_frame); }
