// What the files of the objects of scopes share.
#pragma once

#include <string.h>

#include "layouts.h"

// The stable interface's descriptions of types, and its numbers for their slots.
struct type_slot {
  int slot;
  void *function;
};
struct type_specification {
  const char *name;
  int size, item_size;
  unsigned int flags;
  struct type_slot *slots;
};
enum { GET_BUFFER = 1, CALL = 50, CLEAR = 51, DEALLOCATE = 52, ATTRIBUTE = 58, HASH = 59, METHODS = 64,
  COMPARE = 67, TRAVERSE = 71, FREE = 74 };
enum { IS_BASE = 1 << 10, HAS_GC = 1 << 14, DEFAULT = 1 << 18, EQUAL = 2 };

enum { IS_IMMUTABLE = 1 << 8, IS_HEAP = 1 << 9 };

extern const hermetic_cpython *hermetic_scope_python;

/// A new reference to None.
PyObject *hermetic_none(void);
/// What this interpreter keeps under a name, borrowed.
PyObject *hermetic_kept(const char *name);
/// What a call that was put off is of, borrowed; anything else is itself.
PyObject *hermetic_inner(PyObject *object);
/// A callable that runs under what is in force here too, for a future alone, or null with an exception set.
PyObject *hermetic_settle(PyObject *future, PyObject *function);

enum { TASK_FUNCTIONS = 4 };
/// The functions by which tasks are followed.
extern const struct method hermetic_task_functions[TASK_FUNCTIONS];
