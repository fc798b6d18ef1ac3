// Where a path leads, as the kernel finds it, and held there.
#pragma once

#include <limits.h>

// Headers say that paths are not null. A program may pass null all the same, and the kernel tells it.
#pragma clang diagnostic ignored "-Wpointer-bool-conversion"
#pragma clang diagnostic ignored "-Wtautological-pointer-compare"

#include "interposition.h"

/// A place in the tree of files: a name in a folder, or, where `name` is empty, the very file that
/// `descriptor` stands for. The descriptor gives no right but to be a starting point (O_PATH).
typedef struct place {
  int descriptor;
  char name[NAME_MAX + 1];
  /// The whole path, absolute and behind every link. Not absolute for what is no file: `pipe:[1]`.
  char path[PATH_MAX + NAME_MAX + 2];
  size_t length;
  /// Whether the path as given ended with a slash: only a folder can be meant.
  bool is_folder;
} place;

/// Finds a place; `follows` says whether a link at the end is followed. Zero, or an errno as the kernel
/// has it.
int hermetic_find_place(int folder, const char *path, bool follows, place *place);
/// Finds the file that a descriptor stands for.
int hermetic_place_of(int descriptor, place *place);
void hermetic_leave(place *place);
/// Moves a descriptor to a number at which nobody else in the process can replace or close it. Minus one,
/// with errno, where there is none.
int hermetic_hold(int descriptor);
/// Closes one that is held.
void hermetic_let_go(int descriptor);

/// A path that leads to the file of a place without a name, for calls that take no descriptor.
typedef struct link_text {
  char text[32];
} link_text;
link_text hermetic_link_to(const place *place);

/// Whether files are asked about now: not those of the engine itself.
static inline bool guards_files(int mask) {
  return active() && (hermetic_guarded_files & mask) && !hermetic_works_for_engine();
}
enum { READS = 1, WRITES = 2, LINKS = 4 };

/// Asks about a place. Zero, or an errno.
int hermetic_ask(hermetic_file_use use, const place *place);

/// Opens a file as `openat` would, if it may be opened. Minus one, with errno, if not.
int hermetic_open(int folder, const char *path, int flags, mode_t mode, hermetic_file_use use);
