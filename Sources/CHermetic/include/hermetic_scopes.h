// Scopes: where a thread keeps what is in force on it, which frames are on its stack, and the objects by
// which Python code enters and leaves one.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "hermetic_cpython.h"

/// How many scopes are in force anywhere, and threads that inherited one: none costs nothing.
extern int hermetic_scopes_in_force;
static inline int hermetic_have_scopes(void) {
  return __atomic_load_n(&hermetic_scopes_in_force, __ATOMIC_ACQUIRE);
}
static inline void hermetic_count_scopes(int change) {
  __atomic_add_fetch(&hermetic_scopes_in_force, change, __ATOMIC_ACQ_REL);
}

/// The policy in force on the current thread, as it was put together last; null where something has changed
/// since, or where the frames on the stack have to be looked at.
extern __thread const void *_Nullable hermetic_composed_policy;
extern __thread long hermetic_composed_version;
/// Counts the changes that every thread has to heed; negative while frames have to be looked at.
extern long hermetic_scopes_version;
static inline const void *_Nullable hermetic_current_policy(void) {
  long version = __atomic_load_n(&hermetic_scopes_version, __ATOMIC_ACQUIRE);
  return version == hermetic_composed_version && version >= 0 ? hermetic_composed_policy : NULL;
}
static inline void hermetic_set_current_policy(const void *_Nullable policy, long version) {
  hermetic_composed_policy = policy;
  hermetic_composed_version = version;
}
static inline void hermetic_set_scopes_version(long version) {
  __atomic_store_n(&hermetic_scopes_version, version, __ATOMIC_RELEASE);
}

/// What the current thread keeps of scopes; null where that is nothing.
void *_Nullable hermetic_thread_scopes(void);
void hermetic_set_thread_scopes(void *_Nullable record);
/// Gives a thread's record back; called where a thread ends.
void hermetic_release_thread_scopes(void *_Nonnull record)
    __attribute__((swift_name("releaseThreadScopes(_:)")));

/// Around what threads share of scopes: held for a few instructions, and never over a fork.
void hermetic_lock_scopes(void);
void hermetic_unlock_scopes(void);

/// What a thread that the current one is about to start inherits, or null; and its taking over.
void *_Nullable hermetic_begin_thread(void) __attribute__((swift_name("beginThread()")));
void hermetic_enter_thread(void *_Nonnull inheritance)
    __attribute__((swift_name("enterThread(_:)")));
void hermetic_abandon_thread(void *_Nonnull inheritance)
    __attribute__((swift_name("abandonThread(_:)")));

// MARK: Frames

/// Puts a function `learn` into a namespace, which learns where this interpreter keeps a thread's frames: to be
/// called by a Python function that another has called. Zero, or -1 with an exception set.
int hermetic_add_learner(
    const hermetic_cpython *_Nonnull python, PyObject *_Nonnull dictionary, int minor);
/// Whether that has been learnt.
bool hermetic_knows_frames(void);
/// The address by which a frame is known while it is on a stack or belongs to a generator.
const void *_Nonnull hermetic_frame_address(PyObject *_Nonnull frame);
/// The innermost frame of the current thread, with or without the GIL; null where there is none.
const void *_Nullable hermetic_innermost_frame(void);
/// The frame on the current thread at which looking for scopes ends: it, and those around it, wait for the host.
const void *_Nullable hermetic_last_frame(void);
/// Sets it, and gives back the one before.
const void *_Nullable hermetic_set_last_frame(const void *_Nullable frame);
/// Whether the current thread is in another interpreter than the first, where frames of this one are not seen.
bool hermetic_is_elsewhere(void);
/// Whether a frame object's frame is still the one at an address: from 3.11 on, one that has ended is elsewhere.
bool hermetic_is_frame_of(
    PyObject *_Nonnull frame, const void *_Nonnull address, bool is_generator);
/// The frame around another of the same thread.
const void *_Nullable hermetic_outer_frame(const void *_Nonnull frame);
/// The code that runs in a frame.
const void *_Nullable hermetic_code_of_frame(const void *_Nonnull frame);

// MARK: Objects

/// Makes the types of the objects below, and puts them into a namespace. Zero, or -1 with an exception set.
int hermetic_add_scope_types(const hermetic_cpython *_Nonnull python, PyObject *_Nonnull dictionary);

/// Keeps an object for this interpreter under a name. Zero, or -1 with an exception set.
int hermetic_keep(const hermetic_cpython *_Nonnull python, const char *_Nonnull name,
    PyObject *_Nonnull object);

// Implemented in Swift, called with the GIL. What returns an `int` returns zero, or -1 with an exception set.

/// Gives a scope object its policy: `options` are pairs of a keyword and its value.
int hermetic_scope_configure(void *_Nullable *_Nonnull scope, PyObject *_Nonnull arguments)
    __attribute__((swift_name("configureScope(_:_:)")));
int hermetic_scope_enter(void *_Nullable scope) __attribute__((swift_name("enterScope(_:)")));
int hermetic_scope_leave(void *_Nullable scope) __attribute__((swift_name("leaveScope(_:)")));
/// Whether a function may be decorated with a grant.
int hermetic_scope_check(void *_Nullable scope, PyObject *_Nonnull function)
    __attribute__((swift_name("checkScope(_:_:)")));
void hermetic_scope_release(void *_Nonnull scope) __attribute__((swift_name("releaseScope(_:)")));
/// Another scope object's policy, for a new one.
void *_Nullable hermetic_scope_copy(void *_Nullable scope)
    __attribute__((swift_name("copyScope(_:)")));

/// Has what is in force hold for a coroutine too, wherever its task runs it; and no longer, its weak
/// reference being dead.
void hermetic_follow(PyObject *_Nonnull coroutine) __attribute__((swift_name("follow(_:)")));
void hermetic_unfollow(PyObject *_Nonnull reference) __attribute__((swift_name("unfollow(_:)")));
/// A weak reference that ends with `hermetic_unfollow`; null with an exception set.
PyObject *_Nullable hermetic_reference(PyObject *_Nonnull object);

// What Python code asks of the engine: each returns a new reference, or null with an exception set.

/// `(action, resource)`: whether it is allowed, and the rule that refuses it.
PyObject *_Nullable hermetic_asked_check(PyObject *_Nonnull question)
    __attribute__((swift_name("askedCheck(_:)")));
PyObject *_Nullable hermetic_asked_rules(PyObject *_Nonnull unused)
    __attribute__((swift_name("askedRules(_:)")));
PyObject *_Nullable hermetic_asked_log(PyObject *_Nonnull unused)
    __attribute__((swift_name("askedLog(_:)")));
/// What starts another program under the same policy, before its own words.
PyObject *_Nullable hermetic_asked_command(PyObject *_Nonnull unused)
    __attribute__((swift_name("askedCommand(_:)")));
/// Takes the callable that is told of violations.
PyObject *_Nullable hermetic_asked_observe(PyObject *_Nonnull callable)
    __attribute__((swift_name("askedObserve(_:)")));

/// What is in force where a call is put off, or null where nothing is.
void *_Nullable hermetic_capture_scopes(void) __attribute__((swift_name("captureScopes()")));
void hermetic_release_capture(void *_Nonnull captured)
    __attribute__((swift_name("releaseCapture(_:)")));
/// Puts what was captured in force for a call; `replaces` says that it is in place of what the thread inherited.
void hermetic_begin_captured(void *_Nullable captured, bool replaces)
    __attribute__((swift_name("beginCaptured(_:_:)")));
void hermetic_end_captured(void *_Nullable captured, bool replaces)
    __attribute__((swift_name("endCaptured(_:_:)")));
