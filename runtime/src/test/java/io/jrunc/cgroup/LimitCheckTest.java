package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.Resources;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LimitCheckTest {
  @Test
  void whatSomeHostCanKeepIsNoProblem() {
    assertProblems(
        "'memory':{'limit':1048576,'swap':-1,'swappiness':30,'kernelTCP':4096},"
            + "'cpu':{'shares':2,'quota':-1,'burst':5,'realtimeRuntime':1,'idle':1},"
            + "'pids':{'limit':0},'blockIO':{'weight':10,'leafWeight':1000},"
            + "'hugepageLimits':[{'pageSize':'1GB','limit':0}],"
            + "'network':{'classID':1,'priorities':[{'name':'eth0','priority':1}]},"
            + "'rdma':{'mlx5_0':{'hcaHandles':1}},"
            + "'unified':{'memory.high':'1','hugetlb.3MB.max':'1','later.max':'1'},"
            + "'devices':[{'allow':true,'access':'rwm'}]");
  }

  @Test
  void whatNoHostCanKeepIsTold() {
    assertProblems("'memory':{'limit':4096,'swap':1}", "/memory/swap");
    assertProblems("'cpu':{'shares':1}", "/cpu/shares");
    assertProblems("'cpu':{'quota':-2}", "/cpu/quota");
    assertProblems("'cpu':{'quota':5000,'burst':5001}", "/cpu/burst");
    assertProblems("'pids':{'limit':-2}", "/pids/limit");
    assertProblems("'blockIO':{'weight':9}", "/blockIO/weight");
    assertProblems("'blockIO':{'weightDevice':[{'major':8,'minor':0}]}", "/blockIO/weightDevice/0");
    assertProblems("'hugepageLimits':[{'pageSize':'2M','limit':0}]", "/hugepageLimits/0/pageSize");
    assertProblems(
        "'network':{'priorities':[{'name':'a/b','priority':1}]}", "/network/priorities/0/name");
    assertProblems("'rdma':{'mlx5_0':{}}", "/rdma/mlx5_0");
    assertProblems("'devices':[{'allow':true,'access':''}]", "/devices/0/access");
  }

  @Test
  void everyFileOfVersion2IsLookedAt() {
    assertProblems(
        "'unified':{'cgroup.procs':'1','memory':'1','a/b.max':'1','memory.max':'1'}",
        "/unified/cgroup.procs",
        "/unified/memory",
        "/unified/a~1b.max");
  }

  private static void assertProblems(String resources, String... pointers) {
    assertThat(LimitCheck.problems(read(resources)))
        .extracting(problem -> problem.subject().replace("/linux/resources", ""))
        .containsExactly(pointers);
  }

  private static Resources read(String resources) {
    String config =
        "{'ociVersion':'1.2.0','root':{'path':'r'},'linux':{'resources':{" + resources + "}}}";
    byte[] document = config.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return SpecReader.read(document).linux().resources();
  }
}
