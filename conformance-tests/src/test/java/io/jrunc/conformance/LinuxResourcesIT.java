package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Controller;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * config-linux.md, every limit of the resources that {@link LinuxCgroupsIT} has not: what the
 * kernel's file says afterwards, and that what can't be kept is an error.
 */
@Conformance
class LinuxResourcesIT {

  /** In place of a file and its value: the container can't be created. */
  private static final String REFUSED = "refused";

  private static final String NETWORK =
      "{'classID':1048577,'priorities':[{'name':'lo','priority':3}]}";

  private static final String UNLIMITED = "9223372036854771712";

  // MAJOR and MINOR are those of some disk; "a or b" is for files whose name depends on the kernel
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no memory limit  | memory | {'memory':{'limit':-1}}"
            + "| memory.limit_in_bytes="
            + UNLIMITED
            + " | memory.max=max",
        "no swap limit    | memory | {'memory':{'limit':33554432,'swap':-1}}"
            + "| memory.memsw.limit_in_bytes="
            + UNLIMITED
            + " | memory.swap.max=max",
        "swappiness       | memory | {'memory':{'swappiness':30}}"
            + "| memory.swappiness=30 | "
            + REFUSED,
        "no OOM killer    | memory | {'memory':{'disableOOMKiller':true}}"
            + "| memory.oom_control=oom_kill_disable 1 | "
            + REFUSED,
        "kernel TCP       | memory | {'memory':{'kernelTCP':1048576}}"
            + "| memory.kmem.tcp.limit_in_bytes=1048576 | "
            + REFUSED,
        "hierarchy        | memory | {'memory':{'useHierarchy':true}}"
            + "| memory.use_hierarchy=1 | memory.max=max",
        "usage is checked | memory | {'memory':{'limit':33554432,'checkBeforeUpdate':true}}"
            + "| memory.limit_in_bytes=33554432 | memory.max=33554432",
        "cpu shares       | cpu    | {'cpu':{'shares':1024}} | cpu.shares=1024 | cpu.weight=100",
        "cpu burst        | cpu    | {'cpu':{'quota':20000,'period':100000,'burst':5000}}"
            + "| cpu.cfs_burst_us=5000 | cpu.max.burst=5000",
        "idle             | cpu    | {'cpu':{'idle':1}} | cpu.idle=1 | cpu.idle=1",
        "cpus             | cpuset | {'cpu':{'cpus':'0'}} | cpuset.cpus=0 | cpuset.cpus=0",
        "mems             | cpuset | {'cpu':{'mems':'0'}} | cpuset.mems=0 | cpuset.mems=0",
        "no process more  | pids   | {'pids':{'limit':0}} | pids.max=0 | pids.max=0",
        "weight           | blkio,io | {'blockIO':{'weight':500}}"
            + "| blkio.bfq.weight=500 or blkio.weight=500"
            + "| io.bfq.weight=default 500 or io.weight=default 4950",
        "no leaf weight   | io     | {'blockIO':{'leafWeight':500}} | " + REFUSED + "|" + REFUSED,
        "bytes read       | blkio,io | {'blockIO':{'throttleReadBpsDevice':"
            + "[{'major':MAJOR,'minor':MINOR,'rate':1048576}]}}"
            + "| blkio.throttle.read_bps_device=MAJOR:MINOR 1048576"
            + "| io.max=MAJOR:MINOR rbps=1048576 wbps=max riops=max wiops=max",
        "bytes written    | blkio,io | {'blockIO':{'throttleWriteBpsDevice':"
            + "[{'major':MAJOR,'minor':MINOR,'rate':1048576}]}}"
            + "| blkio.throttle.write_bps_device=MAJOR:MINOR 1048576"
            + "| io.max=MAJOR:MINOR rbps=max wbps=1048576 riops=max wiops=max",
        "reads            | blkio,io | {'blockIO':{'throttleReadIOPSDevice':"
            + "[{'major':MAJOR,'minor':MINOR,'rate':100}]}}"
            + "| blkio.throttle.read_iops_device=MAJOR:MINOR 100"
            + "| io.max=MAJOR:MINOR rbps=max wbps=max riops=100 wiops=max",
        "writes           | blkio,io | {'blockIO':{'throttleWriteIOPSDevice':"
            + "[{'major':MAJOR,'minor':MINOR,'rate':100}]}}"
            + "| blkio.throttle.write_iops_device=MAJOR:MINOR 100"
            + "| io.max=MAJOR:MINOR rbps=max wbps=max riops=max wiops=100",
        "huge pages       | hugetlb | {'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]}"
            + "| hugetlb.2MB.rsvd.limit_in_bytes=4194304 or hugetlb.2MB.limit_in_bytes=4194304"
            + "| hugetlb.2MB.rsvd.max=4194304 or hugetlb.2MB.max=4194304",
        "class of packets | net_cls | {'network':{'classID':1048577}}"
            + "| net_cls.classid=1048577 | "
            + REFUSED,
        "priority of packets | net_prio | {'network':{'priorities':[{'name':'lo','priority':3}]}}"
            + "| net_prio.ifpriomap=lo 3 | "
            + REFUSED,
        "huge pages by file | hugetlb | {'unified':{'hugetlb.2MB.max':'4194304'}}"
            + "| "
            + REFUSED
            + " | hugetlb.2MB.max=4194304",
        "memory by file   | memory | {'unified':{'memory.high':'33554432'}}"
            + "| "
            + REFUSED
            + " | memory.high=33554432",
        "groups by file   | cgroup | {'unified':{'cgroup.max.descendants':'7'}}"
            + "| "
            + REFUSED
            + " | cgroup.max.descendants=7",
        "files win        | memory"
            + "| {'memory':{'limit':16777216},'unified':{'memory.max':'33554432'}}"
            + "| "
            + REFUSED
            + " | memory.max=33554432",
        "lines of a file  | io | {'unified':{'io.max':'MAJOR:MINOR rbps=1048576\\nMAJOR:MINOR wiops=9'}}"
            + "| "
            + REFUSED
            + " | io.max=MAJOR:MINOR rbps=1048576 wbps=max riops=max wiops=9"
      })
  @SpecRule("config-linux.md#control-groups: every limit is in force, or an error")
  void aLimitIsInTheKernelsFileOrAnError(
      String name, String controllers, String resources, String v1, String v2, Sandbox sandbox) {
    Container container = sandbox.container(limited(withDisk(resources)));
    Optional<Controller> controller = Controller.find(controllers.split(",", -1));
    String expected = controller.map(found -> found.isV1() ? v1 : v2).orElse(REFUSED);
    if (expected.equals(REFUSED)) {
      container.createFailsAndLeavesNothing();
    } else {
      container.launch();
      assertSays(container, controller.orElseThrow(), withDisk(expected));
    }
  }

  static void assertSays(Container container, Controller controller, String expected) {
    String[] files = expected.split(" or ", -1);
    for (String file : files) {
      String[] parts = file.split("=", 2);
      if (Files.exists(controller.groupOf(container.pid()).resolve(parts[0]))) {
        assertThat(controller.lines(container.pid(), parts[0])).as(parts[0]).contains(parts[1]);
        return;
      }
    }
    throw new AssertionError("the group has none of " + String.join(", ", files));
  }

  @Test
  @Requires(Need.CGROUP_V2)
  @SpecRule("config-linux.md#control-groups: every limit is in force, in version 2 as well")
  void allLimitsOfOneContainerAreInTheFilesOfVersion2(Sandbox sandbox) {
    Container container =
        sandbox
            .container(
                limited(
                    withDisk(
                        """
                        {'memory':{'limit':67108864,'swap':100663296,'reservation':33554432,
                                   'kernel':-1,'kernelTCP':-1,'checkBeforeUpdate':true},
                         'cpu':{'shares':1024,'quota':20000,'period':50000,'burst':5000,
                                'cpus':'0','mems':'0'},
                         'pids':{'limit':77},
                         'blockIO':{'weight':500,
                          'throttleReadBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':1048576}],
                          'throttleWriteBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':2097152}],
                          'throttleReadIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':100}],
                          'throttleWriteIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':200}]},
                         'hugepageLimits':[{'pageSize':'2MB','limit':4194304}],
                         'unified':{'memory.high':'50331648','cgroup.max.depth':'3',
                                    'cpu.max':'30000 50000','cpu.weight.nice':'5'}}
                        """)))
            .launch();
    for (String file :
        List.of(
            "memory.max=67108864",
            "memory.swap.max=33554432",
            "memory.low=33554432",
            "memory.high=50331648",
            "cpu.max=30000 50000",
            "cpu.max.burst=5000",
            "cpu.weight.nice=5",
            "cpuset.cpus=0",
            "cpuset.mems=0",
            "pids.max=77",
            "io.bfq.weight=default 500 or io.weight=default 4950",
            "io.max=MAJOR:MINOR rbps=1048576 wbps=2097152 riops=100 wiops=200",
            "hugetlb.2MB.max=4194304",
            "hugetlb.2MB.rsvd.max=4194304",
            "cgroup.max.depth=3")) {
      assertSays(container, Controller.find("cgroup").orElseThrow(), withDisk(file));
    }
  }

  @Test
  @Requires({Need.CGROUP_V1, Need.MEMORY_CONTROLLER, Need.CPU_CONTROLLER, Need.PIDS_CONTROLLER})
  @SpecRule("config-linux.md#control-groups: every limit is in force, in version 1 as well")
  void allLimitsOfOneContainerAreInTheFilesOfVersion1(Sandbox sandbox) {
    String resources =
        """
        {'memory':{'limit':67108864,'swap':100663296,'reservation':33554432,'swappiness':30,
                   'disableOOMKiller':true},
         'cpu':{'shares':512,'quota':20000,'period':50000,'cpus':'0','mems':'0'},
         'blockIO':{
          'throttleReadBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':1048576}],
          'throttleWriteBpsDevice':[{'major':MAJOR,'minor':MINOR,'rate':2097152}],
          'throttleReadIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':100}],
          'throttleWriteIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':200}]},
        """
            + (isInV1("net_cls") ? "'network':" + NETWORK + "," : "")
            + (isInV1("hugetlb") ? "'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]," : "")
            + "'pids':{'limit':77}}";
    Container container = sandbox.container(limited(withDisk(resources))).launch();
    for (String file :
        List.of(
            "memory: memory.limit_in_bytes=67108864",
            "memory: memory.memsw.limit_in_bytes=100663296",
            "memory: memory.soft_limit_in_bytes=33554432",
            "memory: memory.swappiness=30",
            "memory: memory.oom_control=oom_kill_disable 1",
            "cpu: cpu.shares=512",
            "cpu: cpu.cfs_quota_us=20000",
            "cpu: cpu.cfs_period_us=50000",
            "cpuset: cpuset.cpus=0",
            "cpuset: cpuset.mems=0",
            "blkio: blkio.throttle.read_bps_device=MAJOR:MINOR 1048576",
            "blkio: blkio.throttle.write_bps_device=MAJOR:MINOR 2097152",
            "blkio: blkio.throttle.read_iops_device=MAJOR:MINOR 100",
            "blkio: blkio.throttle.write_iops_device=MAJOR:MINOR 200",
            "net_cls: net_cls.classid=1048577",
            "net_prio: net_prio.ifpriomap=lo 3",
            "hugetlb: hugetlb.2MB.limit_in_bytes=4194304",
            "hugetlb: hugetlb.2MB.rsvd.limit_in_bytes=4194304",
            "pids: pids.max=77")) {
      String[] parts = file.split(": ", 2);
      if (isInV1(parts[0])) {
        assertSays(container, Controller.find(parts[0]).orElseThrow(), withDisk(parts[1]));
      }
    }
  }

  static boolean isInV1(String controller) {
    return Controller.find(controller).filter(Controller::isV1).isPresent();
  }

  @Test
  @AlsoOnV2
  @Requires(Need.WEIGHTED_DISK)
  @SpecRule("config-linux.md#block-io: weightDevice is the weight of one device")
  void oneDiskHasAnotherWeightThanTheOthers(Sandbox sandbox) {
    String disk = withWeightedDisk("MAJOR:MINOR");
    Controller controller = Controller.find("blkio", "io").orElseThrow();
    Container container =
        sandbox
            .container(
                limited(
                    withWeightedDisk(
                        "{'blockIO':{'weight':200,"
                            + "'weightDevice':[{'major':MAJOR,'minor':MINOR,'weight':300}]}}")))
            .launch();
    assertSays(container, controller, "blkio.bfq.weight=200 or io.bfq.weight=default 200");
    assertSays(
        container,
        controller,
        "blkio.bfq.weight_device=" + disk + " 300 or io.bfq.weight=" + disk + " 300");
  }

  @Test
  @Requires(Need.CGROUP_V2)
  @SpecRule("config-linux.md#control-groups: a limit that version 2 has no file for is an error")
  void whatOnlyVersion1HasIsAnErrorInVersion2(Sandbox sandbox) {
    for (String resources :
        List.of(
            "{'memory':{'swappiness':30}}",
            "{'memory':{'disableOOMKiller':true}}",
            "{'memory':{'kernel':1048576}}",
            "{'cpu':{'realtimePeriod':500000,'realtimeRuntime':10000}}",
            "{'blockIO':{'leafWeight':500}}",
            "{'network':{'classID':1048577}}",
            "{'network':{'priorities':[{'name':'lo','priority':3}]}}")) {
      sandbox.container(limited(resources)).createFailsAndLeavesNothing();
    }
  }

  @Test
  @AlsoOnV2
  @SpecRule("config-linux.md#rdma: hcaHandles and hcaObjects are limits of a device")
  void handlesAndObjectsOfAnRdmaDeviceAreLimited(Sandbox sandbox) {
    Optional<Controller> rdma = Controller.find("rdma");
    String limits = withRdma("{'rdma':{'RDMA':{'hcaHandles':3,'hcaObjects':10000}}}");
    assumeTrue(rdma.isPresent(), "no rdma controller");
    Container container = sandbox.container(limited(limits)).launch();
    assertThat(rdma.get().lines(container.pid(), "rdma.max"))
        .contains(withRdma("RDMA hca_handle=3 hca_object=10000"));
  }

  @Test
  @Requires({Need.CPU_CONTROLLER, Need.CGROUP_V1})
  @SpecRule("config-linux.md#cpu: realtimeRuntime, realtimePeriod")
  void realTimeIsGivenByAParentThatHasSome(Sandbox sandbox) {
    Controller cpu = Controller.find("cpu").orElseThrow();
    assumeTrue(Files.exists(cpu.root().resolve("cpu.rt_runtime_us")), "no real time for groups");
    Container container =
        sandbox.container(limited("{'cpu':{'realtimePeriod':500000,'realtimeRuntime':10000}}"));
    Config config = container.bundle().config();
    container.bundle().write(config.set("/linux/cgroupsPath", "/" + container.id()));
    container.launch();
    assertThat(cpu.lines(container.pid(), "cpu.rt_period_us")).containsExactly("500000");
    assertThat(cpu.lines(container.pid(), "cpu.rt_runtime_us")).containsExactly("10000");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a short quota        | {'cpu':{'quota':500}}",
        "a burst above quota  | {'cpu':{'quota':20000,'burst':30000}}",
        "cpus no machine has  | {'cpu':{'cpus':'0-4095'}}",
        "no list of cpus      | {'cpu':{'cpus':'zero'}}",
        "mems no machine has  | {'cpu':{'mems':'1000'}}",
        "a total below memory | {'memory':{'limit':33554432,'swap':16777216}}",
        "a total without limit| {'memory':{'swap':16777216}}",
        "a disk nobody has    | {'blockIO':{'throttleReadBpsDevice':"
            + "[{'major':4094,'minor':77,'rate':1048576}]}}",
        "pages of no size     | {'hugepageLimits':[{'pageSize':'3MB','limit':1}]}",
        "pages of a path      | {'hugepageLimits':[{'pageSize':'2MB/../2MB','limit':1}]}",
        "no RDMA device       | {'rdma':{'none0':{'hcaHandles':1}}}",
        "an unknown controller| {'unified':{'nothing.max':'1'}}",
        "an unknown file      | {'unified':{'pids.nothing':'1'}}",
        "a file elsewhere     | {'unified':{'../memory.max':'max'}}"
      })
  @SpecRule("config-linux.md#control-groups: what can't be kept is an error")
  void aWrongLimitIsAnErrorThatLeavesNothing(String name, String resources, Sandbox sandbox) {
    sandbox.container(limited(resources)).createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config-linux.md#intelrdt: without a mounted resctrl file system it is an error")
  void cacheCannotBeSharedOutWithoutResctrl(Sandbox sandbox) {
    assumeTrue(
        Host.mounts().stream().noneMatch(mount -> mount.type().equals("resctrl")), "resctrl");
    sandbox
        .container(config -> config.sleeping().set("/linux/intelRdt/l3CacheSchema", "L3:0=f"))
        .createFailsAndLeavesNothing();
  }

  @OnlyFor("jrunc")
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "weight     ; {'blockIO':{'weight':5}} ; blockIO/weight: 5 is not from 10 to 1000",
        "leaf weight; {'blockIO':{'leafWeight':20}} ; blockIO/leafWeight: (blkio.leaf_weight: 20:"
            + " .*: this kernel keeps no such limit|cgroup v2 has no such limit)",
        "no weight  ; {'blockIO':{'weightDevice':[{'major':8,'minor':0}]}}"
            + "; blockIO/weightDevice/0: has neither a weight nor a leafWeight",
        "disk       ; {'blockIO':{'throttleWriteBpsDevice':[{'major':4094,'minor':77,'rate':1}]}}"
            + "; blockIO/throttleWriteBpsDevice/0: (blkio.throttle.write_bps_device: 4094:77 1"
            + "|io.max: 4094:77 wbps=1): no such device .ENODEV.: there is no such block device",
        "page size  ; {'hugepageLimits':[{'pageSize':'3MB','limit':4096}]}"
            + "; hugepageLimits/0/limit: (hugetlb.3MB.(limit_in_bytes|max): 4096:"
            + " .*: this kernel's huge pages are of .*|the hugetlb controller is not .*)",
        "no size    ; {'hugepageLimits':[{'pageSize':'../2MB','limit':4096}]}"
            + "; hugepageLimits/0/pageSize: ../2MB is not a size of pages such as .*",
        "network    ; {'network':{'priorities':[{'name':'nothing0','priority':3}]}}"
            + "; network/priorities/0: (the net_prio controller is not available on this host"
            + "|net_prio.ifpriomap: .*: there is no such network interface)",
        "RDMA       ; {'rdma':{'none0':{'hcaHandles':1}}} ; rdma/none0: (the rdma controller is not"
            + " available on this host|rdma.max: none0 hca_handle=1: .*: there is no such RDMA device)",
        "controller ; {'unified':{'nothing.max':'1'}}"
            + "; unified/nothing.max: the nothing controller is not available on this host",
        "processes  ; {'unified':{'cgroup.procs':'1'}}"
            + "; unified/cgroup.procs: (this file is for the runtime alone|cgroup v2 is not mounted.*)",
        "quota      ; {'cpu':{'quota':500}} ; cpu/quota: (cpu.cfs_quota_us: 500|cpu.max: 500 100000):"
            + " invalid argument .EINVAL.: a quota has 1000 microseconds at least, .*",
        "cpus       ; {'cpu':{'cpus':'0-4095'}}"
            + "; cpu/cpus: cpuset.cpus: 0-4095: .*: its parent has [0-9,-]+",
        "no cpus    ; {'cpu':{'cpus':'zero'}}"
            + "; cpu/cpus: .*zero.* is not a list of processors such as 0-3,7"
      })
  void anErrorNamesTheFieldTheFileTheValueAndTheReason(
      String name, String resources, String message, Sandbox sandbox) {
    Outcome outcome = sandbox.container(limited(resources)).createFailsAndLeavesNothing();
    assertThat(outcome.stderr()).containsPattern("/linux/resources/" + message);
  }

  @Test
  @OnlyFor("jrunc")
  @Requires({Need.CPU_CONTROLLER, Need.CGROUP_V1})
  void realTimeThatTheParentDoesNotHaveIsSaid(Sandbox sandbox) {
    Outcome outcome =
        sandbox
            .container(limited("{'cpu':{'realtimePeriod':500000,'realtimeRuntime':10000}}"))
            .createFailsAndLeavesNothing();
    assertThat(outcome.stderr())
        .containsPattern(
            "/linux/resources/cpu/realtime(Period: cpu.rt_period_us: 500000: .*no such limit"
                + "|Runtime: cpu.rt_runtime_us: 10000: .*: its parent /.* has 0 in"
                + " cpu.rt_runtime_us)");
  }

  static Consumer<Config> limited(String resources) {
    String json = resources.replace('\'', '"');
    return config -> config.sleeping().set("/linux/resources", Json.parse(json));
  }

  /** The text with the number of a disk that keeps weights. */
  static String withWeightedDisk(String text) {
    Path disk = Path.of("/sys/block", Host.weightedDisk().orElseThrow());
    String[] number = HostFiles.read(disk.resolve("dev")).strip().split(":", -1);
    return text.replace("MAJOR", number[0]).replace("MINOR", number[1]);
  }

  /** The text with the name of an RDMA device; the test is skipped where there is none. */
  static String withRdma(String text) {
    if (!text.contains("RDMA")) {
      return text;
    }
    Path devices = Path.of("/sys/class/infiniband");
    List<String> names = Files.isDirectory(devices) ? HostFiles.names(devices) : List.of();
    assumeTrue(!names.isEmpty(), "no RDMA device");
    return text.replace("RDMA", names.get(0));
  }

  /** The text with the number of some disk; the test is skipped where there is none. */
  static String withDisk(String text) {
    if (!text.contains("MAJOR")) {
      return text;
    }
    Path blocks = Path.of("/sys/block");
    List<String> disks = Files.isDirectory(blocks) ? HostFiles.names(blocks) : List.of();
    assumeTrue(!disks.isEmpty(), "no disk");
    String[] number =
        HostFiles.read(blocks.resolve(disks.get(0)).resolve("dev")).strip().split(":", -1);
    return text.replace("MAJOR", number[0]).replace("MINOR", number[1]);
  }
}
