package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.clients.kit.Page;
import io.jrunc.conformance.clients.kit.Page.Step;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what the pages {@code docs/*.md} tell to do, each in a machine within the machine ({@code
 * clients/page}), from top to bottom:
 *
 * <ul>
 *   <li>A block {@code sh} is run by root, all of them in one shell, in /root; it ends at the first
 *       line that fails. With {@code sh user} in the fence, which readers don't see, it is run by
 *       an ordinary user in his home; the page says so in words.
 *   <li>A block {@code text} is what the block {@code sh} before it prints: these lines, in this
 *       order, among others. A line of "…" stands for any.
 *   <li>A block of another kind (json, toml, ini, yaml) is a file, if the last line before it ends
 *       with the file's path and a colon: {@code "/etc/docker/daemon.json":} in back quotes. It
 *       takes the place of what was there. A path that begins with "~" is the ordinary user's.
 *   <li>All other blocks are for readers only: {@code console}, say.
 *   <li>Below the heading "## How to go back" there is the way back; the last block {@code sh} of a
 *       page is there and runs a container, which must not call jrunc. A block above must have. A
 *       page that is about no client has no way back.
 * </ul>
 *
 * <p>There is {@code /usr/local/bin/jrunc}, and an image {@code busybox} in Docker, Podman and both
 * namespaces of containerd (and {@code pause:1}); {@code sudo} is there for root only; {@code
 * systemctl start|stop|restart docker|containerd} as if systemd were. What a page can't do without
 * systemd or a registry is not for {@code sh}.
 */
@AlsoToday
@Clients
class PageIT {
  private static final Set<String> ABOUT_NO_CLIENT = Set.of("network.md", "serve.md");
  private static final int ROUNDS = 3;

  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(docs())) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(Page::read)
          .filter(page -> !page.steps().isEmpty())
          .map(Page::name)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageTellsToDoWorksAndLeadsToTheRuntimeAndBack(String name) {
    Page page = Page.read(docs().resolve(name));
    Path folder = scripts(page.steps());
    Outcome whole = follow(folder);
    for (int round = 1; round < ROUNDS && hasLostOutput(page, folder); round++) {
      folder = scripts(page.steps());
      whole = follow(folder);
    }
    boolean isCalled = false;
    for (int i = 0; i < page.steps().size(); i++) {
      Step step = page.steps().get(i);
      String output = output(folder, i);
      String where =
          "docs/" + name + ", line " + step.line() + ":\n" + step.script() + "\n" + output;
      Optional<String> calls = HostFiles.readIfThere(folder.resolve(number(i) + ".calls"));
      assertThat(calls).as("failed: " + where + whole).isPresent();
      assertThat(Page.firstMissing(step.expected(), output))
          .as("not printed by " + where)
          .isEmpty();
      isCalled |= !step.isWayBack() && !calls.orElseThrow().isEmpty();
    }
    whole.succeeds();
    assertThat(isCalled).as(name + " calls jrunc").isTrue();
    if (ABOUT_NO_CLIENT.contains(name)) {
      return;
    }
    int last = page.steps().size() - 1;
    assertThat(page.steps().get(last).isWayBack()).as(name + " ends with the way back").isTrue();
    assertThat(HostFiles.read(folder.resolve(number(last) + ".calls")))
        .as("calls of jrunc by the last step of " + name)
        .isEmpty();
  }

  private static Outcome follow(Path folder) {
    return Call.of(
            docs().resolveSibling("conformance-tests/clients/page").toString(),
            folder.toString(),
            Machine.runtime().toString())
        .limit(Duration.ofMinutes(3))
        .run();
  }

  /** Debian 12's ctr may hang up before it has read all: containerd's pull request 8643. */
  private static boolean hasLostOutput(Page page, Path folder) {
    for (int i = 0; i < page.steps().size(); i++) {
      Step step = page.steps().get(i);
      if (step.script().contains("ctr ")
          && Page.firstMissing(step.expected(), output(folder, i)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** What a step has printed, nothing if it was not reached. */
  private static String output(Path folder, int step) {
    return HostFiles.readIfThere(folder.resolve(number(step) + ".out")).orElse("");
  }

  private static Path docs() {
    return Path.of(System.getProperty("jrunc.checkout", ""), "docs");
  }

  private static Path scripts(List<Step> steps) {
    try {
      Path folder = Files.createTempDirectory(Path.of("/srv"), "page");
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        String caller = step.isUsers() ? ".user" : ".root";
        Files.writeString(folder.resolve(number(i) + caller), step.script());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String number(int step) {
    return String.format(Locale.ROOT, "%03d", step);
  }
}
