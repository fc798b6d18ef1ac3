// CPython inside another program: what it takes to start it, to share it between threads, and to hand values over.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hermetic_cpython.h"

/// Py_buffer, whose layout the stable ABI fixes.
typedef struct hermetic_buffer {
  void *_Nullable start;
  PyObject *_Nullable object;
  ptrdiff_t length, item_size;
  int is_read_only, dimensions;
  char *_Nullable format;
  ptrdiff_t *_Nullable shape, *_Nullable strides, *_Nullable suboffsets;
  void *_Nullable internal;
} hermetic_buffer;

// What hosts need beyond `HERMETIC_CPYTHON_SYMBOLS`, and a run of `hermetic` does not.
#define HERMETIC_HOSTING_SYMBOLS(FUNCTION, DATA)                                                  \
  FUNCTION(void, Py_InitializeEx, (int))                                                          \
  FUNCTION(void *_Nullable, PyEval_SaveThread, (void))                                            \
  FUNCTION(void, PyEval_RestoreThread, (void *_Nonnull))                                          \
  FUNCTION(int, PyGILState_Ensure, (void))                                                        \
  FUNCTION(void, PyGILState_Release, (int))                                                       \
  FUNCTION(int, PyGILState_Check, (void))                                                         \
  FUNCTION(int, PyThreadState_SetAsyncExc, (unsigned long, PyObject *_Nullable))                  \
  FUNCTION(void, PyErr_NormalizeException,                                                        \
      (PyObject *_Nullable *_Nonnull, PyObject *_Nullable *_Nonnull,                              \
          PyObject *_Nullable *_Nonnull))                                                         \
  FUNCTION(PyObject *_Nullable, PyObject_CallNoArgs, (PyObject *_Nonnull))                        \
  FUNCTION(PyObject *_Nullable, PyTuple_New, (ptrdiff_t))                                         \
  FUNCTION(int, PyTuple_SetItem, (PyObject *_Nonnull, ptrdiff_t, PyObject *_Nonnull))             \
  FUNCTION(PyObject *_Nullable, PySet_New, (PyObject *_Nullable))                                 \
  FUNCTION(int, PySet_Add, (PyObject *_Nonnull, PyObject *_Nonnull))                              \
  FUNCTION(PyObject *_Nullable, PyObject_GetIter, (PyObject *_Nonnull))                           \
  FUNCTION(PyObject *_Nullable, PyIter_Next, (PyObject *_Nonnull))                                \
  FUNCTION(PyObject *_Nullable, PyFloat_FromDouble, (double))                                     \
  FUNCTION(double, PyFloat_AsDouble, (PyObject *_Nonnull))                                        \
  FUNCTION(PyObject *_Nullable, PyLong_FromString,                                                \
      (const char *_Nonnull, char *_Nullable *_Nullable, int))                                    \
  FUNCTION(PyObject *_Nullable, PyNumber_ToBase, (PyObject *_Nonnull, int))                       \
  FUNCTION(int, PyObject_GetBuffer, (PyObject *_Nonnull, hermetic_buffer *_Nonnull, int))         \
  FUNCTION(void, PyBuffer_Release, (hermetic_buffer *_Nonnull))                                   \
  FUNCTION(int, PyBuffer_FillInfo,                                                                \
      (hermetic_buffer *_Nonnull, PyObject *_Nullable, void *_Nullable, ptrdiff_t, int, int))     \
  FUNCTION(PyObject *_Nullable, PyMemoryView_FromObject, (PyObject *_Nonnull))                    \
  DATA(PyFloat_Type)                                                                              \
  DATA(PyBool_Type)                                                                               \
  DATA(PySet_Type)                                                                                \
  DATA(PyFrozenSet_Type)

typedef struct hermetic_hosting {
#define HERMETIC_FUNCTION(result, name, parameters) result(*_Nonnull name) parameters;
#define HERMETIC_DATA(name) void *_Nonnull name;
  HERMETIC_HOSTING_SYMBOLS(HERMETIC_FUNCTION, HERMETIC_DATA)
#undef HERMETIC_FUNCTION
#undef HERMETIC_DATA
} hermetic_hosting;

/// Fills `table` from a `dlopen` handle, or from the whole process when `library` is null.
/// Returns null, or the name of the first symbol that is missing.
const char *_Nullable hermetic_hosting_load(
    hermetic_hosting *_Nonnull table, void *_Nullable library);

/// Starts an interpreter that finds its library as if `program` had been executed, and leaves signals alone.
/// Returns null, or what went wrong.
const char *_Nullable hermetic_start_interpreter(const hermetic_cpython *_Nonnull python,
    const hermetic_hosting *_Nonnull hosting, void *_Nullable library,
    const char *_Nonnull program);

/// Makes the types of the objects below. Zero, or -1 with an exception set.
int hermetic_add_host_types(
    const hermetic_cpython *_Nonnull python, const hermetic_hosting *_Nonnull hosting);
/// A callable that calls the host's function; or null with an exception set, and the function is given back.
PyObject *_Nullable hermetic_make_host_function(void *_Nonnull function);
/// An object with the buffer protocol over the host's memory, which nobody changes, until it is given back; or null with
/// an exception set, and it is given back at once.
PyObject *_Nullable hermetic_make_host_memory(
    const void *_Nullable start, ptrdiff_t length, void *_Nonnull owner);

/// Has `hermetic_code_ends` called when a code object goes. Zero, or -1 where that cannot be had.
int hermetic_watch_code(PyObject *_Nonnull code);

// Implemented in Swift.

void hermetic_code_ends(void *_Nonnull code) __attribute__((swift_name("codeEnds(_:)")));

/// Calls the host's function: a new reference, or null with an exception set.
PyObject *_Nullable hermetic_host_function_call(void *_Nonnull function,
    PyObject *_Nonnull arguments, PyObject *_Nullable keywords)
    __attribute__((swift_name("callHostFunction(_:_:_:)")));
/// Gives back what an object of the host's was made of.
void hermetic_host_release(void *_Nonnull owner) __attribute__((swift_name("releaseHostOwner(_:)")));

/// Sleeps while a word has a value, for so many nanoseconds at most (forever where negative).
void hermetic_wait_while(
    const uint32_t *_Nonnull word, uint32_t value, int64_t nanoseconds);
/// Wakes so many of those who sleep for a word.
void hermetic_wake(const uint32_t *_Nonnull word, int count);
/// Looks at a word, again and again, while it has a value, for so many nanoseconds at most.
void hermetic_spin_while(const uint32_t *_Nonnull word, uint32_t value, int64_t nanoseconds);
/// This thread's identity as CPython's `threading.get_ident` tells it.
unsigned long hermetic_thread_identity(void);
/// Notes which signals the main thread blocks, once.
void hermetic_note_signals(void);
/// Has the current thread block the same. Threads of Swift's tasks block all, and so would whatever they start, and what
/// a plugin starts in turn.
void hermetic_take_signals(void);
/// Starts a detached thread with CPython's stack size, under no scope. Zero, or an error's number.
int hermetic_start_thread(
    void (*_Nonnull function)(void *_Nullable), void *_Nullable context, const char *_Nonnull name);
