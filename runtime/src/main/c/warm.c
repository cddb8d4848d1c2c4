/*
 * bin/jrunc, the warm way: a resident engine does what was asked, and this program is its hands; a
 * picture of their protocol is in io/jrunc/serve/package-info.java. This runs before the C library
 * starts, which would take three times as long as all of it, so it uses nothing of the library: no
 * errno, no memcpy, no thread-local variables. What it leaves undone, launcher.c does.
 */
#include "launcher.h"
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <termios.h>
#include "invoke.h"

typedef unsigned int u32;
typedef unsigned long u64;

enum operation { COLD = 1, BEGUN, WRITE, FILES, SPAWN, WAIT, FOREGROUND, EXIT };
enum { MAGIC = 0x636e726a, PROTOCOL = 4, SECONDS_TO_ANSWER = 10, MOST_FILES = 253, CHILDREN = 64 };
enum { MESSAGE = 128 << 10, CHUNK = 32 << 10 }; /* bytes */

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

/* What the engine says; in memory, where its words are is behind it, with a NULL after each kind. */
struct message {
  u64 blocked, ignored; /* signals, of a child */
  u32 operation, argument, files, words, variables;
  char text[MESSAGE];
  s64 size; /* of the text */
  char *word[MESSAGE + 2];
};

struct caller caller;
char **kept;
int ended_in_the_middle;

static char **arguments, **environment, directory[4096];
static struct line line, variables; /* of the present request */
static int engine;                  /* its socket */
static int children[CHILDREN], running;
/* that have come last */
static union { struct cmsghdr header; char bytes[CMSG_SPACE(MOST_FILES * sizeof(int))]; } files;
static struct message messages[2], *in = messages; /* the last one, and the kept line */

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

/* The last value of an option of the program itself; without an option, the command or "". */
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
  return option ? value : *argv ? *argv : "";
}

static void set_action(int signal, void (*handler)(int)) {
  CALL(SYS_rt_sigaction, signal, ((u64[]){(u64)handler, 0, 0, 0}), 0, 8);
}

/* Closed, 0 to 2 would become other files. */
static void look_at_caller(void) {
  /* all but what a JVM needs, and 32 and 33, which are the C library's */
  static const u64 most = ~(BIT(SIGSEGV) | BIT(SIGBUS) | BIT(SIGFPE) | BIT(SIGILL) | BIT(SIGTRAP) |
                            BIT(SIGABRT) | BIT(SIGSYS) | BIT(SIGPIPE) | BIT(32) | BIT(33));
  for (s64 fd = 0, error; fd <= 2; fd++)
    if (CALL(SYS_fcntl, fd, F_GETFD) < 0 && (error = CALL(SYS_openat, 0, "/dev/null", O_RDWR)) < 0)
      caller.dev_null_error = (int)-error;
  while (CALL(SYS_fcntl, 3 + caller.descriptors, F_GETFD) >= 0) caller.descriptors++;
  /* a foreground container receives the signals that we do, and an engine reads those that end it:
   * they wait until it is there */
  const char *command = given(arguments, 0);
  caller.is_engine = is("serve", command);
  int waits = is("run", command) || is("exec", command) || is("box", command) || caller.is_engine;
  CALL(SYS_rt_sigprocmask, SIG_SETMASK, waits ? &most : 0, &caller.blocked, 8);
  /* a JVM can't start in a removed directory; Java then refuses relative paths */
  caller.directory_is_removed = CALL(SYS_getcwd, directory, sizeof directory) == -ENOENT;
  if (caller.directory_is_removed) CALL(SYS_chdir, "/");
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
  return CALL(SYS_close, fd), -1;
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

/* The kernel has put all strings one behind the other: they go as they are. */
static struct line gather(char **from) {
  struct line all = {*from, 0, 0};
  while (from[all.count]) all.count++;
  if (all.count) all.size = (u64)(from[all.count - 1] - *from) + length(from[all.count - 1]) + 1;
  return all;
}

/* Whether an answer comes in time: what an engine has begun to do we wait for however long it takes. */
static int is_answered(void) {
  struct pollfd answer = {engine, POLLIN, 0};
  return CALL(SYS_ppoll, &answer, 1, ((s64[]){SECONDS_TO_ANSWER, 0})) == 1;
}

/* Says what is asked, and by whom; whether an answer came in time. */
static int greet(void) {
  struct __attribute__((packed)) { u32 magic, protocol; u64 blocked; u32 counts[3]; } hello = {
      MAGIC, PROTOCOL, caller.blocked,
      {caller.descriptors, (u32)line.count, (u32)variables.count}};
  if (!*directory && !caller.directory_is_removed) return 0;
  struct iovec parts[] = {{&hello, sizeof hello}, {directory, length(directory) + 1},
                          {line.words, line.size}, {variables.words, variables.size}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 4};
  return sizeof hello + parts[1].iov_len + line.size + variables.size <= MESSAGE &&
         CALL(SYS_sendmsg, engine, &message, MSG_NOSIGNAL) > 0 && is_answered() &&
         !CALL(SYS_fcntl, engine, F_SETFL, O_RDWR); /* from now on we wait for it */
}

/* Whether there is another message, which has as many words as it says. */
static int receive(void) {
  s64 size = CALL(SYS_recvfrom, engine, in, MESSAGE, MSG_TRUNC);
  u64 count = (u64)in->words + in->variables;
  char *next = in->text, *end = (char *)in + size;
  if (next > end || size > MESSAGE || count > MESSAGE || (count && end[-1])) return 0;
  for (u64 i = 0; i < count; i++, next += length(next) + 1) {
    if (next >= end) return 0;
    in->word[i + (i >= in->words)] = next;
  }
  in->word[in->words] = in->word[count + 1] = 0;
  in->size = end - in->text;
  return 1;
}

/* What the next message has with it gets the lowest free numbers; how many these are. */
static s64 take_files(s64 from, int flags) {
  struct msghdr message = {.msg_control = &files, .msg_controllen = sizeof files};
  s64 result = CALL(SYS_recvmsg, from, &message, flags);
  if (result < 0) return result;
  if (message.msg_flags & MSG_CTRUNC) return -EMFILE; /* we may open no more */
  if (message.msg_controllen <= CMSG_LEN(0)) return -EBADF;
  return (s64)((files.header.cmsg_len - CMSG_LEN(0)) / sizeof(int));
}

/* The next messages don't overwrite these words. */
static void keep(void) {
  kept = in->word;
  in = &messages[in == messages];
}

static volatile s64 failure; /* of a child that has not become another program */

__attribute__((noreturn)) static void leave(s64 code) {
  for (;;) CALL(SYS_exit_group, code);
}

/*
 * In the child, which still uses our memory, but has descriptors of its own: what is below the first
 * of its files is open, and nothing from there on, so that they come in their places. The program
 * itself is the last of them.
 */
__attribute__((noinline, noreturn)) static void become(void) {
  const s64 first = in->argument, program = first + in->files - 1;
  s64 from = CALL(SYS_fcntl, engine, F_DUPFD, program + 1), result = from < 0 ? -EMFILE : 0;
  CALL(SYS_close_range, first, from - 1);
  for (s64 taken = 0; result >= 0 && taken < in->files; taken += result) result = take_files(from, 0);
  for (int signal = 1; signal <= 64; signal++)
    if ((in->ignored | BIT(SIGPIPE)) & BIT(signal)) set_action(signal, SIG_DFL);
  CALL(SYS_rt_sigprocmask, SIG_SETMASK, &in->blocked, 0, 8);
  CALL(SYS_close_range, program, ~0u, CLOSE_RANGE_CLOEXEC);
  if (result >= 0) /* if it is there, it doesn't return */
    result = CALL(SYS_execveat, program, "", in->word, in->word + in->words + 1, AT_EMPTY_PATH);
  failure = result;
  leave(127);
}

/* The child's pid or its error. */
static s64 spawn(void) {
  if (running == CHILDREN) return -EAGAIN;
  set_action(SIGCHLD, SIG_DFL); /* ignored, it would take children away */
  failure = 0;
  s64 pid = CALL(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD);
  if (!pid) become();
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

/* A broken pipe is an answer, not a signal. */
static s64 write_all(int fd, const char *bytes, s64 size) {
  set_action(SIGPIPE, SIG_IGN);
  for (s64 written; size > 0; bytes += written, size -= written) {
    written = CALL(SYS_write, fd, bytes, size);
    if (written == -EAGAIN) written = 0, CALL(SYS_ppoll, (&(struct pollfd){fd, POLLOUT, 0}), 1);
    if (written < 0) return written;
  }
  return 0;
}

static void resize(int master) {
  struct winsize size;
  if (!CALL(SYS_ioctl, 0, TIOCGWINSZ, &size)) CALL(SYS_ioctl, master, TIOCSWINSZ, &size);
}

/* Every byte is passed on as it comes: the container's terminal edits, echoes and makes signals. */
static int make_raw(struct termios *before) {
  struct termios raw;
  if (CALL(SYS_ioctl, 0, TCGETS, before) || CALL(SYS_ioctl, 0, TCGETS, &raw)) return 0;
  raw.c_iflag = raw.c_oflag = raw.c_lflag = 0;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return !CALL(SYS_ioctl, 0, TCSETSW, &raw);
}

/* Whether there may be more: a terminal without the other side answers with EIO. */
static int show(int master) {
  s64 count = CALL(SYS_read, master, in->text, CHUNK);
  return count == -EAGAIN || (count > 0 && !write_all(1, in->text, count));
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

/* Ends with the program's exit code, or tells its end, which is the last of the words left to say. */
static s64 wait_in_foreground(void) {
  const struct message *asked = in;
  int has_terminal = in->files && take_files(engine, MSG_CMSG_CLOEXEC) > 0;
  if (!asked->words) CALL(SYS_close, engine);
  keep();
  accompany(asked->argument, has_terminal ? *(int *)CMSG_DATA(&files.header) : -1);
  s64 end = await(asked->argument, 0), code = end >> 32;
  if (!asked->words) leave(end < 0 ? 1 : code == CLD_EXITED ? end & 255 : 128 + (end & 127));
  line = (struct line){(char *)asked->text, (u64)asked->size, asked->words};
  char *digit = line.words + line.size - 2;
  for (u64 rest = (u64)end; *digit; rest /= 10) *digit-- = (char)('0' + rest % 10);
  running = 0;
  return end;
}

/* What the engine wants done, one message after the other; how the connection has ended. */
static enum end { COLD_WAY, IN_THE_MIDDLE, ANOTHER_LINE } serve(void) {
  enum end end = COLD_WAY; /* as long as nothing has been done */
  while (receive()) {
    const enum operation operation = in->operation;
    s64 answer = 0;
    switch (operation) {
      case COLD: return end == ANOTHER_LINE ? COLD_WAY : end;
      case EXIT: leave(in->argument);
      case FILES: continue; /* none: a sign that it serves us; or a child that has failed left them */
      case BEGUN: end = IN_THE_MIDDLE, keep(); continue;
      case WAIT: answer = await(in->argument, WNOHANG); break;
      case SPAWN: answer = spawn(); break;
      case WRITE:
        answer = in->argument - 1 < 2 ? write_all((int)in->argument, in->text, in->size) : -EBADF;
        break;
      /* the engine may have ended by then, or forgotten us */
      case FOREGROUND: answer = wait_in_foreground(), end = ANOTHER_LINE; break;
      default: return end;
    }
    if (!kept && operation != WAIT) end = IN_THE_MIDDLE; /* a JVM would do it again */
    if (CALL(SYS_sendto, engine, &answer, sizeof answer, MSG_NOSIGNAL) < 0) return end;
    if (operation == FOREGROUND && !is_answered()) return COLD_WAY;
  }
  return end;
}

__attribute__((used)) void warm(char **stack) {
  enum end end = ANOTHER_LINE;
  arguments = stack + 1;
  environment = arguments + (u64)*stack + 1;
  look_at_caller();
  if (caller.dev_null_error || caller.is_engine) return; /* it could wait for itself */
  line = gather(arguments + 1);
  variables = gather(environment);
  while (end == ANOTHER_LINE && (engine = find_engine()) >= 0) {
    end = greet() ? serve() : COLD_WAY;
    CALL(SYS_close, engine);
  }
  ended_in_the_middle = end == IN_THE_MIDDLE;
  while (running) { /* what the engine has started ends too */
    CALL(SYS_kill, children[running - 1], SIGKILL);
    await((u32)children[running - 1], 0);
  }
}
