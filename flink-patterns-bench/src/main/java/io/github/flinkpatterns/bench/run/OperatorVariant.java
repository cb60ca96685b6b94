// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyContextHandler;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The keyed operator of a {@link Way} in Flink's own harness, on a real state backend.
 *
 * <p>The harness would set the key for every record; the runtime does so only for an operator that
 * says it has a key context. This class does as the runtime does.
 *
 * @param <IN> the event
 */
public final class OperatorVariant<IN> implements Variant<IN> {

  private final String name;
  private final @Nullable String group;
  private final KeyedOneInputStreamOperatorTestHarness<?, IN, ?> harness;
  private final OneInputStreamOperator<IN, ?> operator;
  private final boolean keyContext;
  private final DigestOutput<?> output;

  private <OUT> OperatorVariant(
      Way<IN, OUT> way,
      @Nullable String group,
      Workload<IN> workload,
      Setup setup,
      @Nullable OperatorSubtaskState restored)
      throws Exception {
    this.name = way.name();
    this.group = group;
    DigestOutput<OUT> digest = new DigestOutput<>(way::digest);
    this.output = digest;
    DataStream<IN> events =
        StreamExecutionEnvironment.getExecutionEnvironment()
            .fromSequence(0, 0)
            .map(workload::event)
            .map(StreamRecord::getValue)
            .returns(workload.type());
    OneInputTransformation<IN, OUT> step = Operators.lastOf(way.applyTo(events));
    OneInputStreamOperator<IN, OUT> last = Operators.of(step);
    this.operator = last;
    KeyedOneInputStreamOperatorTestHarness<?, IN, OUT> made =
        harness(last, step.getStateKeySelector(), step.getStateKeyType());
    this.harness = made;
    Path own = setup.folder().resolve(UUID.randomUUID().toString());
    Configuration configuration = new Configuration();
    configuration.setString("state.backend.type", setup.backend());
    configuration.setString("state.backend.rocksdb.localdir", own.resolve("db").toString());
    // The harness has no managed memory to speak of; take what RocksDB takes by itself.
    configuration.setString("state.backend.rocksdb.memory.managed", "false");
    made.setStateBackend(
        StateBackendLoader.loadStateBackendFromConfig(
            configuration, OperatorVariant.class.getClassLoader(), null));
    made.setCheckpointStorage(new FileSystemCheckpointStorage(own.resolve("cp").toUri()));
    // The harness would queue every record; that costs more than some operators do.
    made.setOutputCreator(serializer -> digest);
    made.setup(new SameObject<>());
    if (restored != null) {
      made.initializeState(restored);
    }
    made.open();
    keyContext = last instanceof KeyContextHandler handler && handler.hasKeyContext1();
  }

  @SuppressWarnings("unchecked")
  private static <K, IN, OUT> KeyedOneInputStreamOperatorTestHarness<K, IN, OUT> harness(
      OneInputStreamOperator<IN, OUT> operator, KeySelector<IN, ?> key, TypeInformation<?> keyType)
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        operator, (KeySelector<IN, K>) key, (TypeInformation<K>) keyType, 128, 1, 0);
  }

  /** Returns the operator of {@code way}; its results must equal those of others in the group. */
  public static <IN> OperatorVariant<IN> of(
      Way<IN, ?> way, @Nullable String group, Workload<IN> workload, Setup setup) throws Exception {
    return new OperatorVariant<>(way, group, workload, setup, null);
  }

  /** Returns the operator of {@code way} with the state of a {@link #snapshot}. */
  public static <IN> OperatorVariant<IN> restored(
      Way<IN, ?> way, Workload<IN> workload, Setup setup, OperatorSubtaskState state)
      throws Exception {
    return new OperatorVariant<>(way, null, workload, setup, state);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String group() {
    return group;
  }

  @Override
  public void event(StreamRecord<IN> record) throws Exception {
    if (keyContext) {
      operator.setKeyContextElement1(record);
    }
    operator.processElement(record);
  }

  @Override
  public void watermark(long millis) throws Exception {
    operator.processWatermark(new Watermark(millis));
  }

  @Override
  public void barrier(long checkpointId) throws Exception {
    operator.prepareSnapshotPreBarrier(checkpointId);
  }

  /** Takes a whole checkpoint: the barrier, and the backend's snapshot. */
  public OperatorSubtaskState snapshot(long checkpointId) throws Exception {
    barrier(checkpointId);
    return harness.snapshot(checkpointId, checkpointId);
  }

  /** Returns what holds the state: cache and backend. */
  List<Object> parts() {
    return operator instanceof AbstractStreamOperator<?> own
        ? List.of(operator, own.getKeyedStateBackend())
        : List.of(operator);
  }

  @Override
  public long digest() {
    return output.digest();
  }

  @Override
  public long outputs() {
    return output.outputs();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
