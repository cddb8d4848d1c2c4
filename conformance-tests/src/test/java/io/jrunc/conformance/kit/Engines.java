package io.jrunc.conformance.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resident engines of a run: root's, and one of each ordinary user who calls, and those of the
 * hosts of labs, since an engine serves only those of its own user and namespaces. Each is started
 * for its first call.
 */
public final class Engines implements AutoCloseable {

  private static final String ROOT = "root";

  private final Session session;
  private final Map<String, ResidentEngine> all = new ConcurrentHashMap<>();

  Engines(Session session) {
    this.session = session;
  }

  /** The engine of whoever calls the runtime, in the network that he calls it from. */
  ResidentEngine of(RuntimeUnderTest runtime) {
    Optional<OrdinaryUser> user = runtime.user().map(OrdinaryUser::plain);
    String name = user.map(ordinary -> ordinary.accounts().toString()).orElse(ROOT);
    return all.computeIfAbsent(
        runtime.entry() + name,
        missing -> {
          RuntimeUnderTest plain = session.runtime().through(Door.COLD).within(runtime.entry());
          return ResidentEngine.start(user.map(plain::as).orElse(plain), socket(user));
        });
  }

  /** Ends those that run in a network which is about to go; they must have held nothing. */
  List<String> endIn(List<String> entry) {
    List<String> complaints = new ArrayList<>();
    for (String key : List.copyOf(all.keySet())) {
      if (key.startsWith(entry.toString())) {
        Optional<ResidentEngine> engine = Optional.ofNullable(all.remove(key));
        engine.ifPresent(ending -> complaints.addAll(ending.complaints()));
        engine.ifPresent(ResidentEngine::close);
      }
    }
    return complaints;
  }

  private Path socket(Optional<OrdinaryUser> user) {
    Path file = session.newFile("serve");
    return user.map(ordinary -> ordinary.runtimeFolder().resolve(file.getFileName())).orElse(file);
  }

  /** Those that were started. */
  public Collection<ResidentEngine> started() {
    return List.copyOf(all.values());
  }

  /** Whether the process is one of them, and so no leftover. */
  boolean has(long pid) {
    return started().stream().anyMatch(engine -> engine.pid() == pid);
  }

  @Override
  public void close() {
    List<ResidentEngine> ending = new ArrayList<>(started());
    all.clear();
    ending.forEach(ResidentEngine::close);
  }
}
