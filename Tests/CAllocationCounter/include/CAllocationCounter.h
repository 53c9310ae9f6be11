// Counts the calling thread's heap allocations, for tests that prove a path makes none, or how much memory a value takes.
#pragma once
#include <stdint.h>

// How often the calling thread has asked for memory since it started; always 0 in a build with a sanitizer, which has an
// allocator of its own.
uint64_t allocation_counter_value(void);

// The bytes of the blocks that the calling thread has taken and not given back, what it gave back for others subtracted.
int64_t allocation_counter_byte_count(void);

// Whether allocations are counted in this build.
int allocation_counter_works(void);
