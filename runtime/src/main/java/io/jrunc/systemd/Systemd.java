package io.jrunc.systemd;

import io.jrunc.systemd.SystemdException.Reason;
import io.jrunc.unit.ServiceManager;
import io.jrunc.unit.ServiceManager.Kind;
import io.jrunc.unit.TypedValue;
import io.jrunc.unit.UnitProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.dbus.types.Variant;

/** A systemd that answers, as org.freedesktop.systemd1(5) has it. */
public final class Systemd implements AutoCloseable {
  private static final String SERVICE = "org.freedesktop.systemd1";
  private static final String OBJECT = "/org/freedesktop/systemd1";
  private static final String MANAGER = SERVICE + ".Manager";
  private static final Bus.Target TARGET = new Bus.Target(SERVICE, OBJECT, MANAGER);

  /** Is there if systemd is pid 1, see sd_booted(3). */
  private static final Path BOOTED = Path.of("/run/systemd/system");

  private final Bus bus;
  private final ServiceManager manager;
  private boolean listens;

  private Systemd(Bus bus, ServiceManager manager) {
    this.bus = bus;
    this.manager = manager;
  }

  /**
   * Connects.
   *
   * @throws SystemdException if nobody answers
   */
  public static Systemd connect(ManagerAddress address) {
    if (address.kind() == Kind.SYSTEM && !Files.isDirectory(BOOTED)) {
      throw new SystemdException(
          Reason.NO_ANSWER, "this host was not booted by systemd: there is no " + BOOTED, null);
    }
    Bus bus = Bus.connect(address);
    try {
      String group = property(bus, "ControlGroup");
      int version = version(property(bus, "Version"));
      return new Systemd(bus, new ServiceManager(address.kind(), group, version));
    } catch (RuntimeException e) {
      bus.close();
      throw e;
    }
  }

  private static String property(Bus bus, String name) {
    Bus.Target properties = new Bus.Target(SERVICE, OBJECT, "org.freedesktop.DBus.Properties");
    Object value = bus.call(properties, "Get", "ss", MANAGER, name).get(0);
    return value instanceof Variant<?> variant ? String.valueOf(variant.getValue()) : "";
  }

  /** The first number of {@code 252.38-1~deb12u1} or {@code v245}; 0 if there is none. */
  static int version(String text) {
    int start = text.startsWith("v") ? 1 : 0;
    int end = start;
    while (end < text.length() && end < start + 6 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == start ? 0 : Integer.parseInt(text.substring(start, end));
  }

  /** Who answers. */
  public ServiceManager manager() {
    return manager;
  }

  /**
   * Starts a transient unit, and waits until that is done. What a failed unit of this name has left
   * is thrown away.
   *
   * @throws SystemdException if there is such a unit, or it can't be started; then it is not there
   */
  public void start(String unit, List<UnitProperty> properties) {
    listen();
    Object job;
    try {
      job = startOnce(unit, properties);
    } catch (SystemdException e) {
      if (e.reason() != Reason.UNIT_EXISTS) {
        throw e;
      }
      reset(unit);
      job = startOnce(unit, properties);
    }
    String result = await(job);
    if (!result.equals("done")) {
      reset(unit);
      throw new SystemdException(
          Reason.REFUSED, "systemd could not start " + unit + ": " + result, null);
    }
  }

  private Object startOnce(String unit, List<UnitProperty> properties) {
    return bus.call(
            TARGET,
            "StartTransientUnit",
            "ssa(sv)a(sa(sv))",
            unit,
            "fail",
            Wire.properties(properties),
            List.of())
        .get(0);
  }

  /** The processes that a new unit begins with. */
  public static UnitProperty processes(int... pids) {
    List<Object> numbers = new ArrayList<>();
    for (int pid : pids) {
      numbers.add((long) pid);
    }
    return new UnitProperty("PIDs", new TypedValue("au", numbers));
  }

  /** Changes a unit until it ends. */
  public void set(String unit, List<UnitProperty> properties) {
    bus.call(TARGET, "SetUnitProperties", "sba(sv)", unit, true, Wire.properties(properties));
  }

  /** Stops a unit and waits until it is gone; fine if there is none. */
  public void stop(String unit) {
    listen();
    try {
      await(bus.call(TARGET, "StopUnit", "ss", unit, "replace").get(0));
    } catch (SystemdException e) {
      if (e.reason() != Reason.NO_SUCH_UNIT) {
        throw e;
      }
    }
    reset(unit);
  }

  /** Lets systemd forget a unit that has failed. */
  private void reset(String unit) {
    try {
      bus.call(TARGET, "ResetFailedUnit", "s", unit);
    } catch (SystemdException e) {
      if (e.reason() == Reason.NO_ANSWER) {
        throw e;
      }
    }
  }

  private void listen() {
    if (!listens) {
      bus.listen(
          "type='signal',sender='" + SERVICE + "',interface='" + MANAGER + "',member='JobRemoved'");
      bus.call(TARGET, "Subscribe", "");
      listens = true;
    }
  }

  /** Waits for the end of a job: {@code done}, {@code failed}, {@code timeout} and others. */
  private String await(Object job) {
    while (true) {
      Bus.Signal signal = bus.awaitSignal();
      List<Object> arguments = signal.arguments();
      boolean isEnd = signal.member().equals("JobRemoved") && arguments.size() > 3;
      if (isEnd && text(arguments.get(1)).equals(text(job))) {
        return text(arguments.get(3));
      }
    }
  }

  private static String text(Object value) {
    return value instanceof org.freedesktop.dbus.DBusPath path ? path.getPath() : value.toString();
  }

  @Override
  public void close() {
    bus.close();
  }
}
