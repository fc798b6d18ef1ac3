#pragma once

#include <stddef.h>
#include <sys/types.h>

/// Zero where the effective user may execute `path`, or the errno that says why not.
int hermetic_check_executable(const char *_Nonnull path);

/// Writes the path behind every symbolic link; its length, or a negated errno.
ssize_t hermetic_real_path(const char *_Nonnull path, char *_Nonnull buffer, size_t capacity);

/// Writes what a symbolic link points at; its length, or a negated errno.
ssize_t hermetic_read_link(const char *_Nonnull path, char *_Nonnull buffer, size_t capacity);

/// Writes the working directory; its length, or a negated errno.
ssize_t hermetic_working_directory(char *_Nonnull buffer, size_t capacity);

/// Writes a directory's entries, each ended by a NUL; their length, or a negated errno.
///
/// `.` and `..` are left out; `-ERANGE` where `capacity` does not hold them all.
ssize_t hermetic_list_directory(const char *_Nonnull path, char *_Nonnull buffer, size_t capacity);

/// Whether executing `path` would grant capabilities, or that cannot be told (capabilities(7)).
int hermetic_has_file_capabilities(const char *_Nonnull path);

/// The process's `index`-th environment entry, `NAME=value`, or null behind the last, where to stop.
const char *_Nullable hermetic_environment_entry(size_t index);
