package io.jrunc.state;

import io.jrunc.spec.state.Status;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All containers below one state root. The files are the only truth: any number of processes may
 * work on one root at once, each with one store for it.
 *
 * <pre>
 * ROOT/ID/lock         held by whoever changes the container
 *        /state        the record, replaced by rename(2), so that readers need no lock
 *        /config.json  what the container was made from
 *        /start.sock   where init waits for start
 *        /notify       what the container sees of us, if its caller wants to know when it is ready
 * ROOT/=filters        filters of system calls, see io.jrunc.seccomp
 * ROOT/~new-PID-TIME-N, ROOT/~old-PID-TIME-N
 *                      a container on its way in or out, of the process that started at TIME
 * </pre>
 */
public final class ContainerStore {
  /** No container's name begins so. */
  private static final char PASSING = '~';

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-.";

  private final StateRoot root;
  private final ProcessTable processes;

  /** Of all stores of this process: the locks on files are between processes. */
  private static final Turns TURNS = new Turns();

  private static final AtomicLong PASSED = new AtomicLong();

  /** The containers below a root, which is made when the first container is. */
  public ContainerStore(StateRoot root, ProcessTable processes) {
    this.root = root;
    this.processes = processes;
  }

  /** Names of all containers, in alphabetical order. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (String name : names()) {
      if (name.charAt(0) != PASSING && Files.exists(root.path().resolve(name).resolve("lock"))) {
        ids.add(name);
      }
    }
    ids.sort(null);
    return ids;
  }

  /**
   * What is known of a container; empty when there is none.
   *
   * @throws StateException when it can't be read
   */
  public Optional<ContainerRecord> find(String id) {
    return folder(id).read();
  }

  /** What a container is doing; whether a running one is paused, only its cgroup knows. */
  public Status status(ContainerRecord container) {
    boolean lives = container.init().isPresent() && processes.isAlive(container.init().get());
    if (container.phase() == Phase.CREATING) {
      return lives || processes.isAlive(container.creator()) ? Status.CREATING : Status.STOPPED;
    }
    if (!lives) {
      return Status.STOPPED;
    }
    return container.phase() == Phase.CREATED ? Status.CREATED : Status.RUNNING;
  }

  /** Name of the user who made a container; the number of one that has no name. */
  public String owner(ContainerRecord container) {
    try {
      Path folder = folder(container.id()).path();
      return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException e) {
      return Long.toString(container.ownerUid());
    }
  }

  /**
   * Takes a name for a new container, and its lock.
   *
   * @throws ContainerExistsException when the name is taken
   */
  public LockedContainer claim(ContainerRecord first) {
    String id = first.id();
    ContainerFolder folder = folder(id);
    root.make();
    String turn = turn(id);
    takeTurn(turn, id);
    boolean claimed = false;
    try {
      refuseContainer(id); // what else has the name, the rename finds
      LockedContainer container =
          new LockedContainer(this, folder, turn, publish(first, folder), Optional.of(first));
      claimed = true;
      return container;
    } finally {
      if (!claimed) {
        TURNS.end(turn);
      }
    }
  }

  /** Whose turn it is at present has taken the name, or is about to give it back. */
  private void takeTurn(String turn, String id) {
    try {
      TURNS.take(turn, id, Duration.ZERO);
    } catch (ContainerBusyException e) {
      refuseTaken(id);
      throw e;
    }
  }

  /**
   * Looks whether a name is free, which it may not be any more at the claim.
   *
   * @throws ContainerExistsException when it is taken by a container
   */
  public void refuseContainer(String id) {
    if (folder(id).path().toFile().exists()) { // no link, and cheaper
      throw new ContainerExistsException(id);
    }
  }

  /** Also by what isn't a container. */
  private void refuseTaken(String id) {
    if (folder(id).exists()) {
      throw new ContainerExistsException(id);
    }
  }

  /**
   * Takes the lock of a container.
   *
   * @return empty when there is none
   * @throws ContainerBusyException when somebody else has it for longer than the patience
   */
  public Optional<LockedContainer> lock(String id, Duration patience) {
    ContainerFolder folder = folder(id);
    String turn = turn(id);
    TURNS.take(turn, id, patience);
    Optional<ContainerLock> lock = Optional.empty();
    try {
      lock = ContainerLock.take(folder.lock(), id, patience);
    } catch (IOException e) {
      throw StateException.of("lock", folder.path(), e);
    } finally {
      if (lock.isEmpty()) {
        TURNS.end(turn);
      }
    }
    return lock.isEmpty()
        ? Optional.empty()
        : Optional.of(new LockedContainer(this, folder, turn, lock.get(), Optional.empty()));
  }

  /** Removes what commands that were killed have left on its way in or out. */
  public void sweep() {
    for (String name : names()) {
      if (name.charAt(0) == PASSING && !isAtWork(name)) {
        new ContainerFolder(root.path().resolve(name)).remove();
      }
    }
  }

  /** Where leases of addresses and ports are kept; need not exist. */
  public Path networks() {
    return root.networks();
  }

  /**
   * The files of a container, which need not exist.
   *
   * @throws StateException when it can't be the name of a container
   */
  public ContainerFolder folder(String id) {
    boolean valid = !id.isEmpty() && !id.equals(".") && !id.equals("..");
    for (int i = 0; valid && i < id.length(); i++) {
      valid = ALPHABET.indexOf(id.charAt(i)) >= 0;
    }
    if (!valid) {
      throw new StateException("invalid container ID format");
    }
    return new ContainerFolder(root.path().resolve(id));
  }

  /** Whatever the root was called: one lock file is one turn. Without a root there is no lock. */
  private String turn(String id) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(root.path(), BasicFileAttributes.class);
      return attributes.fileKey() + "/" + id;
    } catch (IOException e) {
      return root.path() + "/" + id;
    }
  }

  void endTurn(String turn) {
    TURNS.end(turn);
  }

  /** Needs the lock. A reader sees the whole folder or none. */
  void remove(ContainerFolder folder) {
    ContainerFolder leaving = passing("old");
    try {
      Files.move(folder.path(), leaving.path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw StateException.of("remove", folder.path(), e);
    }
    leaving.remove();
  }

  /** Makes the folder elsewhere and renames it, which fails when the name is taken. */
  private ContainerLock publish(ContainerRecord first, ContainerFolder folder) {
    ContainerFolder coming = passing("new");
    try {
      Files.createDirectory(coming.path(), StateRoot.PRIVATE);
      ContainerLock lock = ContainerLock.make(coming.lock());
      coming.writeFirst(first);
      Files.move(coming.path(), folder.path(), StandardCopyOption.ATOMIC_MOVE);
      return lock;
    } catch (IOException e) {
      coming.remove();
      throw folder.exists()
          ? new ContainerExistsException(first.id())
          : StateException.of("make", folder.path(), e);
    }
  }

  private ContainerFolder passing(String direction) {
    ProcessIdentity self = processes.self();
    String maker = self.pid() + "-" + self.startTime() + "-" + PASSED.incrementAndGet();
    return new ContainerFolder(root.path().resolve(PASSING + direction + "-" + maker));
  }

  private boolean isAtWork(String name) {
    String[] parts = name.split("-", -1);
    try {
      return parts.length == 4
          && processes.isAlive(
              new ProcessIdentity(Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root.path())) {
      for (Path child : children) {
        names.add(child.getFileName().toString());
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw StateException.of("list", root.path(), e);
    }
    return names;
  }
}
