/*
 * bin/jrunc: starts the JVM for one command, as cheaply as a JVM can be started, and hands it what
 * a JVM would otherwise lose: the caller's signal mask and ignored signals, and a descriptor 0, 1
 * and 2. Everything else (arguments, directory, environment, descriptors) passes through.
 *
 *   installation/bin/jrunc                 this program
 *   installation/lib/jrunc.jar             its manifest names the other jars, in order
 *   installation/lib/jvm.options           the JVM's options, with a reason each
 *   installation/lib/native                JNA's library, unpacked
 *   installation/lib/archive/VERSION.jsa   class-data archive for that Java version
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { OLDEST_JAVA = 17, NATIVE_ACCESS_IS_ASKED = 22 };
enum { KERNEL_SIGNALS = 64, OWN_ARGUMENTS = 16, LIBRARY = 100 };

struct java {
  char binary[PATH_MAX];
  char version[64]; /* as in JAVA_VERSION="17.0.15"; empty: unknown */
};

/* In lower case, as all our messages. */
static const char *reason(void) {
  char *text = strdup(strerror(errno));
  if (text) text[0] = (char)tolower(text[0]);
  return text;
}

static char **command_line; /* main's */

/* Whether an option of the program itself, without its dashes, has a value. */
static int takes_value(const char *name, size_t length) {
  static const char *const all[] = {"root", "log", "log-format", "rootless", "criu"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strlen(all[i]) == length && !strncmp(all[i], name, length)) return 1;
  return 0;
}

/* The value of one of these options, in front of the command; NULL if it isn't given. */
static const char *given(const char *option) {
  const char *value = NULL;
  for (char **word = command_line + 1; *word && **word == '-'; word++) {
    const char *name = *word + strspn(*word, "-");
    size_t length = strcspn(name, "=");
    int asked = strlen(option) == length && !strncmp(option, name, length);
    const char *next = name[length] ? name + length + 1 : NULL;
    if (!next && takes_value(name, length) && !(next = *++word)) break;
    if (asked) value = next;
  }
  return value;
}

static void write_quoted(FILE *file, const char *message) {
  fputc('"', file);
  for (; *message; message++) {
    if (*message == '"' || *message == '\\') fputc('\\', file);
    if ((unsigned char)*message >= ' ') fputc(*message, file);
  }
  fputc('"', file);
}

/* As Java logs failures: engines show their users the last error in there, and nothing else. */
static void log_failure(const char *path, const char *message) {
  const char *form = given("log-format");
  int is_json = form && !strcmp(form, "json");
  int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  FILE *file = fd < 0 ? NULL : fdopen(fd, "a");
  char now[sizeof "2026-01-02T03:04:05Z"] = "";
  time_t seconds = time(NULL);
  if (!file) return;
  strftime(now, sizeof now, "%FT%TZ", gmtime(&seconds));
  fputs(is_json ? "{\"level\":\"error\",\"msg\":" : "", file);
  if (!is_json) fprintf(file, "time=\"%s\" level=error msg=", now);
  write_quoted(file, message);
  if (is_json) fprintf(file, ",\"time\":\"%s\"}", now);
  fputc('\n', file);
  fclose(file);
}

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *format, ...) {
  char message[2 * PATH_MAX];
  const char *log = given("log");
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  fprintf(stderr, "jrunc: %s\n", message);
  if (log) log_failure(log, message);
  exit(1);
}

__attribute__((format(printf, 1, 2))) static char *text(const char *format, ...) {
  char *result;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&result, format, arguments) < 0) die("out of memory");
  va_end(arguments);
  return result;
}

/* A closed 0, 1 or 2 would become a file of the JVM, and the container would get it. */
static void open_missing_descriptors(void) {
  int fd;
  do fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= 2);
  if (fd < 0) die("/dev/null: %s", reason());
  close(fd);
}

/*
 * Below these limits a JVM ends before Java can say a word, after pages of its own. With a few more
 * descriptors it is Java that says what there are too few for.
 */
static void check_limits(void) {
  static const struct {
    int resource;
    rlim_t least;
    const char *what;
  } limits[] = {
      {RLIMIT_NOFILE, 20, "open files (ulimit -n)"},
      {RLIMIT_AS, 1600ul << 20, "bytes of address space (ulimit -v)"},
      {RLIMIT_DATA, 96ul << 20, "bytes of data (ulimit -d)"},
      {RLIMIT_NPROC, 16, "processes (ulimit -u)"}, /* its threads count; root has no limit */
  };
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    struct rlimit now;
    if (limits[i].resource == RLIMIT_NPROC && !getuid()) continue;
    if (!getrlimit(limits[i].resource, &now) && now.rlim_cur < limits[i].least)
      die("a JVM needs more than the caller's limit of %llu %s", (unsigned long long)now.rlim_cur,
          limits[i].what);
  }
}

/* The JVM can't start in a directory that is removed; Java then refuses relative paths. */
static int leave_removed_directory(void) {
  char directory[PATH_MAX];
  if (getcwd(directory, sizeof directory) || errno == ERANGE) return 0;
  if (chdir("/")) die("chdir /: %s", reason());
  return 1;
}

/* Bit n-1 is signal n, as in /proc/PID/status. */
static unsigned long long bits(const sigset_t *set) {
  unsigned long long result = 0;
  for (int signal = 1; signal <= KERNEL_SIGNALS; signal++)
    if (sigismember(set, signal) == 1) result |= 1ull << (signal - 1);
  return result;
}

static sigset_t ignored_signals(void) {
  sigset_t ignored;
  struct sigaction now;
  sigemptyset(&ignored);
  for (int signal = 1; signal <= KERNEL_SIGNALS; signal++)
    if (!sigaction(signal, NULL, &now) && now.sa_handler == SIG_IGN) sigaddset(&ignored, signal);
  return ignored;
}

/* How many of the caller's descriptors follow 0, 1 and 2 without a gap: more can't be preserved. */
static int descriptors_from_three(void) {
  int count = 0;
  while (fcntl(3 + count, F_GETFD) >= 0) count++;
  return count;
}

/* Java waits for its children, so SIGCHLD must not be ignored. */
static void default_sigchld(void) {
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(SIGCHLD, &plain, NULL);
}

/*
 * A foreground container receives the signals that we do. Blocked before the JVM has threads, they
 * stay pending in all of them until Java reads them from a signalfd; none is lost meanwhile. The
 * other commands take a signal as any program does.
 */
static int runs_in_foreground(char **argv, int argc) {
  for (int i = 1; i < argc; i++)
    if (!strcmp(argv[i], "run") || !strcmp(argv[i], "exec") || !strcmp(argv[i], "box")) return 1;
  return 0;
}

static void block_signals(void) {
  static const int for_the_jvm[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
                                    SIGTRAP, SIGABRT, SIGSYS, SIGPIPE};
  sigset_t others;
  sigfillset(&others);
  for (size_t i = 0; i < sizeof for_the_jvm / sizeof *for_the_jvm; i++)
    sigdelset(&others, for_the_jvm[i]);
  sigprocmask(SIG_SETMASK, &others, NULL);
}

/* The real file's folder's parent: of installation/bin/jrunc, of jdk/bin/java. */
static int two_levels_above(const char *file, char *home) {
  if (!realpath(file, home)) return 0;
  for (int levels = 2; levels; levels--) {
    char *slash = strrchr(home, '/');
    if (!slash) return 0;
    *slash = 0;
  }
  return 1;
}

/* Reads JAVA_VERSION of a JDK's file "release"; leaves the version empty if there is none. */
static void read_version(const char *home, struct java *java) {
  char line[256];
  FILE *file = fopen(text("%s/release", home), "re");
  java->version[0] = 0;
  if (!file) return;
  while (fgets(line, sizeof line, file))
    if (sscanf(line, "JAVA_VERSION=\"%63[0-9.]\"", java->version) == 1) break;
  fclose(file);
}

static int usable(const char *home, struct java *java) {
  read_version(home, java);
  snprintf(java->binary, sizeof java->binary, "%s/bin/java", home);
  return atoi(java->version) >= OLDEST_JAVA && !access(java->binary, X_OK);
}

static int newest_installed(const char *folder, struct java *newest) {
  struct dirent *entry;
  DIR *all = opendir(folder);
  newest->version[0] = 0;
  if (!all) return 0;
  while ((entry = readdir(all))) {
    struct java java;
    if (entry->d_name[0] == '.' || !usable(text("%s/%s", folder, entry->d_name), &java)) continue;
    if (strverscmp(java.version, newest->version) > 0) *newest = java;
  }
  closedir(all);
  return newest->version[0] != 0;
}

static void by_command(const char *command, struct java *java) {
  char home[PATH_MAX];
  snprintf(java->binary, sizeof java->binary, "%s", command);
  java->version[0] = 0;
  if (two_levels_above(command, home)) read_version(home, java);
}

static struct java choose_java(void) {
  struct java java;
  const char *chosen = getenv("JRUNC_JAVA"), *home = getenv("JAVA_HOME");
  if (chosen && *chosen) {
    by_command(chosen, &java);
    if (access(java.binary, X_OK)) die("JRUNC_JAVA: %s: %s", chosen, reason());
    return java;
  }
  if (newest_installed("/usr/lib/jvm", &java)) return java;
  if (home && *home && usable(home, &java)) return java;
  by_command("/usr/bin/java", &java);
  if (access(java.binary, X_OK) || (java.version[0] && atoi(java.version) < OLDEST_JAVA))
    die("java %d or newer is missing: apt-get install default-jre-headless", OLDEST_JAVA);
  return java;
}

/* What root runs must not depend on JVM options in somebody's environment. */
static void clean_environment(void) {
  unsetenv("JAVA_TOOL_OPTIONS");
  unsetenv("_JAVA_OPTIONS");
  unsetenv("JDK_JAVA_OPTIONS");
  unsetenv("_JAVA_LAUNCHER_DEBUG");
  setenv("_JAVA_SR_SIGNUM", "64", 1); /* the JVM unblocks this one: by default SIGUSR2 */
  setenv("LC_ALL", "C.UTF-8", 1);     /* or file names are not what they are, in an empty locale */
}

/*
 * JDK 17 refuses an archive in a copied installation: it compares the jar's path with the recorded
 * one. So the path is the same wherever the folder is: through a descriptor of a number that callers
 * hardly use. Like all descriptors of the JVM's own, it does not get into a container.
 */
static char *library(const char *home) {
  char *path = text("%s/lib", home);
  int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) die("%s: %s", path, reason());
  int is_free = fcntl(LIBRARY, F_GETFD) < 0;
  return is_free && dup2(fd, LIBRARY) == LIBRARY ? text("/proc/self/fd/%d", LIBRARY) : path;
}

/*
 * A JVM checks the jars' times when it maps an archive, and starts slowly without any archive if
 * they differ. make-archives has set them to 0, so another time means that they are not the same.
 */
static int archive_fits(const char *archive, const char *jar) {
  struct stat status;
  return !stat(jar, &status) && status.st_mtime == 0 && !access(archive, R_OK);
}

int main(int argc, char **argv) {
  command_line = argv;
  open_missing_descriptors();
  check_limits();
  umask(umask(0) & 077); /* or an ordinary user could not read what he has just written */
  int descriptors = descriptors_from_three(); /* before we or the JVM open any */
  sigset_t blocked, ignored = ignored_signals();
  sigprocmask(SIG_SETMASK, NULL, &blocked);
  default_sigchld();
  if (runs_in_foreground(argv, argc)) block_signals();

  char home[PATH_MAX];
  if (!two_levels_above("/proc/self/exe", home)) die("/proc/self/exe: %s", reason());
  int directory_is_removed = leave_removed_directory();
  struct java java = choose_java();
  const char *lib = library(home);
  char *jar = text("%s/jrunc.jar", lib), *archive = text("%s/archive/%s.jsa", lib, java.version);
  char **command = calloc((size_t)argc + OWN_ARGUMENTS, sizeof *command), **next = command;
  if (!command) die("out of memory");
  *next++ = "jrunc";
  *next++ = text("@%s/jvm.options", lib);
  if (archive_fits(archive, jar)) *next++ = text("-XX:SharedArchiveFile=%s", archive);
  if (atoi(java.version) >= NATIVE_ACCESS_IS_ASKED) *next++ = "--enable-native-access=ALL-UNNAMED";
  *next++ = text("-Djna.boot.library.path=%s/native", lib);
  *next++ = text("-Dio.jrunc.caller.blocked=%llx", bits(&blocked));
  *next++ = text("-Dio.jrunc.caller.ignored=%llx", bits(&ignored));
  *next++ = text("-Dio.jrunc.caller.descriptors=%d", descriptors);
  if (directory_is_removed) *next++ = "-Dio.jrunc.caller.directory=removed";
  *next++ = "-cp";
  *next++ = jar;
  *next++ = "io.jrunc.cli.Main";
  for (int i = 1; i < argc; i++) *next++ = argv[i];

  clean_environment();
  execv(java.binary, command);
  die("%s: %s", java.binary, reason());
}
