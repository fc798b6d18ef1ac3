// CPython's C interface, declared without its headers: only functions and data whose layout has
// been the same from 3.9 to 3.15 with the GIL. Everything is found by name at run time.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct hermetic_object PyObject;

/// Called for every audit event (PEP 578).
typedef int (*Py_AuditHookFunction)(
    const char *_Nonnull event, PyObject *_Nullable arguments, void *_Nullable context);

typedef PyObject *_Nullable (*hermetic_module_initializer)(void);

/// PyMemAllocatorEx.
struct hermetic_allocator {
  void *_Nullable context;
  void *_Nullable (*_Nonnull allocate)(void *_Nullable, size_t);
  void *_Nullable (*_Nonnull allocate_zeroed)(void *_Nullable, size_t, size_t);
  void *_Nullable (*_Nonnull reallocate)(void *_Nullable, void *_Nullable, size_t);
  void (*_Nonnull release)(void *_Nullable, void *_Nullable);
};

// The symbols, once: FUNCTION(result, name, parameters) and DATA(name). `Py_Is…` and friends that
// are macros in CPython are not here; what is here is exported by every supported version.
#define HERMETIC_CPYTHON_SYMBOLS(FUNCTION, DATA)                                                  \
  FUNCTION(int, PySys_AddAuditHook, (Py_AuditHookFunction _Nonnull, void *_Nullable))             \
  FUNCTION(void, PyMem_GetAllocator, (int, struct hermetic_allocator *_Nonnull))                  \
  FUNCTION(void, PyMem_SetAllocator, (int, struct hermetic_allocator *_Nonnull))                  \
  FUNCTION(int, PyImport_AppendInittab,                                                           \
      (const char *_Nonnull, hermetic_module_initializer _Nonnull))                               \
  FUNCTION(int, Py_BytesMain, (int, char *_Nullable *_Nonnull))                                   \
  FUNCTION(const char *_Nonnull, Py_GetVersion, (void))                                           \
  FUNCTION(int, Py_IsInitialized, (void))                                                         \
  FUNCTION(void, Py_IncRef, (PyObject *_Nullable))                                                \
  FUNCTION(void, Py_DecRef, (PyObject *_Nullable))                                                \
  FUNCTION(void, PyErr_SetString, (PyObject *_Nonnull, const char *_Nonnull))                     \
  FUNCTION(void, PyErr_SetObject, (PyObject *_Nonnull, PyObject *_Nullable))                      \
  FUNCTION(void, PyErr_Print, (void))                                                             \
  FUNCTION(void, PyErr_Clear, (void))                                                             \
  FUNCTION(void, PyErr_Fetch,                                                                     \
      (PyObject *_Nullable *_Nonnull, PyObject *_Nullable *_Nonnull,                              \
          PyObject *_Nullable *_Nonnull))                                                         \
  FUNCTION(void, PyErr_Restore,                                                                   \
      (PyObject *_Nullable, PyObject *_Nullable, PyObject *_Nullable))                            \
  FUNCTION(int, PyErr_GivenExceptionMatches, (PyObject *_Nullable, PyObject *_Nonnull))           \
  FUNCTION(PyObject *_Nullable, PyException_GetCause, (PyObject *_Nonnull))                       \
  FUNCTION(PyObject *_Nullable, PyException_GetContext, (PyObject *_Nonnull))                     \
  FUNCTION(ptrdiff_t, PyTuple_Size, (PyObject *_Nonnull))                                         \
  FUNCTION(PyObject *_Nullable, PyTuple_GetItem, (PyObject *_Nonnull, ptrdiff_t))                 \
  FUNCTION(PyObject *_Nullable, PyUnicode_DecodeUTF8,                                             \
      (const char *_Nonnull, ptrdiff_t, const char *_Nullable))                                   \
  FUNCTION(const char *_Nullable, PyUnicode_AsUTF8AndSize,                                        \
      (PyObject *_Nonnull, ptrdiff_t *_Nullable))                                                 \
  FUNCTION(PyObject *_Nullable, PyUnicode_AsEncodedString,                                        \
      (PyObject *_Nonnull, const char *_Nullable, const char *_Nullable))                         \
  FUNCTION(int, PyBytes_AsStringAndSize,                                                          \
      (PyObject *_Nonnull, char *_Nullable *_Nonnull, ptrdiff_t *_Nullable))                      \
  FUNCTION(char *_Nullable, PyByteArray_AsString, (PyObject *_Nonnull))                           \
  FUNCTION(long, PyLong_AsLongAndOverflow, (PyObject *_Nonnull, int *_Nonnull))                   \
  FUNCTION(PyObject *_Nullable, PyLong_FromLong, (long))                                          \
  FUNCTION(unsigned long, PyType_GetFlags, (PyObject *_Nonnull))                                  \
  FUNCTION(PyObject *_Nullable, PyObject_GetAttrString, (PyObject *_Nonnull, const char *_Nonnull)) \
  FUNCTION(PyObject *_Nullable, PyObject_Str, (PyObject *_Nonnull))                               \
  FUNCTION(PyObject *_Nullable, PyObject_CallFunctionObjArgs, (PyObject *_Nonnull, ...))          \
  FUNCTION(PyObject *_Nullable, PyDict_New, (void))                                               \
  FUNCTION(int, PyDict_SetItemString,                                                             \
      (PyObject *_Nonnull, const char *_Nonnull, PyObject *_Nonnull))                             \
  FUNCTION(PyObject *_Nullable, PyDict_GetItemString, (PyObject *_Nonnull, const char *_Nonnull)) \
  FUNCTION(PyObject *_Nullable, PyDict_Items, (PyObject *_Nonnull))                               \
  FUNCTION(void, PyDict_Clear, (PyObject *_Nonnull))                                              \
  FUNCTION(int, PyDict_SetItem, (PyObject *_Nonnull, PyObject *_Nonnull, PyObject *_Nonnull))     \
  FUNCTION(int, PyDict_Update, (PyObject *_Nonnull, PyObject *_Nonnull))                          \
  FUNCTION(PyObject *_Nullable, PyImport_GetModule, (PyObject *_Nonnull))                         \
  FUNCTION(PyObject *_Nullable, PyImport_ImportModule, (const char *_Nonnull))                    \
  FUNCTION(PyObject *_Nullable, PyModuleDef_Init, (void *_Nonnull))                               \
  FUNCTION(void *_Nullable, PyModule_GetDef, (PyObject *_Nonnull))                                \
  FUNCTION(PyObject *_Nullable, PyModule_GetDict, (PyObject *_Nonnull))                           \
  FUNCTION(PyObject *_Nullable, PySys_GetObject, (const char *_Nonnull))                          \
  FUNCTION(PyObject *_Nullable, PyEval_GetBuiltins, (void))                                       \
  FUNCTION(PyObject *_Nullable, Py_CompileString,                                                 \
      (const char *_Nonnull, const char *_Nonnull, int))                                          \
  FUNCTION(PyObject *_Nullable, PyEval_EvalCode,                                                  \
      (PyObject *_Nonnull, PyObject *_Nonnull, PyObject *_Nonnull))                               \
  FUNCTION(PyObject *_Nullable, PyEval_GetFrame, (void))                                          \
  FUNCTION(PyObject *_Nullable, PyFrame_GetBack, (PyObject *_Nonnull))                            \
  FUNCTION(PyObject *_Nonnull, PyFrame_GetCode, (PyObject *_Nonnull))                             \
  FUNCTION(int, PyFrame_GetLineNumber, (PyObject *_Nonnull))                                      \
  FUNCTION(void *_Nullable, PyInterpreterState_Get, (void))                                       \
  FUNCTION(PyObject *_Nullable, PyInterpreterState_GetDict, (void *_Nonnull))                     \
  FUNCTION(int, PyObject_SetAttrString,                                                           \
      (PyObject *_Nonnull, const char *_Nonnull, PyObject *_Nullable))                            \
  FUNCTION(void *_Nullable, PyType_GetSlot, (PyObject *_Nonnull, int))                            \
  FUNCTION(PyObject *_Nullable, PyObject_GetItem, (PyObject *_Nonnull, PyObject *_Nonnull))       \
  FUNCTION(PyObject *_Nullable, PyErr_Occurred, (void))                                           \
  FUNCTION(PyObject *_Nullable, PyUnicode_FromObject, (PyObject *_Nonnull))                       \
  FUNCTION(PyObject *_Nullable, PyBytes_FromStringAndSize, (const char *_Nullable, ptrdiff_t))    \
  FUNCTION(PyObject *_Nullable, PyList_New, (ptrdiff_t))                                          \
  FUNCTION(int, PyList_Append, (PyObject *_Nonnull, PyObject *_Nonnull))                          \
  FUNCTION(ptrdiff_t, PyList_Size, (PyObject *_Nonnull))                                          \
  FUNCTION(PyObject *_Nullable, PyList_GetItem, (PyObject *_Nonnull, ptrdiff_t))                  \
  FUNCTION(int, PyList_SetSlice,                                                                  \
      (PyObject *_Nonnull, ptrdiff_t, ptrdiff_t, PyObject *_Nullable))                            \
  FUNCTION(PyObject *_Nullable, PyList_AsTuple, (PyObject *_Nonnull))                             \
  FUNCTION(int, PySys_SetObject, (const char *_Nonnull, PyObject *_Nullable))                     \
  FUNCTION(PyObject *_Nullable, PyCFunction_NewEx,                                                \
      (void *_Nonnull, PyObject *_Nullable, PyObject *_Nullable))                                 \
  FUNCTION(PyObject *_Nullable, PyImport_ImportModuleLevelObject,                                 \
      (PyObject *_Nonnull, PyObject *_Nullable, PyObject *_Nullable, PyObject *_Nullable, int))   \
  FUNCTION(PyObject *_Nullable, PyDict_GetItemWithError,                                          \
      (PyObject *_Nonnull, PyObject *_Nonnull))                                                   \
  FUNCTION(void *_Nullable, PyThreadState_Get, (void))                                            \
  FUNCTION(void *_Nullable, PyGILState_GetThisThreadState, (void))                                \
  FUNCTION(void *_Nullable, PyInterpreterState_Main, (void))                                      \
  FUNCTION(PyObject *_Nullable, PyType_FromSpec, (void *_Nonnull))                                \
  FUNCTION(PyObject *_Nullable, PyType_GenericAlloc, (PyObject *_Nonnull, ptrdiff_t))             \
  FUNCTION(void, PyObject_GC_UnTrack, (void *_Nonnull))                                           \
  FUNCTION(PyObject *_Nullable, PyObject_Call,                                                    \
      (PyObject *_Nonnull, PyObject *_Nonnull, PyObject *_Nullable))                              \
  FUNCTION(PyObject *_Nullable, PyObject_RichCompare,                                             \
      (PyObject *_Nonnull, PyObject *_Nonnull, int))                                              \
  FUNCTION(ptrdiff_t, PyObject_Hash, (PyObject *_Nonnull))                                        \
  FUNCTION(PyObject *_Nullable, PyObject_GetAttr, (PyObject *_Nonnull, PyObject *_Nonnull))       \
  FUNCTION(PyObject *_Nullable, PyObject_GenericGetAttr,                                          \
      (PyObject *_Nonnull, PyObject *_Nonnull))                                                   \
  FUNCTION(PyObject *_Nullable, PyBool_FromLong, (long))                                          \
  FUNCTION(PyObject *_Nullable, PyWeakref_NewRef, (PyObject *_Nonnull, PyObject *_Nullable))      \
  DATA(PyCoro_Type)                                                                               \
  DATA(PyGen_Type)                                                                                \
  DATA(PyCode_Type)                                                                               \
  DATA(PyFunction_Type)                                                                           \
  DATA(PyList_Type)                                                                               \
  DATA(PyExc_TypeError)                                                                           \
  DATA(PyExc_ValueError)                                                                          \
  DATA(PyExc_KeyError)                                                                            \
  DATA(PyMethodDescr_Type)                                                                        \
  DATA(PyMemoryView_Type)                                                                         \
  DATA(PyWrapperDescr_Type)                                                                       \
  DATA(PyCFunction_Type)                                                                          \
  DATA(_Py_NoneStruct)                                                                            \
  DATA(PyByteArray_Type)                                                                          \
  FUNCTION(int, PyType_IsSubtype, (PyObject *_Nonnull, PyObject *_Nonnull))                       \
  DATA(PyExc_PermissionError)                                                                     \
  DATA(PyExc_SystemExit)                                                                          \
  DATA(PyExc_RuntimeError)

/// CPython's functions and data, found by `hermetic_cpython_load`.
typedef struct hermetic_cpython {
#define HERMETIC_FUNCTION(result, name, parameters) result(*_Nonnull name) parameters;
#define HERMETIC_DATA(name) void *_Nonnull name;
  HERMETIC_CPYTHON_SYMBOLS(HERMETIC_FUNCTION, HERMETIC_DATA)
#undef HERMETIC_FUNCTION
#undef HERMETIC_DATA
} hermetic_cpython;

/// Fills `table` from a `dlopen` handle, or from the whole process when `library` is null.
/// Returns null, or the name of the first symbol that is missing.
const char *_Nullable hermetic_cpython_load(
    hermetic_cpython *_Nonnull table, void *_Nullable library);

/// What a library's `Py_GetVersion` says, or null where it has none.
const char *_Nullable hermetic_cpython_version(void *_Nullable library);

/// Adds an audit hook before CPython has chosen its allocators.
int hermetic_add_hook(const hermetic_cpython *_Nonnull python, Py_AuditHookFunction _Nonnull hook,
    void *_Nullable context);
/// Prepares for CPython giving the hook's entry back, to an allocator that never had it: to be called
/// at `cpython._PySys_ClearAuditHooks`.
void hermetic_expect_hook_release(const hermetic_cpython *_Nonnull python);

/// The type of an object: the second word of every object while there is a GIL.
static inline PyObject *_Nonnull hermetic_type_of(PyObject *_Nonnull object) {
  return ((PyObject *_Nonnull *)(void *)object)[1];
}

/// Where an object's memory holds a pointer to another, in bytes, or -1: how the offset of a field is
/// found that the interface does not tell.
static inline int hermetic_offset_of(PyObject *_Nonnull object, PyObject *_Nonnull member) {
  for (int word = 2; word < 24; word++)
    if (((PyObject **)(void *)object)[word] == member) return word * (int)sizeof(void *);
  return -1;
}
static inline PyObject *_Nullable hermetic_member_at(PyObject *_Nonnull object, int offset) {
  return *(PyObject **)(void *)((char *)object + offset);
}

static inline int hermetic_is_byte_array(
    const hermetic_cpython *_Nonnull python, PyObject *_Nonnull object) {
  return python->PyType_IsSubtype(hermetic_type_of(object), (PyObject *)python->PyByteArray_Type);
}

/// The name that a module of C is defined by, whatever it says itself; null for any other.
const char *_Nullable hermetic_module_name(
    const hermetic_cpython *_Nonnull python, PyObject *_Nonnull module);

/// Calls `function(a, b, c)`; for Swift, which cannot call variadic functions.
PyObject *_Nullable hermetic_call(const hermetic_cpython *_Nonnull python,
    PyObject *_Nonnull function, PyObject *_Nonnull *_Nullable arguments, size_t count);

/// Makes the `hermetic` module importable; `execute` fills it. Call before initialisation.
/// `minor` is CPython's minor version: newer ones want to hear that sub-interpreters are fine.
int hermetic_register_module(const hermetic_cpython *_Nonnull python, int minor);
/// Makes it importable in an interpreter that runs; with the GIL.
int hermetic_join_module(const hermetic_cpython *_Nonnull python, int minor);
