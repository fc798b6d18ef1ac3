// Layouts of CPython that its headers would tell: the same from 3.9 to 3.15 with the GIL.
#pragma once

#include "CHermetic.h"

/// PyMethodDef.
struct method {
  const char *name;
  void *function;
  int flags;
  const char *documentation;
};
/// How a method is called.
enum { VARARGS = 1, KEYWORDS = 2, NOARGS = 4, O = 8, CLASS = 16, STATIC = 32, FASTCALL = 128, METHOD = 512 };

/// PyMethodDescrObject.
struct method_descriptor {
  void *head[2];
  void *type, *name, *qualified_name;
  struct method *method;
};

/// PyTypeObject's `tp_init`, in bytes; the slot's number; and where the function is kept that `__init__` calls when
/// it is called by its name.
enum { INITIALIZER = 296, INITIALIZER_SLOT = 60, WRAPPED = 48 };
typedef int (*initializer)(PyObject *, PyObject *, PyObject *);
