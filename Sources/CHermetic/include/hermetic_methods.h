// Guards on built-in functions and methods.
//
// A built-in keeps its C function in a `PyMethodDef` that every Python object made from it points
// to. Changing the pointer there guards them all, in every interpreter, in whatever dictionary,
// closure or cache they are kept, without any of them looking different: there is nothing in Python
// to find, replace or take off.
#pragma once

#include <stdbool.h>

#include "hermetic_cpython.h"

/// How many built-ins can be guarded.
enum { hermetic_method_guard_limit = 128 };

/// Has the C function behind a built-in's Python object call through guard number `slot`. False, with
/// nothing changed, where the object is not the built-in `name` or its convention is not known.
/// With `is_asked_first` the call is decided on before it begins, by `hermetic_before_builtin`.
bool hermetic_guard_method(const hermetic_cpython *_Nonnull python, PyObject *_Nonnull builtin,
    const char *_Nonnull name, int slot, bool is_asked_first);

/// Has a type's initializer raise what it was refused for, as a guarded method does. False, with nothing
/// changed, where the type does not keep it where it is looked for. For one type only.
bool hermetic_guard_initializer(const hermetic_cpython *_Nonnull python, PyObject *_Nonnull type);
