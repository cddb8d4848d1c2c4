package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.systemd.ManagerAddress;
import io.jrunc.systemd.Systemd;
import io.jrunc.systemd.SystemdException;
import io.jrunc.unit.ServiceManager.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** The instances of systemd, each connected to when it is needed first. */
final class Services implements AutoCloseable {
  private static final long ALL_IDS = 4_294_967_295L;

  private final Map<String, String> environment;
  private Optional<Systemd> system = Optional.empty();
  private Optional<Systemd> user = Optional.empty();
  private boolean isClosed;

  /**
   * Nothing happens yet.
   *
   * @param environment says where they can be reached
   */
  Services(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Begins to connect while the caller does other work; what fails is told when it is needed. */
  void connectEarly() {
    Thread thread =
        new Thread("systemd-connector") {
          @Override
          public void run() {
            try {
              ofCaller();
            } catch (OperationException e) {
              return;
            }
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The systemd that makes the groups of this user's containers: the host's for root, and else the
   * user's own.
   *
   * @throws OperationException if it doesn't answer
   */
  Systemd ofCaller() {
    try {
      Caller caller = Caller.read();
      return of(caller.isRoot() ? Kind.SYSTEM : Kind.USER, caller);
    } catch (SystemdException e) {
      throw new OperationException(
          "--systemd-cgroup", "", e.getMessage() + "; leave the option away to use cgroupfs");
    }
  }

  /**
   * The systemd that goes by this word on record.
   *
   * @throws SystemdException if it doesn't answer
   */
  Systemd of(String word) {
    return of(word.equals(Kind.USER.word()) ? Kind.USER : Kind.SYSTEM, Caller.read());
  }

  private synchronized Systemd of(Kind kind, Caller caller) {
    Optional<Systemd> known = kind == Kind.SYSTEM ? system : user;
    if (known.isPresent()) {
      return known.get();
    }
    ManagerAddress address =
        kind == Kind.SYSTEM
            ? ManagerAddress.system(environment, caller.uid())
            : ManagerAddress.user(environment, caller.uid());
    Systemd connected = Systemd.connect(address);
    if (isClosed) { // while somebody connected early, for nobody
      connected.close();
      return connected;
    }
    if (kind == Kind.SYSTEM) {
      system = Optional.of(connected);
    } else {
      user = Optional.of(connected);
    }
    return connected;
  }

  /** Hangs up, for an engine whose process stays. */
  @Override
  public synchronized void close() {
    isClosed = true;
    system.ifPresent(Systemd::close);
    user.ifPresent(Systemd::close);
  }

  /**
   * Who we are to a process outside of our user namespace.
   *
   * @param uid outside
   * @param isRoot whether we are root in the host's own namespace
   */
  private record Caller(long uid, boolean isRoot) {

    static Caller read() {
      long uid = ProcessStatus.self().effectiveUid();
      try {
        return of(uid, Files.readAllLines(Path.of("/proc/self/uid_map")));
      } catch (IOException e) {
        return new Caller(uid, uid == 0);
      }
    }

    private static Caller of(long uid, List<String> map) {
      for (String line : map) {
        StringTokenizer words = new StringTokenizer(line);
        long inside = Long.parseLong(words.nextToken());
        long outside = Long.parseLong(words.nextToken());
        long count = Long.parseLong(words.nextToken());
        if (uid >= inside && uid - inside < count) {
          boolean all = inside == 0 && outside == 0 && count == ALL_IDS;
          return new Caller(outside + (uid - inside), uid == 0 && all);
        }
      }
      return new Caller(uid, false);
    }
  }
}
