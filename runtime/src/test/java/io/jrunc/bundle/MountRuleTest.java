package io.jrunc.bundle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MountRuleTest {
  @Test
  void whatClientsMountIsAllowed() {
    assertMounts(
        "{'destination':'/proc','type':'proc','source':'proc','options':['nosuid','noexec']},"
            + "{'destination':'/dev','type':'tmpfs','options':['strictatime','mode=755']},"
            + "{'destination':'/sys/fs/cgroup','type':'cgroup','options':['ro','relatime']},"
            + "{'destination':'/etc/hosts','type':'bind','source':'/h','options':['rbind','ro']},"
            + "{'destination':'/proc/meminfo','source':'/m','options':['bind']},"
            + "{'destination':'run','type':'tmpfs','options':['','rw','size=1m']}");
  }

  @Test
  void aMountIsSomethingSomewhere() {
    assertMounts(
        "{'destination':'/a'},{'destination':'/b','type':'bind','source':'/b'},"
            + "{'destination':'/c','type':'none','source':'/c'},"
            + "{'destination':'/d','options':['bind']}",
        "/mounts/0/type: is required without one of the options bind and rbind",
        "/mounts/1/type: \"bind\" needs one of the options bind and rbind",
        "/mounts/2/type: \"none\" needs one of the options bind and rbind",
        "/mounts/3/source: is required for a bind mount");
  }

  @Test
  void theRootAndProcStayWhatTheyAre() {
    assertMounts(
        "{'destination':'/.','type':'tmpfs'},{'destination':'/proc/../proc','type':'tmpfs'},"
            + "{'destination':'/proc','source':'/evil','options':['bind']},"
            + "{'destination':'/proc','source':'/proc','options':['rbind']},"
            + "{'destination':'/proc/self','source':'/evil','options':['bind']},"
            + "{'destination':'/proc/meminfo','type':'tmpfs'}",
        "/mounts/0/destination: \"/.\" is the root directory",
        "/mounts/1: nothing but procfs can be mounted on /proc",
        "/mounts/2: nothing but procfs can be mounted on /proc",
        "/mounts/4/destination: \"/proc/self\" is in /proc, which must stay as it is",
        "/mounts/5/destination: \"/proc/meminfo\" is in /proc, which must stay as it is");
  }

  @Test
  void aBindMountTakesNoOptionsForAFileSystem() {
    assertMounts(
        "{'destination':'/a','source':'/a','options':['bind','size=1m','ro','rshare']}",
        "/mounts/0/options/1: \"size=1m\" is not an option of a bind mount",
        "/mounts/0/options/3: \"rshare\" is not an option of a bind mount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'type':'ramfs'", "'source':'/a'", "'type':'tmpfs'"})
  void onlyANewTmpfsIsFilledWithWhatItHides(String kind) {
    String option = kind.contains("source") ? "bind" : kind.contains("tmpfs") ? "remount" : "ro";
    assertMounts(
        "{'destination':'/a'," + kind + ",'options':['" + option + "','tmpcopyup']}",
        "/mounts/0/options/1: \"tmpcopyup\" is an option of a new tmpfs only");
  }

  @Test
  void onlyBindMountsAreIdMapped() {
    String mappings =
        "'uidMappings':[{'containerID':0,'hostID':1,'size':1}],"
            + "'gidMappings':[{'containerID':0,'hostID':1,'size':1}]";
    assertMounts(
        "{'destination':'/a','source':'/a','options':['bind','idmap'],"
            + mappings
            + "},"
            + "{'destination':'/b','type':'tmpfs','options':['ro','ridmap'],"
            + mappings
            + "},"
            + "{'destination':'/c','type':'tmpfs',"
            + mappings
            + "}",
        "/mounts/1/options/1: only bind mounts can be id-mapped",
        "/mounts/2/uidMappings: only bind mounts can be id-mapped");
  }

  @Test
  void anIdMappedMountHasBothMappingsOrThoseOfTheContainer() {
    String users = ",'uidMappings':[{'containerID':0,'hostID':1,'size':0}]";
    String groups = ",'gidMappings':[{'containerID':0,'hostID':4294967294,'size':2}]";
    assertMounts(
        "{'destination':'/a','source':'/a','options':['bind','ridmap']"
            + users
            + "},"
            + "{'destination':'/b','source':'/a','options':['bind']"
            + groups
            + "},"
            + "{'destination':'/c','source':'/a','options':['bind','idmap']},"
            + "{'destination':'/d','source':'/a','options':['bind','idmap=uids=0-1-1']}",
        "/mounts/3/options/1: \"idmap=uids=0-1-1\" has a value: ids are given by uidMappings"
            + " and gidMappings",
        "/mounts/0/gidMappings: is required beside the other mappings",
        "/mounts/0/uidMappings/0/size: must not be 0",
        "/mounts/1/uidMappings: is required beside the other mappings",
        "/mounts/1/gidMappings/0: reaches beyond the last id, 4294967294",
        "/mounts/2/options/1: needs uidMappings and gidMappings, or a user namespace to take them"
            + " from");
  }

  @Test
  void aRemountNeedsNeitherTypeNorSource() {
    assertMounts(
        "{'destination':'/a','options':['remount','ro','size=1m']},"
            + "{'destination':'/proc','options':['bind','remount','ro']},"
            + "{'destination':'/','options':['remount','ro']},"
            + "{'destination':'/b','options':['bind','remount','size=1m']}",
        "/mounts/2/destination: \"/\" is the root directory",
        "/mounts/3/options/2: \"size=1m\" is not an option of a bind mount");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shared",
        "rshared",
        "slave",
        "rslave",
        "private",
        "rprivate",
        "unbindable",
        "runbindable"
      })
  void theRootPropagatesInEveryWayThatIsKnown(String word) {
    RulesTest.assertLinux("'namespaces':[{'type':'mount'}],'rootfsPropagation':'" + word + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ro", "Shared", "rrslave"})
  void anUnknownPropagationIsRefused(String word) {
    RulesTest.assertLinux(
        "'namespaces':[{'type':'mount'}],'rootfsPropagation':'" + word + "'",
        "/linux/rootfsPropagation: \""
            + word
            + "\" is none of shared, slave, private, unbindable and these with an r before");
  }

  private static void assertMounts(String mounts, String... problems) {
    RulesTest.assertProblems(
        RulesTest.config("'linux':{'namespaces':[{'type':'mount'}]},'mounts':[" + mounts + "]"),
        problems);
  }
}
