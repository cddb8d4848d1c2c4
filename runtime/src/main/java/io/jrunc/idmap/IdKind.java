package io.jrunc.idmap;

/** Users and groups: what the kernel, config.json and the shadow tools call their maps. */
enum IdKind {
  USERS("/linux/uidMappings", "uid_map", "newuidmap", "/etc/subuid"),
  GROUPS("/linux/gidMappings", "gid_map", "newgidmap", "/etc/subgid");

  private final String pointer;
  private final String map;
  private final String program;
  private final String subordinates;

  IdKind(String pointer, String map, String program, String subordinates) {
    this.pointer = pointer;
    this.map = map;
    this.program = program;
    this.subordinates = subordinates;
  }

  /** Where config.json has the mappings. */
  String pointer() {
    return pointer;
  }

  /** The map's file of a process. */
  String map() {
    return map;
  }

  /** The program that writes the map for ordinary users; see newuidmap(1). */
  String program() {
    return program;
  }

  /** The file that says which ids it may map for whom; see subuid(5). */
  String subordinates() {
    return subordinates;
  }
}
