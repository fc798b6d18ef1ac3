// Calls on files that the broker makes for others: past libc, whose own may be guarded. All return what the
// kernel does, or a negated errno. Paths and names end with a null byte.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

// MARK: Finding

/// Flags that Swift does not know by their own names: O_PATH, O_TMPFILE without O_DIRECTORY, AT_EMPTY_PATH.
enum { hermetic_path_only = 010000000, hermetic_temporary = 020000000, hermetic_empty_path = 0x1000 };

/// A descriptor that stands for a file and gives no right to its content (O_PATH).
int hermetic_pin(int folder, const uint8_t *_Nonnull path, int flags);

/// Which ways a path may not take (openat2(2)).
typedef enum hermetic_way : uint64_t {
  /// Across what stands for a process's own file or folder rather than for a path.
  hermetic_no_magic = 2,
  hermetic_no_links = 4,
  /// Out of the folder that it starts in.
  hermetic_beneath = 8,
  /// Out of that folder either, which is taken for the root.
  hermetic_in_root = 16
} hermetic_way;
/// The same, along a way.
int hermetic_pin_along(int folder, const uint8_t *_Nonnull path, int flags, uint64_t way);

/// What a process calls its root (`root`) or working folder (`cwd`).
int hermetic_pin_of_process(int thread, const char *_Nonnull name);
/// The folder of this process's own descriptors.
int hermetic_pin_own_files(void);
int hermetic_duplicate(int descriptor);

/// The path of an open file, as `/proc` has it: its length.
ssize_t hermetic_path_of(
    int own_files, int descriptor, uint8_t *_Nonnull buffer, size_t capacity);
/// Where a symbolic link leads: the length of that.
ssize_t hermetic_link_text(
    int folder, const uint8_t *_Nonnull name, uint8_t *_Nonnull buffer, size_t capacity);

/// What is known of a file.
typedef struct hermetic_file_facts {
  uint64_t device, inode, special_device;
  uint32_t mode, links, user;
} hermetic_file_facts;
/// Of one in a folder, without following a link; or, where the name is empty, of an open file.
int hermetic_learn_file(
    int folder, const uint8_t *_Nonnull name, hermetic_file_facts *_Nonnull facts);
/// Whether two open files are the same, reached by the same mount.
bool hermetic_is_same_place(int first, int second);
/// Whether a file is in `/proc`, wherever that is mounted.
bool hermetic_is_of_proc(int descriptor);

// MARK: Opening

int hermetic_open_name(int folder, const uint8_t *_Nonnull name, int flags, mode_t mode);
/// Opens what a descriptor stands for.
int hermetic_open_again(int own_files, int descriptor, int flags);
/// Takes flags off an open file.
int hermetic_clear_flags(int descriptor, int flags);
/// The flags of an open file.
int hermetic_flags_of(int descriptor);

/// An opening that may take as long as it likes, in a thread of its own.
typedef struct hermetic_opening hermetic_opening;
/// Opens what a descriptor stands for, and answers a call with that. The descriptor is closed. Null where no
/// thread can be had.
hermetic_opening *_Nullable hermetic_open_apart(
    int listener, uint64_t id, int own_files, int descriptor, int flags);
/// Whether it has ended.
bool hermetic_has_opened(hermetic_opening *_Nonnull opening);
/// Has it end soon, without an answer. Only a repetition makes sure that it is not missed.
void hermetic_give_up_opening(hermetic_opening *_Nonnull opening);
/// Frees what has ended.
void hermetic_forget_opening(hermetic_opening *_Nonnull opening);

// MARK: Changing

// Of a name in a folder. A slash behind the name means what it means to the kernel.
int hermetic_make_folder(int folder, const uint8_t *_Nonnull name, mode_t mode);
int hermetic_make_node(int folder, const uint8_t *_Nonnull name, mode_t mode, uint64_t device);
int hermetic_make_link(
    const uint8_t *_Nonnull target, int folder, const uint8_t *_Nonnull name);
int hermetic_remove_name(int folder, const uint8_t *_Nonnull name, int flags);
int hermetic_move_name(int from_folder, const uint8_t *_Nonnull from, int to_folder,
    const uint8_t *_Nonnull to, unsigned flags);
/// Gives what a descriptor stands for another name.
int hermetic_link_again(
    int own_files, int descriptor, int folder, const uint8_t *_Nonnull name);

// Of what a descriptor stands for, whether it gives a right to the content or not.
int hermetic_truncate_again(int descriptor, int64_t size);
int hermetic_change_mode_again(int own_files, int descriptor, mode_t mode);
int hermetic_change_owner_again(int descriptor, uid_t user, gid_t group);
/// Times are null for now.
int hermetic_change_times_again(int descriptor, const struct timespec *_Nullable times);
int hermetic_set_attribute_again(int descriptor, const uint8_t *_Nonnull name,
    const uint8_t *_Nullable value, size_t size, int flags);
int hermetic_remove_attribute_again(int descriptor, const uint8_t *_Nonnull name);

// Of an open file.
int hermetic_change_mode_of(int descriptor, mode_t mode);
int hermetic_change_owner_of(int descriptor, uid_t user, gid_t group);
int hermetic_change_times_of(int descriptor, const struct timespec *_Nullable times);
int hermetic_set_attribute_of(int descriptor, const uint8_t *_Nonnull name,
    const uint8_t *_Nullable value, size_t size, int flags);
int hermetic_remove_attribute_of(int descriptor, const uint8_t *_Nonnull name);

/// The size that a process may give a file at most (RLIMIT_FSIZE).
uint64_t hermetic_largest_file(int process);

// MARK: Acting for others

/// As whom files are used (credentials(7)).
typedef struct hermetic_identity {
  uint32_t user, group;
  uint64_t capabilities;
  const uint32_t *_Nullable groups;
  size_t group_count;
} hermetic_identity;
/// What the kernel tells of a process in `/proc/PID/status` (proc_pid_status(5)).
typedef struct hermetic_process_status {
  int process, parent;
  /// What is taken off the modes of files that it makes.
  uint32_t mask;
  /// Its groups are put elsewhere.
  uint32_t user, group;
  uint64_t capabilities;
} hermetic_process_status;
/// Fills in what is told, and as many groups as there is room for: how many there are.
int hermetic_read_status(int thread, hermetic_process_status *_Nonnull status,
    uint32_t *_Nonnull groups, size_t capacity);
/// Has this thread use files as somebody. False where that cannot be done: whatever it may be by then.
bool hermetic_become(const hermetic_identity *_Nonnull identity);
/// Sets what is taken off the modes of new files, for the whole process.
void hermetic_set_mask(mode_t mask);
