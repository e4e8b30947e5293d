/* Writes down what a program does to the files of one folder, so that `loadtest power` can tell what a disk would hold
 * after the power failed.
 *
 * Loaded into the program with LD_PRELOAD. POWER_FOLDER names the folder, without links in its path; POWER_LOG the file
 * to which every change and every sync is added, in the order of their effects. The log is a plain file: kill -9 takes
 * nothing from it. rebuild.rs reads it.
 *
 * One lock keeps the order: a change is made and noted under it. A sync is noted when it begins and when it ended; it
 * covers what was noted before it began. After the entry of the number POWER_AFTER, if that is set, the process is gone:
 * most moments of time have no write under way, most moments between calls do. With POWER_FILE only writes to the file
 * of that name count. Files named *-shm are not looked at: SQLite makes them anew. What could change
 * a file past the calls below is noted as FOREIGN, and the scenario fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, CUT, SYNC_BEGUN, SYNC_ENDED, UNLINKED, RENAMED, FOREIGN };

struct head {
    uint32_t kind, length;     /* what, and how many bytes follow */
    uint64_t file, at, extra;  /* inode, 0 for the folder; offset, length or ticket; whether it was made */
};

#define FDS 65536
static struct { uint64_t file; char known, folder; } fds[FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static uint64_t tickets, entries, last_entry, counted;

#define REAL(type, name, ...)                                             \
    static type (*real)(__VA_ARGS__);                                     \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name);

static int really_open(const char *path, int flags, mode_t mode) {
    REAL(int, "open64", const char *, int, ...)
    return real(path, flags, mode);
}

static void fail(const char *what) {
    fprintf(stderr, "power.c: %s: %s\n", what, strerror(errno));
    abort(); /* a log with a hole would prove nothing */
}

static void note(uint32_t kind, uint64_t file, uint64_t at, uint64_t extra, const void *data, size_t length) {
    REAL(ssize_t, "writev", int, const struct iovec *, int)
    struct head head = { kind, (uint32_t)length, file, at, extra };
    struct iovec parts[2] = { { &head, sizeof head }, { (void *)data, length } };
    if (log_fd < 0) {
        const char *name = getenv("POWER_LOG");
        log_fd = name ? really_open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
        if (log_fd < 0) fail("POWER_LOG");
        const char *after = getenv("POWER_AFTER");
        last_entry = after ? strtoull(after, NULL, 10) : 0;
    }
    if (real(log_fd, parts, 2) != (ssize_t)(sizeof head + length)) fail("the log");
    const char *only = getenv("POWER_FILE");
    if (only && kind == OPENED && length == strlen(only) && memcmp(only, data, length) == 0) counted = file;
    if ((!only || (kind == WRITTEN && file == counted)) && ++entries == last_entry) raise(SIGKILL);
}

/* The name of a path in the folder; "" for the folder itself; none for others. A path below a subfolder keeps its /. */
static const char *name_of(const char *path, char *room, size_t size) {
    const char *folder = getenv("POWER_FOLDER");
    size_t length;
    if (!folder || !path) return NULL;
    if (path[0] != '/') {
        if (!getcwd(room, size) || strlen(room) + strlen(path) + 2 > size) return NULL;
        strcat(strcat(room, "/"), path);
        path = room;
    }
    length = strlen(folder);
    if (strncmp(path, folder, length) != 0 || (path[length] != '/' && path[length] != 0)) return NULL;
    path += length;
    while (*path == '/') path++;
    length = strlen(path);
    return length > 4 && strcmp(path + length - 4, "-shm") == 0 ? NULL : path;
}

static int watched(int fd) { return fd >= 0 && fd < FDS && fds[fd].known && !fds[fd].folder; }

static int opened(const char *path, int flags, mode_t mode) {
    char room[4096];
    const char *name = name_of(path, room, sizeof room);
    struct stat is;
    int fd, made;
    pthread_mutex_lock(&lock);
    made = name && *name && (flags & O_CREAT) && access(path, F_OK) != 0;
    fd = really_open(path, flags, mode);
    if (fd >= FDS) fail("too many files");
    if (fd >= 0) {
        fds[fd].known = 0;
        if (name && fstat(fd, &is) == 0) {
            fds[fd].folder = S_ISDIR(is.st_mode) && !*name;
            fds[fd].known = S_ISREG(is.st_mode) || fds[fd].folder;
            fds[fd].file = fds[fd].folder ? 0 : is.st_ino;
            if (S_ISREG(is.st_mode)) {
                if (strchr(name, '/') && (flags & O_ACCMODE) != O_RDONLY)
                    note(FOREIGN, is.st_ino, 0, 0, name, strlen(name));
                fds[fd].known = !strchr(name, '/');
                if (fds[fd].known) note(OPENED, is.st_ino, 0, made, name, strlen(name));
                if (fds[fd].known && (flags & O_TRUNC)) note(CUT, is.st_ino, 0, 0, "", 0);
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        va_list more;                                                     \
        va_start(more, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                     \
        return opened(path, flags, mode);                                 \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
    int name(int at, const char *path, int flags, ...) {                  \
        REAL(int, #name, int, const char *, int, ...)                     \
        va_list more;                                                     \
        va_start(more, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                     \
        return at == AT_FDCWD || path[0] == '/' ? opened(path, flags, mode) : real(at, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    REAL(int, "close", int)
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < FDS) fds[fd].known = 0;
    int told = real(fd);
    pthread_mutex_unlock(&lock);
    return told;
}

ssize_t write(int fd, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t)
    if (!watched(fd)) return real(fd, data, length);
    pthread_mutex_lock(&lock);
    ssize_t done = real(fd, data, length);
    if (done > 0) note(WRITTEN, fds[fd].file, lseek(fd, 0, SEEK_CUR) - done, 0, data, done);
    pthread_mutex_unlock(&lock);
    return done;
}

#define PWRITE(name, off)                                                 \
    ssize_t name(int fd, const void *data, size_t length, off at) {       \
        REAL(ssize_t, #name, int, const void *, size_t, off)              \
        if (!watched(fd)) return real(fd, data, length, at);              \
        pthread_mutex_lock(&lock);                                        \
        ssize_t done = real(fd, data, length, at);                        \
        if (done > 0) note(WRITTEN, fds[fd].file, at, 0, data, done);     \
        pthread_mutex_unlock(&lock);                                      \
        return done;                                                      \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, "writev", int, const struct iovec *, int)
    if (!watched(fd)) return real(fd, parts, count);
    ssize_t all = 0;
    for (int n = 0; n < count; n++) {
        ssize_t done = write(fd, parts[n].iov_base, parts[n].iov_len);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[n].iov_len) break;
    }
    return all;
}

#define FTRUNCATE(name, off)                                              \
    int name(int fd, off length) {                                        \
        REAL(int, #name, int, off)                                        \
        if (!watched(fd)) return real(fd, length);                        \
        pthread_mutex_lock(&lock);                                        \
        int told = real(fd, length);                                      \
        if (told == 0) note(CUT, fds[fd].file, length, 0, "", 0);         \
        pthread_mutex_unlock(&lock);                                      \
        return told;                                                      \
    }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                        \
    int name(int fd) {                                                    \
        REAL(int, #name, int)                                             \
        if (fd < 0 || fd >= FDS || !fds[fd].known) return real(fd);       \
        uint64_t file = fds[fd].file;                                     \
        pthread_mutex_lock(&lock);                                        \
        uint64_t ticket = ++tickets;                                      \
        note(SYNC_BEGUN, file, ticket, 0, "", 0);                         \
        pthread_mutex_unlock(&lock);                                      \
        int told = real(fd);                                              \
        int why = errno;                                                  \
        pthread_mutex_lock(&lock);                                        \
        if (told == 0) note(SYNC_ENDED, file, ticket, 0, "", 0);          \
        pthread_mutex_unlock(&lock);                                      \
        errno = why;                                                      \
        return told;                                                      \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    REAL(int, "unlink", const char *)
    char room[4096];
    const char *name = name_of(path, room, sizeof room);
    if (!name) return real(path);
    pthread_mutex_lock(&lock);
    int told = real(path);
    if (told == 0) note(UNLINKED, 0, 0, 0, name, strlen(name));
    pthread_mutex_unlock(&lock);
    return told;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *)
    char room[2][4096], both[8192];
    const char *old = name_of(from, room[0], sizeof room[0]), *new = name_of(to, room[1], sizeof room[1]);
    if (!old && !new) return real(from, to);
    pthread_mutex_lock(&lock);
    int told = real(from, to);
    if (told == 0 && old && new) {
        int length = snprintf(both, sizeof both, "%s%c%s", old, 0, new);
        note(RENAMED, 0, 0, 0, both, length);
    } else if (told == 0) {
        note(FOREIGN, 0, 0, 0, "rename across folders", 21);
    }
    pthread_mutex_unlock(&lock);
    return told;
}

/* Ways to change a file that are not followed. */
static void foreign(int fd, const char *how) {
    if (!watched(fd)) return;
    pthread_mutex_lock(&lock);
    note(FOREIGN, fds[fd].file, 0, 0, how, strlen(how));
    pthread_mutex_unlock(&lock);
}

#define MMAP(name, off)                                                   \
    void *name(void *where, size_t length, int may, int flags, int fd, off at) { \
        REAL(void *, #name, void *, size_t, int, int, int, off)           \
        if ((may & PROT_WRITE) && (flags & MAP_SHARED)) foreign(fd, #name); \
        return real(where, length, may, flags, fd, at);                   \
    }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

#define FALLOCATE(name, off)                                              \
    int name(int fd, int mode, off at, off length) {                      \
        REAL(int, #name, int, int, off, off)                              \
        foreign(fd, #name);                                               \
        return real(fd, mode, at, length);                                \
    }
FALLOCATE(fallocate, off_t)
FALLOCATE(fallocate64, off64_t)

#define POSIX_FALLOCATE(name, off)                                        \
    int name(int fd, off at, off length) {                                \
        REAL(int, #name, int, off, off)                                   \
        foreign(fd, #name);                                               \
        return real(fd, at, length);                                      \
    }
POSIX_FALLOCATE(posix_fallocate, off_t)
POSIX_FALLOCATE(posix_fallocate64, off64_t)

#define PWRITEV(name, off)                                                \
    ssize_t name(int fd, const struct iovec *parts, int count, off at) {  \
        REAL(ssize_t, #name, int, const struct iovec *, int, off)         \
        foreign(fd, #name);                                               \
        return real(fd, parts, count, at);                                \
    }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned)
    foreign(out, "copy_file_range");
    return real(in, from, out, to, length, flags);
}
