package io.jrunc.conformance.clients.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final List<String> LINES =
      """
      # A page
      Put into `/etc/a.json`:

      ```json
      {}
      ```

      ```console
      $ not run
      ```

      ```sh
      a
      b
      ```

      It prints:

      ```text
      one
      ```

      ## How to go back

      As an ordinary user:

      ```sh user
      c
      ```
      """
          .lines()
          .toList();

  @Test
  void shellBlocksAndFilesWithAPathBecomeSteps() {
    Page page = Page.parse("page.md", LINES);
    assertThat(page.steps()).extracting(Page.Step::line).containsExactly(4, 12, 27);
    assertThat(page.steps().get(0).script()).contains("cat >/etc/a.json <<'END OF FILE'\n{}\nEND");
    assertThat(page.steps().get(1))
        .isEqualTo(new Page.Step(12, "a\nb\n", false, false, List.of("one")));
    assertThat(page.steps().get(2)).isEqualTo(new Page.Step(27, "c\n", true, true, List.of()));
  }

  @Test
  void expectedLinesMayHaveOthersBetweenThemButKeepTheirOrder() {
    assertThat(Page.firstMissing(List.of("a", "…", "c"), "a\n b \n c\n")).isEmpty();
    assertThat(Page.firstMissing(List.of("c", "a"), "a\nb\nc\n")).hasValue("a");
  }
}
