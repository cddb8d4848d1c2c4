package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.NamespacePlan.JoinedNamespace;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.linux.NamespaceType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamespacePlannerTest {
  private static final String MAPPINGS =
      "'uidMappings':[{'containerID':0,'hostID':5,'size':9}],"
          + "'gidMappings':[{'containerID':0,'hostID':6,'size':9}]";

  @Test
  void aNewUserNamespaceHasMappings() {
    NamespacePlan plan =
        Fixture.linux("'namespaces':[{'type':'user'}]," + MAPPINGS).plan().namespaces();

    assertThat(plan.creates(NamespaceType.USER)).isTrue();
    assertThat(plan.uidMappings()).containsExactly(new IdMapping(0, 5, 9));
    assertThat(plan.gidMappings()).containsExactly(new IdMapping(0, 6, 9));
  }

  @Test
  void namespacesOfAJoinedUserNamespaceComeAfterIt() {
    NamespacePlan plan =
        Fixture.linux(
                "'namespaces':[{'type':'ipc','path':'/ns/ipc'},{'type':'user','path':'/ns/user'},"
                    + "{'type':'network','path':'/ns/net'},{'type':'pid'}],"
                    + MAPPINGS)
            .with(
                Map.of(
                    "/ns/ipc", NamespaceKind.OF_JOINED_USER,
                    "/ns/user", NamespaceKind.OTHER,
                    "/ns/net", NamespaceKind.OTHER))
            .plan()
            .namespaces();

    assertThat(plan.created()).containsExactly(NamespaceType.PID);
    assertThat(plan.joined())
        .containsExactly(
            new JoinedNamespace("/linux/namespaces/2", NamespaceType.NETWORK, "/ns/net", false),
            new JoinedNamespace("/linux/namespaces/1", NamespaceType.USER, "/ns/user", false),
            new JoinedNamespace("/linux/namespaces/0", NamespaceType.IPC, "/ns/ipc", true));
    assertThat(plan.uidMappings()).containsExactly(new IdMapping(0, 5, 9)); // to be compared
    assertThat(plan.gidMappings()).containsExactly(new IdMapping(0, 6, 9));
  }

  @Test
  void anOrdinaryUserMapsHisOwnIdHimselfAndOthersByTheToolsForIt() {
    String user = "'namespaces':[{'type':'user'},{'type':'mount'}],";
    String own = "'uidMappings':[{'containerID':0,'hostID':1000,'size':1}]";
    String more = "'gidMappings':[{'containerID':0,'hostID':1001,'size':2}]";
    Fixture fixture = Fixture.linux(user + own + "," + more);

    NamespacePlan ofUser = fixture.asOrdinaryUser().plan().namespaces();
    assertThat(ofUser.uidMapWriter()).isEqualTo(IdMapWriter.ENGINE_OF_ORDINARY_USER);
    assertThat(ofUser.gidMapWriter()).isEqualTo(IdMapWriter.PROGRAM);
    assertThat(ofUser.hiding()).isFalse();
    NamespacePlan ofRoot = fixture.plan().namespaces();
    assertThat(ofRoot.uidMapWriter()).isEqualTo(IdMapWriter.ENGINE);
    assertThat(ofRoot.gidMapWriter()).isEqualTo(IdMapWriter.ENGINE);
    assertThat(ofRoot.hiding()).isTrue();
  }

  @Test
  void ourOwnNamespaceIsNotJoined() {
    NamespacePlan plan =
        Fixture.linux("'namespaces':[{'type':'user','path':'/ns/user'}]")
            .with(Map.of("/ns/user", NamespaceKind.OWN))
            .plan()
            .namespaces();

    assertThat(plan.separates(NamespaceType.USER)).isFalse();
  }

  @Test
  void aMissingNamespaceIsNamed() {
    Fixture fixture =
        Fixture.linux("'namespaces':[{'type':'pid'},{'type':'uts','path':'/ns/uts'}]");

    assertThatThrownBy(fixture::plan)
        .isInstanceOf(HostLacksException.class)
        .hasMessage("/linux/namespaces/1: /ns/uts: no such file or directory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "uts|'hostname':'h'|/hostname",
        "uts|'domainname':'d'|/domainname",
        "mount|'mounts':[{'destination':'/a','type':'tmpfs'}]|/mounts",
      })
  void theHostIsNotChangedThroughAPathToItsNamespace(String type, String members, String place) {
    Fixture fixture =
        Fixture.of(members + ",'linux':{'namespaces':[{'type':'" + type + "','path':'/ns/own'}]}")
            .with(Map.of("/ns/own", NamespaceKind.OWN));

    assertThatThrownBy(fixture::plan)
        .isInstanceOf(HostLacksException.class)
        .hasMessage(place + ": the " + type + " namespace to join is the one of the host");
  }

  @ParameterizedTest
  @CsvSource({"network,net.ipv4.ip_forward", "ipc,kernel.sem", "ipc,fs.mqueue.msg_max"})
  void parametersOfTheHostAreNotChangedEither(String type, String name) {
    Fixture fixture =
        Fixture.linux(
                "'sysctl':{'"
                    + name
                    + "':'1'},'namespaces':[{'type':'"
                    + type
                    + "','path':'/ns/own'}]")
            .with(Map.of("/ns/own", NamespaceKind.OWN));

    assertThatThrownBy(fixture::plan)
        .isInstanceOf(HostLacksException.class)
        .hasMessage(
            "/linux/sysctl/"
                + name
                + ": the "
                + type
                + " namespace to join is the one of the host");
  }

  @Test
  void clocksAreShiftedBySecondsAndNanoseconds() {
    NamespacePlan plan =
        Fixture.linux(
                "'namespaces':[{'type':'time'}],'timeOffsets':{"
                    + "'monotonic':{'secs':-5,'nanosecs':999999999},'boottime':{'secs':7}}")
            .plan()
            .namespaces();

    assertThat(plan.timeOffsets()).containsExactly("monotonic -5 999999999", "boottime 7 0");
  }
}
