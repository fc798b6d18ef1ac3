#include "layouts.h"

#include <stdbool.h>
#include <string.h>

static const hermetic_cpython *cpython;

#define ONE(name)                                                                                 \
  static PyObject *call_##name(PyObject *self, PyObject *argument) {                              \
    (void)self;                                                                                   \
    return hermetic_native_##name(argument);                                                      \
  }
ONE(environment_get)
ONE(environment_removed)
ONE(mutate)
ONE(mutated)
ONE(importing)

static PyObject *call_environment_names(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  return hermetic_native_environment_names();
}

static struct method natives[] = {
    {"_environment_get", (void *)call_environment_get, O, NULL},
    {"_environment_names", (void *)call_environment_names, NOARGS, NULL},
    {"_environment_removed", (void *)call_environment_removed, O, NULL},
    {"_importing", (void *)call_importing, O, NULL},
    {"_mutate", (void *)call_mutate, O, NULL},
    {"_mutated", (void *)call_mutated, O, NULL},
};

int hermetic_add_natives(const hermetic_cpython *python, PyObject *dictionary) {
  cpython = python;
  for (size_t i = 0; i < sizeof natives / sizeof *natives; i++) {
    PyObject *function = python->PyCFunction_NewEx(&natives[i], NULL, NULL);
    if (!function) return -1;
    int result = python->PyDict_SetItemString(dictionary, natives[i].name, function);
    python->Py_DecRef(function);
    if (result != 0) return -1;
  }
  return 0;
}

// MARK: Importing

static const char *const names[] = {"name", "globals", "locals", "fromlist", "level"};

/// `__import__(name, globals=None, locals=None, fromlist=(), level=0)`.
static PyObject *import_module(
    PyObject *self, PyObject *const *arguments, intptr_t count, PyObject *keywords) {
  (void)self;
  PyObject *values[5] = {0};
  for (intptr_t i = 0; i < count && i < 5; i++) values[i] = arguments[i];
  intptr_t named = keywords ? cpython->PyTuple_Size(keywords) : 0;
  bool is_known = count <= 5;
  for (intptr_t i = 0; i < named && is_known; i++) {
    const char *name = cpython->PyUnicode_AsUTF8AndSize(cpython->PyTuple_GetItem(keywords, i), NULL);
    size_t at = 0;
    while (at < 5 && name && strcmp(names[at], name) != 0) at++;
    is_known = name && at < 5 && !values[at];
    if (is_known) values[at] = arguments[count + i];
  }
  if (!is_known || !values[0]) {
    cpython->PyErr_SetString(*(PyObject **)cpython->PyExc_TypeError,
        "__import__() takes name, globals, locals, fromlist and level");
    return NULL;
  }
  int overflow = 0;
  long level = values[4] ? cpython->PyLong_AsLongAndOverflow(values[4], &overflow) : 0;
  if (level == -1 && cpython->PyErr_Occurred()) return NULL;
  // A subclass of str may compare and hash as another name than the one that is asked about.
  PyObject *name = values[0];
  if (cpython->PyType_GetFlags(hermetic_type_of(name)) & 1UL << 28)
    name = cpython->PyUnicode_FromObject(name);
  else
    cpython->Py_IncRef(name);
  if (!name) return NULL;
  PyObject *module = NULL;
  if (hermetic_native_import(name, values[1], level) == 0)
    module = cpython->PyImport_ImportModuleLevelObject(
        name, values[1], values[2], values[3], (int)level);
  cpython->Py_DecRef(name);
  return module;
}

static struct method import_method = {"__import__", (void *)import_module, FASTCALL | KEYWORDS,
    "__import__(name, globals=None, locals=None, fromlist=(), level=0) -> module"};

PyObject *hermetic_import_function(const hermetic_cpython *python) {
  cpython = python;
  return python->PyCFunction_NewEx(&import_method, NULL, NULL);
}
