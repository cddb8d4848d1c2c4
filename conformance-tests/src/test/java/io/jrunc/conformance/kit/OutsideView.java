package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the host shows of containers, as lines that are the same for two containers if nothing but
 * their ids of processes, times and numbers of the kernel's objects differ.
 */
public final class OutsideView {

  /** Of /proc/PID/status: what changes without anybody's doing, and what {@link #process} names. */
  private static final Pattern RESTLESS =
      Pattern.compile("Pid|Tgid|NS.*|Vm.*|Rss.*|Hugetlb.*|.*ctxt_switches|State|Ngid|PPid|SigQ");

  /** Files of cgroups that count or command. */
  private static final Pattern COUNTING =
      Pattern.compile(
          ".*(usage|stat|procs|tasks|event|control|pressure|current|peak|watermark|time|effective"
              + "|reclaim|kill|threads|slabinfo|failcnt|last_pid|serviced|service_bytes).*");

  private static final List<String> NAMESPACES =
      List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");
  private static final List<String> TEXTS =
      List.of(
          "limits",
          "environ",
          "cmdline",
          "oom_score_adj",
          "coredump_filter",
          "loginuid",
          "uid_map",
          "gid_map",
          "setgroups",
          "timens_offsets",
          "personality",
          "attr/current",
          "cgroup");

  private OutsideView() {}

  /** What /proc tells about a process. */
  public static List<String> process(long pid) {
    List<String> view = new ArrayList<>();
    Path proc = Path.of("/proc", Long.toString(pid));
    for (Map.Entry<String, String> line : new TreeMap<>(Host.status(pid)).entrySet()) {
      if (!RESTLESS.matcher(line.getKey()).matches()) {
        view.add("status " + line.getKey() + ": " + line.getValue());
      }
    }
    for (String file : TEXTS) {
      HostFiles.readIfThere(proc.resolve(file))
          .ifPresent(text -> view.add(file + ": " + text.replace('\0', '|')));
    }
    for (String type : NAMESPACES) {
      boolean same = Host.namespace(pid, type).equals(Host.namespace("self", type));
      view.add("namespace " + type + (same ? ": the host's" : ": another"));
    }
    view.add("cwd: " + HostFiles.target(proc.resolve("cwd")));
    view.add("root: " + HostFiles.target(proc.resolve("root")));
    view.add("parent: " + Host.parent(pid).orElseThrow());
    view.add("session: " + session(pid));
    for (String fd : HostFiles.names(proc.resolve("fd"))) {
      String flags =
          HostFiles.read(proc.resolve("fdinfo/" + fd)).replaceAll("(?s).*flags:|\n.*", "");
      view.add("fd " + fd + ": " + HostFiles.target(proc.resolve("fd/" + fd)) + flags);
    }
    for (String line : Host.read(pid, "mountinfo").lines().toList()) {
      view.add("mount " + line.replaceFirst("^\\d+ \\d+ \\d+:\\d+ ", "").replaceAll(":\\d+", ":N"));
    }
    return view;
  }

  /** Process group, session and terminal, by words where they are the process itself; policy. */
  private static String session(long pid) {
    String stat = Host.read(pid, "stat");
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    List<String> shown = new ArrayList<>(fields.subList(2, 5));
    shown.replaceAll(id -> id.equals(Long.toString(pid)) ? "its own" : id);
    shown.addAll(fields.subList(15, 17)); // priority, nice
    shown.addAll(fields.subList(37, 39)); // real-time priority, policy
    return shown.toString();
  }

  /** Names, modes, owners and contents of all files below a folder. */
  public static List<String> files(Path folder) {
    List<String> view = new ArrayList<>();
    for (String name : HostFiles.names(folder)) {
      Path file = folder.resolve(name);
      try {
        Map<String, Object> facts = Files.readAttributes(file, "unix:mode,uid,gid,nlink");
        view.add(file + ": " + new TreeMap<>(facts));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (Files.isDirectory(file)) {
        view.addAll(files(file));
      } else if (Files.isRegularFile(file)) {
        HostFiles.readIfThere(file).ifPresent(text -> view.add(file + " has: " + text));
      }
    }
    return view;
  }

  /** The settings of all groups of a container. */
  public static List<String> groups(String id) {
    List<String> view = new ArrayList<>();
    for (Path group : Cgroups.groupsNamed(id)) {
      view.add(group + ": " + HostFiles.names(group));
      for (String name : HostFiles.names(group)) {
        Optional<String> text =
            COUNTING.matcher(name).matches()
                ? Optional.empty()
                : HostFiles.readIfThere(group.resolve(name));
        text.ifPresent(value -> view.add(group.resolve(name) + ": " + value.strip()));
      }
      int processes = HostFiles.read(group.resolve("cgroup.procs")).lines().toList().size();
      view.add(group + " has " + processes + " processes");
    }
    return view;
  }

  /** When a process began, in ticks, as its state may name it. */
  public static String began(long pid) {
    String stat = Host.read(pid, "stat");
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
  }
}
