// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Records and watermarks in the order in which a test source plays them.
 *
 * <p>Records are kept as bytes: a function that changes its input cannot change what a replay
 * reads.
 */
final class TimedScript<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<T> type;

  /** Null where the step is a watermark. */
  private final ArrayList<byte @Nullable []> values = new ArrayList<>();

  private final ArrayList<Long> times = new ArrayList<>();
  private int records;

  TimedScript(TypeInformation<T> type) {
    this.type = type;
  }

  TypeInformation<T> type() {
    return type;
  }

  TypeSerializer<T> serializer() {
    return type.createSerializer(new ExecutionConfig().getSerializerConfig());
  }

  void record(T value, long time) {
    DataOutputSerializer out = new DataOutputSerializer(64);
    try {
      serializer().serialize(value, out);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "JobSource: element " + records + " (" + value + ") cannot be serialized as " + type, e);
    }
    values.add(out.getCopyOfBuffer());
    times.add(time);
    records++;
  }

  void watermark(long time) {
    values.add(null);
    times.add(time);
  }

  int records() {
    return records;
  }

  int steps() {
    return values.size();
  }

  long time(int step) {
    return times.get(step);
  }

  boolean isWatermark(int step) {
    return values.get(step) == null;
  }

  T value(int step, TypeSerializer<T> serializer) throws IOException {
    byte[] bytes = values.get(step);
    if (bytes == null) {
      throw new IllegalStateException("JobSource: step " + step + " is a watermark");
    }
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }

  /** For each step the number of records before it: records are dealt to the splits by it. */
  int[] ordinals() {
    int[] ordinals = new int[steps()];
    int ordinal = 0;
    for (int step = 0; step < ordinals.length; step++) {
      ordinals[step] = ordinal;
      if (!isWatermark(step)) {
        ordinal++;
      }
    }
    return ordinals;
  }

  /** After each record the highest watermark that makes no later record late. */
  static <T> TimedScript<T> withExactWatermarks(
      TypeInformation<T> type, List<T> elements, long[] times) {
    long[] earliestAfter = new long[times.length];
    long earliest = Long.MAX_VALUE;
    for (int i = times.length - 1; i >= 0; i--) {
      earliestAfter[i] = earliest;
      earliest = Math.min(earliest, times[i]);
    }
    TimedScript<T> script = new TimedScript<>(type);
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < times.length; i++) {
      script.record(elements.get(i), times[i]);
      boolean last = i == times.length - 1;
      if (!last && earliestAfter[i] > Long.MIN_VALUE && earliestAfter[i] - 1 > watermark) {
        watermark = earliestAfter[i] - 1;
        script.watermark(watermark);
      }
    }
    return script;
  }
}
