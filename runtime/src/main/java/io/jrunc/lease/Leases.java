package io.jrunc.lease;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.LockOperation;
import io.jrunc.linux.abi.OpenFlag;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All leases in one network namespace of the host, which nobody else changes until this is closed.
 * The lock is one of flock(2), so it ends with the process.
 *
 * <pre>
 * NETWORKS/NAMESPACE/=lock      held by whoever changes something
 *                   /=bridges   which bridge has which subnet
 *                   /=NAME      notes of others, see {@link #note}
 *                   /ID         the lease of a container; see {@link LeaseText}
 *                   /=new       a file on its way in
 * </pre>
 */
public final class Leases implements AutoCloseable {
  private static final String LOCK = "=lock";
  private static final String BRIDGES = "=bridges";
  private static final String UNFINISHED = "=new";
  private static final int PRIVATE_FOLDER = 0700;
  private static final int PRIVATE_FILE = 0600;
  private static final int LARGEST = 1 << 20;
  private static final long LONGEST_PAUSE_MILLIS = 8;

  private final FileCalls files;
  private final Path networks;
  private final Path path;
  private final Fd folder;
  private final Fd lock;
  private final List<String> problems = new ArrayList<>();

  private Leases(FileCalls files, Path networks, Path path, Fd folder, Fd lock) {
    this.files = files;
    this.networks = networks;
    this.path = path;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the leases of a namespace, and makes their folder if it isn't there.
   *
   * @param networks the folder of all namespaces, in one that exists
   * @param namespace the folder's name in it
   * @param patience how long others may have them
   * @throws LeaseException if they have them for longer
   */
  public static Leases take(FileCalls files, Path networks, String namespace, Duration patience) {
    while (true) {
      makeFolders(files, networks, namespace);
      Optional<Leases> taken = takeExisting(files, networks, namespace, patience);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
  }

  /** The same, but empty if there is no folder. */
  public static Optional<Leases> takeExisting(
      FileCalls files, Path networks, String namespace, Duration patience) {
    Path path = networks.resolve(namespace);
    while (true) {
      Optional<Fd> folder = openFolder(files, path);
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      boolean ours = false;
      try {
        Optional<Fd> lock = lock(files, folder.get(), path, patience);
        if (lock.isPresent()) {
          ours = true;
          return Optional.of(new Leases(files, networks, path, folder.get(), lock.get()));
        }
      } finally {
        if (!ours) {
          folder.get().close();
        }
      }
    }
  }

  private static Optional<Fd> openFolder(FileCalls files, Path path) {
    try {
      return Optional.of(
          files.open(
              path.toString(), OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What others remove meanwhile is made in the next round. */
  private static void makeFolders(FileCalls files, Path networks, String namespace) {
    networks.toFile().mkdir();
    try (Fd parent = files.open(networks.toString(), OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY)) {
      files.fchmod(parent, PRIVATE_FOLDER);
      files.mkdirat(parent, namespace, PRIVATE_FOLDER);
    } catch (KernelException e) {
      boolean gone = e.errno() == Errno.ENOENT && parentExists(networks);
      if (e.errno() != Errno.EEXIST && !gone) {
        throw e;
      }
    }
  }

  private static boolean parentExists(Path path) {
    String parent = path.toFile().getParent();
    return parent != null && new File(parent).canWrite();
  }

  /** Empty if the folder was removed while we waited. */
  private static Optional<Fd> lock(FileCalls files, Fd folder, Path path, Duration patience) {
    Fd lock;
    try {
      lock =
          files.openat(
              folder, LOCK, PRIVATE_FILE, OpenFlag.O_RDWR, OpenFlag.O_CREAT, OpenFlag.O_NOFOLLOW);
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) { // the folder is removed, though we have it open
        return Optional.empty();
      }
      throw e;
    }
    boolean taken = false;
    try {
      await(files, lock, path, patience);
      taken = isStillThere(files, folder, lock);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
    return taken ? Optional.of(lock) : Optional.empty();
  }

  private static boolean isStillThere(FileCalls files, Fd folder, Fd lock) {
    try {
      FileStatus now = files.statx(folder, LOCK);
      return now.sameFile(files.statx(lock));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  private static void await(FileCalls files, Fd lock, Path path, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = 1;
    while (!files.tryFlock(lock, LockOperation.LOCK_EX)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new LeaseException(
            path.toString(), "another command has it for " + patience.toSeconds() + " seconds");
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LeaseException(path.toString(), "interrupted while another command has it");
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Names of the containers that have one. */
  public List<String> containers() {
    List<String> names = new ArrayList<>();
    String[] children = path.toFile().list();
    if (children != null) {
      for (String name : children) {
        if (name.charAt(0) != '=') {
          names.add(name);
        }
      }
    }
    names.sort(null);
    return names;
  }

  /** All that can be read; of the others see {@link #problems}. */
  public List<Lease> all() {
    List<Lease> leases = new ArrayList<>();
    for (String container : containers()) {
      Optional<Lease> lease = find(container);
      if (lease.isPresent()) {
        leases.add(lease.get());
      }
    }
    return leases;
  }

  /** That of a container; empty if it has none, or one that can't be read. */
  public Optional<Lease> find(String container) {
    Optional<String> text = read(container);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(LeaseText.lease(container, text.get()));
    } catch (IOException e) {
      problems.add(path.resolve(container) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** What could not be read, a line each, since this was asked last. */
  public List<String> problems() {
    List<String> told = List.copyOf(problems);
    problems.clear();
    return told;
  }

  /** Remembers a lease, before anything is made for it. */
  public void put(Lease lease) {
    write(lease.container(), LeaseText.of(lease));
  }

  /** Forgets that of a container, if it has one. */
  public void remove(String container) {
    unlink(container);
  }

  /** The bridges, in the order in which they were made. */
  public List<LeasedBridge> bridges() {
    Optional<String> text = read(BRIDGES);
    try {
      return text.isEmpty() ? List.of() : LeaseText.bridges(text.get());
    } catch (IOException e) {
      problems.add(path.resolve(BRIDGES) + ": " + e.getMessage());
      return List.of();
    }
  }

  /** Remembers the bridges. */
  public void putBridges(List<LeasedBridge> bridges) {
    write(BRIDGES, LeaseText.of(bridges));
  }

  /** What {@link #keepNote} has written. */
  public Optional<String> note(String name) {
    return read("=" + name);
  }

  /** Remembers whatever else must be undone when the last container is gone. */
  public void keepNote(String name, String text) {
    write("=" + name, text);
  }

  /** Forgets everything, with the folder, which must have no leases. */
  public void removeAll() {
    String[] children = path.toFile().list();
    if (children != null) {
      for (String name : children) {
        if (!name.equals(LOCK)) {
          unlink(name);
        }
      }
    }
    unlink(LOCK); // whoever waits for it sees that, and begins anew
    path.toFile().delete(); // as far as they are empty
    networks.toFile().delete();
  }

  /** Lets others change them. */
  @Override
  public void close() {
    lock.close();
    folder.close();
  }

  private Optional<String> read(String name) {
    try (Fd file =
        files.openat(folder, name, OpenFlag.O_RDONLY, OpenFlag.O_NOFOLLOW, OpenFlag.O_NONBLOCK)) {
      FileStatus status = files.statx(file);
      if (status.type() != FileType.S_IFREG || status.size() > LARGEST) {
        problems.add(path.resolve(name) + ": not one of our files");
        return Optional.empty();
      }
      return Optional.of(new String(files.readAll(file), StandardCharsets.UTF_8));
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOENT) {
        problems.add(path.resolve(name) + ": " + e.errno());
      }
      return Optional.empty();
    }
  }

  /** Readers see the old file or the new one. */
  private void write(String name, String text) {
    unlink(UNFINISHED);
    try (Fd file =
        files.openat(
            folder,
            UNFINISHED,
            PRIVATE_FILE,
            OpenFlag.O_WRONLY,
            OpenFlag.O_CREAT,
            OpenFlag.O_EXCL,
            OpenFlag.O_NOFOLLOW)) {
      files.writeAll(file, text.getBytes(StandardCharsets.UTF_8));
    }
    files.renameat(folder, UNFINISHED, folder, name);
  }

  private void unlink(String name) {
    try {
      files.unlinkat(folder, name);
    } catch (KernelException e) {
      if (e.errno() == Errno.EISDIR) {
        problems.add(path.resolve(name) + ": a folder where a file was");
      } else if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }
}
