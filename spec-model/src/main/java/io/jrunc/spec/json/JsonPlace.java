package io.jrunc.spec.json;

import org.jspecify.annotations.Nullable;

/**
 * Where a value is in a document: a chain up to the root, so that a pointer is only spelt out for a
 * problem.
 *
 * @param parent null for the root
 * @param key name of the member, or index of the element
 */
record JsonPlace(@Nullable JsonPlace parent, String key) {
  static final JsonPlace ROOT = new JsonPlace(null, "");

  JsonPlace at(String member) {
    return new JsonPlace(this, member);
  }

  JsonPlace at(int index) {
    return new JsonPlace(this, Integer.toString(index));
  }

  /** The RFC 6901 pointer. */
  String pointer() {
    if (parent == null) {
      return "";
    }
    return parent.pointer() + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
