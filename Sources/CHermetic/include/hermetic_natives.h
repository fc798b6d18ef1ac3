// Functions of ours that Python code calls: the shim's classes keep no data and decide nothing, they
// ask these.
#pragma once

#include "hermetic_cpython.h"

/// Puts the functions into a namespace, under their names. Zero, or -1 with an exception set.
int hermetic_add_natives(const hermetic_cpython *_Nonnull python, PyObject *_Nonnull dictionary);

/// A new reference to the function that stands in for `builtins.__import__`.
PyObject *_Nullable hermetic_import_function(const hermetic_cpython *_Nonnull python);

// Implemented in Swift. Each returns a new reference, or null with an exception set.

/// The value of a variable, by its name in bytes.
PyObject *_Nullable hermetic_native_environment_get(PyObject *_Nonnull name)
    __attribute__((swift_name("environmentGet(_:)")));
/// The names of the variables that the caller may read.
PyObject *_Nullable hermetic_native_environment_names(void)
    __attribute__((swift_name("environmentNames()")));
/// Fails if the variable that was removed last on this thread was not there.
PyObject *_Nullable hermetic_native_environment_removed(PyObject *_Nonnull name)
    __attribute__((swift_name("environmentRemoved(_:)")));
/// Fails if the caller may not change a part of the interpreter.
PyObject *_Nullable hermetic_native_mutate(PyObject *_Nonnull part)
    __attribute__((swift_name("mutate(_:)")));
/// Takes note of a change that was permitted.
PyObject *_Nullable hermetic_native_mutated(PyObject *_Nonnull part)
    __attribute__((swift_name("mutated(_:)")));
/// A module's absolute name as a plain `str`; fails if the module may not be imported.
PyObject *_Nullable hermetic_native_importing(PyObject *_Nonnull name)
    __attribute__((swift_name("importingByName(_:)")));
/// Whether a module may be imported: zero, or -1 with an exception set. `level` as in `__import__`, whose globals say
/// what is relative to what.
int hermetic_native_import(PyObject *_Nonnull name, PyObject *_Nullable globals, long level)
    __attribute__((swift_name("importing(_:_:_:)")));
