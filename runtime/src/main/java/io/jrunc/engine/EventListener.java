package io.jrunc.engine;

import io.jrunc.linux.Fd;
import io.jrunc.spec.stats.Stats;
import java.util.Optional;

/** Hears what happens to a container; each answer says whether somebody still listens. */
public interface EventListener {

  /** What the container uses now. */
  boolean stats(Stats stats);

  /** Its memory has run out, and processes of it are killed or stopped. */
  boolean oom();

  /** A pipe or socket that tells of its end when nobody listens any more. */
  Optional<Fd> output();
}
