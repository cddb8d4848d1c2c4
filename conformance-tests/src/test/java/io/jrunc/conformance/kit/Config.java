package io.jrunc.conformance.kit;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A config.json in the making: the kit's default, then edits by JSON pointer. */
public final class Config {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root;

  private Config(ObjectNode root) {
    this.root = root;
  }

  /** A small container of busybox with its own pid, network, ipc, uts and mount namespaces. */
  public static Config standard() {
    try (InputStream in = Config.class.getResourceAsStream("/config.json")) {
      return new Config((ObjectNode) JSON.readTree(Optional.ofNullable(in).orElseThrow()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same for {@link OrdinaryUser}, who is root of a user namespace; his is the only id that is
   * mapped. No group 5 for terminals.
   */
  public static Config rootless() {
    Config config =
        standard()
            .namespace("user")
            .map("/linux/uidMappings", 0, OrdinaryUser.UID, 1)
            .map("/linux/gidMappings", 0, OrdinaryUser.GID, 1);
    config
        .withoutMount("/dev/pts")
        .mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "mode=0620");
    return config;
  }

  /** Maps all of an {@link OrdinaryUser}'s subordinate ids as well, to 1 and those that follow. */
  public Config subordinateIds() {
    int first = OrdinaryUser.FIRST_SUBORDINATE_ID;
    return map("/linux/uidMappings", 1, first, OrdinaryUser.SUBORDINATE_IDS)
        .map("/linux/gidMappings", 1, first, OrdinaryUser.SUBORDINATE_IDS);
  }

  /** Adds a range to the mappings at a pointer. */
  public Config map(String pointer, int containerId, int hostId, int size) {
    return add(pointer, Map.of("containerID", containerId, "hostID", hostId, "size", size));
  }

  public static Config parse(String text) {
    return new Config((ObjectNode) Json.parse(text));
  }

  public Config args(String... args) {
    return set("/process/args", List.of(args));
  }

  /** Makes the program a line of the container's own sh. */
  public Config sh(String script) {
    return args("sh", "-c", script);
  }

  /** Makes the program one that does nothing until a signal ends it. */
  public Config sleeping() {
    return args("sleep", "1000");
  }

  public Config mount(String destination, String type, String source, String... options) {
    return add(
        "/mounts",
        Map.of(
            "destination", destination,
            "type", type,
            "source", source,
            "options", List.of(options)));
  }

  public Config bind(String destination, Object source, String... options) {
    return mount(destination, "bind", source.toString(), options);
  }

  public Config namespace(String type) {
    return add("/linux/namespaces", Map.of("type", type));
  }

  public Config namespaceAt(String type, String path) {
    return withoutNamespace(type).add("/linux/namespaces", Map.of("type", type, "path", path));
  }

  public Config withoutNamespace(String type) {
    return removeFrom("/linux/namespaces", "type", type);
  }

  public Config withoutMount(String destination) {
    return removeFrom("/mounts", "destination", destination);
  }

  /** Adds a user namespace that maps the ids 0 to 65535 of the container to those from here on. */
  public Config userNamespace(int firstHostId) {
    Map<String, Integer> mapping = Map.of("containerID", 0, "hostID", firstHostId, "size", 65536);
    return namespace("user")
        .set("/linux/uidMappings", List.of(mapping))
        .set("/linux/gidMappings", List.of(mapping));
  }

  /** Sets the same capabilities in bounding, effective and permitted. */
  public Config capabilities(String... names) {
    for (String set : List.of("bounding", "effective", "permitted")) {
      set("/process/capabilities/" + set, List.of(names));
    }
    return this;
  }

  /** Sets the value at a pointer; objects on the way are made. */
  public Config set(String pointer, Object value) {
    JsonPointer target = JsonPointer.compile(pointer);
    JsonNode node = JSON.valueToTree(value);
    if (target.last().mayMatchElement() && parent(target) instanceof ArrayNode array) {
      array.set(target.last().getMatchingIndex(), node);
    } else {
      ((ObjectNode) parent(target)).set(target.last().getMatchingProperty(), node);
    }
    return this;
  }

  /** Appends to the array at a pointer, which is made when there is none. */
  public Config add(String pointer, Object element) {
    JsonNode array = root.at(pointer);
    if (array.isMissingNode()) {
      set(pointer, List.of());
      array = root.at(pointer);
    }
    ((ArrayNode) array).add(JSON.<JsonNode>valueToTree(element));
    return this;
  }

  public Config remove(String pointer) {
    JsonPointer target = JsonPointer.compile(pointer);
    if (root.at(target.head()) instanceof ObjectNode object) {
      object.remove(target.last().getMatchingProperty());
    }
    return this;
  }

  public JsonNode at(String pointer) {
    return root.at(pointer);
  }

  public String toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Config removeFrom(String pointer, String key, String value) {
    if (root.at(pointer) instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        if (array.get(i).path(key).asText().equals(value)) {
          array.remove(i);
        }
      }
    }
    return this;
  }

  private JsonNode parent(JsonPointer target) {
    JsonNode there = root.at(target.head());
    return there.isMissingNode() ? root.withObject(target.head()) : there;
  }
}
