// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.java.tuple.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Compares and shows users' values. Records pass through serializers, so two equal ones are never
 * the same object, and many a POJO has neither {@code equals} nor {@code toString}.
 */
final class Values {

  private static final int MAX_DEPTH = 6;

  private Values() {}

  /** Tells whether two values are equal, by their own equals or by what they hold. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    return Objects.equals(a, b) || key(a).equals(key(b));
  }

  /** Returns something that equals another value's key when both hold the same. */
  static Object key(@Nullable Object value) {
    return key(value, 0);
  }

  private static Object key(@Nullable Object value, int depth) {
    if (value == null) {
      return "null";
    }
    if (depth > MAX_DEPTH) {
      return value;
    }
    if (value.getClass().isArray()) {
      List<Object> elements = new ArrayList<>();
      elements.add(value.getClass().getName());
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(key(Array.get(value, i), depth + 1));
      }
      return elements;
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(e -> elements.add(key(e, depth + 1)));
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> elements = new HashMap<>();
      map.forEach((k, v) -> elements.put(key(k, depth + 1), key(v, depth + 1)));
      return elements;
    }
    if (value instanceof Tuple tuple) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < tuple.getArity(); i++) {
        Object field = tuple.getField(i);
        fields.add(key(field, depth + 1));
      }
      return fields;
    }
    if (value instanceof Record || !overrides(value.getClass(), "equals", Object.class)) {
      Map<String, Object> fields = new TreeMap<>();
      fields.put("", value.getClass());
      fieldsOf(value).forEach((name, v) -> fields.put(name, key(v, depth + 1)));
      return fields;
    }
    return value;
  }

  /** Returns a value as text; one without toString shows its fields. */
  static String text(@Nullable Object value) {
    return text(value, 0);
  }

  private static String text(@Nullable Object value, int depth) {
    if (value == null || depth > MAX_DEPTH) {
      return String.valueOf(value);
    }
    if (value.getClass().isArray()) {
      List<String> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(text(Array.get(value, i), depth + 1));
      }
      return elements.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(e -> text(e, depth + 1)).toList().toString();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> elements = new TreeMap<>();
      map.forEach((k, v) -> elements.put(text(k, depth + 1), text(v, depth + 1)));
      return elements.toString();
    }
    if (overrides(value.getClass(), "toString")) {
      return value.toString();
    }
    List<String> fields = new ArrayList<>();
    fieldsOf(value).forEach((name, v) -> fields.add(name + "=" + text(v, depth + 1)));
    return value.getClass().getSimpleName() + fields;
  }

  private static boolean overrides(Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getMethod(method, parameters).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Map<String, @Nullable Object> fieldsOf(Object value) {
    Map<String, @Nullable Object> fields = new TreeMap<>();
    try {
      if (value instanceof Record) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
          component.getAccessor().setAccessible(true);
          fields.put(component.getName(), component.getAccessor().invoke(value));
        }
        return fields;
      }
      for (Class<?> c = value.getClass(); c != null; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          int modifiers = field.getModifiers();
          if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
            field.setAccessible(true);
            fields.put(field.getName(), field.get(value));
          }
        }
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      fields.put("identity", System.identityHashCode(value));
    }
    return fields;
  }
}
