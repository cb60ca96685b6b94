// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.ObjectArrayTypeInfo;

/** Finds the generic types inside a type and says where they are. */
final class TypePaths {
  /** A place such as {@code Order.items[]} and the class that Flink would hand to Kryo there. */
  record Generic(String path, String className) {}

  private final List<Generic> found = new ArrayList<>();
  private final Set<TypeInformation<?>> open = new HashSet<>();

  private TypePaths() {}

  static List<Generic> in(TypeInformation<?> type) {
    TypePaths paths = new TypePaths();
    paths.walk(type, type.getTypeClass().getSimpleName());
    return paths.found;
  }

  private void walk(TypeInformation<?> type, String path) {
    if (!open.add(type)) {
      return;
    }
    if (type instanceof GenericTypeInfo<?>) {
      found.add(new Generic(path, type.getTypeClass().getName()));
    } else if (type instanceof CompositeType<?> composite) {
      String[] names = composite.getFieldNames();
      for (int i = 0; i < names.length; i++) {
        walk(composite.getTypeAt(i), path + "." + names[i]);
      }
    } else if (type instanceof ListTypeInfo<?> list) {
      walk(list.getElementTypeInfo(), path + "[]");
    } else if (type instanceof ObjectArrayTypeInfo<?, ?> array) {
      walk(array.getComponentInfo(), path + "[]");
    } else if (type instanceof MapTypeInfo<?, ?> map) {
      walk(map.getKeyTypeInfo(), path + "{key}");
      walk(map.getValueTypeInfo(), path + "{value}");
    } else {
      // Sets, either, nullable and whatever later versions bring.
      for (Map.Entry<String, TypeInformation<?>> part : parameters(type).entrySet()) {
        walk(part.getValue(), path + "<" + part.getKey() + ">");
      }
    }
    open.remove(type);
  }

  private static Map<String, TypeInformation<?>> parameters(TypeInformation<?> type) {
    Map<String, TypeInformation<?>> parameters = type.getGenericParameters();
    return parameters == null ? Map.of() : parameters;
  }
}
