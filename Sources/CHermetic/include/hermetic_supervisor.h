// What a process needs that stands between a program and the shell: signals, children, limits.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Holds all signals back from now on, and has the kernel report children whatever was inherited.
void hermetic_hold_signals(void);
/// Undoes that: signals are as they were when the process was started.
void hermetic_restore_signals(void);
/// A descriptor to read signals off that are held back; -1 and errno.
int hermetic_signal_descriptor(void);

/// A signal, and which process sent it: zero for the kernel.
typedef struct hermetic_signal {
  int number, sender;
} hermetic_signal;
/// Takes the next signal off the descriptor; false where there is none.
bool hermetic_next_signal(int descriptor, hermetic_signal *_Nonnull signal);

/// What became of a child.
typedef struct hermetic_child {
  int process;
  enum { HERMETIC_CHILD_EXITED, HERMETIC_CHILD_KILLED, HERMETIC_CHILD_STOPPED, HERMETIC_CHILD_CONTINUED } change;
  /// An exit status, or a signal.
  int status;
} hermetic_child;
/// The next change of a child: 1, or 0 where there is none now, or -1 where there are no children.
int hermetic_next_child(hermetic_child *_Nonnull child);
/// Whether a child, of any age, is there.
bool hermetic_has_children(void);
/// Processor time of all children that have been waited for, in milliseconds.
uint64_t hermetic_time_of_children(void);

/// Has those whose parent ends become children of this process.
int hermetic_adopt_orphans(void);
/// Gives this process a larger share of the processor than others, where it may have that.
void hermetic_run_before_others(void);
/// Has this process run whenever it can, where it may.
void hermetic_run_first(void);
/// Has this process killed when its parent ends; false where that is gone already.
bool hermetic_end_with(int parent);

/// Gives this process another name than the program's and hermetic's, so that who signals those by name does not
/// mean it as well.
void hermetic_disguise_supervisor(void);

/// Stops this process as a signal does. Returns when it goes on, or at once where nobody would continue it.
void hermetic_stop_by(int signal);
/// Ends this process as a signal does, but without a core dump.
_Noreturn void hermetic_die_by(int signal);

/// What setrlimit(2) knows.
enum hermetic_resource { HERMETIC_DATA, HERMETIC_CPU, HERMETIC_OPEN_FILES, HERMETIC_FILE_SIZE };
/// Lowers a limit for good, for this process and all it starts. Zero, or an errno.
int hermetic_lower_limit(enum hermetic_resource resource, uint64_t value);
