package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Controller;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command update with limits that {@link UpdateIT} has not: runc changes only memory, time,
 * processors, processes and the weight of block I/O, and leaves the others as they are.
 */
@Conformance
@AlsoOnV2
@OnlyFor("jrunc")
class UpdateResourcesIT {

  /** In place of a file and its value: version 1 or 2 has no such limit. */
  private static final String NONE = "none";

  private static final String READ =
      "{'blockIO':{'throttleReadBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':RATE}]}}";

  // MAJOR and MINOR are those of some disk
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "swappiness | memory | {'memory':{'swappiness':30}} | {'memory':{'swappiness':60}}"
            + "| memory.swappiness=60 | none",
        "weight | io | {'blockIO':{'weight':500}} | {'blockIO':{'weight':100}}"
            + "| none | io.bfq.weight=default 100 or io.weight=default 910",
        "bytes read | blkio,io"
            + "| {'blockIO':{'throttleReadBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':1048576}]}}"
            + "| {'blockIO':{'throttleReadBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':2097152}]}}"
            + "| blkio.throttle.read_bps_device=MAJOR:MINOR 2097152"
            + "| io.max=MAJOR:MINOR rbps=2097152 wbps=max riops=max wiops=max",
        "reads beside bytes | blkio,io"
            + "| {'blockIO':{'throttleReadBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':1048576}]}}"
            + "| {'blockIO':{'throttleReadIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':100}]}}"
            + "| blkio.throttle.read_iops_device=MAJOR:MINOR 100"
            + "| io.max=MAJOR:MINOR rbps=1048576 wbps=max riops=100 wiops=max",
        "bytes written | blkio,io"
            + "| {'blockIO':{'throttleWriteBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':1048576}]}}"
            + "| {'blockIO':{'throttleWriteBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':2097152}]}}"
            + "| blkio.throttle.write_bps_device=MAJOR:MINOR 2097152"
            + "| io.max=MAJOR:MINOR rbps=max wbps=2097152 riops=max wiops=max",
        "writes | blkio,io"
            + "| {'blockIO':{'throttleWriteIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':100}]}}"
            + "| {'blockIO':{'throttleWriteIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':200}]}}"
            + "| blkio.throttle.write_iops_device=MAJOR:MINOR 200"
            + "| io.max=MAJOR:MINOR rbps=max wbps=max riops=max wiops=200",
        "RDMA handles | rdma | {'rdma':{'RDMA':{'hcaHandles':3}}}"
            + "| {'rdma':{'RDMA':{'hcaHandles':4,'hcaObjects':9}}}"
            + "| rdma.max=RDMA hca_handle=4 hca_object=9 | rdma.max=RDMA hca_handle=4 hca_object=9",
        "huge pages | hugetlb | {'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]}"
            + "| {'hugepageLimits':[{'pageSize':'2MB','limit':8388608}]}"
            + "| hugetlb.2MB.rsvd.limit_in_bytes=8388608 or hugetlb.2MB.limit_in_bytes=8388608"
            + "| hugetlb.2MB.rsvd.max=8388608 or hugetlb.2MB.max=8388608",
        "class of packets | net_cls | {'network':{'classID':1}} | {'network':{'classID':2}}"
            + "| net_cls.classid=2 | none",
        "priority of packets | net_prio"
            + "| {'network':{'priorities':[{'name':'lo','priority':3}]}}"
            + "| {'network':{'priorities':[{'name':'lo','priority':4}]}}"
            + "| net_prio.ifpriomap=lo 4 | none",
        "a file | cgroup | {'unified':{'cgroup.max.descendants':'7'}}"
            + "| {'unified':{'cgroup.max.descendants':'8'}} | none | cgroup.max.descendants=8"
      })
  void aLimitIsChanged(
      String name,
      String controllers,
      String before,
      String update,
      String v1,
      String v2,
      Sandbox sandbox) {
    Controller controller = found(controllers);
    String expected = controller.isV1() ? v1 : v2;
    assumeTrue(!expected.equals(NONE), "no such limit in this version");
    Container container = sandbox.container(LinuxResourcesIT.limited(onHost(before))).launch();
    update(container, onHost(update)).succeeds();
    LinuxResourcesIT.assertSays(container, controller, onHost(expected));
  }

  private static String onHost(String text) {
    return LinuxResourcesIT.withRdma(LinuxResourcesIT.withDisk(text));
  }

  @Test
  @Requires(Need.WEIGHTED_DISK)
  void theWeightOfOneDiskIsChangedAndPutBackAfterARefusal(Sandbox sandbox) {
    String weight = "{'blockIO':{'weightDevice':[{'major':MAJOR,'minor':MINOR,'weight':300}]}}";
    String before = LinuxResourcesIT.withWeightedDisk(weight);
    String disk = LinuxResourcesIT.withWeightedDisk("MAJOR:MINOR ");
    Controller controller = found("blkio", "io");
    Container container = sandbox.container(LinuxResourcesIT.limited(before)).launch();
    String file = controller.isV1() ? "blkio.bfq.weight_device" : "io.bfq.weight";
    update(container, before.replace("300", "400")).succeeds();
    assertThat(controller.lines(container.pid(), file)).contains(disk + "400");
    update(
            container,
            andADiskNobodyHas(before.replace("300", "500")).replace("'rate':1}", "'weight':50}"))
        .failsSaying("/blockIO/weightDevice/1", "4094:77");
    assertThat(controller.lines(container.pid(), file)).contains(disk + "400");
  }

  @Test
  void aRateThatWasThereBeforeARefusalIsThereAgain(Sandbox sandbox) {
    Controller controller = found("blkio", "io");
    String before = LinuxResourcesIT.withDisk(READ).replace("RATE", "1048576");
    Container container = sandbox.container(LinuxResourcesIT.limited(before)).launch();
    String file = controller.isV1() ? "blkio.throttle.read_bps_device" : "io.max";
    String line = controller.lines(container.pid(), file).get(0);
    update(container, andADiskNobodyHas(before.replace("1048576", "2097152"))).fails();
    assertThat(controller.lines(container.pid(), file)).containsExactly(line);
  }

  @Test
  void aRateThatWasNotThereBeforeARefusalIsNotThereAfterwards(Sandbox sandbox) {
    Controller controller = found("blkio", "io");
    Container container = sandbox.container(LinuxResourcesIT.limited("{}")).launch();
    String file = controller.isV1() ? "blkio.throttle.read_bps_device" : "io.max";
    String update = LinuxResourcesIT.withDisk(READ).replace("RATE", "2097152");
    update(container, andADiskNobodyHas(update))
        .failsSaying("/blockIO/throttleReadBpsDevice/1", "4094:77");
    assertThat(String.join("", controller.lines(container.pid(), file))).doesNotContain("2097152");
  }

  private static String andADiskNobodyHas(String update) {
    return update.replace("}]", "},{'major':4094,'minor':77,'rate':1}]");
  }

  private static Controller found(String... names) {
    Optional<Controller> found = Controller.find(String.join(",", names).split(",", -1));
    assumeTrue(found.isPresent(), "no controller " + String.join(", ", names));
    return found.orElseThrow();
  }

  private static Outcome update(Container container, String limits) {
    return container.command("update", "-r", "-").stdin(limits.replace('\'', '"')).execute();
  }
}
