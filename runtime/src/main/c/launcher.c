/*
 * bin/jrunc, the cold way: where warm.c has found no engine, starts the JVM for one command, as
 * cheaply as a JVM can be started, and hands it what a JVM would otherwise lose: the caller's signal
 * mask and ignored signals, and a descriptor 0, 1 and 2. Everything else (arguments, directory,
 * environment, descriptors) passes through.
 *
 *   installation/bin/jrunc                 this program
 *   installation/lib/jrunc.jar             its manifest names the other jars, in order
 *   installation/lib/jvm.options           the JVM's options, with a reason each
 *   installation/lib/serve.options         the same for an engine, which stays
 *   installation/lib/native                JNA's library, unpacked
 *   installation/lib/archive/VERSION.jsa   class-data archive for that Java version
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "launcher.h"

enum { OLDEST_JAVA = 17, NATIVE_ACCESS_IS_ASKED = 22 };
enum { OWN_ARGUMENTS = 16, LIBRARY = 100 };

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
static int failure = 1;     /* the exit code of it */

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
  const char *form = given(command_line, "log-format");
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
  const char *log = given(command_line, "log");
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  fprintf(stderr, "jrunc: %s\n", message);
  if (log) log_failure(log, message);
  exit(failure);
}

__attribute__((format(printf, 1, 2))) static char *text(const char *format, ...) {
  char *result;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&result, format, arguments) < 0) die("out of memory");
  va_end(arguments);
  return result;
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

__attribute__((noreturn)) static void become_jvm(unsigned count, char **words) {
  char home[PATH_MAX];
  if (!two_levels_above("/proc/self/exe", home)) die("/proc/self/exe: %s", reason());
  struct java java = choose_java();
  const char *lib = library(home);
  char *jar = text("%s/jrunc.jar", lib), *archive = text("%s/archive/%s.jsa", lib, java.version);
  char **command = calloc(count + OWN_ARGUMENTS, sizeof *command), **next = command;
  if (!command) die("out of memory");
  const char *name = given(command_line, NULL);
  int is_engine = words == command_line + 1 && name && !strcmp(name, "serve");
  *next++ = "jrunc";
  *next++ = text("@%s/%s.options", lib, is_engine ? "serve" : "jvm");
  if (archive_fits(archive, jar)) *next++ = text("-XX:SharedArchiveFile=%s", archive);
  if (atoi(java.version) >= NATIVE_ACCESS_IS_ASKED) *next++ = "--enable-native-access=ALL-UNNAMED";
  *next++ = text("-Djna.boot.library.path=%s/native", lib);
  *next++ = text("-Dio.jrunc.caller.blocked=%lx", caller.blocked);
  *next++ = text("-Dio.jrunc.caller.ignored=%lx", caller.ignored);
  *next++ = text("-Dio.jrunc.caller.descriptors=%u", caller.descriptors);
  if (caller.directory_is_removed) *next++ = "-Dio.jrunc.caller.directory=removed";
  *next++ = "-cp";
  *next++ = jar;
  *next++ = "io.jrunc.cli.Main";
  while (count--) *next++ = *words++;

  clean_environment();
  if (is_engine) setenv("MALLOC_ARENA_MAX", "2", 1); /* its threads come and go */
  execv(java.binary, command);
  die("%s: %s", java.binary, reason());
}

/* The words that an engine left. */
static char **kept_words(void) {
  char **words = calloc(kept.count + 1, sizeof *words), *word = (char *)kept.words;
  if (!words) die("out of memory");
  for (unsigned i = 0; i < kept.count; i++, word += strlen(word) + 1) words[i] = word;
  return words;
}

int main(int argc, char **argv) {
  command_line = argv;
  if ((errno = caller.dev_null_error)) die("/dev/null: %s", reason());
  check_limits();
  if (!ended_in_the_middle) {
    if (kept.words) become_jvm(kept.count, kept_words());
    become_jvm((unsigned)argc - 1, argv + 1);
  }
  const char *command = given(argv, NULL);
  pid_t cleaner = kept.count ? fork() : -1;
  if (!cleaner) become_jvm(kept.count, kept_words());
  if (cleaner > 0) waitpid(cleaner, NULL, 0);
  if (command && !strcmp(command, "exec")) failure = 255;
  die("the engine ended in the middle of %s", command ? command : "it");
}
