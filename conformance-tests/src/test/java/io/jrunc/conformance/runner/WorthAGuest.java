package io.jrunc.conformance.runner;

import io.jrunc.conformance.kit.AlsoOnHybrid;
import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Lane;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Lets those tests run that ask for a guest, or that need what only a guest has. */
final class WorthAGuest implements PostDiscoveryFilter {
  private static final Set<Need> ONLY_IN_GUESTS =
      Set.of(Need.CGROUP_V2, Need.APPARMOR, Need.SYSTEMD);

  @Override
  public FilterResult apply(TestDescriptor test) {
    Optional<MethodSource> source =
        test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    if (Lane.isHybrid()) {
      return FilterResult.includedIf(test.getTags().contains(TestTag.create(AlsoOnHybrid.TAG)));
    }
    boolean asks = test.getTags().contains(TestTag.create(AlsoOnV2.TAG));
    return FilterResult.includedIf(asks || source.filter(WorthAGuest::needsAGuest).isPresent());
  }

  private static boolean needsAGuest(MethodSource source) {
    return needsAGuest(source.getJavaMethod()) || needsAGuest(source.getJavaClass());
  }

  private static boolean needsAGuest(AnnotatedElement element) {
    Requires requires = element.getAnnotation(Requires.class);
    return requires != null
        && List.of(requires.value()).stream().anyMatch(ONLY_IN_GUESTS::contains);
  }
}
