package io.jrunc.cli;

import io.jrunc.box.BoxRequest;
import io.jrunc.box.BoxRequest.Limits;
import io.jrunc.box.BoxRequest.Mode;
import io.jrunc.box.BoxRequest.Terminal;
import io.jrunc.box.BoxRequest.Volume;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.spec.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of {@code box}, and what their values mean. */
final class BoxOptions {
  static final Option NAME =
      Option.valued("--name", "NAME", "Name of the container; default: one is made up.");
  static final Option DETACH =
      Option.flag("--detach", "-d", "Print the name and return; nobody sees the box's output.");
  static final Option TTY =
      Option.flag("--tty", "-t", "Give it a terminal; default: if called at one.");
  static final Option INTERACTIVE = Option.flag("--interactive", "-i", "");
  static final Option ENV =
      Option.repeated(
          "--env", "-e", "NAME[=VALUE]", "Set a variable, or pass on the caller's. Repeatable.");
  static final Option USER =
      Option.valued("--user", "-u", "UID[:GID]", "Run the command as this user; default: 0:0.");
  static final Option WORKDIR =
      Option.valued("--workdir", "-w", "DIR", "Where the command begins; default: /.");
  static final Option VOLUME =
      Option.repeated(
          "--volume", "-v", "SRC:DST[:ro]", "Show a file or folder of the host. Repeatable.");
  static final Option ROOTFS =
      Option.valued("--rootfs", "DIR", "The box's root; default: the host's programs, read-only.");
  static final Option READ_ONLY =
      Option.flag("--read-only", "Write-protect the root, but not volumes.");
  static final Option HOSTNAME =
      Option.valued("--hostname", "NAME", "Host name inside; default: that of --name, or box.");
  static final Option MEMORY =
      Option.valued("--memory", "-m", "SIZE", "Most memory that it gets, such as 512m or 2g.");
  static final Option CPUS =
      Option.valued("--cpus", "N", "Most processors that it gets, such as 0.5.");
  static final Option PIDS_LIMIT =
      Option.valued("--pids-limit", "N", "Most processes and threads that it gets.");
  static final Option NETWORK =
      Option.valued(
          "--network",
          "MODE",
          "none (default), veth, host, container:ID, pasta, slirp4netns; auto: what is there.");
  static final Option PUBLISH =
      Option.repeated(
          "--publish",
          "-p",
          "[IP:]HOST:BOX[/udp]",
          "Lead a port of the host, or a range, to the box. Implies --network auto. Repeatable.");
  static final Option IP =
      Option.repeated("--ip", "", "ADDRESS", "Its address, with --network veth.");
  static final Option SUBNET =
      Option.repeated("--subnet", "", "SUBNET", "Where its address is from; 172.22.0.0/16.");
  static final Option IPV6 = Option.flag("--ipv6", "Give it an IPv6 address as well.");
  static final Option MTU = Option.valued("--mtu", "BYTES", "Largest packet in its network.");
  static final Option DNS =
      Option.repeated("--dns", "", "ADDRESS", "Name server; default: the host's. Repeatable.");
  static final Option PRINT =
      Option.flag("--print", "Print the config.json that would be run, and do nothing.");

  static final List<Option> ALL =
      List.of(
          NAME,
          DETACH,
          TTY,
          INTERACTIVE,
          ENV,
          USER,
          WORKDIR,
          VOLUME,
          ROOTFS,
          READ_ONLY,
          HOSTNAME,
          MEMORY,
          CPUS,
          PIDS_LIMIT,
          NETWORK,
          PUBLISH,
          IP,
          SUBNET,
          IPV6,
          MTU,
          DNS,
          PRINT);

  private static final int LONGEST_HOSTNAME = 64;

  private BoxOptions() {}

  /**
   * The box that they ask for.
   *
   * @throws UsageException naming the option whose value has no meaning
   */
  static BoxRequest request(Arguments arguments) {
    return new BoxRequest(
        arguments.value(NAME),
        arguments.parametersFrom(0),
        arguments.path(ROOTFS),
        arguments.has(READ_ONLY),
        terminal(arguments),
        arguments.has(DETACH) ? Mode.DETACHED : Mode.FOREGROUND,
        environment(arguments),
        user(arguments),
        directory(arguments),
        volumes(arguments),
        hostname(arguments),
        new Limits(
            arguments.value(MEMORY).map(BoxOptions::memory),
            arguments.value(CPUS).map(BoxOptions::cpuMicros),
            arguments.value(PIDS_LIMIT).map(BoxOptions::pids)),
        asksForNetwork(arguments) ? NetworkOptions.request(arguments) : Optional.empty());
  }

  private static boolean asksForNetwork(Arguments arguments) {
    for (Option option : List.of(NETWORK, PUBLISH, IP, SUBNET, IPV6, MTU, DNS)) {
      if (arguments.value(option).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Terminal terminal(Arguments arguments) {
    if (arguments.value(TTY).isEmpty()) {
      return Terminal.AUTOMATIC;
    }
    return arguments.has(TTY) ? Terminal.YES : Terminal.NO;
  }

  private static List<String> environment(Arguments arguments) {
    for (String entry : arguments.values(ENV)) {
      if (entry.isEmpty() || entry.startsWith("=")) {
        throw wrong(ENV, entry, "is neither NAME=value nor NAME");
      }
    }
    return arguments.values(ENV);
  }

  private static Optional<User> user(Arguments arguments) {
    Optional<String> given = arguments.value(USER);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get();
    int colon = text.indexOf(':');
    long uid = Digits.number(colon < 0 ? text : text.substring(0, colon), Digits.LARGEST_ID);
    long gid = colon < 0 ? 0 : Digits.number(text.substring(colon + 1), Digits.LARGEST_ID);
    if (uid < 0 || gid < 0) {
      throw wrong(USER, text, "is not UID or UID:GID, in digits");
    }
    return Optional.of(new User(uid, gid, null, List.of()));
  }

  private static Optional<String> directory(Arguments arguments) {
    Optional<String> directory = arguments.value(WORKDIR);
    if (directory.isPresent() && !directory.get().startsWith("/")) {
      throw wrong(WORKDIR, directory.get(), "is not an absolute path");
    }
    return directory;
  }

  private static Optional<String> hostname(Arguments arguments) {
    Optional<String> name = arguments.value(HOSTNAME);
    if (name.isPresent() && (name.get().isEmpty() || name.get().length() > LONGEST_HOSTNAME)) {
      throw wrong(HOSTNAME, name.get(), "does not have 1 to " + LONGEST_HOSTNAME + " characters");
    }
    return name;
  }

  private static List<Volume> volumes(Arguments arguments) {
    List<Volume> volumes = new ArrayList<>();
    for (String text : arguments.values(VOLUME)) {
      volumes.add(volume(arguments, text));
    }
    return volumes;
  }

  private static Volume volume(Arguments arguments, String text) {
    String[] parts = text.split(":", -1);
    boolean known = parts.length == 2 || (parts.length == 3 && isMode(parts[2]));
    if (!known || parts[0].isEmpty()) {
      throw wrong(VOLUME, text, "is not SRC:DST, SRC:DST:ro or SRC:DST:rw");
    }
    String destination = ContainerPath.normalize(parts[1]);
    if (!parts[1].startsWith("/") || destination.equals("/")) {
      throw wrong(VOLUME, text, "must have an absolute path below / after the first colon");
    }
    Path source = arguments.absolute(parts[0]).normalize();
    return new Volume(text, source, destination, parts.length == 3 && parts[2].equals("ro"));
  }

  private static boolean isMode(String word) {
    return word.equals("ro") || word.equals("rw");
  }

  /** In bytes. */
  private static long memory(String text) {
    String digits = text;
    int shift = 0;
    if (!text.isEmpty()) {
      int unit = "bkmgt".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
      shift = Math.max(unit, 0) * 10;
      digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    }
    long number = Digits.number(digits, Long.MAX_VALUE >> shift);
    if (number <= 0) {
      throw wrong(MEMORY, text, "is not a size such as 512m or 2g");
    }
    return number << shift;
  }

  /** With up to five places after the point, so that it is a whole number of microseconds. */
  private static long cpuMicros(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String places = point < 0 ? "0" : text.substring(point + 1);
    long micros = -1;
    if (places.length() <= 5) {
      long processors = whole.isEmpty() ? 0 : Digits.number(whole, 1 << 20);
      long part = Digits.number((places + "00000").substring(0, 5), Limits.CPU_PERIOD);
      micros = processors < 0 || part < 0 ? -1 : processors * Limits.CPU_PERIOD + part;
    }
    if (micros < Limits.CPU_PERIOD / 100 || text.equals(".")) {
      throw wrong(CPUS, text, "is not a number of processors such as 0.5, at least 0.01");
    }
    return micros;
  }

  private static long pids(String text) {
    long number = Digits.number(text, Integer.MAX_VALUE);
    if (number <= 0) {
      throw wrong(PIDS_LIMIT, text, "is not a number above 0");
    }
    return number;
  }

  private static UsageException wrong(Option option, String value, String problem) {
    return new UsageException(option.name() + ": \"" + value + "\" " + problem);
  }
}
