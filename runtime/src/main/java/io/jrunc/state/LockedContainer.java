package io.jrunc.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A container that nobody else changes until this is closed. */
public final class LockedContainer implements AutoCloseable {
  private final ContainerStore store;
  private final String turn;
  private final ContainerFolder folder;
  private final ContainerLock lock;
  private Optional<ContainerRecord> known;
  private boolean open = true;

  /**
   * One whose lock was taken.
   *
   * @param turn which was taken for it, and ends with this
   */
  LockedContainer(
      ContainerStore store,
      ContainerFolder folder,
      String turn,
      ContainerLock lock,
      Optional<ContainerRecord> known) {
    this.store = store;
    this.turn = turn;
    this.folder = folder;
    this.lock = lock;
    this.known = known;
  }

  /** The container's files. */
  public ContainerFolder folder() {
    return folder;
  }

  /**
   * What is known of the container.
   *
   * @throws StateException when the record can't be read; the container can still be removed
   */
  public ContainerRecord record() {
    if (known.isEmpty()) {
      known = folder.read();
    }
    if (known.isEmpty()) {
      throw new StateException("read " + folder.record() + ": missing");
    }
    return known.get();
  }

  /** Remembers the container as it is now. */
  public void update(ContainerRecord container) {
    folder.write(container);
    known = Optional.of(container);
  }

  /** Keeps what the container is made from: later changes of the bundle have no effect. */
  public void keepConfig(byte[] document) {
    try {
      ContainerFolder.put(folder.config(), document);
    } catch (IOException e) {
      throw StateException.of("write", folder.config(), e);
    }
  }

  /** Keeps another configuration in place of it, which readers see as a whole or not at all. */
  public void replaceConfig(byte[] document) {
    Path unfinished = folder.path().resolve("config.json~");
    try {
      Files.write(unfinished, document);
      Files.move(unfinished, folder.config(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StateException.of("write", folder.config(), e);
    }
  }

  /** Makes the folder that the container's users enter to tell that they are ready. */
  public void makeNotifyFolder() {
    Path made = folder.notifyFolder();
    try {
      Files.createDirectory(made);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw StateException.of("make", made, e);
    }
  }

  /** Forgets the container, whose processes and cgroups must be gone. */
  public void remove() {
    store.remove(folder);
  }

  /** Lets others change the container. */
  @Override
  public void close() {
    if (open) {
      open = false;
      lock.release();
      store.endTurn(turn);
    }
  }
}
