package io.jrunc.conformance.runner;

import static org.junit.platform.commons.support.HierarchyTraversalMode.TOP_DOWN;
import static org.junit.platform.commons.support.ReflectionSupport.findMethods;
import static org.junit.platform.commons.support.ReflectionSupport.tryToLoadClass;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/**
 * Runs integration tests of the class path and prints a line for each. {@code main} takes a folder
 * for the report, and names: {@code LinuxCgroupsIT}, {@code LinuxCgroupsIT#aDeepPathIsMade}.
 * Without names it runs those that have the tag of the property {@code jrunc.tag}, or if there is
 * none those that are worth running in a guest. It ends with 0 when no test has failed, with 1 when
 * one has and with 2 when there was none.
 */
public final class RunTests {
  private static final String LIMIT_OF_A_TEST = "10 m";

  private RunTests() {}

  /** See {@link RunTests}. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    ProgressListener progress = new ProgressListener(out);
    List<String> names = List.of(arguments).subList(1, arguments.length);
    LauncherDiscoveryRequestBuilder request =
        request()
            .configurationParameter("junit.jupiter.execution.timeout.default", LIMIT_OF_A_TEST)
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "2")
            .filters(includeClassNamePatterns(".*IT"));
    if (names.isEmpty()) {
      String tag = System.getProperty("jrunc.tag", "");
      request
          .selectors(selectClasspathRoots(roots()))
          .filters(tag.isEmpty() ? new WorthAGuest() : TagFilter.includeTags(tag));
    } else {
      request.selectors(named(names));
    }
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        request.build(),
        progress,
        new LegacyXmlReportGeneratingListener(Path.of(arguments[0]), out));
    System.exit(progress.exitCode());
  }

  /** The folders of the class path: our own tests. */
  private static Set<Path> roots() {
    Set<Path> roots = new LinkedHashSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Files.isDirectory(Path.of(entry))) {
        roots.add(Path.of(entry));
      }
    }
    return roots;
  }

  private static List<DiscoverySelector> named(List<String> names) {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.split("#", 2);
      Class<?> type = find(parts[0]);
      if (parts.length == 1) {
        selectors.add(selectClass(type));
      } else {
        findMethods(type, method -> method.getName().equals(parts[1]), TOP_DOWN)
            .forEach(method -> selectors.add(selectMethod(type, method)));
      }
    }
    return selectors;
  }

  private static Class<?> find(String name) {
    return tryToLoadClass("io.jrunc.conformance." + name)
        .toOptional()
        .or(() -> tryToLoadClass("io.jrunc.conformance.clients." + name).toOptional())
        .or(() -> tryToLoadClass(name).toOptional())
        .orElseThrow(() -> new IllegalArgumentException("no class " + name));
  }
}
