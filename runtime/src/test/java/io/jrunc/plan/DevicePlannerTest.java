package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.DevicePlan.Node;
import io.jrunc.plan.HostFacts.UserNamespace;
import org.junit.jupiter.api.Test;

final class DevicePlannerTest {
  @Test
  void everyContainerHasTheDefaultDevices() {
    DevicePlan plan = Fixture.linux(Fixture.ALL_NAMESPACES).plan().devices();

    assertThat(plan.own()).isTrue();
    assertThat(plan.boundFromHost()).isFalse();
    assertThat(plan.nodes())
        .containsExactly(
            node("/dev/null", 1, 3),
            node("/dev/zero", 1, 5),
            node("/dev/full", 1, 7),
            node("/dev/random", 1, 8),
            node("/dev/urandom", 1, 9),
            node("/dev/tty", 5, 0));
  }

  @Test
  void devicesOfTheConfigurationComeAfterTheDefaultsOrReplaceThem() {
    DevicePlan plan =
        Fixture.linux(
                Fixture.ALL_NAMESPACES
                    + ",'devices':[{'type':'c','path':'/dev/../dev/null','major':1,'minor':3,"
                    + "'fileMode':8630,'uid':7,'gid':8},"
                    + "{'type':'b','path':'/dev/sda','major':8,'minor':0,'fileMode':384},"
                    + "{'type':'u','path':'/x/u','major':10,'minor':1},"
                    + "{'type':'p','path':'/dev/fifo'}]")
            .plan()
            .devices();

    assertThat(plan.nodes().subList(5, 9))
        .containsExactly(
            new Node("/linux/devices/0", "/dev/null", DevicePlan.Type.CHARACTER, 1, 3, 0666, 7, 8),
            new Node("/linux/devices/1", "/dev/sda", DevicePlan.Type.BLOCK, 8, 0, 0600, 0, 0),
            new Node("/linux/devices/2", "/x/u", DevicePlan.Type.CHARACTER, 10, 1, 0666, 0, 0),
            new Node("/linux/devices/3", "/dev/fifo", DevicePlan.Type.FIFO, 0, 0, 0666, 0, 0));
    assertThat(plan.nodes()).hasSize(9).extracting(Node::path).doesNotHaveDuplicates();
  }

  @Test
  void inAUserNamespaceDevicesAreTheHosts() {
    String user =
        "'namespaces':[{'type':'user'},{'type':'mount'}],"
            + "'uidMappings':[{'containerID':0,'hostID':5,'size':9}],"
            + "'gidMappings':[{'containerID':0,'hostID':5,'size':9}]";

    assertThat(Fixture.linux(user).plan().devices().boundFromHost()).isTrue();
    assertThat(Fixture.of("").with(UserNamespace.NESTED).plan().devices().boundFromHost()).isTrue();
  }

  @Test
  void aBoundDevIsLeftAsItIs() {
    String bind = "{'destination':'/dev','source':'/src','options':['rbind']}";
    String tmpfs = "{'destination':'/dev/','type':'tmpfs'}";

    String remount = "{'destination':'/dev','options':['remount']}";

    assertThat(Fixture.mounts(bind).plan().devices().own()).isFalse();
    assertThat(Fixture.mounts(bind + "," + remount).plan().devices().own()).isFalse();
    assertThat(Fixture.mounts(bind + "," + tmpfs).plan().devices().own()).isTrue();
    assertThat(Fixture.mounts(tmpfs + "," + bind).plan().devices().own()).isFalse();
    assertThat(Fixture.mounts(bind).plan().devices().nodes()).isEmpty();
  }

  @Test
  void theHostsOwnDevIsLeftAsItIsWhereverItIsMounted() {
    String devtmpfs = "{'destination':'/dev','type':'devtmpfs'}";

    assertThat(Fixture.mounts(devtmpfs).plan().devices().own()).isFalse();
    assertThat(Fixture.mounts(devtmpfs).plan().devices().nodes()).isEmpty();
  }

  private static Node node(String path, int major, int minor) {
    return new Node("", path, DevicePlan.Type.CHARACTER, major, minor, 0666, 0, 0);
  }
}
