package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {
  private static final String NAMESPACES =
      "'namespaces':[{'type':'mount'},{'type':'uts'},{'type':'ipc'},{'type':'network'}]";

  @Test
  void allProblemsAreReportedTogether() {
    assertProblems(
        "{'ociVersion':'2.0.0','root':{'path':'rootfs'},'hostname':'web1',"
            + "'process':{'args':['sh'],'cwd':'tmp'}}",
        "/ociVersion: \"2.0.0\" is not a version that is known here: 1.x.y",
        "/hostname: needs a uts namespace",
        "/process/cwd: \"tmp\" is not an absolute path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.0.2-dev", "1.3.0+dev", "1.99.12-rc.1+b"})
  void everyVersionWithMajorOneIsKnown(String version) {
    assertProblems(config("").replace("1.3.0", version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "1.0.0.0", "1.0.x", "v1.0.0", "1.0.0-", "1..0", "01.0.0"})
  void whatIsNoVersionIsRefused(String version) {
    assertProblems(
        config("").replace("1.3.0", version),
        "/ociVersion: \"" + version + "\" is not a semver version such as 1.3.0");
  }

  @Test
  void majorZeroIsUnknown() {
    assertProblems(
        config("").replace("1.3.0", "0.5.0"),
        "/ociVersion: \"0.5.0\" is not a version that is known here: 1.x.y");
  }

  @Test
  void aProcessIsRequired() {
    assertProblems("{'ociVersion':'1.3.0','root':{'path':'rootfs'}}", "/process: is required");
  }

  @Test
  void theProgramHasAName() {
    assertProcess(
        "'args':[''],'cwd':'/'", "/process/args/0: exec: \"\": executable file not found in $PATH");
  }

  @Test
  void theAffinityOfExecutedProcessesIsTheirs() {
    assertProblems(config("").replace("'cwd'", "'execCPUAffinity':{'initial':'0'},'cwd'"));
  }

  @Test
  void whatClientsWriteForNoLimitIsAllowed() {
    assertLinux(
        "'resources':{'devices':[{'allow':false,'access':'rwm'}],'cpu':{'shares':0},"
            + "'memory':{'disableOOMKiller':false},'pids':{'limit':2048},"
            + "'blockIO':{'weight':0,'leafWeight':0},'hugepageLimits':[],'network':{},"
            + "'rdma':{},'unified':{}}");
  }

  @Test
  void anEnvironmentEntryHasANameAndAValue() {
    assertProcess(
        "'args':['sh'],'cwd':'/','env':['A=','B','=C','']",
        "/process/env/1: is not of the form NAME=value",
        "/process/env/2: is not of the form NAME=value",
        "/process/env/3: is not of the form NAME=value");
  }

  @Test
  void theLargestNumberIsNoId() {
    assertProcess(
        "'args':['sh'],'cwd':'/',"
            + "'user':{'uid':4294967295,'gid':4294967294,'additionalGids':[1,4294967295]}",
        "/process/user/uid: 4294967295 is not an id",
        "/process/user/additionalGids/1: 4294967295 is not an id");
  }

  @Test
  void idsOfTheProgramAreMapped() {
    assertProblems(
        "{'ociVersion':'1.3.0','root':{'path':'rootfs'},'process':{'args':['sh'],'cwd':'/',"
            + "'user':{'uid':10,'gid':11,'additionalGids':[9]}},'linux':{"
            + "'namespaces':[{'type':'user'}],"
            + "'uidMappings':[{'containerID':0,'hostID':1000,'size':10}],"
            + "'gidMappings':[{'containerID':0,'hostID':1000,'size':10}]}}",
        "/process/user/uid: 10 is in none of the mappings of the user namespace",
        "/process/user/gid: 11 is in none of the mappings of the user namespace");
  }

  @Test
  void resourceLimitsAreKnownAndListedOnceAndInOrder() {
    assertProcess(
        "'args':['sh'],'cwd':'/','rlimits':["
            + "{'type':'RLIMIT_NOFILE','soft':1,'hard':2},"
            + "{'type':'RLIMIT_NOFILE','soft':1,'hard':2},"
            + "{'type':'RLIMIT_NICER','soft':1,'hard':2},"
            + "{'type':'RLIMIT_CPU','soft':18446744073709551615,'hard':7},"
            + "{'type':'RLIMIT_AS','soft':7,'hard':18446744073709551615}]",
        "/process/rlimits/1: RLIMIT_NOFILE is listed twice",
        "/process/rlimits/2/type: \"RLIMIT_NICER\" is not a resource limit",
        "/process/rlimits/3/soft: 18446744073709551615 is above the hard limit of 7");
  }

  @Test
  void unknownCapabilitiesAreNoProblem() {
    assertProcess("'args':['sh'],'cwd':'/','capabilities':{'bounding':['CAP_FLY']}");
  }

  @Test
  void aNamespaceIsListedOnceAndItsPathIsAbsolute() {
    assertLinux(
        "'namespaces':[{'type':'pid'},{'type':'ipc','path':'run/ns'},{'type':'pid'}]",
        "/linux/namespaces/1/path: \"run/ns\" is not an absolute path",
        "/linux/namespaces/2: pid is listed twice");
  }

  @Test
  void whatChangesMountsNeedsAMountNamespace() {
    assertProblems(
        config(
                "'mounts':[{'destination':'/a','type':'tmpfs'}],'linux':{"
                    + "'devices':[{'type':'p','path':'/dev/f'}],'maskedPaths':['/a'],"
                    + "'readonlyPaths':['/b'],'rootfsPropagation':'slave'}")
            .replace("'rootfs'", "'rootfs','readonly':true"),
        "/mounts: needs a mount namespace",
        "/root/readonly: needs a mount namespace",
        "/linux/devices: needs a mount namespace",
        "/linux/maskedPaths: needs a mount namespace",
        "/linux/readonlyPaths: needs a mount namespace",
        "/linux/rootfsPropagation: needs a mount namespace");
  }

  @Test
  void aHostNameFitsTheKernel() {
    String name = "h".repeat(65);
    assertProblems(
        config("'hostname':'" + name + "','domainname':'d','linux':{" + NAMESPACES + "}"),
        "/hostname: \"" + name + "\" is longer than 64 bytes");
    assertProblems(
        config("'hostname':'h','domainname':'d'"),
        "/hostname: needs a uts namespace",
        "/domainname: needs a uts namespace");
  }

  @Test
  void clocksAreShiftedInANewTimeNamespaceOnly() {
    assertLinux(
        "'timeOffsets':{'monotonic':{'secs':1}},"
            + "'namespaces':[{'type':'time','path':'/proc/1/ns/time'}]",
        "/linux/timeOffsets: needs a new time namespace");
    assertLinux("'timeOffsets':{'monotonic':{'secs':1}},'namespaces':[{'type':'time'}]");
  }

  @Test
  void mappingsBelongToAUserNamespace() {
    assertLinux(
        "'uidMappings':[{'containerID':0,'hostID':1,'size':1}]",
        "/linux/uidMappings: needs a user namespace");
    assertLinux(
        "'namespaces':[{'type':'user'}],'uidMappings':[{'containerID':0,'hostID':1,'size':1}]",
        "/linux/gidMappings: is required for a new user namespace");
  }

  @Test
  void mappingsBesideAJoinedUserNamespaceAreAllowedSinceClientsRepeatThem() {
    assertLinux(
        "'namespaces':[{'type':'user','path':'/proc/9/ns/user'}],"
            + "'uidMappings':[{'containerID':0,'hostID':1,'size':1}]");
  }

  @Test
  void mappingsAreOnesThatTheKernelTakes() {
    assertLinux(
        "'namespaces':[{'type':'user'}],'gidMappings':[{'containerID':0,'hostID':0,'size':1}],"
            + "'uidMappings':[{'containerID':0,'hostID':100,'size':10},"
            + "{'containerID':10,'hostID':109,'size':1},{'containerID':9,'hostID':1,'size':1},"
            + "{'containerID':50,'hostID':4294967294,'size':2},"
            + "{'containerID':60,'hostID':60,'size':0}]",
        "/linux/uidMappings/1: overlaps /linux/uidMappings/0",
        "/linux/uidMappings/2: overlaps /linux/uidMappings/0",
        "/linux/uidMappings/3: reaches beyond the last id, 4294967294",
        "/linux/uidMappings/4/size: must not be 0");
  }

  @Test
  void rootIsMapped() {
    assertLinux(
        "'namespaces':[{'type':'user'}],'gidMappings':[{'containerID':0,'hostID':0,'size':1}],"
            + "'uidMappings':[{'containerID':1000,'hostID':0,'size':1}]",
        "/linux/uidMappings: has no mapping for id 0",
        "/process/user/uid: 0 is in none of the mappings of the user namespace");
  }

  @Test
  void thereIsRoomForSoManyMappings() {
    StringBuilder mappings = new StringBuilder();
    for (int i = 0; i < 341; i++) {
      mappings.append(i == 0 ? "" : ",");
      mappings.append("{'containerID':" + i + ",'hostID':" + i + ",'size':1}");
    }
    assertLinux(
        "'namespaces':[{'type':'user'}],'gidMappings':[{'containerID':0,'hostID':0,'size':1}],"
            + "'uidMappings':["
            + mappings
            + "]",
        "/linux/uidMappings: has more than 340 mappings");
  }

  @Test
  void pathsToHideAndProtectAreAbsolute() {
    assertLinux(
        NAMESPACES + ",'maskedPaths':['/a','b'],'readonlyPaths':['c','/d']",
        "/linux/maskedPaths/1: \"b\" is not an absolute path",
        "/linux/readonlyPaths/0: \"c\" is not an absolute path");
  }

  @Test
  void devicesHaveAPlaceAndNumbersThatTheKernelHasRoomFor() {
    assertLinux(
        NAMESPACES
            + ",'devices':[{'type':'c','path':'dev/a','major':1,'minor':2},"
            + "{'type':'b','path':'/dev/..','major':1,'minor':2},"
            + "{'type':'u','path':'/dev/c','major':4096,'minor':1048576,'uid':4294967295,"
            + "'gid':4294967295}]",
        "/linux/devices/0/path: \"dev/a\" is not an absolute path",
        "/linux/devices/1/path: \"/dev/..\" is the root directory",
        "/linux/devices/2/major: 4096 is above 4095",
        "/linux/devices/2/minor: 1048576 is above 1048575",
        "/linux/devices/2/uid: 4294967295 is not an id",
        "/linux/devices/2/gid: 4294967295 is not an id");
  }

  @Test
  void twoDevicesAtOnePlaceAreTheSameOne() {
    assertLinux(
        NAMESPACES
            + ",'devices':[{'type':'c','path':'/dev/a','major':1,'minor':2},"
            + "{'type':'c','path':'/dev/./a','major':1,'minor':2},"
            + "{'type':'c','path':'/dev/a','major':1,'minor':3}]",
        "/linux/devices/2/path: \"/dev/a\" is listed before as another device");
  }

  @Test
  void onlyParametersOfOwnNamespacesAreSet() {
    assertLinux(
        NAMESPACES
            + ",'sysctl':{'net.ipv4.ip_forward':'1','net/core/somaxconn':'9','kernel.sem':'1',"
            + "'kernel.shm_rmid_forced':'1','fs.mqueue.msg_max':'5','kernel/msgmax':'1'}");
    assertLinux(
        "'sysctl':{'net.ipv4.ip_forward':'1','kernel/shmmax':'9','fs.mqueue.msg_max':'5',"
            + "'vm.swappiness':'1','kernel.hostname':'x','kernel.domainname':'x'}",
        "/linux/sysctl/net.ipv4.ip_forward: needs a network namespace",
        "/linux/sysctl/kernel~1shmmax: needs an ipc namespace",
        "/linux/sysctl/fs.mqueue.msg_max: needs an ipc namespace",
        "/linux/sysctl/vm.swappiness: belongs to no namespace: it would change the host",
        "/linux/sysctl/kernel.hostname: is set by /hostname",
        "/linux/sysctl/kernel.domainname: needs a uts namespace");
  }

  @Test
  void theDomainNameMayBeAParameterIfTheFieldSaysNothingElse() {
    String sysctl = NAMESPACES + ",'sysctl':{'kernel.domainname':'example.org'}";
    assertLinux(sysctl);
    assertProblems(config("'domainname':'example.org','linux':{" + sysctl + "}"));
    assertProblems(
        config("'domainname':'other','linux':{" + sysctl + "}"),
        "/linux/sysctl/kernel.domainname: is not what /domainname says");
  }

  @Test
  void aParametersNameIsNoWayOut() {
    assertLinux(
        NAMESPACES
            + ",'sysctl':{'net/../kernel/core_pattern':'x','net..x':'1','/net/x':'1','net.x/':'1'}",
        "/linux/sysctl: \"net/../kernel/core_pattern\" is not the name of a kernel parameter",
        "/linux/sysctl: \"net..x\" is not the name of a kernel parameter",
        "/linux/sysctl: \"/net/x\" is not the name of a kernel parameter");
  }

  @Test
  void theCgroupIsAPathAndNotTheRoot() {
    assertLinux("'cgroupsPath':'/a/b'");
    assertLinux("'cgroupsPath':'a:b'");
    assertLinux("'cgroupsPath':'/a/..'", "/linux/cgroupsPath: \"/a/..\" is the root cgroup");
    assertLinux("'cgroupsPath':'/a\\nb'", "/linux/cgroupsPath: \"/a\\u000ab\" has a line break");
    assertLinux("'cgroupsPath':'machine.slice:libpod:x'");
    assertLinux("'cgroupsPath':'/a/../b/./c'");
    for (String path : List.of("/../a", "a/../../a", "/a/../../b")) {
      assertLinux(
          "'cgroupsPath':'" + path + "'",
          "/linux/cgroupsPath: \"" + path + "\" leads above the cgroup that it begins in");
    }
  }

  static void assertLinux(String members, String... problems) {
    assertProblems(config("'linux':{" + members + "}"), problems);
  }

  private static void assertProcess(String members, String... problems) {
    assertProblems(
        "{'ociVersion':'1.3.0','root':{'path':'rootfs'},'process':{" + members + "}}", problems);
  }

  /** A configuration that keeps all rules, and more members. */
  static String config(String members) {
    return "{'ociVersion':'1.3.0','root':{'path':'rootfs'},'process':{'args':['sh'],'cwd':'/'}"
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  static void assertProblems(String config, String... lines) {
    Problems problems = new Problems();
    Rules.check(read(config), problems);
    assertThat(problems.found()).map(SpecProblem::toString).containsExactly(lines);
  }

  private static Spec read(String config) {
    return SpecReader.read(config.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
