// What the kernel enforces: Landlock, seccomp and its notifications, and how one process acts for another.
// Numbers and layouts are those of the kernel's own headers, which may be older than the kernel.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: Landlock (landlock(7))

/// The kernel's Landlock ABI; zero where it has none.
int hermetic_landlock_abi(void);
/// A ruleset that handles these rights and scopes: a descriptor, or -1 and errno.
int hermetic_landlock_ruleset(uint64_t files, uint64_t ports, uint64_t scopes);
/// Allows rights on the file behind a descriptor, and below it where that is a folder. Zero, or an errno.
int hermetic_landlock_allow(int ruleset, int file, uint64_t rights);
/// Puts a ruleset in force for the calling thread and all it starts. Zero, or an errno.
int hermetic_landlock_restrict(int ruleset);

// MARK: seccomp (seccomp(2), seccomp_unotify(2))

/// A system call's number on this machine, or -1 where it has none of that name.
int hermetic_system_call(const char *_Nonnull name);
/// The name of a number, or null.
const char *_Nullable hermetic_system_call_name(int number);
/// The highest number that the table knows: what is behind came later.
int hermetic_last_system_call(void);
/// What `seccomp_data.arch` is for this machine's own programs.
uint32_t hermetic_architecture(void);

/// One instruction of a filter (struct sock_filter).
typedef struct hermetic_instruction {
  uint16_t code;
  uint8_t if_true, if_false;
  uint32_t value;
} hermetic_instruction;

/// Gives up gaining privileges by executing a program, for good. Zero, or an errno.
int hermetic_no_new_privileges(void);
/// Installs a filter: the listener's descriptor where one is asked for, zero otherwise, or -1 and errno.
int hermetic_install_filter(
    const hermetic_instruction *_Nonnull instructions, size_t count, bool listens);
/// Whether a filter around this process has a listener already, beside which there can be no other. Tries it in a
/// child.
bool hermetic_listener_is_taken(void);
/// Whether this process may take descriptors and memory at all: containers' own filters can keep it from that.
bool hermetic_may_look_into_processes(void);
/// Whether the kernel knows an action of a filter.
bool hermetic_has_filter_action(uint32_t action);

/// A call that waits for an answer.
typedef struct hermetic_notification {
  uint64_t id;
  uint32_t thread;
  int number;
  uint64_t arguments[6];
} hermetic_notification;

/// Takes the next call. Zero, or an errno: ENOENT where its process is gone.
int hermetic_receive(int listener, hermetic_notification *_Nonnull notification);
/// Answers a call with a result or, where `error` is not zero, an errno. Zero, or an errno.
int hermetic_answer(int listener, uint64_t id, int64_t result, int error);
/// Lets the kernel make the call as it stands by then. Only for what no pointer decides.
int hermetic_let_continue(int listener, uint64_t id);
/// Puts a descriptor into the calling process and answers with its number; `flags` may have O_CLOEXEC.
/// Zero, or an errno.
int hermetic_answer_with_descriptor(int listener, uint64_t id, int descriptor, int flags);
/// Whether the call still waits: whatever was learnt of its process before this was learnt of the right one.
bool hermetic_still_waits(int listener, uint64_t id);
/// Wakes the receiver on the caller's own processor, which is quicker. Where the kernel can.
void hermetic_wake_at_once(int listener);

// MARK: Other processes

/// A descriptor of a thread's process, by which its own can be reached; -1 and errno.
int hermetic_process_descriptor(int thread);
/// A copy of another process's descriptor, for the same open file; -1 and errno.
int hermetic_take_descriptor(int process, int descriptor);
/// Copies another process's memory: how many bytes, or -1 and errno.
ssize_t hermetic_read_memory(
    int thread, uint64_t address, void *_Nonnull bytes, size_t length);
ssize_t hermetic_write_memory(
    int thread, uint64_t address, const void *_Nonnull bytes, size_t length);

/// Forks: zero in the child. Without what libc's `fork` calls around it.
int hermetic_fork(void);
/// Forks a child that has no parent among the living: it will not be anybody's child to wait for. Zero in it; in
/// the caller its number, or -1 and errno.
int hermetic_fork_apart(void);
/// Closes every descriptor but these, which are in ascending order.
void hermetic_close_all_but(const int *_Nonnull kept, size_t count);
/// Waits, at most so many milliseconds, until a shared word is no longer `old`.
bool hermetic_wait_for_change(const uint32_t *_Nonnull word, uint32_t old, int milliseconds);
/// Stores a shared word and wakes who waits for it.
void hermetic_store_and_wake(uint32_t *_Nonnull word, uint32_t value);

/// Puts capabilities aside, which the process keeps for when it needs them.
void hermetic_lower_capabilities(uint64_t capabilities);
/// memfd_create(2), with flags that libc may not know of.
int hermetic_memory_file(const char *_Nonnull name, unsigned flags);
/// Has every signal ignored that does not speak of a mistake of the process's own.
void hermetic_ignore_signals(void);
/// Gives up capabilities, one a bit (capabilities(7)), for what is executed too. Where the process has them.
void hermetic_drop_capabilities(uint64_t capabilities);
/// Makes the calling thread use files as another user or group would.
void hermetic_act_as_user(uid_t user);
void hermetic_act_as_group(gid_t group);
/// Which file a descriptor stands for, and when that came to be, in nanoseconds; zero where its file system does
/// not say.
bool hermetic_identify(
    int descriptor, uint64_t *_Nonnull device, uint64_t *_Nonnull inode, uint64_t *_Nonnull birth);
