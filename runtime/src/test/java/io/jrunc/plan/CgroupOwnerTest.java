package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.HostFacts.UserNamespace;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CgroupOwnerTest {
  private static final String ID_MAPS =
      "'uidMappings':[{'containerID':0,'hostID':5000,'size':10},"
          + "{'containerID':10,'hostID':90000,'size':1000}],"
          + "'gidMappings':[{'containerID':0,'hostID':5000,'size':10}]";
  private static final String NAMESPACES =
      "'namespaces':[{'type':'mount'},{'type':'user'},{'type':'cgroup'}]";
  private static final String WRITABLE = mount("cgroup", "'rw'");

  @Test
  void aWritableGroupOfItsOwnBelongsToTheUserOfTheProgram() {
    assertThat(owner(110, NAMESPACES + "," + ID_MAPS, WRITABLE)).hasValue(90_100);
    assertThat(owner(0, NAMESPACES + "," + ID_MAPS, mount("cgroup2", "'nosuid'"))).hasValue(5000);
    assertThat(owner(7, NAMESPACES.replace("{'type':'user'},", ""), WRITABLE)).hasValue(7);
  }

  @Test
  void rootsGroupStaysRoots() {
    assertThat(owner(0, NAMESPACES.replace("{'type':'user'},", ""), WRITABLE)).isEmpty();
  }

  @Test
  void aGroupThatTheContainerCannotWriteStaysRoots() {
    String linux = NAMESPACES + "," + ID_MAPS;
    assertThat(owner(0, linux, mount("cgroup", "'ro'"))).isEmpty();
    assertThat(owner(0, linux, "")).isEmpty();
    assertThat(owner(0, linux, WRITABLE + "," + mount("cgroup", "'remount','ro'"))).isEmpty();
    assertThat(owner(0, linux, WRITABLE + ",{'destination':'/sys/fs','type':'tmpfs'}")).isEmpty();
    assertThat(owner(0, linux + ",'readonlyPaths':['/sys/fs/cgroup']", WRITABLE)).isEmpty();
    assertThat(owner(0, linux + ",'maskedPaths':['/sys']", WRITABLE)).isEmpty();
  }

  @Test
  void aGroupStaysRootsWithoutANewCgroupNamespace() {
    String linux = NAMESPACES.replace(",{'type':'cgroup'}", "") + "," + ID_MAPS;
    assertThat(owner(0, linux, WRITABLE)).isEmpty();
  }

  @Test
  void groupsOfVersion1AndOfOrdinaryUsersStayAsTheyAre() {
    Fixture fixture = fixture(0, NAMESPACES + "," + ID_MAPS, WRITABLE);
    assertThat(fixture.with(Fixture.HYBRID).plan().cgroup().owner()).isEmpty();
    assertThat(fixture.asOrdinaryUser().plan().cgroup().owner()).isEmpty();
    assertThat(fixture.with(UserNamespace.NESTED).plan().cgroup().owner()).hasValue(5000);
  }

  private static OptionalLong owner(int uid, String linux, String mounts) {
    return fixture(uid, linux, mounts).plan().cgroup().owner();
  }

  private static Fixture fixture(int uid, String linux, String mounts) {
    return Fixture.process(
        "'args':['sh'],'cwd':'/','user':{'uid':" + uid + ",'gid':0}",
        "'linux':{"
            + linux
            + "},'mounts':[{'destination':'/proc','type':'proc'}"
            + (mounts.isEmpty() ? "" : ",")
            + mounts
            + "]");
  }

  private static String mount(String type, String options) {
    return "{'destination':'/sys/fs/cgroup','type':'"
        + type
        + "','source':'cgroup','options':["
        + options
        + "]}";
  }
}
