#include "scopes.h"

// The objects by which Python code enters and leaves scopes, and puts calls off.

const hermetic_cpython *hermetic_scope_python;
#define cpython hermetic_scope_python

typedef int (*visitor)(PyObject *, void *);
typedef void (*releaser)(void *);

struct scope_object {
  void *head[2];
  void *scope;
};

static struct scope_object *scope_of(PyObject *self) { return (struct scope_object *)(void *)self; }

PyObject *hermetic_none(void) {
  PyObject *none = (PyObject *)cpython->_Py_NoneStruct;
  cpython->Py_IncRef(none);
  return none;
}

static PyObject *configure(PyObject *self, PyObject *arguments) {
  return hermetic_scope_configure(&scope_of(self)->scope, arguments) == 0 ? hermetic_none() : NULL;
}

static PyObject *copy_from(PyObject *self, PyObject *other) {
  // Only called with another of its kind, which the type of both says.
  if (hermetic_type_of(self) != hermetic_type_of(other) || scope_of(self)->scope) return hermetic_none();
  scope_of(self)->scope = hermetic_scope_copy(scope_of(other)->scope);
  return hermetic_none();
}

/// `_for(function)`: the scope, for a function that it decorates.
static PyObject *for_function(PyObject *self, PyObject *function) {
  if (hermetic_scope_check(scope_of(self)->scope, function) != 0) return NULL;
  cpython->Py_IncRef(self);
  return self;
}

static PyObject *enter(PyObject *self, PyObject *unused) {
  (void)unused;
  if (hermetic_scope_enter(scope_of(self)->scope) != 0) return NULL;
  cpython->Py_IncRef(self);
  return self;
}

static PyObject *leave(PyObject *self, PyObject *unused) {
  (void)unused;
  return hermetic_scope_leave(scope_of(self)->scope) == 0 ? hermetic_none() : NULL;
}

/// What this interpreter keeps under a name, borrowed.
PyObject *hermetic_kept(const char *name) {
  PyObject *dictionary = cpython->PyInterpreterState_GetDict(cpython->PyInterpreterState_Get());
  return dictionary ? cpython->PyDict_GetItemString(dictionary, name) : NULL;
}

/// An awaitable that gives back a value, by the shim's function for it.
static PyObject *awaitable(PyObject *value) {
  if (!value) return NULL;
  PyObject *ready = hermetic_kept("hermetic.ready");
  PyObject *made = ready ? cpython->PyObject_CallFunctionObjArgs(ready, value, NULL) : NULL;
  cpython->Py_DecRef(value);
  return made;
}
static PyObject *enter_awaiting(PyObject *self, PyObject *unused) {
  return awaitable(enter(self, unused));
}
static PyObject *leave_awaiting(PyObject *self, PyObject *unused) {
  return awaitable(leave(self, unused));
}

static void deallocate_scope(PyObject *self) {
  PyObject *type = hermetic_type_of(self);
  if (scope_of(self)->scope) hermetic_scope_release(scope_of(self)->scope);
  ((releaser)cpython->PyType_GetSlot(type, FREE))(self);
  cpython->Py_DecRef(type);
}

static struct method scope_methods[] = {
    {"_configure", (void *)configure, VARARGS, NULL},
    {"_copy_from", (void *)copy_from, O, NULL},
    {"_for", (void *)for_function, O, NULL},
    {"__enter__", (void *)enter, NOARGS, NULL},
    {"__exit__", (void *)leave, VARARGS, NULL},
    {"__aenter__", (void *)enter_awaiting, NOARGS, NULL},
    {"__aexit__", (void *)leave_awaiting, VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct type_slot scope_slots[] = {
    {METHODS, scope_methods}, {DEALLOCATE, (void *)deallocate_scope}, {0, NULL}};
static struct type_specification scope_type = {
    "hermetic.Scope", sizeof(struct scope_object), 0, DEFAULT | IS_BASE, scope_slots};

/// A call that is put off, with what was in force where it was.
struct captured_object {
  void *head[2];
  PyObject *function, *arguments, *keywords;
  void *captured;
  /// Whether it runs once, with the arguments that it was put off with.
  bool is_bound;
  /// Whether what is in force there is in place of what the thread inherited.
  bool replaces;
  /// The only thing that it may be called with, if there is one: whoever finds it gains nothing by it.
  const void *subject;
};
static struct captured_object *captured_of(PyObject *self) {
  return (struct captured_object *)(void *)self;
}
static int clear_captured(PyObject *self) {
  struct captured_object *object = captured_of(self);
  PyObject *members[] = {object->function, object->arguments, object->keywords};
  object->function = object->arguments = object->keywords = NULL;
  for (int i = 0; i < 3; i++) cpython->Py_DecRef(members[i]);
  return 0;
}

static int traverse_captured(PyObject *self, visitor visit, void *context) {
  struct captured_object *object = captured_of(self);
  PyObject *members[] = {object->function, object->arguments, object->keywords,
      hermetic_type_of(self)};
  for (int i = 0; i < 4; i++) {
    int result = members[i] ? visit(members[i], context) : 0;
    if (result) return result;
  }
  return 0;
}

static void deallocate_captured(PyObject *self) {
  PyObject *type = hermetic_type_of(self);
  cpython->PyObject_GC_UnTrack(self);
  clear_captured(self);
  if (captured_of(self)->captured) hermetic_release_capture(captured_of(self)->captured);
  ((releaser)cpython->PyType_GetSlot(type, FREE))(self);
  cpython->Py_DecRef(type);
}

static PyObject *call_captured(PyObject *self, PyObject *arguments, PyObject *keywords) {
  struct captured_object *object = captured_of(self);
  PyObject *function = object->function;
  bool is_bound = object->is_bound, replaces = object->replaces;
  if (!function) {
    cpython->PyErr_SetString(
        *(PyObject **)cpython->PyExc_RuntimeError, "this call was put off once, and has been made");
    return NULL;
  }
  if (object->subject &&
      (cpython->PyTuple_Size(arguments) != 1 ||
          cpython->PyTuple_GetItem(arguments, 0) != (PyObject *)object->subject)) {
    cpython->PyErr_SetString(
        *(PyObject **)cpython->PyExc_RuntimeError, "this callback is another future's");
    return NULL;
  }
  if (is_bound) {
    arguments = object->arguments;
    keywords = object->keywords;
    object->function = object->arguments = object->keywords = NULL;
  } else {
    cpython->Py_IncRef(function);
  }
  void *captured = object->captured;
  cpython->Py_IncRef(self);
  hermetic_begin_captured(captured, replaces);
  PyObject *result = cpython->PyObject_Call(function, arguments, keywords);
  cpython->Py_DecRef(function);
  if (is_bound) {
    cpython->Py_DecRef(arguments);
    cpython->Py_DecRef(keywords);
  }
  hermetic_end_captured(captured, replaces);
  cpython->Py_DecRef(self);
  return result;
}

static void deallocate_captured(PyObject *self);
static bool is_captured(PyObject *object) {
  PyObject *type = hermetic_type_of(object);
  // Only types that are objects of their own have slots to tell before 3.10.
  return cpython->PyType_GetFlags(type) & IS_HEAP &&
         cpython->PyType_GetSlot(type, DEALLOCATE) == (void *)deallocate_captured;
}

/// What a call that was put off is of; anything else is itself.
PyObject *hermetic_inner(PyObject *object) {
  while (is_captured(object) && captured_of(object)->function)
    object = captured_of(object)->function;
  return object;
}

static PyObject *compare_captured(PyObject *self, PyObject *other, int how) {
  PyObject *mine = hermetic_inner(self), *others = hermetic_inner(other);
  if (mine == self || others == self) return cpython->PyBool_FromLong((self == other) == (how == EQUAL));
  return cpython->PyObject_RichCompare(mine, others, how);
}

static ptrdiff_t hash_captured(PyObject *self) {
  PyObject *function = hermetic_inner(self);
  return function == self ? (ptrdiff_t)((uintptr_t)self >> 4) : cpython->PyObject_Hash(function);
}

/// What a callable is asked for, such as its name, it is asked for in its caller's place.
static PyObject *attribute_of_captured(PyObject *self, PyObject *name) {
  PyObject *found = cpython->PyObject_GenericGetAttr(self, name);
  if (found || hermetic_inner(self) == self) return found;
  cpython->PyErr_Clear();
  return cpython->PyObject_GetAttr(hermetic_inner(self), name);
}

static struct type_slot captured_slots[] = {{CALL, (void *)call_captured},
    {TRAVERSE, (void *)traverse_captured}, {CLEAR, (void *)clear_captured},
    {DEALLOCATE, (void *)deallocate_captured}, {COMPARE, (void *)compare_captured},
    {HASH, (void *)hash_captured}, {ATTRIBUTE, (void *)attribute_of_captured}, {0, NULL}};
static struct type_specification captured_type = {
    "hermetic.Call", sizeof(struct captured_object), 0, DEFAULT | HAS_GC, captured_slots};

static PyObject *make_captured(
    PyObject *function, PyObject *arguments, PyObject *keywords, void *captured, bool is_bound) {
  PyObject *type = hermetic_kept("hermetic.Call");
  PyObject *made = type ? cpython->PyType_GenericAlloc(type, 0) : NULL;
  if (!made) {
    if (captured) hermetic_release_capture(captured);
    return NULL;
  }
  struct captured_object *object = captured_of(made);
  object->function = function;
  object->arguments = arguments;
  object->keywords = keywords;
  object->captured = captured;
  object->is_bound = object->replaces = is_bound;
  cpython->Py_IncRef(function);
  cpython->Py_IncRef(arguments);
  cpython->Py_IncRef(keywords);
  return made;
}

/// `_carry(callable)`: the same, or one that runs under what is in force here too.
static PyObject *carry(PyObject *self, PyObject *function) {
  (void)self;
  // A future's is its own already, and is called with nothing else.
  bool is_settled = is_captured(function) && captured_of(function)->subject;
  void *captured = is_settled ? NULL : hermetic_capture_scopes();
  if (captured) return make_captured(function, NULL, NULL, captured, false);
  cpython->Py_IncRef(function);
  return function;
}

PyObject *hermetic_settle(PyObject *future, PyObject *function) {
  // Where nothing is in force too, so that nothing will be added.
  PyObject *made = make_captured(function, NULL, NULL, hermetic_capture_scopes(), false);
  if (made) captured_of(made)->subject = future;
  return made;
}

/// `_settle((future, callable))`: a callback of a future.
static PyObject *settle(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *future = cpython->PyTuple_GetItem(arguments, 0);
  PyObject *function = future ? cpython->PyTuple_GetItem(arguments, 1) : NULL;
  return function ? hermetic_settle(future, function) : NULL;
}

/// `_replace(callable)`: a callable for a worker, whose thread may have been started anywhere.
static PyObject *replace(PyObject *self, PyObject *function) {
  (void)self;
  PyObject *made = make_captured(function, NULL, NULL, hermetic_capture_scopes(), false);
  if (made) captured_of(made)->replaces = true;
  return made;
}

/// `_put_off(callable, arguments, keywords)`: a callable without arguments, to be called once, elsewhere, under
/// what is in force here and nothing else.
static PyObject *put_off(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *parts[3];
  for (int i = 0; i < 3; i++)
    if (!(parts[i] = cpython->PyTuple_GetItem(arguments, i))) return NULL;
  if (!(cpython->PyType_GetFlags(hermetic_type_of(parts[1])) & 1UL << 26) ||
      !(cpython->PyType_GetFlags(hermetic_type_of(parts[2])) & 1UL << 29)) {
    cpython->PyErr_SetString(
        *(PyObject **)cpython->PyExc_TypeError, "a call is put off with a tuple and a dictionary");
    return NULL;
  }
  return make_captured(parts[0], parts[1], parts[2], hermetic_capture_scopes(), true);
}

// MARK: What Python code asks

#define ASKED(name)                                                                               \
  static PyObject *ask_##name(PyObject *self, PyObject *argument) {                               \
    (void)self;                                                                                   \
    return hermetic_asked_##name(argument);                                                       \
  }
ASKED(check)
ASKED(rules)
ASKED(log)
ASKED(observe)
ASKED(command)

static const struct method functions[] = {
    {"_carry", (void *)carry, O, NULL},
    {"_settle", (void *)settle, O, NULL},
    {"_put_off", (void *)put_off, O, NULL},
    {"_replace", (void *)replace, O, NULL},
    {"_check", (void *)ask_check, O, NULL},
    {"_rules", (void *)ask_rules, O, NULL},
    {"_log", (void *)ask_log, O, NULL},
    {"_observe", (void *)ask_observe, O, NULL},
    {"_ask_command", (void *)ask_command, O, NULL},
};

static int add_function(const struct method *function, PyObject *dictionary) {
  PyObject *made = cpython->PyCFunction_NewEx((void *)function, NULL, NULL);
  int result = made ? cpython->PyDict_SetItemString(dictionary, function->name, made) : -1;
  cpython->Py_DecRef(made);
  return result;
}

int hermetic_add_scope_types(const hermetic_cpython *python, PyObject *dictionary) {
  cpython = python;
  PyObject *scope = python->PyType_FromSpec(&scope_type);
  PyObject *call = python->PyType_FromSpec(&captured_type);
  int result = scope && call ? 0 : -1;
  if (result == 0) {
    result = python->PyDict_SetItemString(dictionary, "_Scope", scope);
    result |= hermetic_keep(python, "hermetic.Call", call);
  }
  python->Py_DecRef(scope);
  python->Py_DecRef(call);
  for (size_t i = 0; i < sizeof functions / sizeof *functions && result == 0; i++)
    result = add_function(&functions[i], dictionary);
  for (size_t i = 0; i < TASK_FUNCTIONS && result == 0; i++)
    result = add_function(&hermetic_task_functions[i], dictionary);
  return result;
}

int hermetic_keep(const hermetic_cpython *python, const char *name, PyObject *object) {
  PyObject *dictionary = python->PyInterpreterState_GetDict(python->PyInterpreterState_Get());
  return dictionary ? python->PyDict_SetItemString(dictionary, name, object) : -1;
}
