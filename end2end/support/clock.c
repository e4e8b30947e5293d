// A clock that journeys can move forward: rounds last weeks, and the server rightly has no setting for it. Loaded before
// the C library (LD_PRELOAD), it adds to the time of day the milliseconds that stand in a file, and to CLOCK_BOOTTIME, as
// if the machine had slept so long: the program follows no clock that is merely set, as with CLOCK_IS_SET in its environment. CLOCK_MONOTONIC (timers, timeouts) is
// left as it is.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;
static int is_set;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("CLOCK_AHEAD");
    int file = path ? open(path, O_RDONLY) : -1;
    void *map = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    if (map == MAP_FAILED)
        abort(); // a journey must not run on another clock than it thinks
    ahead = map;
    is_set = getenv("CLOCK_IS_SET") != NULL;
}

int clock_gettime(clockid_t which, struct timespec *now)
{
    int failed = (int)syscall(SYS_clock_gettime, which, now);
    if (failed == 0 && (which == CLOCK_REALTIME || (which == CLOCK_BOOTTIME && !is_set))) {
        int64_t ms = *ahead;
        now->tv_sec += ms / 1000;
        now->tv_nsec += ms % 1000 * 1000000;
        if (now->tv_nsec >= 1000000000) {
            now->tv_nsec -= 1000000000;
            now->tv_sec += 1;
        }
    }
    return failed;
}
