package io.jrunc.conformance.clients.kit.cri;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A document that is being written, place by place. */
final class Draft {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode document = MAPPER.createObjectNode();

  /**
   * Sets what is at a place such as {@code linux/resources/cpu_quota}; objects appear as needed.
   */
  void set(String place, Object value) {
    JsonPointer pointer = JsonPointer.compile("/" + place);
    ObjectNode object = pointer.head().matches() ? document : document.withObject(pointer.head());
    object.set(pointer.last().getMatchingProperty(), MAPPER.valueToTree(value));
  }

  ObjectNode document() {
    return document;
  }
}
