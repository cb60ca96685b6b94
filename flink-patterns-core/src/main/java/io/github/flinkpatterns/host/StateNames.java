// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.BroadcastLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.KeyedSlot;
import io.github.flinkpatterns.state.KeyedSlotSerializer;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The state that every host reads and writes, by name. Part of the state contract: another name
 * here would start every job with empty state, silently.
 */
public final class StateNames {

  private static final String VALUE = "value";
  private static final String SHARED = "shared";

  /** The timer service of Flink's own process operators; both hosts use it. */
  public static final String TIMERS = "user-timers";

  /** The one key under which broadcast state keeps the shared value. */
  public static final Integer SHARED_KEY = 0;

  private StateNames() {}

  /** Returns the descriptor of the keyed state of {@code logic}. */
  public static <S> ValueStateDescriptor<KeyedSlot<S>> value(
      KeyedLogic<?, ?, S, ?> logic, SerializerFactory serializers) {
    return new ValueStateDescriptor<>(
        VALUE, new KeyedSlotSerializer<>(logic.stateSerializer(serializers)));
  }

  /** Returns the descriptor of the broadcast state of {@code logic}. */
  public static <G> MapStateDescriptor<Integer, G> shared(BroadcastLogic<?, ?, ?, G, ?, ?> logic) {
    TypeSerializer<G> serializer = logic.sharedSerializer();
    // Only its serializer is ever asked of this type.
    return new MapStateDescriptor<>(SHARED, Types.INT, SerializedType.of(Object.class, serializer));
  }
}
