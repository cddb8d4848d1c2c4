package io.jrunc.conformance.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one test works with: its containers, a folder, the runtime. When the test ends, however it
 * ends, its containers are deleted by force and must have left nothing.
 */
public final class Sandbox {

  private final Session session;
  private final List<Container> containers = new ArrayList<>();

  Sandbox(Session session) {
    this.session = session;
  }

  public RuntimeUnderTest runtime() {
    return session.runtime();
  }

  /** The folder of the runtime's state of a container. */
  public Path stateFolder(String id) {
    return session.runtimeRoot().resolve(id);
  }

  public String newId() {
    return session.newId();
  }

  /** A path that nothing has used: a file, a socket, a folder to be made. */
  public Path newPath(String kind) {
    return session.newFile(kind);
  }

  public Path newFolder() {
    return HostFiles.folder(session.newFile("d"));
  }

  /** Any other program, started and limited as the runtime is. */
  public Command program(String... line) {
    return new Command(session, List.of(line));
  }

  /** One of the helper programs of src/test/c. */
  public String tool(String name) {
    return session.tool(name).toString();
  }

  /** A bundle of busybox with the standard config and these edits. */
  public Bundle bundle(Consumer<Config> edits) {
    return bundle(session.newId(), edits);
  }

  /** A container (not created yet) with a bundle of its own. */
  public Container container(Consumer<Config> edits) {
    String id = session.newId();
    return container(id, bundle(id, edits));
  }

  public Container container() {
    return container(config -> {});
  }

  /** A container of this id with a bundle that may serve others as well. */
  public Container container(String id, Bundle bundle) {
    return remembered(new Container(runtime(), session.runtimeRoot(), bundle, id));
  }

  /** A container whose state is kept in another folder than that of the suite. */
  public Container containerAt(Path root, Consumer<Config> edits) {
    String id = session.newId();
    return remembered(new Container(runtime(), root, bundle(id, edits), id));
  }

  private synchronized Container remembered(Container container) {
    containers.add(container);
    return container;
  }

  private Bundle bundle(String id, Consumer<Config> edits) {
    Config config = Config.standard().set("/linux/cgroupsPath", session.cgroupsPath(id));
    edits.accept(config);
    return session.newBundle(id, config);
  }

  /** Deletes what the test made; returns what is left all the same, a line each. */
  List<String> close() {
    List<String> left = new ArrayList<>();
    for (Container container : containers) {
      if (!container.traces().isEmpty()) {
        container.delete("--force");
      }
      List<String> traces = container.traces();
      if (!traces.isEmpty()) {
        left.addAll(traces);
        Leftovers.remove(container.id());
      }
    }
    return left;
  }
}
