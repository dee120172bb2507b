// Ends a process as kill -9 does at the nth time it changes something on the disk: DIE_AT=n. A write is cut in its middle.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int now(void) {
  static int left = 0;
  if (left == 0) left = atoi(getenv("DIE_AT"));
  return --left == 0;
}
static void die(void) { kill(getpid(), SIGKILL); }

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  if (now()) {
    REAL(pwrite64)(file, bytes, count / 2, at);
    die();
  }
  return REAL(pwrite64)(file, bytes, count, at);
}

#define STEP(name, declared, passed) \
  int name declared {                \
    if (now()) die();                \
    return REAL(name) passed;        \
  }
STEP(fsync, (int file), (file))
STEP(fdatasync, (int file), (file))
STEP(ftruncate64, (int file, off64_t size), (file, size))
STEP(rename, (const char *from, const char *to), (from, to))
STEP(unlink, (const char *path), (path))
