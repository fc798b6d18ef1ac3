// libc's calls, exported under their own names by the executable and the attached library, so that they
// come before libc's: what Python's modules and C libraries call in this process is asked about with the
// very bytes that are then used. An app that imports the Hermetic library exports them too: threads that
// no plugin has anything to do with are not held by them.
#pragma once

/// Makes sure the calls are linked in, and tells `hermetic_guards_come_first` what to look for.
void hermetic_interpose(void);
