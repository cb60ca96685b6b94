// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.ObjectArrayTypeInfo;

/** What may go into state: no type that Flink writes with Kryo. */
final class StateTypes {

  private StateTypes() {}

  /** Checks that {@code type} and everything in it has a serializer of its own. */
  static void requireNoKryo(TypeInformation<?> type, String parameter) {
    if (needsKryo(type)) {
      throw Require.wrong(
          Deduplicator.NAME,
          parameter,
          type,
          "would be kept in state by Kryo",
          "use a public POJO, a public record or a basic type, or pass a TypeInformation of your own");
    }
  }

  private static boolean needsKryo(TypeInformation<?> type) {
    if (type instanceof GenericTypeInfo) {
      return true;
    }
    if (type instanceof CompositeType<?> composite) {
      for (int i = 0; i < composite.getArity(); i++) {
        if (needsKryo(composite.getTypeAt(i))) {
          return true;
        }
      }
    }
    if (type instanceof ListTypeInfo<?> list) {
      return needsKryo(list.getElementTypeInfo());
    }
    if (type instanceof MapTypeInfo<?, ?> map) {
      return needsKryo(map.getKeyTypeInfo()) || needsKryo(map.getValueTypeInfo());
    }
    return type instanceof ObjectArrayTypeInfo<?, ?> array && needsKryo(array.getComponentInfo());
  }
}
