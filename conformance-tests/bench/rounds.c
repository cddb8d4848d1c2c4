/*
 * rounds [ROUNDS [WARMUP]] <PLAN: how long command lines take that take turns, at next to no cost of its own.
 * Each round runs every case once, in an order by lot (always the same lot), after a short pause, so
 * that what one leaves behind for the kernel to clear away is not always paid by the same other.
 *
 *   case NAME              what follows is of this case
 *   env NAME=VALUE         for its command lines
 *   inside FILE            they run in this mount namespace
 *   helper PID             a process that works for them: its CPU time is theirs
 *   batch COUNT AT_ONCE    a round is COUNT times all of it, this many at a time (default 1 1); what it takes is
 *                          told for one of them, on the average
 *   beside WORD...         a command line whose time doesn't count
 *   do STEP WORD...        one whose time does; STEP is its name
 *   reap                   wait until all processes are gone that were left to us, as containers are to
 *                          a shim: we are a subreaper
 *   settle                 the same, in time that doesn't count
 *
 * "{}" in a word is the number of the one that runs at the same time, from 0 up. Words are parted by blanks.
 * Prints "NAME<TAB>METRIC<TAB>VALUE" for each round: wall, cpu (us; of all processes waited for, and of
 * the helper), peak (KiB; the largest process among them), and STEP (us) if there are several. A command that
 * fails ends it all, with what it printed on standard error.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CASES = 16, STEPS = 16, WORDS = 64, VARIABLES = 256, AT_ONCE = 64, LINE = 8192 };
enum { PAUSE_US = 3000, PATIENCE_S = 120 };
enum kind { BESIDE, DO, REAP, SETTLE };

struct step {
  enum kind kind;
  char *name;
  char *words[WORDS + 1];
};

struct usage {
  int64_t wall, cpu; /* us */
  long peak;         /* KiB */
  int64_t steps[STEPS];
};

struct one_case {
  char *name;
  char *environment[VARIABLES + 1];
  int variables;
  int namespace; /* -1: ours */
  int helper;    /* 0: none */
  int count, at_once;
  struct step steps[STEPS];
  int size;
};

extern char **environ;
static struct one_case cases[CASES];
static int case_count, our_namespace, errors;

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("rounds: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

static int64_t time_of(clockid_t clock) { /* us */
  struct timespec now;
  if (clock_gettime(clock, &now)) die("clock_gettime: %s", strerror(errno));
  return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

static int64_t helper_time(const struct one_case *one) {
  clockid_t clock;
  if (!one->helper) return 0;
  if (clock_getcpuclockid(one->helper, &clock)) die("%s: process %d has ended", one->name, one->helper);
  return time_of(clock);
}

/* A word with "{}" replaced; what isn't replaced is the word itself. */
static char *placed(char *word, int slot, char *buffer, size_t size) {
  char *mark = strstr(word, "{}");
  if (!mark) return word;
  snprintf(buffer, size, "%.*s%d%s", (int)(mark - word), word, slot, mark + 2);
  return buffer;
}

static pid_t start(const struct one_case *one, const struct step *step, int slot) {
  static posix_spawn_file_actions_t actions;
  static int is_ready;
  char *words[WORDS + 1], buffers[WORDS][512];
  pid_t pid;
  int i, error;
  if (!is_ready++) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
  }
  for (i = 0; step->words[i]; i++) words[i] = placed(step->words[i], slot, buffers[i], sizeof buffers[i]);
  words[i] = NULL;
  error = posix_spawn(&pid, words[0], &actions, NULL, words, (char **)one->environment);
  if (error) die("%s: %s: %s", one->name, words[0], strerror(error));
  return pid;
}

static void add(struct usage *usage, const struct rusage *more) {
  usage->cpu += (more->ru_utime.tv_sec + more->ru_stime.tv_sec) * 1000000ll + more->ru_utime.tv_usec +
                more->ru_stime.tv_usec;
  if (more->ru_maxrss > usage->peak) usage->peak = more->ru_maxrss;
}

__attribute__((noreturn)) static void failed(const struct one_case *one, const struct step *step, int status) {
  char text[4096];
  ssize_t length = pread(errors, text, sizeof text - 1, 0);
  fprintf(stderr, "rounds: %s: %s: wait status 0x%x:", one->name, step->name, status);
  for (int i = 0; step->words[i]; i++) fprintf(stderr, " %s", step->words[i]);
  fprintf(stderr, "\n%.*s", length > 0 ? (int)length : 0, text);
  exit(1);
}

static void wait_for(const struct one_case *one, const struct step *step, pid_t pid, struct usage *usage) {
  struct rusage more;
  int status;
  while (wait4(pid, &status, 0, &more) < 0)
    if (errno != EINTR) die("wait4: %s", strerror(errno));
  if (status) failed(one, step, status);
  if (step->kind == DO) add(usage, &more);
}

static void once(const struct one_case *one, struct usage *usage) {
  for (int i = 0; i < one->size; i++) {
    const struct step *step = &one->steps[i];
    int64_t begin = time_of(CLOCK_MONOTONIC), took;
    if (step->kind == REAP || step->kind == SETTLE)
      while (wait(NULL) > 0 || errno == EINTR) continue;
    else
      wait_for(one, step, start(one, step, 0), usage);
    if (step->kind != DO && step->kind != REAP) continue;
    took = time_of(CLOCK_MONOTONIC) - begin;
    usage->steps[i] += took;
    usage->wall += took;
  }
}

/* One command line, COUNT times, AT_ONCE of them at a time. */
static void at_once(const struct one_case *one, struct usage *usage) {
  const struct step *step = &one->steps[0];
  pid_t running[AT_ONCE];
  int started = 0, ended = 0, status;
  int64_t begin = time_of(CLOCK_MONOTONIC);
  for (; started < one->at_once && started < one->count; started++) running[started] = start(one, step, started);
  while (ended < one->count) {
    struct rusage more;
    pid_t pid = wait4(-1, &status, 0, &more);
    int slot = 0;
    if (pid < 0 && errno != EINTR) die("wait4: %s", strerror(errno));
    while (slot < one->at_once && running[slot] != pid) slot++;
    if (slot == one->at_once) continue; /* one that was left to us */
    if (status) failed(one, step, status);
    add(usage, &more);
    ended++;
    running[slot] = 0;
    if (started < one->count) running[slot] = start(one, step, slot), started++;
  }
  usage->wall += time_of(CLOCK_MONOTONIC) - begin;
}

static void enter(int namespace) {
  if (setns(namespace, CLONE_NEWNS)) die("setns: %s", strerror(errno));
}

static void round_of(const struct one_case *one, int counts) {
  struct usage usage = {0};
  int64_t helper;
  int parts = 0;
  alarm(PATIENCE_S);
  if (ftruncate(errors, 0)) die("ftruncate: %s", strerror(errno));
  if (one->namespace >= 0) enter(one->namespace);
  usleep(PAUSE_US);
  helper = helper_time(one);
  if (one->at_once > 1)
    at_once(one, &usage);
  else
    for (int i = 0; i < one->count; i++) once(one, &usage);
  usage.cpu += helper_time(one) - helper;
  usage.wall /= one->count;
  usage.cpu /= one->count;
  if (one->namespace >= 0) enter(our_namespace);
  alarm(0);
  if (!counts) return;
  printf("%s\twall\t%lld\n", one->name, (long long)usage.wall);
  printf("%s\tcpu\t%lld\n", one->name, (long long)usage.cpu);
  printf("%s\tpeak\t%ld\n", one->name, usage.peak);
  for (int i = 0; i < one->size; i++) parts += one->steps[i].kind == DO;
  for (int i = 0; i < one->size && parts > 1; i++)
    if (one->steps[i].kind == DO) printf("%s\t%s\t%lld\n", one->name, one->steps[i].name, (long long)usage.steps[i] / one->count);
  fflush(stdout);
}

static struct one_case *new_case(char *name) {
  struct one_case *one = &cases[case_count];
  if (case_count++ == CASES) die("more than %d cases", CASES);
  one->name = strdup(name);
  one->namespace = -1;
  one->count = one->at_once = 1;
  while (environ[one->variables]) {
    if (one->variables == VARIABLES - 8) die("more than %d variables", VARIABLES - 8);
    one->environment[one->variables] = environ[one->variables];
    one->variables++;
  }
  return one;
}

static void set(struct one_case *one, char *variable) {
  size_t name = strcspn(variable, "=") + 1;
  int i = 0;
  while (i < one->variables && strncmp(one->environment[i], variable, name)) i++;
  if (i == VARIABLES) die("more than %d variables", VARIABLES);
  if (i == one->variables) one->variables++;
  one->environment[i] = strdup(variable);
}

static void add_step(struct one_case *one, enum kind kind, char *rest) {
  struct step *step = &one->steps[one->size];
  char *word = strtok(rest, " ");
  int count = 0;
  if (one->size++ == STEPS) die("more than %d steps", STEPS);
  step->kind = kind;
  step->name = strdup(kind == DO && word ? word : "beside");
  if (kind == DO) word = strtok(NULL, " ");
  for (; word; word = strtok(NULL, " ")) {
    if (count == WORDS) die("more than %d words", WORDS);
    step->words[count++] = strdup(word);
  }
  if (kind != REAP && kind != SETTLE && !count) die("a step without a command line");
}

static void read_line(char *line) {
  struct one_case *one = case_count ? &cases[case_count - 1] : NULL;
  char *rest = line + strcspn(line, " ");
  if (*rest) *rest++ = 0;
  if (!*line || *line == '#') return;
  if (!strcmp(line, "case")) new_case(rest);
  else if (!one) die("%s: of which case?", line);
  else if (!strcmp(line, "env")) set(one, rest);
  else if (!strcmp(line, "inside")) one->namespace = open(rest, O_RDONLY | O_CLOEXEC);
  else if (!strcmp(line, "helper")) one->helper = atoi(rest);
  else if (!strcmp(line, "beside")) add_step(one, BESIDE, rest);
  else if (!strcmp(line, "do")) add_step(one, DO, rest);
  else if (!strcmp(line, "reap")) add_step(one, REAP, rest);
  else if (!strcmp(line, "settle")) add_step(one, SETTLE, rest);
  else if (strcmp(line, "batch") || sscanf(rest, "%d %d", &one->count, &one->at_once) != 2) die("what is %s?", line);
  if (!strcmp(line, "inside") && one->namespace < 0) die("%s: %s", rest, strerror(errno));
}

static void check(const struct one_case *one) {
  if (!one->size) die("%s has no step", one->name);
  if (one->at_once > AT_ONCE) die("%s: more than %d at once", one->name, AT_ONCE);
  if (one->at_once > 1 && (one->size > 1 || one->steps[0].kind != DO))
    die("%s: at once can be done one command line only", one->name);
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 30, warmup = argc > 2 ? atoi(argv[2]) : 3, order[CASES];
  char line[LINE];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    read_line(line);
  }
  for (int i = 0; i < case_count; i++) check(&cases[i]), order[i] = i;
  our_namespace = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  errors = open("/tmp", O_TMPFILE | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  if (our_namespace < 0 || errors < 0) die("%s", strerror(errno));
  if (prctl(PR_SET_CHILD_SUBREAPER, 1)) die("prctl: %s", strerror(errno));
  srandom(1);
  for (int round = -warmup; round < rounds; round++) {
    for (int i = case_count - 1; i > 0; i--) {
      int j = (int)(random() % (i + 1)), kept = order[i];
      order[i] = order[j], order[j] = kept;
    }
    for (int i = 0; i < case_count; i++) round_of(&cases[order[i]], round >= 0);
  }
  return 0;
}
