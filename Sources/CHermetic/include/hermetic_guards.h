// What C calls in Swift. Each is implemented by HermeticPython with `@c @implementation`, so that a
// changed signature is a compile error. The names in Swift are the `swift_name`s.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "hermetic_cpython.h"

/// Whether a policy is in force: until then every guard passes the call on.
extern int hermetic_guards_active;

/// Set while the current thread's last native call was refused, to the log's record of it plus one.
extern __thread int hermetic_refused_record;

/// The engine's state, for guards that C calls without one. Set once, before the program runs.
void *_Nullable hermetic_state(void);
void hermetic_set_state(void *_Nonnull state);
/// Opens or closes the way to the guards.
static inline void hermetic_activate_guards(int active) { hermetic_guards_active = active; }
static inline void hermetic_set_refused_record(int record) { hermetic_refused_record = record; }
/// What the current thread was refused last, which the log may have had no room for.
void hermetic_set_refusal(const char *_Nonnull message, int rule);
const char *_Nonnull hermetic_refusal_message(void);
int hermetic_refusal_rule(void);
/// Whether the audit hook has just logged this on the current thread; the call beneath it asks.
void hermetic_note_logged(const char *_Nonnull message);
int hermetic_take_logged(const char *_Nonnull message);
static inline int hermetic_take_refused_record(void) {
  int record = hermetic_refused_record;
  hermetic_refused_record = 0;
  return record;
}

/// PEP 578: every audited operation comes here.
int hermetic_audit_hook(const char *_Nonnull event, PyObject *_Nullable arguments,
    void *_Nullable context) __attribute__((swift_name("auditHook(event:arguments:context:)")));

/// Runs the shim's source into the module being imported. Zero, or -1 with an exception set.
int hermetic_module_execute(PyObject *_Nonnull module)
    __attribute__((swift_name("executeModule(_:)")));

/// Turns the refusal of the native call that just failed into the program's exception.
/// Takes the call's result, which it replaces by null.
PyObject *_Nullable hermetic_raise_refusal(PyObject *_Nullable result)
    __attribute__((swift_name("raiseRefusal(_:)")));

/// What an address is wanted for.
typedef enum hermetic_use : int {
  hermetic_use_connect,
  hermetic_use_send,
  hermetic_use_bind,
  /// Binding a stream socket, which hears nothing before it listens.
  hermetic_use_bind_stream,
  hermetic_use_listen
} hermetic_use;

/// Whether an address may be used: zero, or the errno to fail with.
int hermetic_guard_address(hermetic_use use, const void *_Nullable address, socklen_t length)
    __attribute__((swift_name("guardAddress(_:_:_:)")));

/// Whether a Unix socket may be reached: by the path that its file really has, and the identity of
/// the file (`birth` in nanoseconds, zero where unknown), `length` being zero for a path that may not
/// be its own; or by its name alone when `inode` is zero (abstract sockets). Zero, or the errno to
/// fail with.
int hermetic_guard_unix_socket(hermetic_use use, const char *_Nonnull name, size_t length,
    uint64_t device, uint64_t inode, uint64_t birth)
    __attribute__((swift_name("guardUnixSocket(_:_:_:_:_:_:)")));

/// Remembers the file of a Unix socket that this run has bound.
void hermetic_guard_unix_socket_bound(uint64_t device, uint64_t inode, uint64_t birth)
    __attribute__((swift_name("guardUnixSocketBound(_:_:_:)")));

/// Whether a socket of a kind may be made: zero, or the errno to fail with.
int hermetic_guard_socket(int family, int type, int protocol)
    __attribute__((swift_name("guardSocket(_:_:_:)")));

/// Whether an option may be set: zero, or the errno to fail with.
int hermetic_guard_option(int level, int name)
    __attribute__((swift_name("guardOption(_:_:)")));

/// Whether a message may carry a piece of control data: zero, or the errno to fail with.
int hermetic_guard_control(int level, int type, const void *_Nonnull data, size_t length)
    __attribute__((swift_name("guardControl(_:_:_:_:)")));

/// Whether the system's log may be written to: zero, or the errno to fail with.
int hermetic_guard_system_log(void) __attribute__((swift_name("guardSystemLog()")));

/// Whether a host name may be resolved: zero, or -1.
int hermetic_guard_name(const char *_Nonnull name) __attribute__((swift_name("guardName(_:)")));

/// Whether an address that `name` was resolved to may be handed out: zero, with the address
/// remembered, or what `hermetic_refused_record` is to be where none may.
int hermetic_guard_resolved(const char *_Nonnull name, const void *_Nonnull address,
    socklen_t length) __attribute__((swift_name("guardResolved(_:_:_:)")));

/// Whether the name of an address may be asked for: zero, or -1.
int hermetic_guard_reverse(const void *_Nonnull address, socklen_t length)
    __attribute__((swift_name("guardReverse(_:_:)")));

/// Whether an environment variable that steers the resolver may change: zero, or the errno.
int hermetic_guard_variable(const char *_Nonnull name)
    __attribute__((swift_name("guardVariable(_:)")));

/// The process that the user started.
int hermetic_main_process(void) __attribute__((swift_name("mainProcess()")));

/// The last thing that a process does: prints the closing lines, gives the status to exit with.
int hermetic_closing(int status) __attribute__((swift_name("closing(status:)")));
