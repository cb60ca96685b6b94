// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

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

/** Finds the places inside a type that Flink would hand to Kryo. */
final class GenericTypes {

  private final List<String> found = new ArrayList<>();
  private final Set<TypeInformation<?>> open = new HashSet<>();

  private GenericTypes() {}

  /** Returns places such as {@code Order.items[] (java.util.BitSet)}. */
  static List<String> in(TypeInformation<?> type) {
    GenericTypes types = new GenericTypes();
    types.walk(type, type.getTypeClass().getSimpleName());
    return types.found;
  }

  private void walk(TypeInformation<?> type, String path) {
    if (!open.add(type)) {
      return;
    }
    if (type instanceof GenericTypeInfo<?>) {
      found.add(path + " (" + type.getTypeClass().getName() + ")");
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
    } else if (type.getGenericParameters() != null) {
      for (Map.Entry<String, TypeInformation<?>> part : type.getGenericParameters().entrySet()) {
        walk(part.getValue(), path + "<" + part.getKey() + ">");
      }
    }
    open.remove(type);
  }
}
