// What C calls in Swift. Each is implemented by HermeticPython with `@c @implementation`, so that a
// changed signature is a compile error. The names in Swift are the `swift_name`s.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "hermetic_cpython.h"

/// Whether a policy is in force: until then every guard passes the call on.
extern int hermetic_guards_active;
/// Where the run's processes share named semaphores, of 64 bytes each, if not in files.
extern void *_Nullable hermetic_semaphores;
enum { HERMETIC_SEMAPHORE_COUNT = 1 << 16 };
static inline void hermetic_share_semaphores(void *_Nonnull memory) { hermetic_semaphores = memory; }
/// What calls wait for the broker, which sees what the kernel will: no guard need see to it.
extern int hermetic_supervised;
enum { HERMETIC_NETWORK_SUPERVISED = 1, HERMETIC_FILES_SUPERVISED = 2 };
static inline void hermetic_note_supervision(int mask) { hermetic_supervised = mask; }

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

/// Which events of code the guard around the current thread's innermost built-in has announced; the
/// guards of built-ins within it have announcements of their own.
enum hermetic_announcement {
  hermetic_announces_compile = 1,
  /// The code has been permitted.
  hermetic_announces_exec = 2,
  hermetic_announces_load = 4,
  /// The code is the program itself.
  hermetic_announces_start = 8,
  hermetic_announces_watch = 16,
  /// The event is one that the program makes up (`sys.audit`).
  hermetic_announces_forgery = 32,
  /// The code is a copy with other flags.
  hermetic_announces_copy = 64
};
extern __thread int hermetic_announced;
/// Where it announced them: the frame and the interpreter. Code that runs on the way to the event, which
/// was not asked about, has others.
extern __thread const void *_Nullable hermetic_announcer[2];
static inline void hermetic_announce(
    int events, const void *_Nullable frame, const void *_Nullable interpreter) {
  hermetic_announced = events;
  hermetic_announcer[0] = frame;
  hermetic_announcer[1] = interpreter;
}
static inline void hermetic_withdraw_announcements(void) { hermetic_announced = 0; }
static inline void hermetic_announce_again(int events) { hermetic_announced = events; }
static inline int hermetic_has_announced(int event) { return hermetic_announced & event; }
/// As the one before, once, and only where it was announced.
static inline int hermetic_take_announced(
    int event, const void *_Nullable frame, const void *_Nullable interpreter) {
  if (!(hermetic_announced & event) || hermetic_announcer[0] != frame ||
      hermetic_announcer[1] != interpreter)
    return 0;
  hermetic_announced &= ~event;
  return 1;
}
/// Whether the event is one that the program makes up, once.
static inline int hermetic_take_forgery(void) {
  int is_announced = hermetic_announced & hermetic_announces_forgery;
  hermetic_announced &= ~hermetic_announces_forgery;
  return is_announced;
}

/// Whether what the current thread does is the engine's own work: making the shim, reading a file.
extern __thread int hermetic_engine_works;
static inline int hermetic_works_for_engine(void) { return hermetic_engine_works; }
static inline void hermetic_work_for_engine(int works) { hermetic_engine_works = works; }

/// Whether the code that the current thread is about to load may go by a name that is not its own.
extern __thread int hermetic_suspected_code;
static inline void hermetic_suspect_code(int is_suspect) { hermetic_suspected_code = is_suspect; }
static inline int hermetic_take_suspicion(void) {
  int is_suspect = hermetic_suspected_code;
  hermetic_suspected_code = 0;
  return is_suspect;
}

/// Lets the current thread's next library be loaded, from this path, which is behind links: what it was
/// permitted by.
void hermetic_permit_library(const char *_Nonnull path);
/// That path, once; null where there is none.
const char *_Nullable hermetic_take_permitted_library(void);

/// Whether what the current thread makes is a folder for compiled files, which the interpreter does
/// without.
extern __thread int hermetic_writing_cache;
static inline void hermetic_write_cache(int is_inside) { hermetic_writing_cache = is_inside; }
/// Whether the variable that the current thread is about to remove is there.
extern __thread int hermetic_removed_variable;
static inline void hermetic_note_removal(int is_there) { hermetic_removed_variable = is_there; }
static inline int hermetic_take_removal(void) { return hermetic_removed_variable; }

/// The path to load a library from, behind links or as it was given; null if it may not be loaded.
const char *_Nullable hermetic_guard_library(const char *_Nonnull path)
    __attribute__((swift_name("guardLibrary(_:)")));

/// Whether a guarded built-in may be called, with its positional arguments as far as they are known:
/// zero, or -1 with an exception set.
int hermetic_before_builtin(int slot, PyObject *_Nonnull const *_Nonnull arguments, ptrdiff_t count)
    __attribute__((swift_name("beforeBuiltin(_:_:_:)")));

/// The keywords of the current thread's innermost guarded call, or null.
PyObject *_Nullable hermetic_call_keywords(void);

/// What a guarded built-in may return: its result, or null with an exception set. Takes the result.
PyObject *_Nullable hermetic_after_builtin(int slot, PyObject *_Nullable result)
    __attribute__((swift_name("afterBuiltin(_:_:)")));

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

/// What `hermetic_refused_record` is to be where the broker has kept every answer for a name back.
int hermetic_guard_unanswered(const char *_Nonnull name)
    __attribute__((swift_name("guardUnanswered(_:)")));

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

/// Which files are asked about at all: bit 0, those opened for reading and folders listed; bit 1, those
/// written to; bit 2, links by their own names; bit 3 says that files are held while they are asked
/// about. Set once, before the program runs.
extern int hermetic_guarded_files;
/// What is to be made ready for calls on files, if anything.
extern void (*_Nullable hermetic_prepare_files)(void);
static inline void hermetic_guard_files(int mask) {
  hermetic_guarded_files = mask;
  if (mask & 8 && hermetic_prepare_files) hermetic_prepare_files();
}

static inline int hermetic_guarded_file_mask(void) { return hermetic_guarded_files; }

/// Whether programs are asked about at all. Set once, before the program runs.
extern int hermetic_guarded_programs;
static inline void hermetic_guard_programs(int are_guarded) {
  hermetic_guarded_programs = are_guarded;
}

/// What a file is wanted for.
typedef enum hermetic_file_use : int {
  hermetic_file_read,
  hermetic_file_list,
  hermetic_file_write,
  /// Changing what stands at the path, or what is known of it, as against writing into it.
  hermetic_file_change,
  /// Making or removing a folder there.
  hermetic_file_folder,
  /// Making a symbolic link there.
  hermetic_file_symlink,
  /// Reading through a link, asked of the link itself: whether a rule refuses what goes by that name.
  hermetic_file_link,
  /// As reading and changing, but a refusal is no violation: it is asked about again, or it is of what
  /// the interpreter does without.
  hermetic_file_glance,
  hermetic_file_cache
} hermetic_file_use;

/// Whether a file may be used, by the path that it really has: absolute, behind links, without a slash
/// at its end. Zero, or the errno to fail with.
int hermetic_guard_file(hermetic_file_use use, const char *_Nonnull path, size_t length)
    __attribute__((swift_name("guardFile(_:_:_:)")));

/// What is moved or linked: nothing can be below a file, and a symbolic link leads elsewhere.
typedef enum hermetic_moved : int {
  hermetic_moves_tree,
  hermetic_moves_file,
  hermetic_moves_link
} hermetic_moved;

/// Whether something may be known by another path too (a hard link) or instead: what is refused at the
/// old path must not be allowed at the new one. Zero, or the errno to fail with.
int hermetic_guard_move(const char *_Nonnull from, size_t from_length, const char *_Nonnull to,
    size_t to_length, hermetic_moved what) __attribute__((swift_name("guardMove(_:_:_:_:_:)")));

/// Whether something may be done that changes files, or what their paths mean, by its name:
/// `memfd_create`, `chroot`. Zero, or the errno to fail with.
int hermetic_guard_file_call(const char *_Nonnull name)
    __attribute__((swift_name("guardFileCall(_:)")));

/// Whether a terminal may be typed into. Zero, or the errno to fail with.
int hermetic_guard_terminal(const char *_Nonnull name)
    __attribute__((swift_name("guardTerminal(_:)")));

/// Whether the current thread is inside the built-in that copies the process only to execute a program.
extern __thread int hermetic_executing_child;
static inline void hermetic_execute_child(int is_inside) { hermetic_executing_child = is_inside; }
static inline int hermetic_is_executing_child(void) { return hermetic_executing_child; }

/// Whether the process may be copied. Zero, or the errno to fail with.
int hermetic_guard_fork(void) __attribute__((swift_name("guardFork()")));

/// Whether a program may be executed, by the path that it really has, with these arguments and this
/// environment. Zero, or the errno to fail with. May be called in a child that shares all memory.
int hermetic_guard_command(const char *_Nonnull path, size_t length,
    const char *_Nonnull given, char *_Nullable const *_Nonnull arguments,
    char *_Nullable const *_Nonnull environment)
    __attribute__((swift_name("guardCommand(_:_:_:_:_:)")));

/// The process that the user started.
int hermetic_main_process(void) __attribute__((swift_name("mainProcess()")));

/// The last thing that a process does: prints the closing lines, gives the status to exit with.
int hermetic_closing(int status) __attribute__((swift_name("closing(status:)")));
