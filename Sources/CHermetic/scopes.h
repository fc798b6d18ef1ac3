// What the files of the objects of scopes share.
#pragma once

#include <string.h>

#include "layouts.h"

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
