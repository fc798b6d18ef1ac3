// The library exports nothing but calls of libc.
