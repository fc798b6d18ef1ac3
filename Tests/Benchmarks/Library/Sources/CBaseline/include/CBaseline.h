// The calls that the library's are compared with: the same function, by CPython's own interface.
#pragma once

/// Nanoseconds a call of `function()` of a module takes in C, with the GIL; negative where it cannot be called.
double baseline_call(const char *_Nonnull module, const char *_Nonnull function, int count);
