// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.jspecify.annotations.Nullable;

/** Finds Kryo inside a serializer, however deep, and says by which path. */
public final class GenericTypes {

  private final List<String> found = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private GenericTypes() {}

  /** Returns one line for each generic type, such as {@code state 'profile'.tags: List}. */
  public static List<String> in(String path, TypeSerializer<?> serializer) {
    GenericTypes search = new GenericTypes();
    search.visit(path, serializer);
    return search.found;
  }

  private void visit(String path, TypeSerializer<?> serializer) {
    if (!seen.add(serializer)) {
      return;
    }
    if (serializer instanceof KryoSerializer<?>) {
      found.add(path + ": " + kryoType(serializer) + " is a generic type");
      return;
    }
    for (Class<?> c = serializer.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          visitValue(path, serializer, read(field, serializer));
        }
      }
    }
  }

  private void visitValue(String path, TypeSerializer<?> owner, @Nullable Object value) {
    if (value instanceof TypeSerializer<?> nested) {
      visit(path, nested);
    } else if (value instanceof TypeSerializer<?>[] nested) {
      for (int i = 0; i < nested.length; i++) {
        if (nested[i] != null) {
          visit(path + fieldName(owner, i, nested.length), nested[i]);
        }
      }
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(v -> visitValue(path, owner, v));
    } else if (value instanceof Collection<?> values) {
      values.forEach(v -> visitValue(path, owner, v));
    }
  }

  /** Only a POJO serializer knows names; its array of fields runs along that of serializers. */
  private static String fieldName(TypeSerializer<?> owner, int index, int count) {
    if (owner instanceof PojoSerializer) {
      try {
        Object fields = read(PojoSerializer.class.getDeclaredField("fields"), owner);
        if (fields != null
            && Array.getLength(fields) == count
            && Array.get(fields, index) instanceof Field field) {
          return "." + field.getName();
        }
      } catch (NoSuchFieldException e) {
        return "";
      }
    }
    return "";
  }

  private static String kryoType(TypeSerializer<?> serializer) {
    try {
      return read(KryoSerializer.class.getDeclaredField("type"), serializer) instanceof Class<?> c
          ? c.getName()
          : "what it holds";
    } catch (NoSuchFieldException e) {
      return "what it holds";
    }
  }

  private static @Nullable Object read(Field field, Object target) {
    try {
      field.setAccessible(true);
      return field.get(target);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return null;
    }
  }
}
