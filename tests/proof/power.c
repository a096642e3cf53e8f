/* Counts what a process does to the outside world, and ends it before the N-th deed.
 *
 * POWER_BELOW: deeds are writes to files below this directory, to pipes and to connections,
 *              and renaming, removing or cutting files there.
 * POWER_COUNT: a file of a 64-bit word, the deeds so far, and a letter for each of the first.
 * POWER_AT:    the deed before which SIGKILL comes; 0 or nothing: never.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define LETTERS 65528

static struct { long count; char kinds[LETTERS]; } *book;

static void deed(char kind) {
    const char *path = getenv("POWER_COUNT"), *at = getenv("POWER_AT");
    if (path == NULL) return;
    if (book == NULL) {
        int fd = open(path, O_RDWR);
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
    return home != NULL && strncmp(path, home, strlen(home)) == 0;
}

static void written(int fd) {
    char link[64], path[PATH_MAX];
    if (fd <= 2 || getenv("POWER_COUNT") == NULL) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return;
    path[size] = 0;
    if (below(path)) deed('f');
    else if (strncmp(path, "pipe:", 5) == 0) deed('p');
    else if (strncmp(path, "socket:", 7) == 0) deed('s');
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) { REAL(write); written(fd); return real(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { REAL(pwrite); written(fd); return real(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { REAL(pwrite64); written(fd); return real(fd, data, size, at); }
ssize_t send(int fd, const void *data, size_t size, int flags) { REAL(send); written(fd); return real(fd, data, size, flags); }
int fsync(int fd) { REAL(fsync); written(fd); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); written(fd); return real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); written(fd); return real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); written(fd); return real(fd, size); }
int rename(const char *from, const char *to) { REAL(rename); if (below(from)) deed('f'); return real(from, to); }
int renameat(int a, const char *from, int b, const char *to) { REAL(renameat); if (below(from)) deed('f'); return real(a, from, b, to); }
int unlink(const char *path) { REAL(unlink); if (below(path)) deed('f'); return real(path); }
int link(const char *from, const char *to) { REAL(link); if (below(to)) deed('f'); return real(from, to); }
