// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.logic.KeyedLogic;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to write the value of a key and read it again: the open session of ours, with its
 * hand-written serializer, and the same five numbers as a tuple, a record, a POJO, and with Kryo.
 *
 * <p>Scenario: one open session with start, last event, count, sum and the due moment; 20 events.
 *
 * <p>Command: {@code flink-patterns-bench/run jmh SerializerBenchmark}.
 */
public class SerializerBenchmark extends WithBaselines {

  /** The five numbers as a record. */
  public record SessionRecord(long start, long last, long count, long sum, long due) {}

  /** The five numbers as a POJO. */
  public static class SessionPojo {
    /** The first event. */
    public long start;

    /** The last event. */
    public long last;

    /** How many events. */
    public long count;

    /** The sum. */
    public long sum;

    /** When it closes. */
    public long due;
  }

  /** A value and its serializer. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Value {
    /** The form. */
    @Param({"ours", "tuple", "record", "pojo", "kryo"})
    public String form = "";

    RoundTrip<?> value;

    /** Makes the value. */
    @Setup(Level.Trial)
    public void make() throws Exception {
      SessionPojo pojo = new SessionPojo();
      pojo.start = 1_767_225_600_000L;
      pojo.last = pojo.start + 570_000;
      pojo.count = 20;
      pojo.sum = 100_000;
      pojo.due = pojo.last + 1_800_000;
      value =
          switch (form) {
            case "ours" -> ours(SessionWays.spec(Duration.ofMinutes(30)).logic(), pojo);
            case "tuple" ->
                typed(
                    Types.TUPLE(Types.LONG, Types.LONG, Types.LONG, Types.LONG, Types.LONG),
                    Tuple5.of(pojo.start, pojo.last, pojo.count, pojo.sum, pojo.due));
            case "record" ->
                typed(
                    TypeInformation.of(SessionRecord.class),
                    new SessionRecord(pojo.start, pojo.last, pojo.count, pojo.sum, pojo.due));
            case "pojo" -> typed(TypeInformation.of(SessionPojo.class), pojo);
            case "kryo" ->
                new RoundTrip<>(
                    new KryoSerializer<>(SessionPojo.class, new SerializerConfigImpl()), pojo);
            default -> throw new IllegalArgumentException(form);
          };
    }
  }

  /** Writes a value and reads it. */
  static final class RoundTrip<T> {
    private final TypeSerializer<T> serializer;
    private final T value;
    private final DataOutputSerializer target = new DataOutputSerializer(256);
    private final DataInputDeserializer source = new DataInputDeserializer();

    RoundTrip(TypeSerializer<T> serializer, T value) {
      this.serializer = serializer;
      this.value = value;
    }

    T run() throws IOException {
      target.clear();
      serializer.serialize(value, target);
      source.setBuffer(target.getSharedBuffer(), 0, target.length());
      return serializer.deserialize(source);
    }
  }

  /** Writes and reads. */
  @Benchmark
  public Object writeAndRead(Value value) throws Exception {
    return value.value.run();
  }

  private static <T> RoundTrip<T> typed(TypeInformation<T> type, T value) {
    return new RoundTrip<>(type.createSerializer(new SerializerConfigImpl()), value);
  }

  private static <S> RoundTrip<S> ours(KeyedLogic<String, Visit, S, ?> logic, SessionPojo like)
      throws Exception {
    S value = filled(logic, like);
    return new RoundTrip<>(
        logic.stateSerializer(
            new io.github.flinkpatterns.logic.SerializerFactory() {
              @Override
              public <T> TypeSerializer<T> create(TypeInformation<T> type) {
                return type.createSerializer(new SerializerConfigImpl());
              }
            }),
        value);
  }

  private static <S, OUT> S filled(KeyedLogic<String, Visit, S, OUT> logic, SessionPojo like)
      throws Exception {
    S value = logic.create();
    long step = (like.last - like.start) / (like.count - 1);
    for (int i = 0; i < like.count; i++) {
      logic.onEvent(
          new Visit("a", like.sum / like.count), like.start + i * step, value, new NoContext<>());
    }
    return value;
  }
}
