/* What the warm way (warm.c, before the C library starts) tells the cold one (launcher.c). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern struct caller {
  unsigned long blocked; /* signals; bit n-1 is signal n, as in /proc/PID/status */
  unsigned descriptors;           /* follow 0, 1 and 2 without a gap: these can be preserved */
  int directory_is_removed, dev_null_error, is_engine;
} caller;

extern char **kept;             /* the words that an engine left for the JVM; NULL: our own */
extern int ended_in_the_middle; /* whether an engine did; then those words clean up */

const char *given(char **argv, const char *option);
