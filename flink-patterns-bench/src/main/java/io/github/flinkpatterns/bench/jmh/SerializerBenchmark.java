// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to write the value of a key and read it again: the open session of ours, with its
 * hand-written serializer, and the same five numbers as a tuple, a record, a POJO, with Kryo and as
 * a specific record of Avro. What is read must be what was written.
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

    long[] numbers() {
      return new long[] {start, last, count, sum, due};
    }
  }

  /** The five numbers as a specific record of Avro, as its compiler would make it. */
  public static class SessionAvro extends SpecificRecordBase {
    /** Where Avro looks for it. */
    @SuppressWarnings("MemberName") // Avro's
    public static final Schema SCHEMA$ =
        SchemaBuilder.record("SessionAvro")
            .namespace(SerializerBenchmark.class.getName())
            .fields()
            .requiredLong("start")
            .requiredLong("last")
            .requiredLong("count")
            .requiredLong("sum")
            .requiredLong("due")
            .endRecord();

    private long start;
    private long last;
    private long count;
    private long sum;
    private long due;

    static SessionAvro of(long[] numbers) {
      SessionAvro avro = new SessionAvro();
      for (int i = 0; i < numbers.length; i++) {
        avro.put(i, numbers[i]);
      }
      return avro;
    }

    long[] numbers() {
      return new long[] {start, last, count, sum, due};
    }

    @Override
    public Schema getSchema() {
      return SCHEMA$;
    }

    @Override
    public Object get(int field) {
      return switch (field) {
        case 0 -> start;
        case 1 -> last;
        case 2 -> count;
        case 3 -> sum;
        case 4 -> due;
        default -> throw new IndexOutOfBoundsException("Invalid index: " + field);
      };
    }

    @Override
    public void put(int field, Object value) {
      switch (field) {
        case 0 -> start = (Long) value;
        case 1 -> last = (Long) value;
        case 2 -> count = (Long) value;
        case 3 -> sum = (Long) value;
        case 4 -> due = (Long) value;
        default -> throw new IndexOutOfBoundsException("Invalid index: " + field);
      }
    }
  }

  /** A value and its serializer. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Value {
    /** The form. */
    @Param({"ours", "tuple", "record", "pojo", "kryo", "avro"})
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
                    Tuple5.of(pojo.start, pojo.last, pojo.count, pojo.sum, pojo.due),
                    t -> new long[] {t.f0, t.f1, t.f2, t.f3, t.f4});
            case "record" ->
                typed(
                    TypeInformation.of(SessionRecord.class),
                    new SessionRecord(pojo.start, pojo.last, pojo.count, pojo.sum, pojo.due),
                    r -> new long[] {r.start, r.last, r.count, r.sum, r.due});
            case "pojo" -> typed(TypeInformation.of(SessionPojo.class), pojo, SessionPojo::numbers);
            case "kryo" ->
                new RoundTrip<>(
                    new KryoSerializer<>(SessionPojo.class, new SerializerConfigImpl()),
                    pojo,
                    SessionPojo::numbers);
            case "avro" ->
                new RoundTrip<>(
                    new AvroSerializer<>(SessionAvro.class),
                    SessionAvro.of(pojo.numbers()),
                    SessionAvro::numbers);
            default -> throw new IllegalArgumentException(form);
          };
      value.check(form, pojo.numbers());
    }
  }

  /** Writes a value and reads it. */
  static final class RoundTrip<T> {
    private final TypeSerializer<T> serializer;
    private final T value;
    private final Function<T, long[]> numbers;
    private final DataOutputSerializer target = new DataOutputSerializer(256);
    private final DataInputDeserializer source = new DataInputDeserializer();

    RoundTrip(TypeSerializer<T> serializer, T value, Function<T, long[]> numbers) {
      this.serializer = serializer;
      this.value = value;
      this.numbers = numbers;
    }

    void check(String form, long[] written) throws IOException {
      long[] read = numbers.apply(run());
      if (!Arrays.equals(read, written)) {
        throw new IllegalStateException(
            form + " gave " + Arrays.toString(read) + " for " + Arrays.toString(written));
      }
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

  private static <T> RoundTrip<T> typed(
      TypeInformation<T> type, T value, Function<T, long[]> numbers) {
    return new RoundTrip<>(type.createSerializer(new SerializerConfigImpl()), value, numbers);
  }

  private static <S> RoundTrip<S> ours(
      KeyedLogic<String, Visit, S, Session<String, Tuple2<Long, Long>>> logic, SessionPojo like)
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
        value,
        read -> closed(logic, read));
  }

  /** The value is known to its package alone, so it is asked for its session. */
  private static <S> long[] closed(
      KeyedLogic<String, Visit, S, Session<String, Tuple2<Long, Long>>> logic, S value) {
    List<Session<String, Tuple2<Long, Long>>> sessions = new ArrayList<>();
    try {
      logic.onDue(logic.nextDue(value), value, new NoContext<>(sessions::add));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    Session<String, Tuple2<Long, Long>> s = sessions.get(0);
    return new long[] {
      s.startMillis(), s.lastEventMillis(), s.result().f0, s.result().f1, s.endMillis()
    };
  }

  private static <S, OUT> S filled(KeyedLogic<String, Visit, S, OUT> logic, SessionPojo like)
      throws Exception {
    S value = logic.create();
    long step = (like.last - like.start) / (like.count - 1);
    for (int i = 0; i < like.count; i++) {
      logic.onEvent(
          new Visit("a", like.sum / like.count),
          like.start + i * step,
          value,
          new NoContext<>(emitted -> {}));
    }
    return value;
  }
}
