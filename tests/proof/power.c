/* Counts what a process does to the outside world, ends it before the N-th deed, and keeps a
 * record from which what a power cut would have left can be made.
 *
 * POWER_BELOW: deeds are writes to files below this directory, to pipes and to connections,
 *              and renaming, removing or cutting files there.
 * POWER_COUNT: a file of a 64-bit word, the deeds so far, and a letter for each of the first.
 * POWER_AT:    the deed before which SIGKILL comes; 0 or nothing: never.
 * POWER_TRACE: a file to which everything done below the directory is appended, in order; read by
 *              lost.py: a letter, the inode, an offset, two lengths, and as many bytes twice.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define LETTERS 65528

static struct { long count; char kinds[LETTERS]; } *book;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void deed(char kind) {
    const char *path = getenv("POWER_COUNT"), *at = getenv("POWER_AT");
    if (path == NULL) return;
    if (book == NULL) {
        int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR);
        if (fd < 0) return;
        book = mmap(NULL, sizeof *book, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        close(fd);
        if (book == MAP_FAILED) abort();
    }
    long now = __atomic_add_fetch(&book->count, 1, __ATOMIC_SEQ_CST);
    if (now <= LETTERS) book->kinds[now - 1] = kind;
    if (at != NULL && atol(at) == now) kill(getpid(), SIGKILL);
}

static int below(const char *path) {
    const char *home = getenv("POWER_BELOW");
    return home != NULL && path != NULL && strncmp(path, home, strlen(home)) == 0;
}

/* Where a name leads that is given beside an open directory; NULL if it cannot be told. */
static const char *full(int at, const char *name, char *room) {
    char link[64];
    if (name[0] == '/' || at == AT_FDCWD) return name;
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t size = readlink(link, room, PATH_MAX - 1);
    if (size < 0 || size + strlen(name) + 2 > PATH_MAX) return NULL;
    room[size] = '/';
    strcpy(room + size + 1, name);
    return room;
}

/* The kind of a descriptor's other end: f below the directory, p a pipe, s a connection, or 0. */
static char kind_of(int fd) {
    char link[64], path[PATH_MAX];
    if (fd <= 2 || getenv("POWER_COUNT") == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    if (below(path)) return 'f';
    if (strncmp(path, "pipe:", 5) == 0) return 'p';
    return strncmp(path, "socket:", 7) == 0 ? 's' : 0;
}

struct __attribute__((packed)) head { char what; uint64_t inode; int64_t at; uint32_t first, second; };

static void note(char what, uint64_t inode, int64_t at, const void *a, size_t first, const void *b, size_t second) {
    static int trace = -1;
    int before = errno;
    const char *path = getenv("POWER_TRACE");
    if (path == NULL) return;
    if (trace < 0) trace = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    struct head head = {what, inode, at, first, second};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)a, first}, {(void *)b, second}};
    if (syscall(SYS_writev, trace, parts, 3) != (long)(sizeof head + first + second)) abort();
    errno = before;
}

static uint64_t inode_of(int fd) {
    struct stat facts;
    return fstat(fd, &facts) == 0 ? facts.st_ino : 0;
}

static void named(char what, const char *a, const char *b) {
    struct stat facts;
    /* What is there now: of a thing made or moved, the thing itself. */
    uint64_t inode = lstat(b ? b : a, &facts) == 0 ? facts.st_ino : 0;
    note(what, inode, 0, a, strlen(a), b, b ? strlen(b) : 0);
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* One deed below the directory after the other, so that the record has the order of the deeds. */
#define DONE(kind, call, record) \
    char seen = (kind); \
    if (seen != 'f') { if (seen) deed(seen); return call; } \
    pthread_mutex_lock(&turn); \
    deed('f'); \
    __typeof__(call) done = call; \
    if (done >= 0) { record; } \
    pthread_mutex_unlock(&turn); \
    return done

#define WRITTEN(place) note('W', inode_of(fd), place, data, done, NULL, 0)
#define FLUSHED note('S', inode_of(fd), 0, NULL, 0, NULL, 0)
#define CUT note('T', inode_of(fd), size, NULL, 0, NULL, 0)
#define IS(path) (below(path) ? 'f' : 0)

ssize_t write(int fd, const void *data, size_t size) { REAL(write); DONE(kind_of(fd), real(fd, data, size), WRITTEN(lseek(fd, 0, SEEK_CUR) - done)); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { REAL(pwrite); DONE(kind_of(fd), real(fd, data, size, at), WRITTEN(at)); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { REAL(pwrite64); DONE(kind_of(fd), real(fd, data, size, at), WRITTEN(at)); }
ssize_t send(int fd, const void *data, size_t size, int flags) { REAL(send); char kind = kind_of(fd); if (kind) deed(kind); return real(fd, data, size, flags); }
int fsync(int fd) { REAL(fsync); DONE(kind_of(fd), real(fd), FLUSHED); }
int fdatasync(int fd) { REAL(fdatasync); DONE(kind_of(fd), real(fd), FLUSHED); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); DONE(kind_of(fd), real(fd, size), CUT); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); DONE(kind_of(fd), real(fd, size), CUT); }
int rename(const char *from, const char *to) { REAL(rename); DONE(IS(from), real(from, to), named('R', from, to)); }
int renameat(int a, const char *from, int b, const char *to) { REAL(renameat); DONE(IS(from), real(a, from, b, to), named('R', from, to)); }
int unlink(const char *path) { REAL(unlink); DONE(IS(path), real(path), named('U', path, NULL)); }
int link(const char *from, const char *to) { REAL(link); DONE(IS(to), real(from, to), named('L', from, to)); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); DONE(IS(path), real(path, mode), named('M', path, NULL)); }
int rmdir(const char *path) { REAL(rmdir); DONE(IS(path), real(path), named('U', path, NULL)); }
int unlinkat(int at, const char *name, int flags) {
    REAL(unlinkat);
    char room[PATH_MAX];
    const char *path = full(at, name, room);
    DONE(IS(path), real(at, name, flags), named('U', path, NULL));
}

/* Opening is no deed of its own, but what it makes or empties belongs to the record. */
static int opened(int fd, const char *path, int flags, int there) {
    if (fd >= 0 && !there) named('C', path, NULL);
    else if (fd >= 0 && flags & O_TRUNC) note('T', inode_of(fd), 0, NULL, 0, NULL, 0);
    return fd;
}

#define OPENED(path, call) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    if (!(flags & (O_CREAT | O_TRUNC)) || !below(path)) return call; \
    pthread_mutex_lock(&turn); \
    struct stat before; \
    int there = lstat(path, &before) == 0; \
    int fd = opened(call, path, flags, there); \
    pthread_mutex_unlock(&turn); \
    return fd

int open(const char *path, int flags, ...) { REAL(open); OPENED(path, real(path, flags, mode)); }
int open64(const char *path, int flags, ...) { REAL(open64); OPENED(path, real(path, flags, mode)); }
int openat(int at, const char *name, int flags, ...) { REAL(openat); char room[PATH_MAX]; const char *path = full(at, name, room); OPENED(path, real(at, name, flags, mode)); }
int openat64(int at, const char *name, int flags, ...) { REAL(openat64); char room[PATH_MAX]; const char *path = full(at, name, room); OPENED(path, real(at, name, flags, mode)); }
