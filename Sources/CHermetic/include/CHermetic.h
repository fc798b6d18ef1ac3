// The seam to C: CPython prototypes, raw Linux calls, and what C calls in Swift. No decisions.
#pragma once

#include "hermetic_brokered_files.h"
#include "hermetic_cpython.h"
#include "hermetic_files.h"
#include "hermetic_guards.h"
#include "hermetic_hosting.h"
#include "hermetic_kernel.h"
#include "hermetic_linux.h"
#include "hermetic_methods.h"
#include "hermetic_natives.h"
#include "hermetic_scopes.h"
#include "hermetic_supervisor.h"
#include "hermetic_worker.h"
