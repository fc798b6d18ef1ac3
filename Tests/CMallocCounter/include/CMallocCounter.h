#ifndef C_MALLOC_COUNTER_H
#define C_MALLOC_COUNTER_H

/// Starts counting this thread's allocations from zero.
void malloc_counter_start(void);

/// Stops counting and returns how many allocations this thread has made since.
long malloc_counter_stop(void);

#endif
