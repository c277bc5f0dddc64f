/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes of one process that fail on command. Preloaded, it stands in front of the C library's functions that write to files and sync them. The
 * file that DIGIPOORT_TEST_WRITES names is mapped; its layout is struct control, in the order of this machine. Only regular files whose path
 * begins with the prefix count, none in a folder "log", and only while a test wants them counted; everything else costs one read of memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { NONE, FULL, BROKEN, TORN, UNSYNCED };

struct control {
    _Atomic int64_t left; /* calls until one fails; at 1 the next one does */
    _Atomic int64_t seen; /* calls that counted */
    _Atomic int64_t failed;
    _Atomic int64_t kind;
    char prefix[1024];
};

static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("DIGIPOORT_TEST_WRITES");
    int file = name == NULL ? -1 : open(name, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED) {
        control = mapped;
    }
}

static int counts(int file) {
    char link[32];
    char path[sizeof control->prefix];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    return strncmp(path, control->prefix, strlen(control->prefix)) == 0 && strstr(path, "/log/") == NULL;
}

/* Whether this call is the one that fails. A full disk stays full: every later write fails too. */
static int fails(int file, int syncing) {
    int kept = errno;
    int result = 0;
    enum kind kind = control == NULL ? NONE : atomic_load(&control->kind);
    if (kind != NONE && (kind == UNSYNCED) == syncing && counts(file)) {
        atomic_fetch_add(&control->seen, 1);
        int64_t left = atomic_fetch_sub(&control->left, 1);
        result = left == 1 || (left < 1 && (kind == FULL || kind == TORN));
        if (result) {
            atomic_fetch_add(&control->failed, 1);
        }
    }
    errno = kept;
    return result;
}

static int is_first_of_torn(void) {
    return atomic_load(&control->kind) == TORN && atomic_load(&control->failed) == 1;
}

static int refuse(void) {
    errno = atomic_load(&control->kind) == FULL || atomic_load(&control->kind) == TORN ? ENOSPC : EIO;
    return -1;
}

#define REAL(name, type, ...)                                                                                                            \
    static type (*real)(__VA_ARGS__);                                                                                                    \
    if (real == NULL) {                                                                                                                  \
        real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);                                                                            \
    }

ssize_t write(int file, const void *octets, size_t count) {
    REAL(write, ssize_t, int, const void *, size_t)
    if (fails(file, 0)) {
        return count > 1 && is_first_of_torn() ? real(file, octets, count / 2) : refuse();
    }
    return real(file, octets, count);
}

ssize_t pwrite(int file, const void *octets, size_t count, off_t at) {
    REAL(pwrite, ssize_t, int, const void *, size_t, off_t)
    if (fails(file, 0)) {
        return count > 1 && is_first_of_torn() ? real(file, octets, count / 2, at) : refuse();
    }
    return real(file, octets, count, at);
}

ssize_t pwrite64(int file, const void *octets, size_t count, off64_t at) {
    return pwrite(file, octets, count, at);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(writev, ssize_t, int, const struct iovec *, int)
    if (fails(file, 0)) {
        return is_first_of_torn() && parts[0].iov_len > 1 ? write(file, parts[0].iov_base, parts[0].iov_len / 2) : refuse();
    }
    return real(file, parts, count);
}

int fsync(int file) {
    REAL(fsync, int, int)
    return fails(file, 1) ? refuse() : real(file);
}

int fdatasync(int file) {
    REAL(fdatasync, int, int)
    return fails(file, 1) ? refuse() : real(file);
}
