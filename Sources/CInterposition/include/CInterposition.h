// libc's network calls, exported under their own names by the executable and the attached library,
// so that they come before libc's: what Python's socket module and C libraries call in this process
// is asked about with the very bytes that are then used. Linked into nothing else: an app that
// imports the Hermetic library keeps its own calls.
#pragma once

/// Makes sure the calls are linked in, and tells `hermetic_guards_come_first` what to look for.
void hermetic_interpose(void);
