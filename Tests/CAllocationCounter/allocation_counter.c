#define _GNU_SOURCE
#include "CAllocationCounter.h"

#include <errno.h>
#include <malloc.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

static _Thread_local uint64_t count;
static _Thread_local int64_t byte_count;

uint64_t allocation_counter_value(void) { return count; }

int64_t allocation_counter_byte_count(void) { return byte_count; }

#if defined(__GLIBC__) && !defined(SANITIZED)

// The executable's own malloc takes the place of the C library's, which stays reachable under these names.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

int allocation_counter_works(void) { return 1; }

// What a block takes, its size word included.
static int64_t weight(void *memory) { return memory ? (int64_t)(malloc_usable_size(memory) + sizeof(size_t)) : 0; }

static void *counted(void *memory) {
    count++;
    byte_count += weight(memory);
    return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t number, size_t size) { return counted(__libc_calloc(number, size)); }

void *realloc(void *memory, size_t size) {
    int64_t before = weight(memory);
    void *moved = __libc_realloc(memory, size);
    if (moved || size == 0) byte_count -= before;
    return counted(moved);
}

void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    *memory = counted(__libc_memalign(alignment, size));
    return *memory ? 0 : ENOMEM;
}

void free(void *memory) {
    byte_count -= weight(memory);
    __libc_free(memory);
}

#else

int allocation_counter_works(void) { return 0; }

#endif
