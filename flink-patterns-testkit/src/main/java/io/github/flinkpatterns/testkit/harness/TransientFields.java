// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a function loses on its way to a cluster: a transient field that is set when the
 * function is given and empty in the copy that runs. Such a field either fails on the cluster or,
 * worse, silently falls back to a default.
 */
final class TransientFields {

  private static final int MAX_DEPTH = 4;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private TransientFields() {}

  /** Returns the path of the first lost field, such as {@code rules.parser}, or null. */
  static @Nullable String firstLost(Object given, Object copy) {
    return new TransientFields().search(given, copy, "", 0);
  }

  private @Nullable String search(Object given, Object copy, String path, int depth) {
    if (depth > MAX_DEPTH || given.getClass() != copy.getClass() || !seen.add(given)) {
      return null;
    }
    for (Class<?> c = given.getClass(); c != null && isUserClass(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
          continue;
        }
        Object before = read(field, given);
        Object after = read(field, copy);
        if (before == null) {
          continue;
        }
        if (after == null) {
          if (Modifier.isTransient(field.getModifiers())) {
            return path + field.getName();
          }
        } else if (isUserClass(before.getClass())) {
          String nested = search(before, after, path + field.getName() + ".", depth + 1);
          if (nested != null) {
            return nested;
          }
        }
      }
    }
    return null;
  }

  private static boolean isUserClass(Class<?> c) {
    return !c.isArray()
        && !c.isEnum()
        && !c.isHidden()
        && !c.getName().startsWith("java.")
        && !c.getName().startsWith("org.apache.flink.");
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
