package io.jrunc.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A group with all groups below it, as they were at one moment.
 *
 * <p>A container may have made more levels than a path can name. So there is an anchor every some
 * hundred levels: an open directory, from which the paths of those below begin.
 */
final class GroupTree implements AutoCloseable {

  /** Bytes, or fewer, of a path from one anchor to the next; paths end at 4096 bytes. */
  private static final int FAR = 2500;

  private final List<Path> groups = new ArrayList<>();
  private final List<CgroupFiles.Anchor> anchors = new ArrayList<>();

  private GroupTree() {}

  /** Looks at the groups; to be closed when they have been used. */
  static GroupTree of(CgroupFiles files, Path top) {
    GroupTree tree = new GroupTree();
    try {
      tree.groups.add(top);
      for (int i = 0; i < tree.groups.size(); i++) {
        tree.addChildren(files, i);
      }
      return tree;
    } catch (RuntimeException e) {
      tree.close();
      throw e;
    }
  }

  private void addChildren(CgroupFiles files, int index) {
    Path group = groups.get(index);
    List<Path> children = files.children(group);
    if (!children.isEmpty() && group.toString().length() > FAR) {
      CgroupFiles.Anchor anchor = files.anchor(group);
      anchors.add(anchor);
      for (Path child : children) {
        groups.add(anchor.path().resolve(child.getFileName()));
      }
      return;
    }
    groups.addAll(children);
  }

  /** The groups, parents before those below them. */
  List<Path> groups() {
    return groups;
  }

  @Override
  public void close() {
    for (CgroupFiles.Anchor anchor : anchors) {
      anchor.close();
    }
  }
}
