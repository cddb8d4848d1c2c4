package io.jrunc.spec;

/** A member of one of the closed vocabularies of config.json, such as the types of namespaces. */
public interface Word {
  /** The member as config.json spells it. */
  String word();
}
