package io.jrunc.box;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a box sees of the host's files where it has no root file system of its own: programs and
 * what they need, read-only. An ordinary user's box has no more rights than he, so it may see all
 * of /etc and /opt. Root may read passwords and keys there, which the programs of a box must not: a
 * box of root sees the files of /etc that are known to hold none.
 */
final class HostTree {
  private static final List<String> PROGRAMS =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  private static final List<String> OF_EVERYBODY = List.of("/opt", "/etc");

  /** Those of /etc that say how programs, languages, names and terminals are, and no more. */
  private static final List<String> WITHOUT_SECRETS =
      List.of(
          "alternatives",
          "bash.bashrc",
          "bash_completion.d",
          "bashrc",
          "ca-certificates",
          "ca-certificates.conf",
          "crypto-policies",
          "debian_version",
          "fonts",
          "gai.conf",
          "group",
          "host.conf",
          "hosts",
          "inputrc",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "locale.alias",
          "locale.conf",
          "localtime",
          "login.defs",
          "lsb-release",
          "magic",
          "magic.mime",
          "manpath.config",
          "mime.types",
          "networks",
          "nsswitch.conf",
          "os-release",
          "passwd",
          "perl",
          "pki/ca-trust",
          "pki/tls/certs",
          "profile",
          "profile.d",
          "protocols",
          "redhat-release",
          "resolv.conf",
          "rpc",
          "services",
          "shells",
          "skel",
          "ssl/certs",
          "ssl/openssl.cnf",
          "terminfo",
          "timezone",
          "vim",
          "xattr.conf",
          "xdg",
          "zsh");

  private static final List<String> NAMES = List.of("/etc/hosts", "/etc/resolv.conf");

  /** On which a network of its own has others mounted. */
  private static final List<String> REPLACED =
      List.of("etc/hosts", "etc/resolv.conf", "etc/hostname");

  private final Path root;

  HostTree(Path root) {
    this.root = root;
  }

  /** What is there of what an ordinary user's box sees. */
  List<String> forOrdinaryUser() {
    List<String> found = new ArrayList<>();
    addExisting(PROGRAMS, "", found);
    addExisting(OF_EVERYBODY, "", found);
    return found;
  }

  /**
   * The same, where other files are to be mounted on those with names. That takes a plain file:
   * what is missing can't be made in a folder that isn't written, and a link leads to where the box
   * has nothing. If one isn't plain, of /etc only what is known to be without secrets is seen.
   */
  List<String> forOrdinaryUserWithOwnNames() {
    for (String name : REPLACED) {
      if (!Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        List<String> found = forRoot();
        addExisting(List.of("/opt"), "", found);
        return found;
      }
    }
    return forOrdinaryUser();
  }

  /** What is there of what a box of root sees. */
  List<String> forRoot() {
    List<String> found = new ArrayList<>();
    addExisting(PROGRAMS, "", found);
    addExisting(WITHOUT_SECRETS, "/etc/", found);
    return found;
  }

  /** What there is of files about names of machines. */
  List<String> names() {
    List<String> found = new ArrayList<>();
    addExisting(NAMES, "", found);
    return found;
  }

  private void addExisting(List<String> names, String folder, List<String> found) {
    for (String name : names) {
      String path = folder + name;
      if (root.resolve(path.substring(1)).toFile().exists()) {
        found.add(path);
      }
    }
  }
}
