package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SpecValidatorTest {
  @Test
  void aGoodConfigHasNoProblem() throws IOException {
    assertThat(SpecValidator.validate(SpecWriterTest.resource("maximal.json"))).isEmpty();
  }

  @Test
  void textsOfTheWrongFormAreFound() {
    assertProblems(
        SpecReaderTest.withProcess(
            "'env':['A','=b'],'rlimits':[{'type':'nofile','hard':1,'soft':1}]"),
        "/process/env/0: must be of the form NAME=value, not \"A\"",
        "/process/env/1: must be of the form NAME=value, not \"=b\"",
        "/process/rlimits/0/type: must be a name such as RLIMIT_NOFILE, not \"nofile\"");
    assertProblems(
        "{'ociVersion':'1.0','root':{'path':'a'},'process':{'args':['a'],'cwd':'tmp'}}",
        "/ociVersion: must be a version such as 1.3.0, not \"1.0\"",
        "/process/cwd: must be an absolute path, not \"tmp\"");
    assertProblems(
        SpecReaderTest.with("'hooks':{'prestart':[{'path':'true'}]}"),
        "/hooks/prestart/0/path: must be an absolute path, not \"true\"");
    assertProblems(
        SpecReaderTest.withLinux(
            "'namespaces':[{'type':'pid','path':'x'}],'maskedPaths':['a',''],'rootfsPropagation':'x',"
                + "'intelRdt':{'closID':'..','memBwSchema':'L3:0'},'memoryPolicy':{'mode':'MPOL_LOCAL','nodes':'a'}"),
        "/linux/intelRdt/closID: must be / or the name of a folder, not \"..\"",
        "/linux/intelRdt/memBwSchema: must be a single line that starts with MB:, not \"L3:0\"",
        "/linux/maskedPaths/0: must be an absolute path, not \"a\"",
        "/linux/maskedPaths/1: must not be empty",
        "/linux/memoryPolicy/nodes: must be a list such as 0-3,7, not \"a\"",
        "/linux/namespaces/0/path: must be an absolute path, not \"x\"",
        "/linux/rootfsPropagation: must be one of private, rprivate, shared, rshared, slave,"
            + " rslave, unbindable, runbindable, not \"x\"");
    assertProblems(
        SpecReaderTest.withResources(
            "'devices':[{'allow':true,'access':'rx'}],'hugepageLimits':[{'pageSize':'2mb','limit':1}]"),
        "/linux/resources/devices/0/access: must be letters of r, w and m, not \"rx\"",
        "/linux/resources/hugepageLimits/0/pageSize: must be a size such as 2MB, not \"2mb\"");
  }

  @Test
  void membersThatNeedOrExcludeEachOtherAreFound() {
    assertProblems(
        SpecReaderTest.with("'mounts':[{'destination':'/a','uidMappings':[]}]"),
        "/mounts/0/gidMappings: is required with uidMappings");
    assertProblems(
        SpecReaderTest.withLinux(
            "'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','defaultErrnoRet':1,'listenerMetadata':'x',"
                + "'syscalls':[{'names':['a'],'action':'SCMP_ACT_KILL','errnoRet':1}]}"),
        "/linux/seccomp/defaultErrnoRet: must be absent with an action that gives no errno",
        "/linux/seccomp/listenerPath: is required with listenerMetadata",
        "/linux/seccomp/syscalls/0/errnoRet: must be absent with an action that gives no errno");
  }

  @Test
  void problemsComeInTheOrderOfThePointersWithIndexesAsNumbers() {
    String mounts = "{'destination':'/'},".repeat(9) + "{},{}";

    assertProblems(
        "{'root':{'path':'r'},'ociVersion':1,'mounts':["
            + mounts
            + "],'annotations':{'b':1,'a':1}}",
        "/annotations/a: must be a string, not a number",
        "/annotations/b: must be a string, not a number",
        "/mounts/9/destination: is required",
        "/mounts/10/destination: is required",
        "/ociVersion: must be a string, not a number");
  }

  @Test
  void namesThatAreThereTwiceAreFoundBesideOtherProblems() {
    assertProblems(
        "{'ociVersion':'1.0.0','ociVersion':'1.0.0'}",
        "/ociVersion: is there twice",
        "/root: is required");
  }

  @Test
  void aDocumentThatIsNoJsonIsTheOnlyProblem() {
    assertProblems("", "is empty");
    assertProblems("7", "must be an object, not a number");
  }

  /** So that neither the schema nor the example lacks a member that the other one has. */
  @Test
  void theSchemaDescribesTheMembersThatTheMaximalConfigUses() throws IOException {
    Set<String> described = new TreeSet<>();
    collectProperties(tree("config.schema.json"), described);
    Set<String> used = new TreeSet<>();
    collectNames(tree("maximal.json"), used);

    assertThat(used).containsAll(described);
    used.removeAll(described);
    assertThat(used)
        .as("names that people choose")
        .containsExactlyInAnyOrder(
            "org.example.a",
            "org.example.b",
            "eth7",
            "eth8",
            "mlx4_0",
            "mlx5_1",
            "memory.high",
            "cgroup.max.depth",
            "net.ipv4.ip_forward",
            "kernel.shmmax");
  }

  private static void assertProblems(String document, String... expected) {
    assertThat(SpecValidator.validate(SpecReaderTest.bytes(document)))
        .map(SpecProblem::toString)
        .containsExactly(expected);
  }

  private static @Nullable Object tree(String name) throws IOException {
    return JsonTree.parse(SpecWriterTest.resource(name), new ArrayList<>());
  }

  private static void collectProperties(@Nullable Object schema, Set<String> names) {
    if (schema instanceof Map<?, ?> members) {
      if (members.get("properties") instanceof Map<?, ?> properties) {
        collectKeys(properties, names);
      }
      collectAll(members.values(), names);
    } else if (schema instanceof List<?> elements) {
      collectAll(elements, names);
    }
  }

  private static void collectAll(Collection<?> schemas, Set<String> names) {
    for (Object schema : schemas) {
      collectProperties(schema, names);
    }
  }

  private static void collectNames(@Nullable Object value, Set<String> names) {
    if (value instanceof Map<?, ?> members) {
      collectKeys(members, names);
      for (Object member : members.values()) {
        collectNames(member, names);
      }
    } else if (value instanceof List<?> elements) {
      for (Object element : elements) {
        collectNames(element, names);
      }
    }
  }

  private static void collectKeys(Map<?, ?> members, Set<String> names) {
    for (Object key : members.keySet()) {
      names.add((String) key);
    }
  }
}
