/*
 * The least that a whole life of a container can take: the system calls that jrunc's engine makes for it, in C
 * and with nothing thought about. What init does is jrunc's own program, run by jrunc's own trampoline.
 *
 *   life COUNT ROOT BUNDLE ID FILES [PARENT]
 *
 * FILES is a folder with what InProcess.java has written down of one container called ID: "program", which the
 * trampoline replays, "slots" and "groups", a line for each of its descriptors and of its cgroups, "trampoline"
 * itself, and the last "state".
 * Prints what each life took, in microseconds. Only for cgroups of version 1.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#define OPEN_TREE_CLOEXEC O_CLOEXEC
#endif
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

enum { SLOTS = 64, FIRST = 3, ABOVE = 100, BUFFER = 1 << 16 };

static const char *root, *bundle, *id;
static char program[1 << 20], trampoline[1 << 16], config[1 << 16], state[1 << 16], buffer[BUFFER];
static ssize_t program_size, trampoline_size, config_size, state_size;
static char slots[SLOTS][512];
static char groups[SLOTS][512]; /* the container's directory in each hierarchy */
static int slot_count, group_count;
static pid_t self;

static int must(int result, const char *what) {
  if (result < 0) {
    fprintf(stderr, "life: %s: %s\n", what, strerror(errno));
    exit(1);
  }
  return result;
}

static ssize_t slurp(const char *path, char *into, size_t size) {
  int fd = must(open(path, O_RDONLY), path);
  struct stat status;
  must(fstat(fd, &status), path);
  ssize_t length = 0, count;
  while ((count = read(fd, into + length, size - length)) > 0) length += count;
  close(fd);
  return length;
}

static void look(const char *path) { slurp(path, buffer, BUFFER); }

static const char *in(const char *folder, const char *name) {
  static char paths[8][600];
  static int next;
  char *path = paths[next++ & 7];
  snprintf(path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

static void put(const char *path, const char *bytes, size_t size, int flags) {
  int fd = must(open(path, O_WRONLY | O_CLOEXEC | flags, 0666), path);
  must(write(fd, bytes, size), path);
  close(fd);
}

static void set(const char *path, const char *value) { put(path, value, strlen(value), 0); }

static void remember(const char *folder) {
  put(in(folder, "state~"), state, state_size, O_CREAT | O_TRUNC);
  must(rename(in(folder, "state~"), in(folder, "state")), "rename");
}

static int lock(const char *folder, int flags) {
  int fd = must(open(in(folder, "lock"), O_WRONLY | flags, 0666), "lock");
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  must(fcntl(fd, F_SETLK, &whole), "lock");
  return fd;
}

static int exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

static void look_at(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (fd >= 0) {
    while (read(fd, buffer, BUFFER) > 0) continue;
    close(fd);
  }
}

/* what the plan depends on */
static void read_host(void) {
  static const char *const files[] = {"/proc/self/status", "/proc/self/uid_map", "/proc/self/limits",
                                      "/proc/sys/kernel/cap_last_cap", "/proc/self/mountinfo", "/proc/self/cgroup"};
  char path[4096];
  if (!realpath(bundle, path)) must(-1, bundle);
  config_size = slurp(in(bundle, "config.json"), config, sizeof config);
  exists(in(bundle, "rootfs"));
  must(readlink("/proc/self", path, sizeof path), "/proc/self");
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) look(files[i]);
  for (int i = 0; i < group_count; i++) exists(in(in(in(groups[i], ".."), ".."), "cgroup.procs"));
  int rootfs = must(open(in(bundle, "rootfs"), O_PATH | O_DIRECTORY | O_CLOEXEC), "rootfs");
  struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
  int passwd = syscall(SYS_openat2, rootfs, "etc/passwd", &how, sizeof how);
  if (passwd >= 0) close(passwd);
  close(rootfs);
}

static const char *end_of(const char *path) { return strrchr(path, '/') + 1; }

static int is_in(const char *group, const char *controller) {
  char name[64];
  snprintf(name, sizeof name, "/%s/", controller);
  return strstr(group, name) != NULL;
}

static void copy(const char *group, const char *file) {
  look(in(group, file));
  ssize_t length = slurp(in(in(group, ".."), file), buffer, BUFFER);
  put(in(group, file), buffer, length, 0);
}

static void make_groups(void) {
  static const char *const devices[] = {"c *:* m",   "b *:* m",   "c 1:3 rwm", "c 1:5 rwm", "c 1:7 rwm",
                                        "c 1:8 rwm", "c 1:9 rwm", "c 5:0 rwm", "c 5:1 rwm", "c 5:2 rwm",
                                        "c 136:* rwm", "c 10:200 rwm"};
  for (int i = 0; i < group_count; i++) {
    exists(in(groups[i], ".."));
    must(mkdir(groups[i], 0777), groups[i]);
    if (is_in(groups[i], "freezer")) look(in(groups[i], "freezer.state"));
    if (is_in(groups[i], "cpuset")) copy(groups[i], "cpuset.cpus"), copy(groups[i], "cpuset.mems");
  }
  for (int i = 0; i < group_count; i++) {
    if (!is_in(groups[i], "devices")) continue;
    set(in(groups[i], "devices.deny"), "a");
    for (size_t k = 0; k < sizeof devices / sizeof *devices; k++) set(in(groups[i], "devices.allow"), devices[k]);
  }
}

static int memory(const char *name, const char *bytes, size_t size, unsigned flags, int seals) {
  int fd = must(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | flags), "memfd_create");
  if (bytes) must(write(fd, bytes, size), name);
  else must(ftruncate(fd, size), name);
  must(fcntl(fd, F_ADD_SEALS, seals), "seal");
  return fd;
}

static int listener(const char *folder) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s/start.sock", folder);
  int fd = must(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), "socket");
  must(bind(fd, (struct sockaddr *)&address, sizeof address), address.sun_path);
  must(listen(fd, 1), "listen");
  return fd;
}

static int open_slot(const char *slot, int engine, const char *folder) {
  static const char tree[] = "copy of ", whole[] = "copy of the root file system ";
  int all = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW;
  if (!strcmp(slot, "this program")) return memory("jrunc-program", program, program_size, 8, all | F_SEAL_WRITE);
  if (!strcmp(slot, "report page")) return memory("jrunc-report", NULL, 4096, 8, all);
  if (!strcmp(slot, "connection to the engine")) return engine;
  if (!strcmp(slot, "listening socket for start")) return listener(folder);
  if (slot[0] == '(') return must(open("/dev/null", O_RDONLY | O_CLOEXEC), slot); /* the program fills it */
  if (!strncmp(slot, whole, sizeof whole - 1))
    return must(syscall(SYS_open_tree, AT_FDCWD, slot + sizeof whole - 1,
                        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_SYMLINK_NOFOLLOW), slot);
  return must(syscall(SYS_open_tree, AT_FDCWD, slot + sizeof tree - 1, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), slot);
}

static void listen_for(int fd, char expected, struct ucred *sender, int *passed) {
  char byte[16], control[256];
  struct iovec vector = {byte, sizeof byte};
  struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  must(recvmsg(fd, &header, MSG_CMSG_CLOEXEC), "recvmsg");
  if (byte[0] != expected) must(-1, "another message than expected");
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_type == SCM_CREDENTIALS && sender) memcpy(sender, CMSG_DATA(c), sizeof *sender);
    if (c->cmsg_type == SCM_RIGHTS && passed) memcpy(passed, CMSG_DATA(c), sizeof *passed);
  }
}

static void go(int fd) {
  char byte = 'G';
  struct iovec vector = {&byte, 1};
  struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1};
  must(sendmsg(fd, &header, MSG_NOSIGNAL), "sendmsg");
}

static pid_t spawn(const int *files) {
  int code = memory("jrunc-init", trampoline, trampoline_size, 16, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  char path[32], *arguments[] = {"jrunc-init", "3", NULL}, *none[] = {NULL};
  snprintf(path, sizeof path, "/proc/self/fd/%d", code);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t signals;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  for (int i = 0; i < slot_count; i++) posix_spawn_file_actions_adddup2(&actions, files[i], FIRST + i);
  memset(&signals, -1, sizeof signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t pid;
  if ((errno = posix_spawn(&pid, path, &actions, &attributes, arguments, none))) must(-1, "posix_spawn");
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(code);
  return pid;
}

static void check_program(pid_t init) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/root", init);
  struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
  struct statx status;
  int top = must(open(path, O_PATH | O_CLOEXEC), path);
  int file = must(syscall(SYS_openat2, top, "/bin/true", &how, sizeof how), "/bin/true");
  must(statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status), "statx");
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  int content = must(open(path, O_RDONLY | O_CLOEXEC), path);
  must(pread(content, buffer, 4096, 0), "pread");
  close(content), close(file), close(top);
}

static pid_t create(const char *folder) {
  read_host();
  must(readlink("/proc/self", buffer, BUFFER), "/proc/self");
  look_at(self);
  exists(folder), exists(root);
  const char *coming = in(root, "~new");
  char made[600];
  strcpy(made, coming);
  must(mkdir(made, 0700), made);
  int held = lock(made, O_CREAT | O_EXCL);
  remember(made);
  must(rename(made, folder), folder);
  put(in(folder, "config.json"), config, config_size, O_CREAT | O_TRUNC);
  for (int i = 0; i < group_count; i++) exists(in(groups[i], "..")), exists(groups[i]);
  remember(folder);

  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  int pair[2], yes = 1, files[SLOTS];
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), "socketpair");
  must(setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes), "setsockopt");
  for (int i = 0; i < slot_count; i++) files[i] = open_slot(slots[i], pair[1], folder);
  int report = must(fcntl(files[1], F_DUPFD_CLOEXEC, 0), "dup");
  int moved[SLOTS];
  for (int i = 0; i < slot_count; i++)
    moved[i] = files[i] < FIRST + slot_count ? must(fcntl(files[i], F_DUPFD_CLOEXEC, FIRST + slot_count), "dup") : files[i];
  pid_t stage0 = spawn(moved);
  for (int i = 0; i < slot_count; i++) {
    if (moved[i] != files[i]) close(moved[i]);
    close(files[i]);
  }
  make_groups();
  go(pair[0]);
  struct ucred sender;
  listen_for(pair[0], 'C', &sender, NULL);
  pid_t init = sender.pid;
  int process = must(syscall(SYS_pidfd_open, init, 0), "pidfd_open");
  siginfo_t info;
  must(waitid(P_PID, stage0, &info, WEXITED), "waitid");
  look_at(init);
  remember(folder);
  go(pair[0]);
  listen_for(pair[0], 'R', NULL, NULL);
  must(pread(report, buffer, 4096, 0), "pread");
  check_program(init);
  remember(folder);
  go(pair[0]);
  close(report), close(pair[0]), close(held), close(process);
  return init;
}

static void find(const char *folder, pid_t init) {
  look(in(folder, "state"));
  look_at(init);
  for (int i = 0; i < group_count; i++)
    if (is_in(groups[i], "freezer") && exists(in(groups[i], "freezer.state"))) look(in(groups[i], "freezer.state"));
}

static int take(const char *folder) {
  exists(in(folder, "lock"));
  int held = lock(folder, 0);
  exists(in(folder, "lock"));
  return held;
}

static void start(const char *folder, pid_t init) {
  int held = take(folder), page = -1;
  find(folder, init);
  remember(folder);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s/start.sock", folder);
  int fd = must(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), "socket");
  must(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
  struct pollfd news = {.fd = fd, .events = POLLIN};
  must(poll(&news, 1, 30000), "poll");
  listen_for(fd, 'P', NULL, &page);
  go(fd);
  must(poll(&news, 1, 30000), "poll");
  must(pread(page, buffer, 4096, 0), "pread");
  close(page), close(fd);
  look_at(init);
  close(held);
}

static void delete(const char *folder, pid_t init) {
  int held = take(folder);
  look(in(folder, "state"));
  look_at(init), look_at(init);
  for (int i = 0; i < group_count; i++) {
    if (!is_in(groups[i], "freezer")) continue;
    DIR *directory = opendir(groups[i]);
    struct dirent *entry;
    while (directory && (entry = readdir(directory)))
      if (entry->d_name[0] != '.') exists(in(groups[i], entry->d_name));
    closedir(directory);
    look(in(groups[i], "cgroup.procs"));
  }
  for (int i = 0; i < group_count; i++) {
    char parent[600];
    must(rmdir(groups[i]), groups[i]);
    snprintf(parent, sizeof parent, "%.*s", (int)(strlen(groups[i]) - strlen(end_of(groups[i])) - 1), groups[i]);
    rmdir(parent);
  }
  char leaving[600];
  strcpy(leaving, in(root, "~old"));
  must(rename(folder, leaving), "rename");
  static const char *const files[] = {"lock", "state", "config.json", "start.sock"};
  for (int i = 0; i < 4; i++) must(unlink(in(leaving, files[i])), files[i]);
  must(rmdir(leaving), leaving);
  close(held);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int read_lines(const char *path, char lines[][512]) {
  int count = 0;
  FILE *file = fopen(path, "r");
  if (!file) must(-1, path);
  while (count < SLOTS && fgets(lines[count], sizeof lines[0], file)) {
    char *line = lines[count++];
    line[strcspn(line, "\n")] = 0;
  }
  fclose(file);
  return count;
}

int main(int count, char **words) {
  if (count != 6) {
    fprintf(stderr, "life COUNT ROOT BUNDLE ID FILES\n");
    return 2;
  }
  root = words[2], bundle = words[3], id = words[4], self = getpid();
  program_size = slurp(in(words[5], "program"), program, sizeof program);
  trampoline_size = slurp(in(words[5], "trampoline"), trampoline, sizeof trampoline);
  state_size = slurp(in(words[5], "state"), state, sizeof state);
  slot_count = read_lines(in(words[5], "slots"), slots);
  group_count = read_lines(in(words[5], "groups"), groups);
  char folder[600];
  snprintf(folder, sizeof folder, "%s/%s", root, id);
  for (int i = atoi(words[1]); i > 0; i--) {
    double begin = now();
    pid_t init = create(folder);
    find(folder, init);
    start(folder, init);
    siginfo_t info;
    must(waitid(P_PID, init, &info, WEXITED), "waitid");
    if (info.si_status != 0) must(-1, "the container's program failed");
    delete(folder, init);
    printf("%.1f\n", now() - begin);
  }
  return 0;
}
