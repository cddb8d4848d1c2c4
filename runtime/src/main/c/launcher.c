/*
 * bin/jrunc, the cold way: where warm.c finds no engine, starts the JVM for one command, as cheaply
 * as a JVM can be started, and tells it what it could not see any more: the caller's signals and
 * descriptors. Everything else (arguments, directory, environment) passes through.
 *
 *   installation/bin/jrunc                 this program
 *   installation/lib/jrunc.jar             its manifest names the other jars, in order
 *   installation/lib/jvm.options           the JVM's options, with a reason each
 *   installation/lib/serve.options         the same for an engine, which stays
 *   installation/lib/native                JNA's library and the trampoline, unpacked
 *   installation/lib/archive/VERSION.jsa   class-data archive for that Java version; make-archives
 *                                          makes it, and smaller ones for some commands
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
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

enum { OLDEST_JAVA = 17, NATIVE_ACCESS_IS_ASKED = 22, OWN_ARGUMENTS = 16, LIBRARY = 100 };

struct java {
  const char *binary, *version; /* as in JAVA_VERSION="17.0.15"; empty: unknown */
};

static char **command_line; /* main's */
static int failure = 1;     /* the exit code of it */

/* In lower case, as all our messages. */
static const char *reason(void) {
  char *text = strdup(strerror(errno));
  if (text) text[0] = (char)tolower(text[0]);
  return text;
}

/* As Java logs failures: engines show their users the last error in there, and nothing else. */
static void log_failure(const char *path, const char *message) {
  const char *form = given(command_line, "log-format");
  int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  char now[sizeof "2026-01-02T03:04:05Z"] = "", quoted[2 * strlen(message) + 1], *end = quoted;
  for (; *message; message++) {
    if (*message == '"' || *message == '\\') *end++ = '\\';
    if ((unsigned char)*message >= ' ') *end++ = *message;
  }
  *end = 0;
  strftime(now, sizeof now, "%FT%TZ", gmtime(&(time_t){time(NULL)}));
  dprintf(fd,
          form && !strcmp(form, "json")
              ? "{\"level\":\"error\",\"msg\":\"%2$s\",\"time\":\"%1$s\"}\n"
              : "time=\"%1$s\" level=error msg=\"%2$s\"\n",
          now, quoted);
}

__attribute__((format(printf, 1, 2))) static char *text(const char *format, ...) {
  char *result;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&result, format, arguments) < 0) exit(failure);
  va_end(arguments);
  return result;
}

__attribute__((noreturn)) static void die(const char *message) {
  const char *log = given(command_line, "log");
  fprintf(stderr, "jrunc: %s\n", message);
  if (log) log_failure(log, message);
  exit(failure);
}

/*
 * Below these limits a JVM ends before Java can say a word, after pages of its own. With a few more
 * descriptors it is Java that says what there are too few for.
 */
static void require(int resource, rlim_t least, const char *what) {
  struct rlimit now;
  if (!getrlimit(resource, &now) && now.rlim_cur < least)
    die(text("a JVM needs more than the caller's limit of %lu %s",
             (unsigned long)now.rlim_cur, what));
}

/* The real file's folder's parent: of installation/bin/jrunc, of jdk/bin/java. */
static const char *two_levels_above(const char *file) {
  char *real = realpath(file, NULL);
  return real ? dirname(dirname(real)) : NULL;
}

/* A JDK; its version is in its file "release". */
static struct java in(const char *home) {
  static const char before[] = "JAVA_VERSION=\"";
  char release[4096] = "";
  FILE *file = fopen(text("%s/release", home), "re");
  if (file && fread(release, 1, sizeof release - 1, file)) {}
  if (file) fclose(file);
  const char *found = strstr(release, before), *version = found ? found + strlen(before) : "";
  int length = (int)strspn(version, "0123456789.");
  return (struct java){text("%s/bin/java", home), text("%.*s", length, version)};
}

static struct java of_command(const char *command) {
  const char *home = two_levels_above(command);
  return (struct java){command, home ? in(home).version : ""};
}

static int usable(struct java java) {
  return atoi(java.version) >= OLDEST_JAVA && !access(java.binary, X_OK);
}

static struct java newest_in(const char *folder) {
  struct java newest = {"", ""};
  struct dirent *entry;
  DIR *all = opendir(folder);
  while (all && (entry = readdir(all))) {
    struct java java = in(text("%s/%s", folder, entry->d_name));
    if (entry->d_name[0] != '.' && usable(java) && strverscmp(java.version, newest.version) > 0)
      newest = java;
  }
  if (all) closedir(all);
  return newest;
}

static struct java choose_java(void) {
  const char *chosen = getenv("JRUNC_JAVA"), *home = getenv("JAVA_HOME");
  struct java java = of_command(chosen && *chosen ? chosen : "/usr/bin/java");
  int is_missing = access(java.binary, X_OK);
  if (chosen && *chosen && is_missing) die(text("JRUNC_JAVA: %s: %s", chosen, reason()));
  if (chosen && *chosen) return java;
  struct java newest = newest_in("/usr/lib/jvm");
  if (*newest.version) return newest;
  if (home && *home && usable(in(home))) return in(home);
  if (is_missing || (*java.version && !usable(java)))
    die(text("java %d or newer is missing: apt-get install default-jre-headless", OLDEST_JAVA));
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
  if (fd < 0) die(text("%s: %s", path, reason()));
  int is_free = fcntl(LIBRARY, F_GETFD) < 0;
  return is_free && dup2(fd, LIBRARY) == LIBRARY ? text("/proc/self/fd/%d", LIBRARY) : path;
}

/* Which archive has the command's classes, and as few others as can be. */
static const char *kind_of_archive(char **words) {
  static const char *const kinds[][2] = {
      {"--systemd-cgroup", ""}, {"run", "-run"},      {"create", "-run"},      {"exec", "-run"},
      {"state", "-short"},      {"start", "-short"},  {"kill", "-short"},      {"delete", "-short"},
      {"list", "-short"},       {"ps", "-short"},     {"pause", "-short"},     {"resume", "-short"},
      {"--version", "-short"},  {"-v", "-short"},     {"features", "-short"},
  };
  for (; *words; words++)
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
      if (!strcmp(*words, kinds[i][0])) return kinds[i][1];
  return "";
}

/* It is code: only those may have made it who could change the program as well. */
static int trusted(const char *path, uid_t owner) {
  struct stat status;
  return !stat(path, &status) && !(status.st_mode & (S_IWGRP | S_IWOTH)) &&
         (!status.st_uid || status.st_uid == geteuid() || status.st_uid == owner);
}

/*
 * A JVM checks the jars' times when it maps an archive, and starts slowly without any archive if
 * they differ. make-archives has set them to 0, so another time means that they are not the same.
 */
static const char *archive_for(const char *kind, const char *version, const char *lib) {
  struct stat jar;
  const char *folder = text("%s/archive", lib), *archive = text("%s/%s%s.jsa", folder, version, kind);
  if (stat(text("%s/jrunc.jar", lib), &jar) || jar.st_mtime || !trusted(folder, jar.st_uid))
    return NULL;
  if (!access(archive, R_OK)) return trusted(archive, jar.st_uid) ? archive : NULL;
  return *kind ? archive_for("", version, lib) : NULL;
}

/* As they were before warm.c, which needs SIGCHLD. */
static unsigned long ignored_signals(void) {
  unsigned long ignored = caller.ignores_children ? 1ul << (SIGCHLD - 1) : 0;
  struct sigaction now;
  for (int signal = 1; signal <= 64; signal++) /* but for 32 and 33, which are the C library's */
    if (!sigaction(signal, NULL, &now) && now.sa_handler == SIG_IGN) ignored |= 1ul << (signal - 1);
  return ignored;
}

__attribute__((noreturn)) static void become_jvm(char **words) {
  const char *home = two_levels_above("/proc/self/exe");
  if (!home) die(text("/proc/self/exe: %s", reason()));
  struct java java = choose_java();
  const char *lib = library(home);
  const char *archive = archive_for(kind_of_archive(words), java.version, lib);
  size_t count = 0;
  while (words[count]) count++;
  char *command[count + OWN_ARGUMENTS], **next = command;
  *next++ = "jrunc";
  *next++ = text("@%s/%s.options", lib, caller.is_engine ? "serve" : "jvm");
  if (archive) *next++ = text("-XX:SharedArchiveFile=%s", archive);
  if (atoi(java.version) >= NATIVE_ACCESS_IS_ASKED) *next++ = "--enable-native-access=ALL-UNNAMED";
  *next++ = text("-Djna.boot.library.path=%s/native", lib);
  *next++ = text("-Dio.jrunc.native=%s/native", lib);
  *next++ = text("-Dio.jrunc.caller.blocked=%lx", caller.blocked);
  *next++ = text("-Dio.jrunc.caller.ignored=%lx", ignored_signals());
  *next++ = text("-Dio.jrunc.caller.descriptors=%u", caller.descriptors);
  if (caller.directory_is_removed) *next++ = "-Dio.jrunc.caller.directory=removed";
  *next++ = "-cp";
  *next++ = text("%s/jrunc.jar", lib);
  *next++ = "io.jrunc.cli.Main";
  while ((*next++ = *words++)) {}
  clean_environment();
  if (caller.is_engine) setenv("MALLOC_ARENA_MAX", "2", 1); /* its threads come and go */
  execv(java.binary, command);
  die(text("%s: %s", java.binary, reason()));
}

int main(int argc, char **argv) {
  (void)argc;
  command_line = argv;
  if ((errno = caller.dev_null_error)) die(text("/dev/null: %s", reason()));
  require(RLIMIT_NOFILE, 20, "open files (ulimit -n)");
  require(RLIMIT_AS, 1600ul << 20, "bytes of address space (ulimit -v)");
  require(RLIMIT_DATA, 96ul << 20, "bytes of data (ulimit -d)");
  if (getuid()) require(RLIMIT_NPROC, 16, "processes (ulimit -u)"); /* its threads count */
  const char *command = given(argv, NULL), *left = kept ? given(kept - 1, NULL) : NULL;
  /* what is left when a program has ended can be done again, and has its exit code */
  if (!ended_in_the_middle || (left && !strcmp(left, "finish"))) become_jvm(kept ? kept : argv + 1);
  pid_t cleaner = kept && *kept ? fork() : -1;
  if (!cleaner) become_jvm(kept);
  if (cleaner > 0) waitpid(cleaner, NULL, 0);
  if (command && !strcmp(command, "exec")) failure = 255;
  die(text("the engine ended in the middle of %s", command ? command : "it"));
}
