/* What the warm way (warm.c, before there is a C library) leaves for the cold one (launcher.c). */
struct line {
  unsigned count;
  const char *words; /* each ends with a zero byte */
  unsigned long size;
};

extern struct caller {
  unsigned long blocked, ignored; /* signals; bit n-1 is signal n, as in /proc/PID/status */
  unsigned descriptors;           /* how many follow 0, 1 and 2 without a gap: these can be preserved */
  unsigned umask;
  int directory_is_removed, dev_null_error;
} caller;

extern struct line kept;        /* what an engine left to run, in place of our own words */
extern int ended_in_the_middle; /* whether an engine did; then that line cleans up */

const char *given(char **argv, const char *option);
