#include "layouts.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

int hermetic_guards_active, hermetic_supervised;
void *hermetic_semaphores;
int hermetic_guarded_files, hermetic_guarded_programs;
void (*hermetic_prepare_files)(void);
__thread int hermetic_refused_record;
__thread int hermetic_engine_works, hermetic_announced, hermetic_suspected_code;
__thread const void *hermetic_announcer[2];
__thread int hermetic_executing_child, hermetic_removed_variable;
__thread int hermetic_writing_cache;

static __thread char library[PATH_MAX];
static __thread bool is_library_permitted;

void hermetic_permit_library(const char *path) {
  is_library_permitted = snprintf(library, sizeof library, "%s", path) < (int)sizeof library;
}
const char *hermetic_take_permitted_library(void) {
  bool is_permitted = is_library_permitted;
  is_library_permitted = false;
  return is_permitted ? library : NULL;
}

static __thread char refusal[512], logged[512];
static __thread int refusal_rule;

void hermetic_set_refusal(const char *message, int rule) {
  snprintf(refusal, sizeof refusal, "%s", message);
  refusal_rule = rule;
}
const char *hermetic_refusal_message(void) { return refusal; }
int hermetic_refusal_rule(void) { return refusal_rule; }

void hermetic_note_logged(const char *message) { snprintf(logged, sizeof logged, "%s", message); }
int hermetic_take_logged(const char *message) {
  int same = strcmp(logged, message) == 0;
  logged[0] = 0;
  return same;
}

static void *state;
void *hermetic_state(void) { return state; }
void hermetic_set_state(void *value) { state = value; }

struct builtin_function {
  void *head[2];
  struct method *method;
};
typedef PyObject *(*one_argument)(PyObject *, PyObject *);
typedef PyObject *(*keyword_arguments)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*fast_arguments)(PyObject *, PyObject *const *, intptr_t);
typedef PyObject *(*fast_keywords)(PyObject *, PyObject *const *, intptr_t, PyObject *);

static const hermetic_cpython *cpython;
static struct method *guarded[hermetic_method_guard_limit];
static void *originals[hermetic_method_guard_limit];
static unsigned char conventions[hermetic_method_guard_limit], asks[hermetic_method_guard_limit];
static unsigned char fails_by_result[hermetic_method_guard_limit];

static inline PyObject *finish(int slot, PyObject *result) {
  if (__builtin_expect(hermetic_refused_record == 0, 1)) return result;
  // What was refused on the way to success, somebody did without.
  if (result && !fails_by_result[slot]) {
    hermetic_refused_record = 0;
    return result;
  }
  return hermetic_raise_refusal(result);
}

/// Whether a guard lets the call begin; if not, an exception is set.
static inline bool begin(int slot, PyObject *const *arguments, intptr_t count) {
  hermetic_refused_record = 0;
  return !asks[slot] || hermetic_before_builtin(slot, arguments, count) == 0;
}

static bool begin_tuple(int slot, PyObject *arguments) {
  PyObject *list[6] = {0};
  if (!asks[slot]) return begin(slot, list, 0);
  intptr_t count = arguments ? cpython->PyTuple_Size(arguments) : 0;
  if (count > 6) count = 6;
  for (intptr_t i = 0; i < count; i++) list[i] = cpython->PyTuple_GetItem(arguments, i);
  return begin(slot, list, count);
}

static bool begin_one(int slot, PyObject *argument) {
  if (conventions[slot] == VARARGS) return begin_tuple(slot, argument);
  return begin(slot, &argument, argument ? 1 : 0);
}

static PyObject *end(int slot, PyObject *result) {
  if (asks[slot]) result = hermetic_after_builtin(slot, result);
  return finish(slot, result);
}

// C functions carry no context, so each guard has functions of its own, one a convention.
static __thread PyObject *call_keywords;
PyObject *hermetic_call_keywords(void) { return call_keywords; }

static inline bool begin_keywords(
    int slot, PyObject *const *arguments, intptr_t count, PyObject *names) {
  if (!asks[slot]) return begin(slot, arguments, count);
  call_keywords = names;
  bool begins = begin(slot, arguments, count);
  call_keywords = NULL;
  return begins;
}

#define AROUND(slot, begins, calls)                                                               \
  int announced = hermetic_announced;                                                             \
  const void *frame = hermetic_announcer[0], *interpreter = hermetic_announcer[1];                \
  hermetic_announced = 0;                                                                         \
  PyObject *result = begins ? end(slot, calls) : NULL;                                            \
  hermetic_announce(announced, frame, interpreter);                                               \
  return result;
#define GUARD(slot)                                                                               \
  static PyObject *one_##slot(PyObject *self, PyObject *argument) {                               \
    AROUND(slot, begin_one(slot, argument), ((one_argument)originals[slot])(self, argument))      \
  }                                                                                               \
  static PyObject *keywords_##slot(PyObject *self, PyObject *arguments, PyObject *names) {        \
    AROUND(slot, begin_tuple(slot, arguments),                                                    \
        ((keyword_arguments)originals[slot])(self, arguments, names))                             \
  }                                                                                               \
  static PyObject *fast_##slot(PyObject *self, PyObject *const *arguments, intptr_t count) {      \
    AROUND(slot, begin(slot, arguments, count),                                                   \
        ((fast_arguments)originals[slot])(self, arguments, count))                                \
  }                                                                                               \
  static PyObject *fast_keywords_##slot(                                                          \
      PyObject *self, PyObject *const *arguments, intptr_t count, PyObject *names) {              \
    AROUND(slot, begin_keywords(slot, arguments, count, names),                                   \
        ((fast_keywords)originals[slot])(self, arguments, count, names))                          \
  }
#define SLOTS(F)                                                                                  \
  F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15) F(16)     \
  F(17) F(18) F(19) F(20) F(21) F(22) F(23) F(24) F(25) F(26) F(27) F(28) F(29) F(30) F(31)       \
  F(32) F(33) F(34) F(35) F(36) F(37) F(38) F(39) F(40) F(41) F(42) F(43) F(44) F(45) F(46)       \
  F(47) F(48) F(49) F(50) F(51) F(52) F(53) F(54) F(55) F(56) F(57) F(58) F(59) F(60) F(61)       \
  F(62) F(63) F(64) F(65) F(66) F(67) F(68) F(69) F(70) F(71) F(72) F(73) F(74) F(75) F(76)       \
  F(77) F(78) F(79) F(80) F(81) F(82) F(83) F(84) F(85) F(86) F(87) F(88) F(89) F(90) F(91)       \
  F(92) F(93) F(94) F(95) F(96) F(97) F(98) F(99) F(100) F(101) F(102) F(103) F(104) F(105)       \
  F(106) F(107) F(108) F(109) F(110) F(111) F(112) F(113) F(114) F(115) F(116) F(117) F(118)      \
  F(119) F(120) F(121) F(122) F(123) F(124) F(125) F(126) F(127)
SLOTS(GUARD)

static const struct {
  void *one, *keywords, *fast, *fast_keywords;
} guards[] = {
#define ROW(slot)                                                                                 \
  {(void *)one_##slot, (void *)keywords_##slot, (void *)fast_##slot, (void *)fast_keywords_##slot},
    SLOTS(ROW)};
_Static_assert(sizeof guards / sizeof *guards == hermetic_method_guard_limit, "one row a slot");

bool hermetic_guard_method(const hermetic_cpython *python, PyObject *builtin, const char *name,
    int slot, bool is_asked_first) {
  if (slot < 0 || slot >= hermetic_method_guard_limit) return false;
  struct method *method;
  if (hermetic_type_of(builtin) == (PyObject *)python->PyMethodDescr_Type)
    method = ((struct method_descriptor *)(void *)builtin)->method;
  else if (hermetic_type_of(builtin) == (PyObject *)python->PyCFunction_Type)
    method = ((struct builtin_function *)(void *)builtin)->method;
  else
    return false;
  if (strcmp(method->name, name) != 0) return false;
  void *guard;
  switch (method->flags & ~(CLASS | STATIC)) {
  case O:
  case NOARGS:
  case VARARGS: guard = guards[slot].one; break;
  case VARARGS | KEYWORDS: guard = guards[slot].keywords; break;
  case FASTCALL: guard = guards[slot].fast; break;
  case FASTCALL | KEYWORDS: guard = guards[slot].fast_keywords; break;
  default: return false;
  }
  // Another guard may be around this one by now.
  if (guarded[slot] == method) return true;
  guarded[slot] = method;
  cpython = python;
  originals[slot] = method->function;
  conventions[slot] = (unsigned char)(method->flags & ~(CLASS | STATIC));
  asks[slot] = is_asked_first;
  // It answers with an errno where others raise.
  fails_by_result[slot] = strcmp(name, "connect_ex") == 0 || strcmp(name, "system") == 0;
  __atomic_store_n(&method->function, guard, __ATOMIC_RELEASE);
  return true;
}

static initializer original_initializer;

static int initialize(PyObject *self, PyObject *arguments, PyObject *keywords) {
  hermetic_refused_record = 0;
  int result = original_initializer(self, arguments, keywords);
  if (hermetic_refused_record != 0) {
    if (result < 0) hermetic_raise_refusal(NULL);
    hermetic_refused_record = 0;
  }
  return result;
}

bool hermetic_guard_initializer(const hermetic_cpython *python, PyObject *type) {
  initializer *slot = (initializer *)(void *)((char *)type + INITIALIZER);
  if (original_initializer) return true;
  // Before 3.10 a static type does not say.
  void *told = python->PyType_GetSlot(type, INITIALIZER_SLOT);
  if (told ? told != (void *)*slot : !python->PyErr_Occurred()) return false;
  python->PyErr_Clear();
  original_initializer = *slot;
  __atomic_store_n(slot, initialize, __ATOMIC_RELEASE);
  PyObject *method = python->PyObject_GetAttrString(type, "__init__");
  if (method) {
    initializer *wrapped = (initializer *)(void *)((char *)method + WRAPPED);
    if (hermetic_type_of(method) == (PyObject *)python->PyWrapperDescr_Type &&
        *wrapped == original_initializer)
      *wrapped = initialize;
    python->Py_DecRef(method);
  }
  python->PyErr_Clear();
  return true;
}
