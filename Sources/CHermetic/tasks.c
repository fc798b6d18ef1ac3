#include "scopes.h"

#define cpython hermetic_scope_python

// asyncio: what a task or a callback takes along from where it was made.

static initializer initialize_task;

/// The coroutine, followed; or one that awaits it, where it has no frame to be followed by. A new reference,
/// or null with an exception set.
static PyObject *followed(PyObject *coroutine) {
  PyObject *type = hermetic_type_of(coroutine);
  bool has_frame = type == (PyObject *)cpython->PyCoro_Type || type == (PyObject *)cpython->PyGen_Type;
  PyObject *through = has_frame || !hermetic_have_scopes() ? NULL : hermetic_kept("hermetic.through");
  PyObject *made = coroutine;
  if (through)
    made = cpython->PyObject_CallFunctionObjArgs(through, coroutine, NULL);
  else
    cpython->Py_IncRef(made);
  if (made && hermetic_have_scopes()) hermetic_follow(made);
  return made;
}

static int begin_task(PyObject *self, PyObject *arguments, PyObject *keywords) {
  ptrdiff_t count = arguments ? cpython->PyTuple_Size(arguments) : 0;
  PyObject *given = count > 0   ? cpython->PyTuple_GetItem(arguments, 0)
                    : keywords ? cpython->PyDict_GetItemString(keywords, "coro")
                               : NULL;
  // Whether it is awaitable at all is for the task to say.
  PyObject *send = given && hermetic_have_scopes() ? cpython->PyObject_GetAttrString(given, "send") : NULL;
  if (!send) {
    cpython->PyErr_Clear();
    return initialize_task(self, arguments, keywords);
  }
  cpython->Py_DecRef(send);
  PyObject *coroutine = followed(given);
  if (!coroutine) return -1;
  if (coroutine == given) {
    cpython->Py_DecRef(coroutine);
    return initialize_task(self, arguments, keywords);
  }
  int result = -1;
  if (count > 0) {
    PyObject *list = cpython->PyList_New(0);
    for (ptrdiff_t i = 0; list && i < count; i++)
      cpython->PyList_Append(list, i == 0 ? coroutine : cpython->PyTuple_GetItem(arguments, i));
    PyObject *changed = list ? cpython->PyList_AsTuple(list) : NULL;
    if (changed) result = initialize_task(self, changed, keywords);
    cpython->Py_DecRef(changed);
    cpython->Py_DecRef(list);
  } else {
    PyObject *changed = cpython->PyDict_New();
    if (changed && cpython->PyDict_Update(changed, keywords) == 0 &&
        cpython->PyDict_SetItemString(changed, "coro", coroutine) == 0)
      result = initialize_task(self, arguments, changed);
    cpython->Py_DecRef(changed);
  }
  cpython->Py_DecRef(coroutine);
  return result;
}

/// Whether a class is the one of the extension module.
static bool is_of_asyncio(PyObject *type) {
  // A class, and none that Python code has made.
  if (!(cpython->PyType_GetFlags(hermetic_type_of(type)) & 1UL << 31)) return false;
  unsigned long flags = cpython->PyType_GetFlags(type);
  if (flags & IS_HEAP && !(flags & IS_IMMUTABLE)) return false;
  PyObject *module = cpython->PyObject_GetAttrString(type, "__module__");
  const char *name = module ? cpython->PyUnicode_AsUTF8AndSize(module, NULL) : NULL;
  bool is_own = name && strcmp(name, "_asyncio") == 0;
  cpython->Py_DecRef(module);
  cpython->PyErr_Clear();
  return is_own;
}

static void replace_initializer(PyObject *type, int depth) {
  initializer *slot = (initializer *)(void *)((char *)type + INITIALIZER);
  if (*slot == initialize_task) *slot = begin_task;
  // Subclasses that were there before have a copy of it.
  PyObject *subclasses = cpython->PyObject_GetAttrString(type, "__subclasses__");
  PyObject *list = subclasses ? cpython->PyObject_CallFunctionObjArgs(subclasses, NULL) : NULL;
  for (ptrdiff_t i = 0; list && depth < 20 && i < cpython->PyList_Size(list); i++)
    replace_initializer(cpython->PyList_GetItem(list, i), depth + 1);
  cpython->Py_DecRef(list);
  cpython->Py_DecRef(subclasses);
  cpython->PyErr_Clear();
}

/// `_follow_tasks(type)`: has each task of `_asyncio`'s type take along what is in force where it is made.
static PyObject *follow_tasks(PyObject *self, PyObject *type) {
  (void)self;
  // A class of Python's own does so itself.
  if (!is_of_asyncio(type)) return hermetic_none();
  initializer *slot = (initializer *)(void *)((char *)type + INITIALIZER);
  if (*slot == begin_task || (initialize_task && *slot != initialize_task)) return hermetic_none();
  initialize_task = *slot;
  replace_initializer(type, 0);
  // What `super().__init__` calls.
  PyObject *method = cpython->PyObject_GetAttrString(type, "__init__");
  if (method && hermetic_type_of(method) == (PyObject *)cpython->PyWrapperDescr_Type) {
    initializer *wrapped = (initializer *)(void *)((char *)method + WRAPPED);
    if (*wrapped == initialize_task) *wrapped = begin_task;
  }
  cpython->Py_DecRef(method);
  cpython->PyErr_Clear();
  return hermetic_none();
}

typedef PyObject *(*fast_keywords)(PyObject *, PyObject *const *, ptrdiff_t, PyObject *);
typedef PyObject *(*fast_method)(PyObject *, PyObject *, PyObject *const *, ptrdiff_t, PyObject *);
static fast_keywords add_callback;
static fast_method add_callback_of;
enum { MOST = 4 };

/// The arguments with the callback carried; null with an exception set.
static PyObject *carrying(PyObject *future, PyObject *const *arguments, ptrdiff_t count,
    PyObject *names, PyObject **made) {
  ptrdiff_t all = count + (names ? cpython->PyTuple_Size(names) : 0);
  for (ptrdiff_t i = 0; i < all && i < MOST; i++) made[i] = arguments[i];
  return made[0] = hermetic_settle(future, arguments[0]);
}

static PyObject *carry_callback(
    PyObject *self, PyObject *const *arguments, ptrdiff_t count, PyObject *names) {
  PyObject *made[MOST];
  if (count < 1 || count > 2) return add_callback(self, arguments, count, names);
  if (!carrying(self, arguments, count, names, made)) return NULL;
  PyObject *result = add_callback(self, made, count, names);
  cpython->Py_DecRef(made[0]);
  return result;
}

static PyObject *carry_callback_of(PyObject *self, PyObject *type, PyObject *const *arguments,
    ptrdiff_t count, PyObject *names) {
  PyObject *made[MOST];
  if (count < 1 || count > 2) return add_callback_of(self, type, arguments, count, names);
  if (!carrying(self, arguments, count, names, made)) return NULL;
  PyObject *result = add_callback_of(self, type, made, count, names);
  cpython->Py_DecRef(made[0]);
  return result;
}

/// `_follow_futures(type)`: has the callbacks of `_asyncio`'s type do the same.
static PyObject *follow_futures(PyObject *self, PyObject *type) {
  (void)self;
  PyObject *found = is_of_asyncio(type)
                        ? cpython->PyObject_GetAttrString(type, "add_done_callback")
                        : NULL;
  if (found && hermetic_type_of(found) == (PyObject *)cpython->PyMethodDescr_Type) {
    // Futures and tasks have a description each of the one function.
    struct method *method = ((struct method_descriptor *)(void *)found)->method;
    void *function = method->function;
    if (method->flags == (FASTCALL | KEYWORDS) && function != (void *)carry_callback &&
        (!add_callback || function == (void *)add_callback)) {
      add_callback = (fast_keywords)function;
      method->function = (void *)carry_callback;
    } else if (method->flags == (METHOD | FASTCALL | KEYWORDS) &&
               function != (void *)carry_callback_of &&
               (!add_callback_of || function == (void *)add_callback_of)) {
      add_callback_of = (fast_method)function;
      method->function = (void *)carry_callback_of;
    }
  }
  cpython->Py_DecRef(found);
  cpython->PyErr_Clear();
  return hermetic_none();
}

/// `_follow(coroutine)`: what a task of Python's own is to run in its place.
static PyObject *follow(PyObject *self, PyObject *coroutine) {
  (void)self;
  return followed(coroutine);
}

/// `_inner(callable)`: what a call that was put off is of.
static PyObject *inner_of(PyObject *self, PyObject *callable) {
  (void)self;
  PyObject *found = hermetic_inner(callable);
  cpython->Py_IncRef(found);
  return found;
}

static PyObject *forget(PyObject *self, PyObject *reference) {
  (void)self;
  hermetic_unfollow(reference);
  return hermetic_none();
}
static struct method forget_method = {"_forget", (void *)forget, O, NULL};

PyObject *hermetic_reference(PyObject *object) {
  PyObject *callback = cpython->PyCFunction_NewEx(&forget_method, NULL, NULL);
  PyObject *made = callback ? cpython->PyWeakref_NewRef(object, callback) : NULL;
  cpython->Py_DecRef(callback);
  return made;
}

const struct method hermetic_task_functions[] = {
    {"_follow", (void *)follow, O, NULL},
    {"_inner", (void *)inner_of, O, NULL},
    {"_follow_tasks", (void *)follow_tasks, O, NULL},
    {"_follow_futures", (void *)follow_futures, O, NULL},
};
