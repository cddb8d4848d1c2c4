package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkRuleTest {
  private static final String NEW = "{'type':'network'}";
  private static final String JOINED = "{'type':'network','path':'/run/netns/a'}";

  @Test
  void aNetworkIsFineInANewNamespace() {
    assertThat(problems(NEW, "'io.jrunc.net.mode':'veth'")).isEmpty();
    assertThat(problems(NEW, "'io.jrunc.net.publish':'8080:80'")).isEmpty();
    assertThat(problems(NEW, "'io.jrunc.net.mode':'host'")).isEmpty();
    assertThat(problems("", "'io.jrunc.net.mode':'host'")).isEmpty();
    assertThat(problems(NEW, "'io.jrunc.net.mode':'container:web1'")).isEmpty();
  }

  @Test
  void whoAsksForNothingMayHaveAnyNamespace() {
    assertThat(problems(JOINED, "'org.example':'x','io.jrunc.net.addresses':'172.22.0.2'"))
        .isEmpty();
  }

  @Test
  void aNamespaceOfOthersIsNotOursToChange() {
    for (String mode : List.of("none", "veth", "host", "container:a", "pasta", "auto")) {
      assertThat(problems(JOINED, "'io.jrunc.net.mode':'" + mode + "'"))
          .containsExactly(
              "/annotations/io.jrunc.net.mode: cannot be had: /linux/namespaces/1 has a path");
    }
  }

  @Test
  void withoutANamespaceItWouldBeTheHostsNetwork() {
    assertThat(problems("", "'io.jrunc.net.mode':'veth'"))
        .containsExactly(
            "/annotations/io.jrunc.net.mode: needs a new network namespace in /linux/namespaces");
    assertThat(problems("", "'io.jrunc.net.publish':'8080:80'"))
        .containsExactly(
            "/annotations/io.jrunc.net.publish: needs a new network namespace in"
                + " /linux/namespaces");
  }

  @Test
  void whatIsWrongIsToldByPointerWithTheValueInOneLine() {
    assertThat(
            problems(
                NEW,
                "'io.jrunc.net.publish':'80\\n80','io.jrunc.net.a/b~c':'','io.jrunc.net.mtu':'9'"))
        .containsExactly(
            "/annotations/io.jrunc.net.a~1b~0c: is unknown",
            "/annotations/io.jrunc.net.mtu: \"9\" is not in 68 to 65535",
            "/annotations/io.jrunc.net.publish: \"80\\u000a80\" is not"
                + " [IP:]HOST:CONTAINER[/tcp|udp]");
  }

  @Test
  void theOtherContainerHasAName() {
    assertThat(problems(NEW, "'io.jrunc.net.mode':'container:../x'"))
        .singleElement()
        .asString()
        .startsWith("/annotations/io.jrunc.net.mode: ")
        .contains("may have letters, digits and _+-. only");
  }

  private static List<String> problems(String namespace, String annotations) {
    String config =
        "{'ociVersion':'1.3.0','root':{'path':'rootfs'},'process':{'args':['sh'],'cwd':'/'},"
            + "'annotations':{"
            + annotations
            + "},'linux':{'namespaces':[{'type':'mount'}"
            + (namespace.isEmpty() ? "" : "," + namespace)
            + "]}}";
    byte[] bytes = config.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return BundleReader.check(SpecReader.read(bytes)).stream().map(SpecProblem::toString).toList();
  }
}
