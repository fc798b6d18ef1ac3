#include "CHermetic.h"

#include <stdio.h>
#include <string.h>

int hermetic_guards_active;
__thread int hermetic_refused_record;

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

// PyMethodDef, and where its users keep it: the same from 3.9 to 3.15 with the GIL.
struct method {
  const char *name;
  void *function;
  int flags;
  const char *documentation;
};
struct builtin_function {
  void *head[2];
  struct method *method;
};
struct method_descriptor {
  void *head[2];
  void *type, *name, *qualified_name;
  struct method *method;
};
enum { VARARGS = 1, KEYWORDS = 2, NOARGS = 4, O = 8, CLASS = 16, STATIC = 32, FASTCALL = 128 };

typedef PyObject *(*one_argument)(PyObject *, PyObject *);
typedef PyObject *(*keyword_arguments)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*fast_arguments)(PyObject *, PyObject *const *, intptr_t);
typedef PyObject *(*fast_keywords)(PyObject *, PyObject *const *, intptr_t, PyObject *);

static void *originals[hermetic_method_guard_limit];

static inline PyObject *finish(PyObject *result) {
  return __builtin_expect(hermetic_refused_record != 0, 0) ? hermetic_raise_refusal(result) : result;
}

// C functions carry no context, so each guard has functions of its own, one a convention.
#define GUARD(slot)                                                                               \
  static PyObject *one_##slot(PyObject *self, PyObject *argument) {                               \
    hermetic_refused_record = 0;                                                                  \
    return finish(((one_argument)originals[slot])(self, argument));                               \
  }                                                                                               \
  static PyObject *keywords_##slot(PyObject *self, PyObject *arguments, PyObject *names) {        \
    hermetic_refused_record = 0;                                                                  \
    return finish(((keyword_arguments)originals[slot])(self, arguments, names));                  \
  }                                                                                               \
  static PyObject *fast_##slot(PyObject *self, PyObject *const *arguments, intptr_t count) {      \
    hermetic_refused_record = 0;                                                                  \
    return finish(((fast_arguments)originals[slot])(self, arguments, count));                     \
  }                                                                                               \
  static PyObject *fast_keywords_##slot(                                                          \
      PyObject *self, PyObject *const *arguments, intptr_t count, PyObject *names) {              \
    hermetic_refused_record = 0;                                                                  \
    return finish(((fast_keywords)originals[slot])(self, arguments, count, names));               \
  }
#define SLOTS(F)                                                                                  \
  F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15) F(16)     \
  F(17) F(18) F(19) F(20) F(21) F(22) F(23)
SLOTS(GUARD)

static const struct {
  void *one, *keywords, *fast, *fast_keywords;
} guards[] = {
#define ROW(slot)                                                                                 \
  {(void *)one_##slot, (void *)keywords_##slot, (void *)fast_##slot, (void *)fast_keywords_##slot},
    SLOTS(ROW)};
_Static_assert(sizeof guards / sizeof *guards == hermetic_method_guard_limit, "one row a slot");

bool hermetic_guard_method(
    const hermetic_cpython *python, PyObject *builtin, const char *name, int slot) {
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
  if (method->function == guard) return true;
  originals[slot] = method->function;
  __atomic_store_n(&method->function, guard, __ATOMIC_RELEASE);
  return true;
}
