/*
 * bin/jrunc, the warm way: a resident engine does what was asked, and this program is its hands; a
 * picture of their protocol is in io/jrunc/serve/package-info.java. This runs before the C library
 * starts, which would take three times as long as all of it, so it uses nothing of the library: no
 * errno, no memcpy, no thread-local variables. What it leaves undone, launcher.c does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include "invoke.h"
#include "launcher.h"

typedef unsigned int u32;
typedef unsigned long u64;

enum operation { COLD = 1, BEGUN, WRITE, HOLD, SPAWN, WAIT, FOREGROUND, EXIT };
enum { MAGIC = 0x636e726a, PROTOCOL = 2, SECONDS_TO_ANSWER = 10, OUT_OF_THE_WAY = 60 };
enum { MESSAGE = 128 << 10, RIGHTS = 253, TABLE = 1024, CHILDREN = 64, CHUNK = 32 << 10 };

#define BIT(signal) (1ul << ((signal)-1))
#define CALL(...) CALL_(__VA_ARGS__, 0, 0, 0, 0, 0)
#define CALL_(number, a, b, c, d, e, ...) \
  invoke(number, (const s64[]){(s64)(a), (s64)(b), (s64)(c), (s64)(d), (s64)(e), 0})

#if defined(__x86_64__) /* first warm, with what is on the stack, and then the C library as usual */
__asm__(".globl enter\nenter: xor %ebp, %ebp\n mov %rsp, %rbx\n mov %rsp, %rdi\n and $-16, %rsp\n"
        " call warm\n mov %rbx, %rsp\n xor %edx, %edx\n jmp _start\n");
#elif defined(__aarch64__)
__asm__(".globl enter\nenter: mov x29, #0\n mov x30, #0\n mov x19, sp\n mov x0, sp\n"
        " bl warm\n mov sp, x19\n mov x0, #0\n b _start\n");
#endif

struct line { char *words; u64 size, count; };

struct caller caller;
char **kept;
int ended_in_the_middle;

static char **arguments, **environment, directory[4096];
static struct line line, variables; /* of the present request */
static int engine;                  /* its socket */
static int table[TABLE], held, is_table_full, children[CHILDREN], running;
static char *kept_words[MESSAGE + 4], kept_bytes[MESSAGE + 64]; /* and two numbers */
static union {
  u32 word[MESSAGE / sizeof(u32)];
  u64 wide[MESSAGE / sizeof(u64)];
  char bytes[MESSAGE];
} in; /* the engine's last message */

static u64 length(const char *text) {
  const char *end = text;
  while (*end) end++;
  return (u64)(end - text);
}

/* What follows in the text after the given start; NULL if it begins in another way. */
static const char *after(const char *start, const char *text) {
  while (*start && *start == *text) start++, text++;
  return *start ? 0 : text;
}

static int is(const char *one, const char *other) {
  const char *rest = after(one, other);
  return rest && !*rest;
}

static char *append(char *to, const char *text) {
  while ((*to = *text++)) to++;
  return to;
}

static char *append_number(char *to, u64 number) {
  if (number > 9) to = append_number(to, number / 10);
  return append(to, (char[]){(char)('0' + number % 10), 0});
}

/* The last value of an option of the program itself; without an option, the command. */
const char *given(char **argv, const char *option) {
  const char *value = 0;
  for (argv++; *argv && **argv == '-'; argv++) {
    const char *name = *argv, *known = "root\0log\0log-format\0rootless\0criu\0";
    while (*name == '-') name++;
    const char *end = name;
    while (*end && *end != '=') end++;
    while (*known && after(known, name) != end) known += length(known) + 1;
    int is_asked = option && after(option, name) == end;
    const char *next = *end ? end + 1 : end;
    if (!*end && *known && !(next = *++argv)) break; /* the value is the next word */
    if (is_asked) value = next;
  }
  return option ? value : *argv;
}

/* What it was before. */
static u64 set_action(int signal, void (*handler)(int)) {
  u64 before[4] = {0};
  CALL(SYS_rt_sigaction, signal, ((u64[]){(u64)handler, 0, 0, 0}), before, 8);
  return *before;
}

/* Closed, 0 to 2 would become other files; and a SIGCHLD that is ignored takes children away. */
static void look_at_caller(void) {
  /* all but what a JVM needs, and 32 and 33, which are the C library's */
  static const u64 most = ~(BIT(SIGSEGV) | BIT(SIGBUS) | BIT(SIGFPE) | BIT(SIGILL) | BIT(SIGTRAP) |
                            BIT(SIGABRT) | BIT(SIGSYS) | BIT(SIGPIPE) | BIT(32) | BIT(33));
  for (s64 fd = 0, error = 0; fd <= 2; fd++) {
    if (CALL(SYS_fcntl, fd, F_GETFD) < 0) error = CALL(SYS_openat, 0, "/dev/null", O_RDWR);
    if (error < 0) caller.dev_null_error = (int)-error;
  }
  while (CALL(SYS_fcntl, 3 + caller.descriptors, F_GETFD) >= 0) caller.descriptors++;
  caller.umask = CALL(SYS_umask, 0) & 077; /* or a user could not read what he has just written */
  CALL(SYS_umask, caller.umask);
  caller.ignores_children = set_action(SIGCHLD, SIG_DFL) == (u64)SIG_IGN;
  /* a foreground container receives the signals that we do, and an engine reads those that end it:
   * they wait until it is there */
  const char *command = given(arguments, 0);
  if (!command) command = "";
  caller.is_engine = is("serve", command);
  int waits = is("run", command) || is("exec", command) || is("box", command) || caller.is_engine;
  CALL(SYS_rt_sigprocmask, SIG_SETMASK, waits ? &most : 0, &caller.blocked, 8);
  /* a JVM can't start in a removed directory; Java then refuses relative paths */
  caller.directory_is_removed = CALL(SYS_getcwd, directory, sizeof directory) == -ENOENT;
  if (caller.directory_is_removed) CALL(SYS_chdir, append(directory, "/") - 1);
}

/* The socket of an engine of our own; negative if there is none at this path. Never waits. */
static int connect_to(const char *folder, const char *name) {
  static struct sockaddr_un address;
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (!folder || !*folder || length(folder) + length(name) >= sizeof address.sun_path) return -1;
  append(append(address.sun_path, folder), name);
  address.sun_family = AF_UNIX;
  int fd = (int)CALL(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd >= 0 && !CALL(SYS_connect, fd, &address, sizeof address) &&
      !CALL(SYS_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) &&
      peer.uid == (uid_t)CALL(SYS_geteuid))
    return fd;
  CALL(SYS_close, fd);
  return -1;
}

static const char *variable(const char *start) {
  const char *value = 0;
  for (char **one = environment; *one && !value; one++) value = after(start, *one);
  return value;
}

static int find_engine(void) {
  const char *chosen = variable("JRUNC_ENGINE=");
  if (chosen) return is("none", chosen) ? -1 : connect_to(chosen, "");
  int fd = connect_to(given(arguments, "root"), "/=serve");
  if (fd >= 0) return fd;
  return CALL(SYS_geteuid) ? connect_to(variable("XDG_RUNTIME_DIR="), "/jrunc/=serve")
                           : connect_to("/run/jrunc", "/=serve");
}

/* All strings are one behind the other, put there by the kernel or by keep: they go as they are. */
static int gather(char **from, struct line *to) {
  to->words = *from;
  for (to->size = to->count = 0; *from; from++, to->count++) {
    if (*from != to->words + to->size) return 0;
    to->size += length(*from) + 1;
  }
  return 1;
}

/* Whether an answer comes in time: what an engine has begun to do we wait for however long it takes. */
static int is_answered(void) {
  struct pollfd answer = {engine, POLLIN, 0};
  return CALL(SYS_ppoll, &answer, 1, ((s64[]){SECONDS_TO_ANSWER, 0})) == 1;
}

/* Says what is asked, and by whom; whether an answer came in time. */
static int greet(void) {
  struct stat jar;
  s64 end = CALL(SYS_readlinkat, 0, "/proc/self/exe", in.bytes, sizeof directory);
  for (int levels = 2; levels && end > 0; levels -= in.bytes[end] == '/') end--;
  append(in.bytes + (end > 0 ? end : 0), "/lib/jrunc.jar");
  if (*directory != '/' || CALL(SYS_newfstatat, 0, in.bytes, &jar, 0)) return 0;
  struct __attribute__((packed)) {
    u32 magic, protocol;
    u64 device, inode, changed, blocked;
    u32 descriptors, umask, flags, argc, envc;
  } hello = {MAGIC, PROTOCOL, jar.st_dev, jar.st_ino,
             (u64)jar.st_ctim.tv_sec * 1000000000 + (u64)jar.st_ctim.tv_nsec,
             caller.blocked, caller.descriptors, caller.umask,
             (u32)(caller.directory_is_removed | caller.ignores_children << 1), (u32)line.count,
             (u32)variables.count};
  struct iovec parts[] = {{&hello, sizeof hello}, {directory, length(directory) + 1},
                          {line.words, line.size}, {variables.words, variables.size}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 4};
  return sizeof hello + parts[1].iov_len + line.size + variables.size <= MESSAGE &&
         CALL(SYS_sendmsg, engine, &message, MSG_NOSIGNAL) > 0 && is_answered() &&
         !CALL(SYS_fcntl, engine, F_SETFL, O_RDWR); /* from now on we wait for it */
}

/* The size of the next message, whose descriptors are ours then; 0 at the end of the connection. */
static s64 receive(void) {
  static union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(RIGHTS * sizeof(int))];
  } control;
  struct iovec bytes = {in.bytes, sizeof in};
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &control,
                           .msg_controllen = sizeof control};
  s64 size = CALL(SYS_recvmsg, engine, &message, 0);
  u64 rights = 0;
  if (size > 0 && message.msg_controllen > CMSG_LEN(0) && control.header.cmsg_type == SCM_RIGHTS)
    rights = (control.header.cmsg_len - CMSG_LEN(0)) / sizeof(int);
  for (u64 i = 0; i < rights; i++) {
    int fd = ((int *)CMSG_DATA(&control.header))[i];
    if (held < TABLE) table[held++] = fd;
    else is_table_full = 1, CALL(SYS_close, fd);
  }
  if (message.msg_flags & MSG_CTRUNC) is_table_full = 1; /* we may open no more */
  return size < 0 || message.msg_flags & MSG_TRUNC ? 0 : size;
}

/* Points at all words of a message; whether it has as many as it says. */
static int point(char **to, char *word, const char *end, u64 argc, u64 envc) {
  if (argc + envc > MESSAGE || (word < end && end[-1])) return 0;
  to[argc] = to[argc + 1 + envc] = 0;
  for (u64 i = 0; i < argc + envc; i++, word += length(word) + 1) {
    if (word >= end) return 0;
    to[i + (i >= argc)] = word;
  }
  return word == end;
}

static int keep(char *from, s64 size, u32 count) {
  static char *words[MESSAGE + 2];
  if (!point(words, from, from + size, count, 0)) return 0;
  for (s64 i = 0; i < size; i++) kept_bytes[i] = from[i];
  return point(kept = kept_words, kept_bytes, kept_bytes + size, count, 0);
}

static void close_table(void) {
  while (held) { /* most are one row of numbers */
    int last = table[--held];
    while (held && table[held - 1] == table[held] - 1) held--;
    CALL(SYS_close_range, table[held], last);
  }
  is_table_full = 0;
}

/* So that descriptors come at the numbers that children want them at: the lowest free ones. */
static void move_engine(void) {
  s64 moved = CALL(SYS_fcntl, engine, F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
  if (moved < 0) return;
  CALL(SYS_close, engine);
  engine = (int)moved;
}

static volatile s64 failure; /* of a child that has not become another program */

/*
 * In the child, which still uses our memory. Most descriptors have come at the numbers that they are
 * to have; others are at higher ones, or are moved there first: then none is overwritten that is
 * still needed. The program itself comes last, and what is behind the slots gets no further.
 */
__attribute__((noinline, noreturn)) static void become(char **argv, char **env, s64 first) {
  static int now[TABLE];
  const u64 mask = in.wide[2], ignored = in.wide[3] | BIT(SIGPIPE);
  char path[40];
  s64 result = 0, last = first + held - 1;
  for (int i = 0; i < held && result >= 0; i++) {
    result = table[i] < first + i ? CALL(SYS_fcntl, table[i], F_DUPFD, last) : table[i];
    now[i] = (int)result;
  }
  for (int i = 0; i < held && result >= 0; i++) {
    if (i < held - 1 && now[i] != first + i) result = CALL(SYS_dup3, now[i], first + i, 0);
    if (table[i] < first) CALL(SYS_close, table[i]);
  }
  for (int signal = 1; signal <= 64; signal++)
    if (ignored & BIT(signal)) set_action(signal, SIG_DFL);
  CALL(SYS_rt_sigprocmask, SIG_SETMASK, &mask, 0, 8);
  CALL(SYS_close_range, last, ~0u, CLOSE_RANGE_CLOEXEC);
  append_number(append(path, "/proc/self/fd/"), (u64)now[held - 1]);
  failure = result < 0 ? result : CALL(SYS_execve, path, argv, env);
  for (;;) CALL(SYS_exit_group, 127);
}

/* The child's pid or its error; 0 if the message isn't one. */
static s64 spawn(s64 size) {
  static char *words[MESSAGE + 2];
  if (!point(words, in.bytes + 32, in.bytes + size, in.word[2], in.word[3])) return 0;
  s64 refusal = is_table_full ? -EMFILE : !held ? -EBADF : running == CHILDREN ? -EAGAIN : 0;
  if (refusal) return refusal;
  failure = 0;
  s64 pid = CALL(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD);
  if (!pid) become(words, words + in.word[2] + 1, (int)in.word[1]);
  if (pid > 0 && failure) CALL(SYS_wait4, pid);
  if (pid > 0 && !failure) children[running++] = (int)pid;
  return failure ? failure : pid;
}

static s64 await(u32 pid, int options) {
  siginfo_t end;
  end.si_pid = 0;
  s64 result = CALL(SYS_waitid, P_PID, pid, &end, WEXITED | options);
  if (result < 0 || !end.si_pid) return result;
  for (int i = 0; i < running; i++)
    if (children[i] == (int)pid) children[i--] = children[--running];
  return (s64)end.si_code << 32 | end.si_status;
}

/* Waits for a child's end or the engine's; whether it is the engine's. */
static int outlives_engine(u32 pid) {
  struct pollfd both[] = {{(int)CALL(SYS_pidfd_open, pid), POLLIN, 0}, {engine, 0, 0}};
  if (both[0].fd >= 0) CALL(SYS_ppoll, both, 2);
  CALL(SYS_close, both[0].fd);
  return !both[0].revents && both[1].revents;
}

/* A broken pipe is an answer, not a signal. */
static s64 write_all(int fd, const char *bytes, s64 size) {
  set_action(SIGPIPE, SIG_IGN);
  while (size > 0) {
    s64 written = CALL(SYS_write, fd, bytes, size);
    if (written == -EAGAIN) written = 0, CALL(SYS_ppoll, (&(struct pollfd){fd, POLLOUT, 0}), 1);
    if (written < 0) return written;
    bytes += written;
    size -= written;
  }
  return 0;
}

static void resize(int master) {
  struct winsize size;
  if (!CALL(SYS_ioctl, 0, TIOCGWINSZ, &size)) CALL(SYS_ioctl, master, TIOCSWINSZ, &size);
}

/* Every byte is passed on as it comes, as cfmakeraw(3) has it; the container's terminal edits. */
static int make_raw(struct termios *before) {
  struct termios raw;
  if (CALL(SYS_ioctl, 0, TCGETS, before) || CALL(SYS_ioctl, 0, TCGETS, &raw)) return 0;
  raw.c_iflag &= ~(u32)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  raw.c_oflag &= ~(u32)OPOST;
  raw.c_cflag = (raw.c_cflag & ~(u32)(CSIZE | PARENB)) | CS8;
  raw.c_lflag &= ~(u32)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return !CALL(SYS_ioctl, 0, TCSETSW, &raw);
}

/* Whether there may be more: a terminal without the other side answers with EIO. */
static int show(int master) {
  s64 count = CALL(SYS_read, master, in.bytes, CHUNK);
  return count == -EAGAIN || (count > 0 && !write_all(1, in.bytes, count));
}

/* Passes signals and what is typed on, shows what comes, until the child ends. */
static void accompany(u32 pid, int master) {
  static const u64 passed = ~(BIT(SIGCHLD) | BIT(SIGPIPE) | BIT(SIGKILL) | BIT(SIGSTOP));
  static char typed[CHUNK];
  s64 from = 0, to = 0; /* of what is typed and not taken yet: a program may never read */
  struct signalfd_siginfo signal;
  struct termios before;
  int child = (int)CALL(SYS_pidfd_open, pid), input = master >= 0 ? 0 : -1;
  int signals = (int)CALL(SYS_signalfd4, -1, &passed, 8, SFD_CLOEXEC);
  int is_raw = master >= 0 && make_raw(&before);
  struct pollfd all[] = {
      {child, POLLIN, 0}, {signals, POLLIN, 0}, {master, POLLIN, 0}, {-1, POLLIN, 0}};
  if (master >= 0) resize(master), CALL(SYS_fcntl, master, F_SETFL, O_RDWR | O_NONBLOCK);
  while (child >= 0 && !all[0].revents) {
    all[2].events = from < to ? POLLIN | POLLOUT : POLLIN;
    all[3].fd = from < to ? -1 : input;
    if (CALL(SYS_ppoll, all, 4) < 0) break;
    if (all[1].revents && CALL(SYS_read, signals, &signal, sizeof signal) > 0) {
      if (signal.ssi_signo == SIGWINCH && master >= 0) resize(master);
      else CALL(SYS_pidfd_send_signal, child, signal.ssi_signo);
    }
    if (all[2].revents & ~POLLOUT && !show(master)) all[2].fd = input = -1;
    if (all[3].revents && (to = CALL(SYS_read, from = 0, typed, CHUNK)) <= 0) to = 0, input = -1;
    if (from < to && input < 0) from = to;
    s64 taken = from < to ? CALL(SYS_write, master, typed + from, to - from) : 0;
    if (taken > 0) from += taken;
  }
  all[2].events = POLLIN; /* what the last process has written is still there */
  while (master >= 0 && CALL(SYS_ppoll, all + 2, 1, ((s64[]){0, 0})) > 0 && show(master)) {}
  if (is_raw) CALL(SYS_ioctl, 0, TCSETSW, &before);
}

__attribute__((noreturn)) static void leave(s64 code) {
  for (;;) CALL(SYS_exit_group, code);
}

/* Ends with the child's exit code, or tells its end, with which the kept line is complete. */
static s64 wait_in_foreground(u32 pid, u32 count) {
  if (!count) CALL(SYS_close, engine);
  accompany(pid, held ? table[held - 1] : -1);
  s64 end = await(pid, 0), code = end >> 32;
  close_table();
  if (!count) leave(end < 0 ? 1 : code == CLD_EXITED ? end & 255 : 128 + (end & 127));
  gather(kept, &line);
  kept[count] = kept_bytes + line.size;
  kept[count + 1] = append_number(kept[count], (u64)code) + 1;
  append_number(kept[count + 1], end & 0xffffffff);
  kept[count + 2] = 0;
  gather(kept, &line);
  running = 0;
  return end;
}

/* What the engine wants done, one message after the other; how the connection has ended. */
static enum end { COLD_WAY, IN_THE_MIDDLE, ANOTHER_LINE } serve(void) {
  static const unsigned char least[] = {255, 4, 8, 8, 4, 32, 12, 12, 8};
  enum end end = COLD_WAY; /* as long as nothing has been done */
  for (;;) {
    s64 size = receive(), answer = 0;
    u32 operation = in.word[0], argument = in.word[1];
    if (size < 4 || operation > EXIT || size < least[operation]) return end;
    switch ((enum operation)operation) {
      case COLD: return end == ANOTHER_LINE ? COLD_WAY : end;
      case EXIT: leave(argument);
      case HOLD: continue;
      case BEGUN:
        end = IN_THE_MIDDLE;
        if (!keep(in.bytes + 8, size - 8, argument)) return end;
        move_engine();
        continue;
      case FOREGROUND:
        if (!keep(in.bytes + 12, size - 12, in.word[2])) return end;
        answer = wait_in_foreground(argument, in.word[2]);
        end = ANOTHER_LINE; /* the engine may have ended, or forgotten us */
        break;
      case WRITE:
        end = IN_THE_MIDDLE; /* the JVM would write it again */
        answer = argument - 1 < 2 ? write_all((int)argument, in.bytes + 8, size - 8) : -EBADF;
        break;
      case SPAWN:
        end = IN_THE_MIDDLE;
        if (!(answer = spawn(size))) return end;
        break;
      case WAIT:
        answer = await(argument, WNOHANG);
        if (answer || in.word[2]) break;
        if (outlives_engine(argument)) return end;
        answer = await(argument, 0);
    }
    if (CALL(SYS_sendto, engine, &answer, sizeof answer, MSG_NOSIGNAL) < 0) return end;
    if (operation == SPAWN) close_table();
    if (operation == FOREGROUND && !is_answered()) return COLD_WAY;
  }
}

__attribute__((used)) void warm(char **stack) {
  enum end end = ANOTHER_LINE;
  arguments = stack + 1;
  environment = arguments + (u64)*stack + 1;
  look_at_caller();
  if (caller.is_engine) return; /* at systemd's socket it would wait for itself */
  if (caller.dev_null_error || !gather(arguments + 1, &line) || !gather(environment, &variables))
    return;
  while (end == ANOTHER_LINE && (engine = find_engine()) >= 0) {
    end = greet() ? serve() : COLD_WAY;
    CALL(SYS_close, engine);
    close_table();
  }
  ended_in_the_middle = end == IN_THE_MIDDLE;
  while (ended_in_the_middle && running) { /* what the engine has started ends too */
    CALL(SYS_kill, children[running - 1], SIGKILL);
    await((u32)children[running - 1], 0);
  }
}
