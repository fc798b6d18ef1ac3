#include "layouts.h"

#include <dlfcn.h>

const char *hermetic_cpython_load(hermetic_cpython *table, void *library) {
  void *where = library ? library : RTLD_DEFAULT;
#define HERMETIC_FUNCTION(result, name, parameters)                                               \
  if (!(*(void **)&table->name = dlsym(where, #name))) return #name;
#define HERMETIC_DATA(name)                                                                       \
  if (!(table->name = dlsym(where, #name))) return #name;
  HERMETIC_CPYTHON_SYMBOLS(HERMETIC_FUNCTION, HERMETIC_DATA)
#undef HERMETIC_FUNCTION
#undef HERMETIC_DATA
  return NULL;
}

const char *hermetic_cpython_version(void *library) {
  const char *(*version)(void) =
      (const char *(*)(void))dlsym(library ? library : RTLD_DEFAULT, "Py_GetVersion");
  return version ? version() : NULL;
}

// CPython keeps a hook in a piece of its own raw memory. It asks for it before `-X dev` or
// PYTHONMALLOC have their say, and gives it back to whatever allocator there is by then, which may
// abort over it. So the piece is ours, and never really given back.

enum { RAW_DOMAIN = 0 };

static void *hook_entry[16];
static struct hermetic_allocator displaced;

static void *lend_hook_entry(void *context, size_t size) {
  (void)context;
  return size <= sizeof hook_entry ? hook_entry : NULL;
}

int hermetic_add_hook(
    const hermetic_cpython *python, Py_AuditHookFunction hook, void *context) {
  python->PyMem_GetAllocator(RAW_DOMAIN, &displaced);
  struct hermetic_allocator lender = displaced;
  lender.allocate = lend_hook_entry;
  python->PyMem_SetAllocator(RAW_DOMAIN, &lender);
  int result = python->PySys_AddAuditHook(hook, context);
  python->PyMem_SetAllocator(RAW_DOMAIN, &displaced);
  return result;
}

static void *pass_allocate(void *context, size_t size) {
  (void)context;
  return displaced.allocate(displaced.context, size);
}

static void *pass_allocate_zeroed(void *context, size_t count, size_t size) {
  (void)context;
  return displaced.allocate_zeroed(displaced.context, count, size);
}

static void *pass_reallocate(void *context, void *memory, size_t size) {
  (void)context;
  return displaced.reallocate(displaced.context, memory, size);
}

static void pass_release(void *context, void *memory) {
  (void)context;
  if (memory != hook_entry) displaced.release(displaced.context, memory);
}

void hermetic_expect_hook_release(const hermetic_cpython *python) {
  struct hermetic_allocator current;
  python->PyMem_GetAllocator(RAW_DOMAIN, &current);
  if (current.release == pass_release) return;
  displaced = current;
  struct hermetic_allocator passing = {
      NULL, pass_allocate, pass_allocate_zeroed, pass_reallocate, pass_release};
  python->PyMem_SetAllocator(RAW_DOMAIN, &passing);
}

PyObject *hermetic_call(
    const hermetic_cpython *python, PyObject *function, PyObject **arguments, size_t count) {
  PyObject *a[8] = {0};
  for (size_t i = 0; i < count && i < 8; i++) a[i] = arguments[i];
  return python->PyObject_CallFunctionObjArgs(
      function, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], NULL);
}

// PyModuleDef and its slots (PEP 489), whose layout the stable ABI fixes.
struct slot {
  int id;
  void *value;
};
struct module_definition {
  struct {
    intptr_t reference_count;
    void *type;
    void *initializer;
    intptr_t index;
    void *copy;
  } base;
  const char *name, *documentation;
  intptr_t size;
  void *methods;
  struct slot *slots;
  void *traverse, *clear, *free;
};
_Static_assert(sizeof(struct module_definition) == 13 * sizeof(void *), "PyModuleDef's layout");

const char *hermetic_module_name(const hermetic_cpython *python, PyObject *module) {
  struct module_definition *found = python->PyModule_GetDef(module);
  if (!found) python->PyErr_Clear();
  return found ? found->name : NULL;
}

enum { SLOT_EXEC = 2, SLOT_MULTIPLE_INTERPRETERS = 3, SLOT_GIL = 4 };

static const hermetic_cpython *cpython;
static struct slot slots[] = {{SLOT_EXEC, (void *)hermetic_module_execute}, {0, 0}, {0, 0}};
static struct module_definition definition = {
    .base = {.reference_count = 1}, .name = "hermetic", .slots = slots};

static PyObject *initialize_module(void) { return cpython->PyModuleDef_Init(&definition); }

static PyObject *make_module(PyObject *self, PyObject *module) {
  (void)self;
  if (hermetic_module_execute(module) != 0) return NULL;
  PyObject *none = (PyObject *)cpython->_Py_NoneStruct;
  cpython->Py_IncRef(none);
  return none;
}

static void describe_module(const hermetic_cpython *python, int minor) {
  cpython = python;
  // Value 2: may be imported by interpreters with a GIL of their own (PEP 684, 3.12).
  if (minor >= 12) slots[1] = (struct slot){SLOT_MULTIPLE_INTERPRETERS, (void *)2};
}

int hermetic_register_module(const hermetic_cpython *python, int minor) {
  describe_module(python, minor);
  return python->PyImport_AppendInittab("hermetic", initialize_module);
}

int hermetic_join_module(const hermetic_cpython *python, int minor) {
  describe_module(python, minor);
  // The table of built-in modules has been read: the shim puts it where imports find it.
  static struct method function = {"_make", (void *)make_module, O, NULL};
  PyObject *make = python->PyCFunction_NewEx(&function, NULL, NULL);
  PyObject *dictionary = python->PyDict_New();
  int result = -1;
  if (make && dictionary && python->PyDict_SetItemString(dictionary, "_make", make) == 0 &&
      python->PyDict_SetItemString(dictionary, "__builtins__", python->PyEval_GetBuiltins()) == 0) {
    PyObject *code = python->Py_CompileString(
        "import sys\n"
        "class Finder:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name == 'hermetic':\n"
        "            from importlib.machinery import ModuleSpec\n"
        "            return ModuleSpec(name, Finder, origin='built-in')\n"
        "    @staticmethod\n"
        "    def create_module(spec):\n"
        "        return None\n"
        "    @staticmethod\n"
        "    def exec_module(module):\n"
        "        _make(module)\n"
        "sys.meta_path.insert(0, Finder)\n",
        "<hermetic>", 257);
    PyObject *made = code ? python->PyEval_EvalCode(code, dictionary, dictionary) : NULL;
    result = made ? 0 : -1;
    python->Py_DecRef(made);
    python->Py_DecRef(code);
  }
  python->Py_DecRef(dictionary);
  python->Py_DecRef(make);
  return result;
}
