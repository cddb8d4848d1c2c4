package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user without any right, whom only the commands know that run as him: they get a mount namespace
 * in which copies of /etc/passwd, group, subuid and subgid name him. The machine's own stay as they
 * are. He is in a second group, as people are.
 *
 * @param home his folder, and what he has in it: bundles, state, files
 * @param accounts folder of the four files of /etc
 * @param searchPath his PATH
 * @param group the cgroup of version 2 that his commands begin in; empty for that of the suite
 */
public record OrdinaryUser(Path home, Path accounts, String searchPath, Optional<Path> group) {

  public static final String NAME = "jrunc-ct";

  /** Another one in each run, so that what is named after it is of this run. */
  public static final int UID = 50_000 + (int) (ProcessHandle.current().pid() % 10_000);

  public static final int GID = UID + 10_000;
  public static final int SECOND_GID = UID + 20_000;

  /** The first of the {@link #SUBORDINATE_IDS} that newuidmap and newgidmap let him map. */
  public static final int FIRST_SUBORDINATE_ID = 700_000;

  public static final int SUBORDINATE_IDS = 65_536;

  private static final List<String> ACCOUNTS = List.of("passwd", "group", "subuid", "subgid");

  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String MOVE = "echo $$ >\"$1/cgroup.procs\" && shift && exec \"$@\"";

  /** Bound last: a folder that holds the runtime, and where he finds it. */
  private static final String ENTER =
      "for f in passwd group subuid subgid; do"
          + " [ ! -e /etc/$f ] || /bin/mount --bind \"$1/$f\" /etc/$f || exit 125; done;"
          + " [ -z \"$2\" ] || /bin/mount --rbind \"$2\" \"$3\" || exit 125; shift 3; exec \"$@\"";

  /** As nsenter, named by the first word; but the directory stays the same. */
  private static final String VISIT =
      "d=$(pwd -P); n=$1; shift;"
          + " exec \"$0\" \"$n\" /bin/sh -c 'cd \"$0\" 2>/dev/null; exec \"$@\"' \"$d\" \"$@\"";

  /** Makes his folders and files below a folder of the suite. */
  static OrdinaryUser make(Path folder) {
    OrdinaryUser user =
        new OrdinaryUser(
            folder.resolve("home"), folder.resolve("accounts"), SYSTEM_PATH, Optional.empty());
    user.folder(user.home(), "0711"); // subordinate ids must get to the bundles
    user.folder(user.home().resolve("bundles"), "0711");
    for (String name : List.of("run", "files", "state")) {
      user.folder(user.home().resolve(name), "0700");
    }
    HostFiles.folder(folder.resolve("runtime"));
    HostFiles.folder(folder.resolve("no-programs"));
    user.writeAccounts(NAME + ":" + FIRST_SUBORDINATE_ID + ":" + SUBORDINATE_IDS + "\n");
    user.withoutSubordinateIds().writeAccounts("");
    return user;
  }

  /** The same user, where /etc/subuid and /etc/subgid don't name him. */
  public OrdinaryUser withoutSubordinateIds() {
    return new OrdinaryUser(home, accounts.resolveSibling("accounts-without"), searchPath, group);
  }

  /** The same user, whose PATH has no newuidmap, nor any other program. */
  public OrdinaryUser withoutPrograms() {
    return new OrdinaryUser(home, accounts, home.resolveSibling("no-programs").toString(), group);
  }

  /** The same user, whose commands begin in this cgroup of version 2. */
  public OrdinaryUser in(Path cgroup) {
    return new OrdinaryUser(home, accounts, searchPath, Optional.of(cgroup));
  }

  /** His XDG_RUNTIME_DIR. */
  public Path runtimeFolder() {
    return home.resolve("run");
  }

  /** Where the suite tells the runtime to keep his containers. */
  Path stateRoot() {
    return home.resolve("state");
  }

  /** Where he sees the folder above that of the runtime's executable. */
  Path runtime() {
    return home.resolveSibling("runtime");
  }

  /** Makes a folder that is his. */
  public Path folder(Path folder, String mode) {
    return own(HostFiles.folder(folder, mode));
  }

  /** Gives him a file, or a folder with all that is in it but files with more than one name. */
  public Path own(Path tree) {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              chown(folder);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (Files.getAttribute(file, "unix:nlink", NOFOLLOW).equals(1)) {
                chown(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final java.nio.file.LinkOption NOFOLLOW = java.nio.file.LinkOption.NOFOLLOW_LINKS;

  private static void chown(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", UID, NOFOLLOW);
    Files.setAttribute(file, "unix:gid", GID, NOFOLLOW);
  }

  /** The environment of his commands. */
  Map<String, String> environment() {
    return Map.of(
        "PATH",
        searchPath,
        "HOME",
        home.toString(),
        "USER",
        NAME,
        "XDG_RUNTIME_DIR",
        runtimeFolder().toString());
  }

  /**
   * What goes in front of a command to make it his.
   *
   * @param runtime the folder that he is to see at {@link #runtime}; empty for none
   */
  List<String> prefix(String runtime) {
    List<String> prefix = new ArrayList<>();
    group.ifPresent(cgroup -> prefix.addAll(List.of("/bin/sh", "-c", MOVE, "sh", cgroup + "")));
    prefix.addAll(enter(runtime));
    return prefix;
  }

  /** The same, into the mount namespace of a process that was made his by {@link #prefix}. */
  List<String> prefixIn(long pid) {
    List<String> prefix = new ArrayList<>();
    group.ifPresent(cgroup -> prefix.addAll(List.of("/bin/sh", "-c", MOVE, "sh", cgroup + "")));
    String namespace = "--mount=/proc/" + pid + "/ns/mnt";
    prefix.addAll(List.of("/bin/sh", "-c", VISIT, program("nsenter"), namespace));
    prefix.addAll(becoming());
    return prefix;
  }

  /** The same user as he is when he has just logged in. */
  OrdinaryUser plain() {
    return new OrdinaryUser(home, accounts, SYSTEM_PATH, Optional.empty());
  }

  private List<String> enter(String runtime) {
    List<String> prefix = new ArrayList<>();
    prefix.addAll(List.of(program("unshare"), "--mount", "--propagation", "private"));
    prefix.addAll(List.of("/bin/sh", "-c", ENTER, "sh"));
    prefix.addAll(List.of(accounts.toString(), runtime, runtime().toString()));
    prefix.addAll(becoming());
    return prefix;
  }

  private static List<String> becoming() {
    String uid = Integer.toString(UID);
    String gid = Integer.toString(GID);
    return List.of(program("setpriv"), "--reuid", uid, "--regid", gid, "--init-groups");
  }

  private static String program(String name) {
    return Host.program(name).map(Path::toString).orElse(name);
  }

  private void writeAccounts(String subordinate) {
    String user = NAME + ":x:" + UID + ":" + GID + "::" + home + ":/bin/sh\n";
    String groups = NAME + ":x:" + GID + ":\n" + NAME + "-2:x:" + SECOND_GID + ":" + NAME + "\n";
    for (String file : ACCOUNTS) {
      String text =
          switch (file) {
            case "passwd" -> HostFiles.read("/etc/passwd") + user;
            case "group" -> HostFiles.read("/etc/group") + groups;
            default -> subordinate;
          };
      HostFiles.mode(HostFiles.write(accounts.resolve(file), text), "0644");
    }
    HostFiles.mode(accounts, "0755");
  }
}
