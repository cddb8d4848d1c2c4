package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.Hooks;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Process;
import io.jrunc.spec.Rlimit;
import io.jrunc.spec.Spec;
import io.jrunc.spec.User;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.Seccomp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecReaderTest {
  @Test
  void theSmallestDocumentNeedsVersionAndRootOnly() {
    Spec spec = read("{'ociVersion':'1.3.0','root':{'path':'rootfs'}}");

    assertThat(spec.ociVersion()).isEqualTo("1.3.0");
    assertThat(spec.root().path()).isEqualTo("rootfs");
    assertThat(spec.root().readonly()).isFalse();
    assertThat(spec.mounts()).isEmpty();
    assertThat(spec.process()).isNull();
    assertThat(spec.hooks()).isEqualTo(Hooks.none());
    assertThat(spec.linux()).isEqualTo(Linux.none());
  }

  @Test
  void unsignedNumbersKeepAllTheirBits() throws IOException {
    Spec spec = SpecReader.read(SpecWriterTest.resource("maximal.json"));
    Process process = Objects.requireNonNull(spec.process());

    assertThat(process.rlimits().get(0)).isEqualTo(new Rlimit("RLIMIT_NOFILE", -1, 1024));
    assertThat(process.rlimits().get(1).hard()).isEqualTo(Long.MIN_VALUE);
    assertThat(process.user().additionalGids()).containsExactly(5L, 4294967295L);
    assertThat(spec.mounts().get(1).uidMappings())
        .containsExactly(new IdMapping(0, 4294967295L, 1));
  }

  @Test
  void mapsKeepTheOrderOfTheDocument() throws IOException {
    Spec spec = SpecReader.read(SpecWriterTest.resource("maximal.json"));

    assertThat(spec.annotations().keySet()).containsExactly("org.example.b", "org.example.a");
    assertThat(spec.linux().sysctl().keySet())
        .containsExactly("net.ipv4.ip_forward", "kernel.shmmax");
  }

  @Test
  void whatWasReadCannotBeChanged() throws IOException {
    Spec spec = SpecReader.read(SpecWriterTest.resource("maximal.json"));

    assertThatThrownBy(() -> spec.mounts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.linux().timeOffsets().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nullAndEmptyTextsCountAsAbsent() throws IOException {
    Spec spec = SpecReader.read(SpecWriterTest.resource("configs/containerd-with-nulls.json"));
    Process process = Objects.requireNonNull(spec.process());

    assertThat(spec.hostname()).isNull();
    assertThat(spec.hooks()).isEqualTo(Hooks.none());
    assertThat(spec.mounts().get(2).options()).isEmpty();
    assertThat(process.env()).isEmpty();
    assertThat(process.user()).isEqualTo(User.root());
    assertThat(process.apparmorProfile()).isNull();
    assertThat(spec.linux().seccomp()).isNull();
    assertThat(spec.linux().namespaces()).contains(new Namespace(NamespaceType.PID, null));
    assertThat(spec.annotations()).containsEntry("io.kubernetes.cri.empty", "");
  }

  @Test
  void absentAndEmptySeccompFlagsAreTold() {
    assertThat(seccomp("'defaultAction':'SCMP_ACT_LOG'").flags()).isNull();
    assertThat(seccomp("'defaultAction':'SCMP_ACT_LOG','flags':[]").flags()).isEmpty();
  }

  @Test
  void aDeviceRuleWithoutTypeAndNumbersMatchesAll() throws IOException {
    Spec spec = SpecReader.read(SpecWriterTest.resource("configs/docker.json"));

    assertThat(spec.linux().resources().devices().get(0))
        .isEqualTo(new DeviceRule(false, DeviceRuleType.ALL, null, null, "rwm"));
  }

  @Test
  void aUserIsRootWhenAbsent() {
    Process process = SpecReader.readProcess(bytes("{'args':['a'],'cwd':'/'}"));

    assertThat(process.user()).isEqualTo(User.root());
    assertThat(process.capabilities()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maximal.json",
        "configs/runc-spec.json",
        "configs/runc-spec-rootless.json",
        "configs/docker.json",
        "configs/podman.json",
        "configs/containerd-with-nulls.json"
      })
  void configsAsClientsWriteThemAreGood(String name) throws IOException {
    byte[] document = SpecWriterTest.resource(name);

    assertThat(SpecReader.read(document).ociVersion()).startsWith("1.");
    assertThat(SpecValidator.validate(document)).isEmpty();
  }

  @Test
  void everyProblemIsFoundInOnePass() {
    assertProblems(
        "{'root':{'path':1},'mounts':[{'destination':'/'},{}]}",
        "/ociVersion: is required",
        "/root/path: must be a string, not a number",
        "/mounts/1/destination: is required");
  }

  @Test
  void whatIsRequiredIsNamed() {
    assertProblems("{}", "/ociVersion: is required", "/root: is required");
    assertProblems(with("'process':{}"), "/process/args: is required", "/process/cwd: is required");
    assertProblems(
        with("'process':{'args':[],'cwd':''}"),
        "/process/args: must not be empty",
        "/process/cwd: must not be empty");
    assertProblems(
        withProcess("'rlimits':[{}],'user':{},'ioPriority':{},'scheduler':{},'consoleSize':{}"),
        "/process/consoleSize/height: is required",
        "/process/consoleSize/width: is required",
        "/process/user/uid: is required",
        "/process/user/gid: is required",
        "/process/rlimits/0/type: is required",
        "/process/rlimits/0/hard: is required",
        "/process/rlimits/0/soft: is required",
        "/process/scheduler/policy: is required",
        "/process/ioPriority/class: is required",
        "/process/ioPriority/priority: is required");
    assertProblems(with("'hooks':{'poststop':[{}]}"), "/hooks/poststop/0/path: is required");
    assertProblems(
        withLinux("'namespaces':[{}],'devices':[{'type':'c'}],'uidMappings':[{}]"),
        "/linux/namespaces/0/type: is required",
        "/linux/uidMappings/0/containerID: is required",
        "/linux/uidMappings/0/hostID: is required",
        "/linux/uidMappings/0/size: is required",
        "/linux/devices/0/path: is required",
        "/linux/devices/0/major: is required",
        "/linux/devices/0/minor: is required");
    assertProblems(
        withLinux("'seccomp':{'syscalls':[{'args':[{}]}]},'memoryPolicy':{},'personality':{}"),
        "/linux/memoryPolicy/mode: is required",
        "/linux/seccomp/defaultAction: is required",
        "/linux/seccomp/syscalls/0/names: is required",
        "/linux/seccomp/syscalls/0/action: is required",
        "/linux/seccomp/syscalls/0/args/0/index: is required",
        "/linux/seccomp/syscalls/0/args/0/value: is required",
        "/linux/seccomp/syscalls/0/args/0/op: is required",
        "/linux/personality/domain: is required");
    assertProblems(
        withResources(
            "'devices':[{}],'hugepageLimits':[{}],'network':{'priorities':[{}]},"
                + "'blockIO':{'weightDevice':[{}],'throttleReadBpsDevice':[{}]}"),
        "/linux/resources/devices/0/allow: is required",
        "/linux/resources/blockIO/weightDevice/0/major: is required",
        "/linux/resources/blockIO/weightDevice/0/minor: is required",
        "/linux/resources/blockIO/throttleReadBpsDevice/0/major: is required",
        "/linux/resources/blockIO/throttleReadBpsDevice/0/minor: is required",
        "/linux/resources/blockIO/throttleReadBpsDevice/0/rate: is required",
        "/linux/resources/hugepageLimits/0/pageSize: is required",
        "/linux/resources/hugepageLimits/0/limit: is required",
        "/linux/resources/network/priorities/0/name: is required",
        "/linux/resources/network/priorities/0/priority: is required");
  }

  @Test
  void aNullWhereAValueIsRequiredIsAMissingValue() {
    assertProblems(
        "{'ociVersion':null,'root':{'path':null}}",
        "/ociVersion: is required",
        "/root/path: is required");
  }

  @Test
  void aValueOfAnotherTypeIsNotConverted() {
    assertProblems("[]", "must be an object, not an array");
    assertProblems(
        "{'ociVersion':1,'root':[],'mounts':{},'hostname':true,'annotations':{'a':1,'b':null}}",
        "/ociVersion: must be a string, not a number",
        "/root: must be an object, not an array",
        "/mounts: must be an array, not an object",
        "/hostname: must be a string, not a boolean",
        "/annotations/a: must be a string, not a number");
    assertProblems(
        withProcess("'terminal':'true','env':['A=1',2,null],'noNewPrivileges':0,'oomScoreAdj':'1'"),
        "/process/terminal: must be a boolean, not a string",
        "/process/env/1: must be a string, not a number",
        "/process/env/2: must be a string, not null",
        "/process/noNewPrivileges: must be a boolean, not a number",
        "/process/oomScoreAdj: must be a whole number, not a string");
    assertProblems(
        withProcess("'user':{'uid':1.5,'gid':1.0,'additionalGids':['5',1e3]}"),
        "/process/user/uid: must be a whole number, not the fraction 1.5",
        "/process/user/gid: must be a whole number, not the fraction 1.0",
        "/process/user/additionalGids/0: must be a whole number, not a string",
        "/process/user/additionalGids/1: must be a whole number, not the fraction 1000.0");
    assertProblems(
        withLinux("'namespaces':['pid'],'sysctl':[],'resources':{'memory':5,'unified':{'a':[]}}"),
        "/linux/namespaces/0: must be an object, not a string",
        "/linux/resources/memory: must be an object, not a number",
        "/linux/resources/unified/a: must be a string, not an array",
        "/linux/sysctl: must be an object, not an array");
    assertProblems(
        withLinux("'seccomp':{'defaultAction':5,'flags':[true],'architectures':'SCMP_ARCH_X86'}"),
        "/linux/seccomp/defaultAction: must be a string, not a number",
        "/linux/seccomp/architectures: must be an array, not a string",
        "/linux/seccomp/flags/0: must be a string, not a boolean");
  }

  @Test
  void numbersAreKeptWithinWhatTheKernelTakes() {
    assertProblems(
        withProcess("'user':{'uid':-1,'gid':4294967296,'umask':512},'oomScoreAdj':1001"),
        "/process/user/uid: must be between 0 and 4294967295, not -1",
        "/process/user/gid: must be between 0 and 4294967295, not 4294967296",
        "/process/user/umask: must be between 0 and 511, not 512",
        "/process/oomScoreAdj: must be between -1000 and 1000, not 1001");
    assertProblems(
        withProcess(
            "'rlimits':[{'type':'RLIMIT_CPU','hard':18446744073709551616,'soft':-1}],"
                + "'ioPriority':{'class':'IOPRIO_CLASS_RT','priority':8},"
                + "'scheduler':{'policy':'SCHED_RR','nice':20,'priority':100},"
                + "'consoleSize':{'height':65536,'width':-1}"),
        "/process/consoleSize/height: must be between 0 and 65535, not 65536",
        "/process/consoleSize/width: must be between 0 and 65535, not -1",
        "/process/rlimits/0/hard: must be between 0 and 18446744073709551615,"
            + " not 18446744073709551616",
        "/process/rlimits/0/soft: must be between 0 and 18446744073709551615, not -1",
        "/process/scheduler/nice: must be between -20 and 19, not 20",
        "/process/scheduler/priority: must be between 0 and 99, not 100",
        "/process/ioPriority/priority: must be between 0 and 7, not 8");
    assertProblems(
        withResources(
            "'memory':{'limit':-2,'swappiness':101},'cpu':{'quota':9223372036854775808,'idle':2},"
                + "'blockIO':{'weight':1001},'devices':[{'allow':true,'major':-2}]"),
        "/linux/resources/devices/0/major: must be between -1 and 4294967295, not -2",
        "/linux/resources/memory/limit: must be between -1 and 9223372036854775807, not -2",
        "/linux/resources/memory/swappiness: must be between 0 and 100, not 101",
        "/linux/resources/cpu/quota: must be between -9223372036854775808 and"
            + " 9223372036854775807, not 9223372036854775808",
        "/linux/resources/cpu/idle: must be between 0 and 1, not 2",
        "/linux/resources/blockIO/weight: must be between 0 and 1000, not 1001");
    assertProblems(
        withLinux(
            "'timeOffsets':{'boottime':{'nanosecs':1000000000}},"
                + "'seccomp':{'defaultAction':'SCMP_ACT_LOG','syscalls':[{'names':['a'],"
                + "'action':'SCMP_ACT_LOG','args':[{'index':6,'value':0,'op':'SCMP_CMP_EQ'}]}]}"),
        "/linux/timeOffsets/boottime/nanosecs: must be between 0 and 999999999, not 1000000000",
        "/linux/seccomp/syscalls/0/args/0/index: must be between 0 and 5, not 6");
    assertProblems(
        with("'hooks':{'prestart':[{'path':'/a','timeout':0}]}"),
        "/hooks/prestart/0/timeout: must be between 1 and 2147483647, not 0");
  }

  @Test
  void unknownWordsOfClosedVocabulariesAreRefused() {
    assertProblems(
        withLinux("'namespaces':[{'type':'pid'},{'type':'PID'},{'type':''}]"),
        "/linux/namespaces/1/type: must be one of pid, network, mount, ipc, uts, user, cgroup,"
            + " time, not \"PID\"",
        "/linux/namespaces/2/type: must be one of pid, network, mount, ipc, uts, user, cgroup,"
            + " time, not \"\"");
    assertProblems(
        withLinux("'devices':[{'type':'x','path':'/a','major':1,'minor':1}]"),
        "/linux/devices/0/type: must be one of c, b, u, p, not \"x\"");
    assertProblems(
        withLinux("'timeOffsets':{'real/time':{'secs':1}}"),
        "/linux/timeOffsets/real~1time: must be one of monotonic, boottime, not \"real/time\"");
    assertProblems(
        withLinux("'resources':{'devices':[{'allow':true,'type':'p'}]}"),
        "/linux/resources/devices/0/type: must be one of a, c, b, not \"p\"");
    assertProblems(
        withLinux("'personality':{'domain':'BSD'}"),
        "/linux/personality/domain: must be one of LINUX, LINUX32, not \"BSD\"");
    assertProblems(
        withLinux("'personality':{'domain':'a\\nb\\u001b'}"),
        "/linux/personality/domain: must be one of LINUX, LINUX32, not \"a\\nb\\u001b\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'process':{'args':['a'],'cwd':'/','scheduler':{'policy':'X','flags':['Y']}}",
        "'process':{'args':['a'],'cwd':'/','ioPriority':{'class':'X','priority':1}}",
        "'linux':{'memoryPolicy':{'mode':'X','flags':['Y']}}",
        "'linux':{'seccomp':{'defaultAction':'X','architectures':['Y'],'flags':['Z']}}",
        "'linux':{'seccomp':{'defaultAction':'SCMP_ACT_LOG','syscalls':[{'names':['a'],'action':'X',"
            + "'args':[{'index':0,'value':1,'op':'Y'}]}]}}"
      })
  void readerAndSchemaKnowTheSameWords(String members) {
    List<SpecProblem> found = problems(bytes(with(members)));

    assertThat(found).isNotEmpty().allMatch(problem -> problem.message().startsWith("must be one"));
    assertThat(SpecValidator.schemaProblems(bytes(with(members)))).containsAll(found);
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() {
    assertReaderProblems(
        "{'ociVersion':'1.0.0','root':{'path':'a','path':'b'},'ociVersion':'1.0.0'}",
        "/root/path: is there twice",
        "/ociVersion: is there twice");
    assertReaderProblems(with("'x':[{'a/b':1,'a/b':1}]"), "/x/0/a~1b: is there twice");
  }

  @Test
  void anEmptyNameIsRefusedWhereTheNameMeansSomething() {
    assertProblems(
        "{'ociVersion':'1.0.0','root':{'path':'a'},'annotations':{'':'x'},"
            + "'linux':{'netDevices':{'':{}}}}",
        "/annotations/: must have a name",
        "/linux/netDevices/: must have a name");
  }

  @Test
  void charactersThatNoPathOrArgumentCanHoldAreRefused() {
    assertReaderProblems(
        withProcess("'env':['A=\\u0000b','A=\\ud83d','A=\\ud83d\\ude00'],'selinuxLabel':'\\ude00'"),
        "/process/env/0: must not contain a nul character",
        "/process/env/1: must not contain half a surrogate pair",
        "/process/selinuxLabel: must not contain half a surrogate pair");
    assertReaderProblems(
        withLinux("'netDevices':{'a\\u0000':{}}"),
        "/linux/netDevices/a\0: must not contain a nul character");
  }

  @Test
  void unknownMembersAreIgnoredWhateverTheyAre() {
    Spec spec =
        read(
            with(
                "'process':null,'zos':5,'linux':{'rdt':[1.5],'namespaces':[{'type':'pid','x':1}]}"));

    assertThat(spec.linux().namespaces()).hasSize(1);
  }

  @Test
  void brokenJsonIsReportedWithLineAndColumn() {
    assertReaderProblems("", "is empty");
    assertReaderProblems("  \n", "is empty");
    assertReaderProblems(
        "{\n  'ociVersion': '1.0.0',\n}",
        "is not valid json: unexpected character ('}' (code 125)): was expecting double-quote to"
            + " start field name at line 3, column 1");
    assertReaderProblems(
        "{'a': [1, 2",
        "is not valid json: unexpected end-of-input: expected close marker for Array"
            + " at line 1, column 12");
    assertReaderProblems("{} {}", "has more after the end of the value at line 1, column 4");
    assertThat(messageOf(bytes("{'a': 01}")))
        .startsWith("is not valid json: invalid numeric value");
    assertThat(messageOf(bytes("{'a': NaN}"))).startsWith("is not valid json: ");
    assertThat(messageOf("{'a': 1}".getBytes(StandardCharsets.UTF_8)))
        .startsWith("is not valid json: ");
    assertThat(messageOf(bytes("{/* no */}"))).startsWith("is not valid json: ");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin1 = "{\"hostname\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] overlong = {'"', (byte) 0xc0, (byte) 0x80, '"'};
    byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};

    assertThat(messageOf(latin1)).isEqualTo("is not valid utf-8 at byte 16");
    assertThat(messageOf(overlong)).isEqualTo("is not valid utf-8 at byte 1");
    assertThat(messageOf(surrogate)).isEqualTo("is not valid utf-8 at byte 1");
    assertThat(messageOf("{}".getBytes(StandardCharsets.UTF_16LE)))
        .startsWith("is not valid json: ");
  }

  @Test
  void aDocumentThatIsNestedBeyondReasonIsRefused() {
    assertThat(messageOf("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
        .contains("nesting depth");
  }

  @Test
  void theExceptionSaysEverythingInOneLine() {
    assertThatThrownBy(() -> read("{'ociVersion':5}"))
        .hasMessage("/ociVersion: must be a string, not a number; /root: is required");
  }

  static Spec read(String document) {
    return SpecReader.read(bytes(document));
  }

  /** The document, written with single quotes for double ones. */
  static byte[] bytes(String document) {
    return document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static String with(String members) {
    return "{'ociVersion':'1.3.0','root':{'path':'rootfs'}," + members + "}";
  }

  static String withProcess(String members) {
    return with("'process':{'args':['a'],'cwd':'/'," + members + "}");
  }

  static String withLinux(String members) {
    return with("'linux':{" + members + "}");
  }

  static String withResources(String members) {
    return withLinux("'resources':{" + members + "}");
  }

  private static Seccomp seccomp(String members) {
    return Objects.requireNonNull(read(withLinux("'seccomp':{" + members + "}")).linux().seccomp());
  }

  private static List<SpecProblem> problems(byte[] document) {
    try {
      SpecReader.read(document);
      return List.of();
    } catch (InvalidSpecException e) {
      return e.problems();
    }
  }

  private static String messageOf(byte[] document) {
    List<SpecProblem> problems = problems(document);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).pointer()).isEmpty();
    return problems.get(0).message();
  }

  /** The reader finds exactly these, and the schema at least the same. */
  private static void assertProblems(String document, String... expected) {
    assertReaderProblems(document, expected);
    assertThat(SpecValidator.schemaProblems(bytes(document)))
        .containsAll(problems(bytes(document)));
  }

  /** The reader finds exactly these, which a schema cannot say. */
  private static void assertReaderProblems(String document, String... expected) {
    List<SpecProblem> found = problems(bytes(document));

    assertThat(found).map(SpecProblem::toString).containsExactly(expected);
    assertThat(SpecValidator.validate(bytes(document))).containsAll(found);
  }
}
