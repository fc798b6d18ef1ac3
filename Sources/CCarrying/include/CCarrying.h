// What a program is given when it is executed by one of the run's, so that a Python among its children comes up
// under the policy too: a library that the loader preloads, and the descriptor of the run's session.
//
// In a Python that library is the whole engine. In any other program it is a small one that hands both on.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Nothing of it is seen from outside the library that it is linked into. A pragma, for packages that are depended on by
// a version may not have compiler flags of their own.
#pragma GCC visibility push(hidden)

/// The variable with the session's descriptor, and behind commas the two libraries' paths.
#define HERMETIC_SESSION_VARIABLE "HERMETIC_SESSION"

/// Has what this process executes be given these. The paths are copied; one without is not to be given.
void hermetic_begin_carrying(
    int session, const char *_Nonnull python, const char *_Nonnull other);
/// The same, as the process itself was given it: the value of the variable.
bool hermetic_continue_carrying(const char *_Nonnull value);
bool hermetic_is_carrying(void);
/// Has what this process executes be given nothing any more.
void hermetic_stop_carrying(void);

/// Keeps a descriptor open for what is executed: the session's and those that it speaks of.
void hermetic_carry_descriptor(int descriptor);
/// Whether a descriptor is one of those, which nobody else is to close.
bool hermetic_is_carried(int descriptor);
/// The number behind the highest of them; zero where there is none.
int hermetic_carried_end(void);

/// How much room `hermetic_carry` needs for an environment.
size_t hermetic_carrying_room(char *_Nullable const *_Nullable environment);
/// The environment to execute a program with: the one given with two entries more, behind all others, which are
/// taken away again as the program begins.
///
/// A program without a path is Python. It needs no lock and no memory but the room: a child that shares its parent's memory calls it.
char *_Nullable const *_Nonnull hermetic_carry(const char *_Nullable path,
    char *_Nullable const *_Nullable environment, void *_Nonnull room);

/// The environment for a program, in memory of the calling function's frame.
#define HERMETIC_CARRYING(path, environment)                                                      \
  (hermetic_is_carrying()                                                                         \
          ? hermetic_carry(path, environment, __builtin_alloca(hermetic_carrying_room(environment))) \
          : (environment))

#pragma GCC visibility pop
