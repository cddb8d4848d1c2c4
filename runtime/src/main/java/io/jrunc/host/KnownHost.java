package io.jrunc.host;

import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.spec.linux.NamespaceType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a process that stays knows of its host, and of itself, which it looks at once: its ids,
 * rights and namespaces, which it never changes.
 *
 * <p>Its mounts it looks at again when the kernel says that one of them has changed: an open
 * mountinfo can be polled for that (proc_pid_mountinfo(5)). Controllers come and go with mounts in
 * other namespaces too, so these are read each time.
 *
 * <p>Several threads may ask, all of which are in the namespaces of the first.
 */
public final class KnownHost implements MountedCgroups, AutoCloseable {
  private final FileCalls files;
  private final ProcFiles proc;
  private final Fd mountinfo;
  private Optional<List<CgroupMount>> known = Optional.empty();
  private Optional<OwnFacts> own = Optional.empty();
  private Optional<Map<NamespaceType, FileStatus>> namespaces = Optional.empty();

  /** Opens mountinfo; nothing is known yet. */
  public KnownHost(FileCalls files) {
    this(files, ProcFiles.HOST);
  }

  KnownHost(FileCalls files, ProcFiles proc) {
    this.files = files;
    this.proc = proc;
    this.mountinfo = files.open(proc.path("self/mountinfo").toString(), OpenFlag.O_RDONLY);
  }

  synchronized OwnFacts own() {
    if (own.isEmpty()) {
      own = Optional.of(OwnFacts.read(proc));
    }
    return own.get();
  }

  synchronized Map<NamespaceType, FileStatus> namespaces() {
    if (namespaces.isEmpty()) {
      namespaces = Optional.of(JoinReader.ownNamespaces(files));
    }
    return namespaces.get();
  }

  @Override
  public synchronized List<CgroupMount> mounts() {
    if (hasChanged()) {
      known = Optional.empty(); // a change is told once, and the look at it may fail
    }
    if (known.isEmpty()) {
      known = Optional.of(look());
    }
    return known.get();
  }

  private List<CgroupMount> look() {
    return List.copyOf(CgroupMount.visible(proc.lines("self/mountinfo")));
  }

  /** Since it was asked last; so what changes while one looks is seen the next time. */
  private boolean hasChanged() {
    PollRequest request = new PollRequest(mountinfo, Set.of(PollEvent.POLLPRI));
    return !files.poll(List.of(request), Duration.ZERO).get(0).isEmpty();
  }

  @Override
  public List<String> controllers(String mountPoint) {
    Optional<byte[]> read = files.readIfThere(mountPoint + "/cgroup.controllers");
    return read.isEmpty() ? List.of() : MountedCgroups.words(read.get());
  }

  @Override
  public void close() {
    mountinfo.close();
  }
}
