// Linux calls that Swift cannot say: macros, variadic functions, atomics on shared mappings.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

static inline uint32_t hermetic_load(const uint32_t *_Nonnull word) {
  return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}
static inline void hermetic_store(uint32_t *_Nonnull word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
}
static inline uint32_t hermetic_add(uint32_t *_Nonnull word, uint32_t value) {
  return __atomic_fetch_add(word, value, __ATOMIC_ACQ_REL);
}
static inline bool hermetic_exchange_if(uint32_t *_Nonnull word, uint32_t old, uint32_t new) {
  return __atomic_compare_exchange_n(
      word, &old, new, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/// A file in memory, sealed against every change, with these bytes; or -1 and errno.
int hermetic_sealed_file(const void *_Nonnull bytes, size_t length);
/// Whether a descriptor is such a file.
bool hermetic_is_sealed(int descriptor);
/// Maps `length` bytes of a file read-only; null and errno on failure.
const void *_Nullable hermetic_map_file(int descriptor, size_t length);
/// Read-only memory with these bytes; null and errno on failure.
const void *_Nullable hermetic_read_only_copy(const void *_Nonnull bytes, size_t length);
/// Zeroed memory that this process and all it forks have in common; null and errno on failure.
void *_Nullable hermetic_shared_memory(size_t length);
/// The same, behind a descriptor at a high number by which another process can map it too, and which an exec
/// does not keep.
void *_Nullable hermetic_shared_file(size_t length, int *_Nonnull descriptor);
/// Maps it in another process; null and errno on failure.
void *_Nullable hermetic_map_shared_file(int descriptor, size_t length);
/// Has an exec keep a descriptor.
void hermetic_keep_at_exec(int descriptor);
/// Unmaps it.
void hermetic_release_memory(void *_Nonnull start, size_t length);

/// Whether a file begins like an ELF file and may be mapped executable.
bool hermetic_is_loadable(int descriptor);

/// The size of a file, or -1 and errno.
int64_t hermetic_file_size(int descriptor);
/// The device and inode behind a descriptor.
bool hermetic_file_identity(
    int descriptor, uint64_t *_Nonnull device, uint64_t *_Nonnull inode);
/// Whether a descriptor stands for a regular file that has a name.
bool hermetic_is_regular(int descriptor);

/// The address that libc's resolver takes a text for without asking anyone: `inet_aton`'s forms and
/// IPv6's. Sixteen bytes, IPv4 mapped into IPv6.
bool hermetic_parse_address(const char *_Nonnull text, uint8_t *_Nonnull address);

/// An inherited descriptor: what kind of socket it is, if it is one.
typedef struct hermetic_socket {
  int family;
  bool listening;
  struct sockaddr_storage local, peer;
  socklen_t local_length, peer_length;
} hermetic_socket;
bool hermetic_describe_socket(int descriptor, hermetic_socket *_Nonnull result);

/// Whether the Unix socket that is bound to a file, or has an abstract name (`inode` zero), is held by a
/// process or one of its descendants. Asks the kernel, which takes a while.
bool hermetic_unix_socket_belongs_to(uint64_t device, uint64_t inode, const char *_Nonnull name,
    size_t length, int ancestor);
/// The number (inode) of the Unix socket that has an abstract name; zero where none has.
uint64_t hermetic_unix_socket_named(const char *_Nonnull name, size_t length);
/// The file that a Unix socket is bound to.
bool hermetic_file_of_unix_socket(
    int descriptor, uint64_t *_Nonnull device, uint64_t *_Nonnull inode);

/// Gives the thread that a process shows to others its name, as the kernel does at exec.
void hermetic_set_process_name(const char *_Nonnull name);

/// Whether the current thread is the process's first.
bool hermetic_is_main_thread(void);
/// Has the kernel write no core dump of this process or its children.
void hermetic_forbid_core_dumps(void);

/// Has `hermetic_closing` called last of all at exit.
int hermetic_call_at_exit(void);
/// Ends the process at once, without any handlers.
_Noreturn void hermetic_exit_now(int status);
/// A line of text that is put together without an allocation.
typedef struct hermetic_line {
  size_t length;
  char text[2048];
} hermetic_line;
void hermetic_line_add(hermetic_line *_Nonnull line, const void *_Nonnull bytes, size_t length);
void hermetic_line_add_number(hermetic_line *_Nonnull line, unsigned long number);
/// Writes the line with its end, and empties it.
void hermetic_line_write(hermetic_line *_Nonnull line, int descriptor);

/// Writes all of it to a descriptor, through interrupts; a reader that is gone is no reason to die.
void hermetic_write(int descriptor, const void *_Nonnull bytes, size_t length);

/// Keeps a copy of standard error at a high number, which neither an exec nor a fork passes on, so that
/// whoever waits for the end of its other side waits for this process alone. Once; for a program that
/// is about to close or replace its own.
void hermetic_keep_standard_error(void);
/// That copy, or -1.
int hermetic_kept_standard_error(void);

/// Loads a library so that what it exports is seen by all others. Null, and the reason.
void *_Nullable hermetic_load_library(
    const char *_Nonnull path, const char *_Nullable *_Nonnull reason);
/// Has what this process executes not be given the session of a run that is around it.
void hermetic_leave_outer_session(void);
/// Whether the process has a CPython in it.
bool hermetic_is_python(void);
/// Whether libc's network calls reach the guards first: nothing has come between.
bool hermetic_guards_come_first(void);
/// Marks the definition of `connect` that `hermetic_guards_come_first` expects to find.
void hermetic_expect_guard(void *_Nonnull function);

/// Sets a variable of this process, or removes it where `value` is null.
void hermetic_change_environment(const char *_Nonnull name, const char *_Nullable value);
/// Becomes another program; returns only an errno.
int hermetic_execute(const char *_Nonnull path, char *_Nullable *_Nonnull arguments,
    char *_Nullable *_Nonnull environment);
void hermetic_close(int descriptor);
/// A copy of a descriptor at a high number, which an exec keeps; or -1 and errno.
int hermetic_lift_descriptor(int descriptor);
/// What the process was started with, as the loader passed it: from the memory of nobody else.
char *_Nullable *_Nonnull hermetic_arguments(void);

/// Remembers a variable of the environment as it is now. The name is copied; there is room for sixteen.
void hermetic_watch_variable(const char *_Nonnull name);
/// The name of a watched variable that is not as it was, or null. One pass over the environment.
const char *_Nullable hermetic_changed_variable(void);

/// Rids the environment of every entry but those with `keeps` set, one for each in its order, also from
/// the block that `/proc/self/environ` shows.
void hermetic_keep_environment(const bool *_Nonnull keeps, size_t count);

/// Takes an entry off libc's list of the environment, if it is there.
void hermetic_forget_entry(const char *_Nonnull entry);
/// Shrinks what `/proc/self/environ` shows to end at `end`, where the kernel lets us.
void hermetic_end_environment(const char *_Nonnull end);

/// Reads a directory's names, one a call; null at its end.
void *_Nullable hermetic_open_directory(const char *_Nonnull path);
const char *_Nullable hermetic_next_name(void *_Nonnull directory);
void hermetic_close_directory(void *_Nonnull directory);
