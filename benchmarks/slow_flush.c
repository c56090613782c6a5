/* A disk that takes longer to flush than the one at hand: every flush waits FLUSH_MS milliseconds first.
 *
 *     cc -shared -fPIC -o slow_flush.so benchmarks/slow_flush.c -ldl
 *     FLUSH_MS=5 LD_PRELOAD=./slow_flush.so python benchmarks/appending.py
 *
 * `python benchmarks/appending.py --flush-ms 5` does both.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_first(void)
{
    const char *said = getenv("FLUSH_MS");
    usleep(said ? (useconds_t)(atof(said) * 1000) : 0);
}

int fsync(int file)
{
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_first();
    return flush(file);
}

int fdatasync(int file)
{
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_first();
    return flush(file);
}
