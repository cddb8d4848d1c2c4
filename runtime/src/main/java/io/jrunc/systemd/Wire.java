package io.jrunc.systemd;

import io.jrunc.unit.TypedValue;
import io.jrunc.unit.UnitProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/** Our values as dbus-java's. */
final class Wire {
  private Wire() {}

  /** As {@code a(sv)}. */
  static List<Object[]> properties(List<UnitProperty> properties) {
    List<Object[]> pairs = new ArrayList<>();
    for (UnitProperty property : properties) {
      pairs.add(new Object[] {property.name(), variant(property.value())});
    }
    return pairs;
  }

  private static Variant<?> variant(TypedValue value) {
    return new Variant<>(object(value.signature(), value.value()), value.signature());
  }

  private static Object object(String signature, Object value) {
    return switch (signature.charAt(0)) {
      case 'y' -> (byte) whole(value);
      case 'n' -> (short) whole(value);
      case 'q' -> new UInt16((int) whole(value));
      case 'i' -> (int) whole(value);
      case 'u' -> new UInt32(whole(value));
      case 't' -> new UInt64(Long.toUnsignedString(whole(value)));
      case 'o' -> new DBusPath((String) value);
      case 'v' -> variant((TypedValue) value);
      case 'a' -> array(signature.substring(1), (List<?>) value);
      case '(' -> tuple(signature, (List<?>) value);
      default -> value;
    };
  }

  private static long whole(Object value) {
    return (Long) value;
  }

  private static Object array(String signature, List<?> values) {
    if (signature.equals("y")) {
      byte[] bytes = new byte[values.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) whole(values.get(i));
      }
      return bytes;
    }
    if (signature.startsWith("{")) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (Object value : values) {
        List<?> entry = (List<?>) value;
        entries.put(
            object(signature.substring(1, 2), entry.get(0)),
            object(signature.substring(2, signature.length() - 1), entry.get(1)));
      }
      return entries;
    }
    List<Object> objects = new ArrayList<>();
    for (Object value : values) {
      objects.add(object(signature, value));
    }
    return objects;
  }

  private static Object[] tuple(String signature, List<?> values) {
    Object[] objects = new Object[values.size()];
    int start = 1;
    for (int i = 0; i < objects.length; i++) {
      int end = TypedValue.endOfType(signature, start);
      objects[i] = object(signature.substring(start, end), values.get(i));
      start = end;
    }
    return objects;
  }
}
