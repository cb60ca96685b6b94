// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamFilter;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.jspecify.annotations.Nullable;

/** Reads the graph of a job that has not been started; leaves the job as it is. */
final class JobGraph {
  private final StreamExecutionEnvironment env;
  private final Map<Integer, Transformation<?>> transformations = new HashMap<>();

  JobGraph(StreamExecutionEnvironment env) {
    this.env = env;
    for (Transformation<?> root : env.getTransformations()) {
      add(root);
      root.getTransitivePredecessors().forEach(this::add);
    }
    if (transformations.isEmpty()) {
      throw new IllegalArgumentException(
          "JobGraph: parameter 'env': no operator in it; build the job first, and read it before execute(), which empties it");
    }
  }

  List<Transformation<?>> transformations() {
    return transformations.values().stream()
        .sorted(Comparator.comparingInt(Transformation::getId))
        .toList();
  }

  /** The operators that keep state or timers, in the order in which they were built. */
  List<Operator> statefulOperators() {
    List<StreamNode> nodes = new ArrayList<>(env.getStreamGraph(false).getStreamNodes());
    nodes.sort(Comparator.comparingInt(StreamNode::getId));
    List<Operator> found = new ArrayList<>();
    for (StreamNode node : nodes) {
      Operator operator = read(node);
      if (operator != null) {
        found.add(operator);
      }
    }
    return found;
  }

  static @Nullable TypeInformation<?> keyType(@Nullable Transformation<?> transformation) {
    if (transformation == null) {
      return null;
    }
    // One getter of many unrelated classes; the reduce has a name of its own.
    Set<String> getters = Set.of("getStateKeyType", "getKeyTypeInfo");
    for (Method method : transformation.getClass().getMethods()) {
      if (getters.contains(method.getName())) {
        return (TypeInformation<?>) invoke(method, transformation);
      }
    }
    return null;
  }

  private static @Nullable Object invoke(Method getter, Object target) {
    try {
      return getter.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JobGraph: " + getter + " cannot be called", e);
    }
  }

  private void add(Transformation<?> transformation) {
    transformations.put(transformation.getId(), transformation);
  }

  private @Nullable Operator read(StreamNode node) {
    StreamOperatorFactory<?> factory = node.getOperatorFactory();
    if (factory == null) {
      return null;
    }
    StateRecorder recorder = new StateRecorder();
    boolean keyed = node.getStateKeySerializer() != null;
    boolean stateful;
    String remark = "";
    Object instance =
        factory instanceof SimpleOperatorFactory<?> simple ? simple.getOperator() : null;
    if (instance instanceof AbstractUdfStreamOperator<?, ?> udf) {
      recorder.recordFields(udf);
      Object function = udf.getUserFunction();
      boolean checkpointed = function instanceof CheckpointedFunction;
      if (keyed || checkpointed) {
        remark = recorder.open(function);
      }
      boolean plain =
          udf instanceof StreamMap || udf instanceof StreamFlatMap || udf instanceof StreamFilter;
      stateful =
          checkpointed || !recorder.states().isEmpty() || !remark.isEmpty() || (keyed && !plain);
    } else {
      Class<?> type =
          factory.getStreamOperatorClass(Thread.currentThread().getContextClassLoader());
      if (instance != null) {
        recorder.recordFields(instance);
      }
      remark = "states are opened by the operator itself and not listed";
      stateful = keyed || (overridesStateMethods(type) && !isStatelessSink(factory));
    }
    if (!stateful) {
      return null;
    }
    Transformation<?> transformation = transformations.get(node.getId());
    String uid =
        node.getTransformationUID() != null ? node.getTransformationUID() : node.getUserHash();
    return new Operator(
        uid,
        node.getOperatorName(),
        keyType(transformation),
        maxParallelism(transformation),
        recorder.states(),
        remark);
  }

  private int maxParallelism(@Nullable Transformation<?> transformation) {
    int own = transformation == null ? -1 : transformation.getMaxParallelism();
    return own > 0 ? own : env.getMaxParallelism();
  }

  /** Flink runs every sink in one operator class, which keeps state only for some. */
  private static boolean isStatelessSink(StreamOperatorFactory<?> factory) {
    Object sink = StateRecorder.field(factory, "sink");
    return sink != null
        && !(sink instanceof SupportsWriterState<?, ?>)
        && !(sink instanceof SupportsCommitter<?>);
  }

  private static boolean overridesStateMethods(Class<?> operator) {
    return overrides(operator, "initializeState", StateInitializationContext.class)
        || overrides(operator, "snapshotState", StateSnapshotContext.class);
  }

  private static boolean overrides(Class<?> operator, String name, Class<?> parameter) {
    Set<String> bases =
        Set.of("AbstractStreamOperator", "AbstractStreamOperatorV2", "AbstractUdfStreamOperator");
    try {
      return !bases.contains(
          operator.getMethod(name, parameter).getDeclaringClass().getSimpleName());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
