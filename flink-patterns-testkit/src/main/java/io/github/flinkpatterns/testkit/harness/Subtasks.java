// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractBroadcastStreamOperatorTestHarness;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The four kinds of subtask. */
@SuppressWarnings("try") // The harnesses' close() may be interrupted; it is never called here.
final class Subtasks {

  private Subtasks() {}

  @SuppressWarnings("unchecked")
  static Subtask create(Blueprint plan, int maxParallelism, int parallelism, int index)
      throws Exception {
    AbstractStreamOperator<Object> operator = plan.newOperator();
    return switch (plan.inputs()) {
      case ONE, KEYED ->
          new One(
              (OneInputStreamOperator<Object, Object>) operator,
              plan,
              maxParallelism,
              parallelism,
              index);
      case KEYED_KEYED ->
          new KeyedKeyed(
              (TwoInputStreamOperator<Object, Object, Object>) operator,
              plan,
              maxParallelism,
              parallelism,
              index);
      case KEYED_BROADCAST ->
          new KeyedBroadcast(operator, plan, maxParallelism, parallelism, index);
    };
  }

  private static KeySelector<Object, Object> key(@Nullable KeySelector<Object, Object> selector) {
    return requireNonNull(selector, "a keyed input without a key selector");
  }

  private static TypeInformation<Object> type(Blueprint plan) {
    return requireNonNull(plan.keyType(), "a keyed input without a key type");
  }

  /** What Flink's own harness for one keyed input does. */
  private static void setKey(StreamConfig config, ExecutionConfig execution, Blueprint plan) {
    config.setStatePartitioner(0, key(plan.firstKey()));
    config.setStateKeySerializer(type(plan).createSerializer(execution.getSerializerConfig()));
    config.serializeAllConfigs();
  }

  private static final class One extends OneInputStreamOperatorTestHarness<Object, Object>
      implements Subtask {

    One(
        OneInputStreamOperator<Object, Object> operator,
        Blueprint plan,
        int max,
        int parallelism,
        int index)
        throws Exception {
      super(operator, max, parallelism, index);
      if (plan.keyType() != null) {
        setKey(config, executionConfig, plan);
      }
    }

    @Override
    public AbstractStreamOperatorTestHarness<Object> harness() {
      return this;
    }

    @Override
    public Map<OutputTag<?>, ConcurrentLinkedQueue<Object>> sideOutputs() {
      return sideOutputLists;
    }

    @Override
    public void first(StreamRecord<Object> element) throws Exception {
      processElement(element);
    }

    @Override
    public void second(StreamRecord<Object> element) {
      throw new IllegalStateException("one input only");
    }

    @Override
    public void watermark(Watermark watermark) throws Exception {
      processWatermark(watermark);
    }

    @Override
    public void endInputs() throws Exception {
      endInput();
    }

    @Override
    public void abandon() throws Exception {
      processingTimeService.shutdownService();
      operator.close();
      end(getEnvironment());
    }
  }

  private static final class KeyedKeyed
      extends KeyedTwoInputStreamOperatorTestHarness<Object, Object, Object, Object>
      implements Subtask {

    KeyedKeyed(
        TwoInputStreamOperator<Object, Object, Object> operator,
        Blueprint plan,
        int max,
        int parallelism,
        int index)
        throws Exception {
      super(
          operator,
          key(plan.firstKey()),
          key(plan.secondKey()),
          type(plan),
          max,
          parallelism,
          index);
    }

    @Override
    public AbstractStreamOperatorTestHarness<Object> harness() {
      return this;
    }

    @Override
    public Map<OutputTag<?>, ConcurrentLinkedQueue<Object>> sideOutputs() {
      return sideOutputLists;
    }

    @Override
    public void first(StreamRecord<Object> element) throws Exception {
      processElement1(element);
    }

    @Override
    public void second(StreamRecord<Object> element) throws Exception {
      processElement2(element);
    }

    @Override
    public void watermark(Watermark watermark) throws Exception {
      processWatermark1(watermark);
      processWatermark2(watermark);
    }

    @Override
    public void endInputs() throws Exception {
      endBoth(operator);
    }

    @Override
    public void abandon() throws Exception {
      processingTimeService.shutdownService();
      operator.close();
      end(getEnvironment());
    }
  }

  private static final class KeyedBroadcast
      extends AbstractBroadcastStreamOperatorTestHarness<Object, Object, Object>
      implements Subtask {

    KeyedBroadcast(
        AbstractStreamOperator<Object> operator,
        Blueprint plan,
        int max,
        int parallelism,
        int index)
        throws Exception {
      super(operator, max, parallelism, index);
      setKey(config, executionConfig, plan);
    }

    @Override
    public AbstractStreamOperatorTestHarness<Object> harness() {
      return this;
    }

    @Override
    public Map<OutputTag<?>, ConcurrentLinkedQueue<Object>> sideOutputs() {
      return sideOutputLists;
    }

    @Override
    public void first(StreamRecord<Object> element) throws Exception {
      processElement(element);
    }

    @Override
    public void second(StreamRecord<Object> element) throws Exception {
      processBroadcastElement(element);
    }

    @Override
    public void watermark(Watermark watermark) throws Exception {
      processWatermark(watermark);
      processBroadcastWatermark(watermark);
    }

    @Override
    public void endInputs() throws Exception {
      endBoth(operator);
    }

    @Override
    public void abandon() throws Exception {
      processingTimeService.shutdownService();
      operator.close();
      end(getEnvironment());
    }
  }

  private static void endBoth(Object operator) throws Exception {
    if (operator instanceof BoundedMultiInput bounded) {
      bounded.endInput(1);
      bounded.endInput(2);
    }
  }

  /** Flink's environment makes a folder of its own, and leaves it behind empty. */
  private static void end(MockEnvironment environment) throws Exception {
    environment.close();
    var unused = environment.getTaskManagerInfo().getTmpWorkingDirectory().delete();
  }
}
