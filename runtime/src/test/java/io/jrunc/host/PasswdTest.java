package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PasswdTest {
  private static final String TEXT =
      """
      root:x:0:0:root:/root:/bin/sh
      5:x:1:1::/wrong:/bin/sh
      # comment
      a:x:5:5::/home/a:/bin/sh
      b:x:5:5::/home/b:/bin/sh
      c:x:6:6::relative:
      d:x:7:7:::
      e:x:8:8::/short\
      """;

  @Test
  void aUserIsKnownByNumberAndNotByName() {
    assertThat(Passwd.home(TEXT, 5)).contains("/home/a");
    assertThat(Passwd.home(TEXT, 0)).contains("/root");
  }

  @Test
  void theLastLineNeedsNoEnd() {
    assertThat(Passwd.home(TEXT, 8)).contains("/short");
  }

  @Test
  void whatIsNoPathIsNoHome() {
    assertThat(Passwd.home(TEXT, 6)).isEmpty();
    assertThat(Passwd.home(TEXT, 7)).isEmpty();
    assertThat(Passwd.home(TEXT, 9)).isEmpty();
    assertThat(Passwd.home("", 0)).isEmpty();
  }
}
