package io.jrunc.conformance.clients.kit.cri;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * Reads a description of messages and services in the language of Protocol Buffers, as far as
 * {@code cri/runtime.proto} goes: messages, enums, maps, services; no options, imports or streams.
 * So the build needs neither protoc nor thousands of lines of generated code.
 */
final class ProtoFile {
  private static final Map<String, FieldDescriptorProto.Type> SCALARS =
      Map.of(
          "bool", FieldDescriptorProto.Type.TYPE_BOOL,
          "bytes", FieldDescriptorProto.Type.TYPE_BYTES,
          "int32", FieldDescriptorProto.Type.TYPE_INT32,
          "int64", FieldDescriptorProto.Type.TYPE_INT64,
          "string", FieldDescriptorProto.Type.TYPE_STRING,
          "uint32", FieldDescriptorProto.Type.TYPE_UINT32,
          "uint64", FieldDescriptorProto.Type.TYPE_UINT64);

  private final Deque<String> words;

  private ProtoFile(String text) {
    String spaced = text.replaceAll("//[^\n]*", "").replaceAll("([{}()<>=;,])", " $1 ").strip();
    words = new ArrayDeque<>(Arrays.asList(spaced.split("\\s+")));
  }

  /**
   * What a text describes.
   *
   * @throws IllegalArgumentException if the text isn't of the kind that is read here
   */
  static FileDescriptor parse(String text) {
    try {
      return FileDescriptor.buildFrom(new ProtoFile(text).file(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private FileDescriptorProto file() {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("runtime.proto");
    while (!words.isEmpty()) {
      String kind = words.remove();
      switch (kind) {
        case "syntax" -> file.setSyntax(statement("=").replace("\"", ""));
        case "package" -> file.setPackage(statement());
        case "message" -> file.addMessageType(message());
        case "enum" -> file.addEnumType(enumeration());
        case "service" -> file.addService(service());
        default -> throw new IllegalArgumentException("not expected here: " + kind);
      }
    }
    return file.build();
  }

  private DescriptorProto message() {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(words.remove());
    take("{");
    while (!takes("}")) {
      if (takes("enum")) {
        message.addEnumType(enumeration());
      } else if (takes("map")) {
        map(message);
      } else {
        FieldDescriptorProto.Label label =
            takes("repeated")
                ? FieldDescriptorProto.Label.LABEL_REPEATED
                : FieldDescriptorProto.Label.LABEL_OPTIONAL;
        message.addField(field(words.remove(), words.remove(), label));
      }
    }
    return message.build();
  }

  /** A map is a list of pairs, on the wire and in descriptors. */
  private void map(DescriptorProto.Builder message) {
    take("<");
    String key = words.remove();
    take(",");
    String value = words.remove();
    take(">");
    String name = words.remove();
    String pair = name + "Entry";
    message.addField(field(pair, name, FieldDescriptorProto.Label.LABEL_REPEATED));
    message.addNestedType(
        DescriptorProto.newBuilder()
            .setName(pair)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(field(key, "key", 1, FieldDescriptorProto.Label.LABEL_OPTIONAL))
            .addField(field(value, "value", 2, FieldDescriptorProto.Label.LABEL_OPTIONAL)));
  }

  private FieldDescriptorProto field(String type, String name, FieldDescriptorProto.Label label) {
    return field(type, name, Integer.parseInt(statement("=")), label);
  }

  private static FieldDescriptorProto field(
      String type, String name, int number, FieldDescriptorProto.Label label) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setLabel(label);
    FieldDescriptorProto.Type scalar = SCALARS.get(type);
    return scalar == null ? field.setTypeName(type).build() : field.setType(scalar).build();
  }

  private EnumDescriptorProto enumeration() {
    EnumDescriptorProto.Builder values = EnumDescriptorProto.newBuilder().setName(words.remove());
    take("{");
    while (!takes("}")) {
      values.addValue(
          EnumValueDescriptorProto.newBuilder()
              .setName(words.remove())
              .setNumber(Integer.parseInt(statement("="))));
    }
    return values.build();
  }

  private ServiceDescriptorProto service() {
    ServiceDescriptorProto.Builder service =
        ServiceDescriptorProto.newBuilder().setName(words.remove());
    take("{");
    while (!takes("}")) {
      take("rpc");
      MethodDescriptorProto.Builder method =
          MethodDescriptorProto.newBuilder().setName(words.remove()).setInputType(type());
      take("returns");
      service.addMethod(method.setOutputType(type()));
      take(";");
    }
    return service.build();
  }

  private String type() {
    take("(");
    String type = words.remove();
    take(")");
    return type;
  }

  /** The one word that follows these, up to the semicolon. */
  private String statement(String... before) {
    for (String word : before) {
      take(word);
    }
    String word = words.remove();
    take(";");
    return word;
  }

  private boolean takes(String word) {
    return word.equals(words.peek()) && words.remove().equals(word);
  }

  private void take(String expected) {
    String word = words.remove();
    if (!word.equals(expected)) {
      throw new IllegalArgumentException("expected " + expected + ", not " + word);
    }
  }
}
