package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.abi.IoPriorityClass;
import io.jrunc.linux.abi.MemoryPolicyFlag;
import io.jrunc.linux.abi.MemoryPolicyMode;
import io.jrunc.linux.abi.PersonalityDomain;
import io.jrunc.linux.abi.SchedulingFlag;
import io.jrunc.linux.abi.SchedulingPolicy;
import io.jrunc.plan.ProcessAttributes.IoPriorityPlan;
import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AttributePlannerTest {

  @Test
  void aSchedulerHasZerosForWhatIsNotGiven() {
    assertThat(attributes("'scheduler':{'policy':'SCHED_BATCH','nice':7}", "").scheduler())
        .contains(new SchedulerPlan(SchedulingPolicy.SCHED_BATCH, List.of(), 7, 0, 0, 0, 0));
    assertThat(
            attributes(
                    "'scheduler':{'policy':'SCHED_DEADLINE','flags':['SCHED_FLAG_RECLAIM'],"
                        + "'runtime':1024,'deadline':2048,'period':4096}",
                    "")
                .scheduler())
        .contains(
            new SchedulerPlan(
                SchedulingPolicy.SCHED_DEADLINE,
                List.of(SchedulingFlag.SCHED_FLAG_RECLAIM),
                0,
                0,
                1024,
                2048,
                4096));
  }

  @Test
  void anIoPriorityIsAClassAndALevel() {
    assertThat(
            attributes("'ioPriority':{'class':'IOPRIO_CLASS_IDLE','priority':3}", "").ioPriority())
        .contains(new IoPriorityPlan(IoPriorityClass.IOPRIO_CLASS_IDLE, 3));
  }

  @Test
  void thePersonalityIsOneOfTheKernels() {
    assertThat(attributes("", "'personality':{'domain':'LINUX32'}").personality())
        .contains(PersonalityDomain.PER_LINUX32);
    assertThat(attributes("", "'personality':{'domain':'LINUX'}").personality())
        .contains(PersonalityDomain.PER_LINUX);
  }

  @Test
  void nodesAreAMask() {
    assertThat(
            attributes(
                    "",
                    "'memoryPolicy':{'mode':'MPOL_BIND','nodes':'0-1,64','flags':"
                        + "['MPOL_F_STATIC_NODES']}")
                .memoryPolicy())
        .contains(
            new MemoryPolicyPlan(
                MemoryPolicyMode.MPOL_BIND,
                List.of(MemoryPolicyFlag.MPOL_F_STATIC_NODES),
                "0-1,64",
                List.of(3L, 1L)));
    assertThat(attributes("", "'memoryPolicy':{'mode':'MPOL_LOCAL'}").memoryPolicy())
        .contains(new MemoryPolicyPlan(MemoryPolicyMode.MPOL_LOCAL, List.of(), "", List.of()));
  }

  @Test
  void labelsAreForHostsThatKnowThem() {
    ProcessAttributes attributes =
        fixture("'apparmorProfile':'p','selinuxLabel':'l'", "")
            .with(hostWith(new SecurityModules(true, true)))
            .plan()
            .process()
            .attributes();
    assertThat(attributes.apparmor()).contains("p");
    assertThat(attributes.selinux()).contains("l");
  }

  @Test
  void anAppArmorProfileNeedsAppArmor() {
    assertThatThrownBy(() -> attributes("'apparmorProfile':'p'", ""))
        .isInstanceOf(HostLacksException.class)
        .hasMessage(
            "/process/apparmorProfile: profile p needs AppArmor, which this host does not have or"
                + " has disabled");
    assertThat(attributes("'apparmorProfile':'unconfined'", "").apparmor()).isEmpty();
  }

  @Test
  void anSelinuxLabelNeedsSelinux() {
    assertThatThrownBy(() -> attributes("'selinuxLabel':'l'", ""))
        .isInstanceOf(HostLacksException.class)
        .hasMessage(
            "/process/selinuxLabel: label l needs SELinux, which this host does not have or has"
                + " disabled");
  }

  @Test
  void theKeyringIsFoundByItsOwnerOrInAUserNamespaceByAll() {
    assertThat(attributes("", "").keyring()).contains(new KeyringPlan("_ses.web1", 0x3f1b0000));
    assertThat(
            attributes(
                    "",
                    "'namespaces':[{'type':'user'}],"
                        + "'uidMappings':[{'containerID':0,'hostID':5,'size':9}],"
                        + "'gidMappings':[{'containerID':0,'hostID':5,'size':9}]")
                .keyring())
        .contains(new KeyringPlan("_ses.web1", 0x3f1b0008));
    assertThat(
            Fixture.of("")
                .with(new PlanOptions(false, false, 0, 0, Optional.empty()))
                .plan()
                .process()
                .attributes()
                .keyring())
        .isEmpty();
  }

  private static ProcessAttributes attributes(String process, String linux) {
    return fixture(process, linux).plan().process().attributes();
  }

  private static Fixture fixture(String process, String linux) {
    String more = process.isEmpty() ? "" : "," + process;
    return Fixture.process("'args':['sh'],'cwd':'/'" + more, "'linux':{" + linux + "}");
  }

  private static HostFacts hostWith(SecurityModules modules) {
    ChangedHost host = new ChangedHost(Fixture.aHost());
    host.securityModules = modules;
    return host.facts();
  }
}
