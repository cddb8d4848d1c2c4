package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.MountPlan.Bind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NetworkFilesPlannerTest {
  private static final String MOUNT_NAMESPACE =
      "'linux':{'namespaces':[{'type':'mount'},{'type':'uts'}]}";

  @Test
  void resolversAndHostsAreMountedAfterAllOthers() {
    List<Bind> mounts = mounts("'hostname':'web'," + MOUNT_NAMESPACE, own());
    assertThat(mounts)
        .extracting(Bind::destination)
        .containsExactly("/etc/resolv.conf", "/etc/hosts", "/etc/hostname");
    assertThat(mounts)
        .extracting(Bind::source)
        .containsExactly("/s/web1/resolv.conf", "/s/web1/hosts", "/s/web1/hostname");
    assertThat(mounts).extracting(Bind::pointer).containsOnly("/annotations/io.jrunc.net.mode");
  }

  @Test
  void withoutAHostnameThereIsNoFileForIt() {
    assertThat(mounts(MOUNT_NAMESPACE, own()))
        .extracting(Bind::destination)
        .containsExactly("/etc/resolv.conf", "/etc/hosts");
  }

  @Test
  void theNameOfAnotherContainerIsNotShared() {
    NetworkOptions shared = new NetworkOptions("/s/other", true);
    assertThat(mounts("'hostname':'web'," + MOUNT_NAMESPACE, shared))
        .extracting(Bind::source)
        .containsExactly("/s/other/resolv.conf", "/s/other/hosts");
  }

  @Test
  void whatConfigJsonMountsStays() {
    String mounts = "'mounts':[{'destination':'/etc/hosts/','type':'tmpfs','source':'t'}],";
    assertThat(destinations(mounts + MOUNT_NAMESPACE))
        .containsExactly("/etc/hosts", "/etc/resolv.conf");
    String above = "'mounts':[{'destination':'/etc','type':'tmpfs','source':'t'}],";
    assertThat(destinations(above + MOUNT_NAMESPACE)).containsExactly("/etc");
  }

  @Test
  void nothingIsMountedWhereTheHostWouldSeeIt() {
    Planned planned = Fixture.of("").with(options(own())).planned();
    assertThat(planned.plan().mounts()).isEmpty();
    assertThat(planned.warnings())
        .contains(
            "/annotations/io.jrunc.net.mode: names and name servers stay: there is no mount"
                + " namespace");
  }

  @Test
  void aRootWhoCanNotReachTheCallersFilesKeepsHisOwn() {
    Planned ofHimself = ofAnOrdinaryUser(1000).planned();
    assertThat(ofHimself.plan().mounts()).hasSize(2);
    Planned ofAnother = ofAnOrdinaryUser(100_000).planned();
    assertThat(ofAnother.plan().mounts()).isEmpty();
    assertThat(ofAnother.warnings()).anySatisfy(w -> assertThat(w).contains("another user than"));
  }

  private static Fixture ofAnOrdinaryUser(int root) {
    String mappings = "[{'containerID':0,'hostID':" + root + ",'size':1}]";
    String linux =
        "'linux':{'namespaces':[{'type':'mount'},{'type':'user'}],'uidMappings':"
            + mappings
            + ",'gidMappings':"
            + mappings
            + "}";
    return Fixture.of(linux).asOrdinaryUser().with(options(own()));
  }

  private static List<String> destinations(String json) {
    return Fixture.of(json).with(options(own())).plan().mounts().stream()
        .map(MountPlan::destination)
        .toList();
  }

  private static List<Bind> mounts(String json, NetworkOptions network) {
    List<Bind> binds = new ArrayList<>();
    for (MountPlan mount : Fixture.of(json).with(options(network)).plan().mounts()) {
      binds.add((Bind) mount);
    }
    return binds;
  }

  private static NetworkOptions own() {
    return new NetworkOptions("/s/web1", false);
  }

  private static PlanOptions options(NetworkOptions network) {
    return new PlanOptions(
        false, true, 0, 0, Optional.empty(), Optional.empty(), Optional.of(network));
  }
}
