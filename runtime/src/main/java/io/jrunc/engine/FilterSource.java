package io.jrunc.engine;

import io.jrunc.linux.Kernel;
import io.jrunc.plan.HostFacts;
import io.jrunc.seccomp.Filters;
import io.jrunc.spec.linux.Seccomp;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds the filter of a profile to what is known of the host; loads nothing where there is none. */
final class FilterSource {
  private final Kernel kernel;
  private final Path kept;
  private Optional<Filters> filters = Optional.empty();

  /** Filters that are kept in a folder, which need not exist. */
  FilterSource(Kernel kernel, Path kept) {
    this.kernel = kernel;
    this.kept = kept;
  }

  HostFacts complete(HostFacts host, @Nullable Seccomp profile) {
    if (profile == null) {
      return host;
    }
    Filters source = new Filters(kernel, kept);
    filters = Optional.of(source);
    return host.with(source.of(profile));
  }

  /** Keeps a filter that had to be made. */
  void keep() {
    if (filters.isPresent()) {
      filters.get().keep();
    }
  }
}
