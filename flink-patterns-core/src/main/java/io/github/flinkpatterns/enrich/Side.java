// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import io.github.flinkpatterns.enrich.Unmatched.Reason;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.OutputTag;

/** One of the two streams: its type and key, the copies that are kept, and what is not joined. */
final class Side<T, K> implements Serializable {

  final TypeInformation<T> type;
  final KeySelector<T, K> key;
  final OutputTag<Unmatched<T>> unmatched;
  final OutputTag<T> nullKeys;

  /** What counters begin with. */
  private final String prefix;

  private transient TypeSerializer<T> serializer;
  private transient DataOutputSerializer scratch;

  @SuppressWarnings("NullAway.Init")
  Side(String prefix, TypeInformation<T> type, KeySelector<T, K> key) {
    this.prefix = prefix;
    this.type = type;
    this.key = key;
    this.unmatched = new OutputTag<>(prefix + "-unmatched", Unmatched.type(type));
    this.nullKeys = new OutputTag<>(prefix + "-nullKeys", type);
  }

  TypeSerializer<T> open(SerializerFactory serializers) {
    TypeSerializer<T> events = serializers.create(type);
    serializer = events.duplicate();
    scratch = new DataOutputSerializer(256);
    return events;
  }

  Item<T> keep(T event, long time) throws IOException {
    scratch.clear();
    serializer.serialize(event, scratch);
    return new Item<>(serializer.copy(event), time, scratch.length(), false);
  }

  /** Returns an event of the state for sending: what is kept must not leave. */
  T copy(Item<T> item) {
    return serializer.copy(item.event);
  }

  /** Orders by serialized bytes, so that the order of arrival never matters. */
  boolean isGreater(T one, T other) throws IOException {
    scratch.clear();
    serializer.serialize(one, scratch);
    byte[] bytes = scratch.getCopyOfBuffer();
    scratch.clear();
    serializer.serialize(other, scratch);
    return Arrays.compareUnsigned(
            bytes, 0, bytes.length, scratch.getSharedBuffer(), 0, scratch.length())
        > 0;
  }

  /** Tells whether an event of {@code time} can no longer be judged. */
  static boolean isLate(long time, long watermark, long allowedMillis) {
    return watermark >= Long.MIN_VALUE + allowedMillis && time <= watermark - allowedMillis;
  }

  /** Takes an event that waits for the watermark, or says why not. */
  void take(
      T event,
      long time,
      Items<T> pending,
      int alreadyKept,
      int max,
      long allowedMillis,
      LogicContext<K, ?> context)
      throws IOException {
    if (time == NO_TIMESTAMP) {
      refuse(event, time, Reason.NO_TIMESTAMP, context);
    } else if (isLate(time, context.watermark(), allowedMillis)) {
      refuse(event, time, Reason.LATE, context);
    } else if (pending.size() + alreadyKept >= max) {
      refuse(event, time, Reason.OVERFLOW, context);
    } else {
      pending.add(keep(event, time));
    }
  }

  void refuse(T event, long time, Reason reason, LogicContext<K, ?> context) {
    context.count(counter(reason));
    context.emit(unmatched, new Unmatched<>(event, time, reason));
  }

  List<String> counters() {
    return Arrays.stream(Reason.values()).map(this::counter).toList();
  }

  private String counter(Reason reason) {
    StringBuilder name = new StringBuilder(prefix);
    for (String word : reason.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
