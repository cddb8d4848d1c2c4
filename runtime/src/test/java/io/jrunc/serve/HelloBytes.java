package io.jrunc.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A HELLO as warm.c writes it; tests change what they want to be wrong. */
final class HelloBytes {
  int magic = Hello.MAGIC;
  int protocol = Hello.PROTOCOL;
  long blocked;
  int descriptors;
  String directory = "/";
  final List<String> words = new ArrayList<>();
  final List<String> environment = new ArrayList<>();

  byte[] bytes() {
    return bytes(words.size(), environment.size());
  }

  byte[] bytes(int wordCount, int variableCount) {
    ByteBuffer fixed = ByteBuffer.allocate(Hello.FIXED).order(ByteOrder.LITTLE_ENDIAN);
    fixed.putInt(magic).putInt(protocol);
    fixed.putLong(blocked);
    fixed.putInt(descriptors);
    fixed.putInt(wordCount).putInt(variableCount);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(fixed.array());
    put(all, directory);
    words.forEach(word -> put(all, word));
    environment.forEach(variable -> put(all, variable));
    return all.toByteArray();
  }

  private static void put(ByteArrayOutputStream all, String string) {
    all.writeBytes(string.getBytes(StandardCharsets.UTF_8));
    all.write(0);
  }
}
