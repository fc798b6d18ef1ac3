// A process for a plugin: starting it from a program with threads, talking to it, and learning how it ended.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The variable that makes a process a worker, and its descriptors there.
#define HERMETIC_WORKER_VARIABLE "HERMETIC_WORKER"
enum { HERMETIC_WORKER_CHANNEL = 3, HERMETIC_WORKER_ARENA = 4, HERMETIC_WORKER_LOG = 5 };

/// Whether this executable becomes a worker where it is told to, before its own `main`.
bool hermetic_starts_workers(void);
void hermetic_note_start(void);

// Implemented in Swift.

/// The life of a worker, in a process that has begun as one. Never returns.
_Noreturn void hermetic_worker_main(void) __attribute__((swift_name("workerMain()")));

/// Two ends that carry messages whole, which an exec does not keep. Zero, or an errno.
int hermetic_make_channel(int *_Nonnull own, int *_Nonnull other);
/// Starts a worker, the leader of a group of its own with the usual signals and no standard input: its number, or a
/// negative errno.
int hermetic_spawn_worker(const char *_Nonnull path, const char *_Nonnull title, int channel,
    int arena, int log);
/// A copy of a descriptor at a high number, which an exec does not keep; the descriptor is closed. Or -1.
int hermetic_move_descriptor(int descriptor);
/// A descriptor of a process, which an exec does not keep; -1 where there are none.
int hermetic_open_process(int process);
/// Whether that process is there still, if only for its parent to learn of its end.
bool hermetic_is_there(int descriptor);

/// How a child has ended.
typedef struct hermetic_end {
  /// An exit status, or a signal; neither where nobody can tell.
  bool is_known, is_signal;
  int number;
} hermetic_end;
/// Whether a child has ended, which stays to be waited for. `waits` waits for that.
bool hermetic_has_ended(int process, bool waits, hermetic_end *_Nonnull end);
/// Has the child that has ended be forgotten.
void hermetic_forget_child(int process);
/// Kills a child's whole group. The child must not have been forgotten.
void hermetic_kill_group(int process);

/// Sends a message whole; without waiting for room where `waits` is not set. Zero, or an errno.
int hermetic_send_message(
    int channel, const void *_Nonnull bytes, size_t length, bool waits);
/// Takes a message: its length, zero at the end, or a negative errno; EMSGSIZE for one that is too long. Without waiting
/// for one where `waits` is not set.
ptrdiff_t hermetic_receive_message(
    int channel, void *_Nonnull bytes, size_t room, bool waits);
/// Has taking a message fail with EAGAIN after so many milliseconds.
void hermetic_limit_wait(int channel, int milliseconds);
/// Waits until there is room for a message or one has come, for so many milliseconds at most.
void hermetic_wait_for_room(int channel, int milliseconds);
/// Has the other side see the end.
void hermetic_end_channel(int channel);

/// A file in memory of a size that nobody changes, which an exec does not keep; -1 and errno. No
/// larger than the process may make files: `length` becomes what it has.
int hermetic_make_arena(size_t *_Nonnull length);
/// Copies into such a file, or out of it. Zero, or an errno.
int hermetic_write_at(
    int file, const void *_Nonnull bytes, size_t length, uint64_t offset);
int hermetic_read_at(int file, void *_Nonnull bytes, size_t length, uint64_t offset);
/// Gives a part of it back to the system, which is zeroes then.
void hermetic_punch(int file, uint64_t offset, uint64_t length);
/// The same in a mapping of it.
void hermetic_drop_pages(void *_Nonnull start, size_t length);

/// A signal's name without its prefix, `SEGV`; null for one that has none.
const char *_Nullable hermetic_signal_name(int number);
/// Milliseconds of a clock that nobody sets.
int64_t hermetic_now(void);
