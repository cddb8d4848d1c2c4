package io.jrunc.seccomp;

import io.jrunc.linux.Kernel;
import io.jrunc.plan.FilterCode;
import io.jrunc.spec.linux.Seccomp;
import java.nio.file.Path;
import java.util.Optional;

/** The filters of profiles: kept ones, or new ones, for which libseccomp is loaded. */
public final class Filters {
  private final Kernel kernel;
  private final FilterCache cache;
  private byte[] key = {};
  private Optional<FilterCode> made = Optional.empty();

  /**
   * Filters for containers of one state root.
   *
   * @param kept folder of those that were made before; need not exist
   */
  public Filters(Kernel kernel, Path kept) {
    this.kernel = kernel;
    this.cache = new FilterCache(kernel, kept);
  }

  /**
   * The filter of a profile that keeps all rules. Nothing is written.
   *
   * @throws io.jrunc.plan.HostLacksException when libseccomp, as it is here, can't make it
   * @throws io.jrunc.error.OperationException when there is no libseccomp and it is needed
   */
  public FilterCode of(Seccomp profile) {
    new SupportedFlags(kernel.seccomp()).check(profile);
    key = FilterKey.of(profile, LibraryFile.identity());
    Optional<FilterCode> kept = cache.find(key);
    if (kept.isPresent()) {
      return kept.get();
    }
    FilterCode filter = new FilterCompiler(kernel.seccompLibrary()).compile(profile);
    made = Optional.of(filter);
    return filter;
  }

  /** Keeps the filter that had to be made, so that the next container needn't pay for it. */
  public void keep() {
    if (made.isPresent()) {
      cache.keep(key, made.get());
      made = Optional.empty();
    }
  }
}
