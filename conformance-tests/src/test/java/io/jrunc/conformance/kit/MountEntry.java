package io.jrunc.conformance.kit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of /proc/PID/mountinfo, proc_pid_mountinfo(5).
 *
 * @param root the part of the file system that is mounted
 * @param path where, in the reader's root
 * @param options of this mount: ro, nosuid, relatime …
 * @param propagation the optional fields: "shared:5", "master:1", "unbindable"; none when private
 * @param type of the file system
 * @param source as the file system shows it
 * @param data options of the file system as a whole: rw, size=64k …
 */
public record MountEntry(
    String root,
    String path,
    Set<String> options,
    List<String> propagation,
    String type,
    String source,
    Set<String> data) {

  public MountEntry {
    options = Set.copyOf(options);
    propagation = List.copyOf(propagation);
    data = Set.copyOf(data);
  }

  public static List<MountEntry> parse(String mountinfo) {
    return mountinfo.lines().map(MountEntry::parseLine).toList();
  }

  private static MountEntry parseLine(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    int dash = words.indexOf("-");
    return new MountEntry(
        unescape(words.get(3)),
        unescape(words.get(4)),
        options(words.get(5)),
        words.subList(6, dash),
        words.get(dash + 1),
        unescape(words.get(dash + 2)),
        options(words.get(dash + 3)));
  }

  private static Set<String> options(String text) {
    return new TreeSet<>(Arrays.asList(text.split(",", -1)));
  }

  private static String unescape(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
