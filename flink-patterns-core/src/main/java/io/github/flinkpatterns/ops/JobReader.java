// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import io.github.flinkpatterns.logic.Require;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamFilter;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.streaming.api.transformations.SideOutputTransformation;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operators of a job that has not been started, and leaves it as it is. The one class of
 * this package that knows Flink's internal graph.
 */
final class JobReader {

  private static final Set<Class<?>> TIMED =
      Set.of(
          KeyedProcessFunction.class,
          KeyedCoProcessFunction.class,
          KeyedBroadcastProcessFunction.class);

  private final StreamExecutionEnvironment env;
  private final Map<Integer, Transformation<?>> graph = new TreeMap<>();

  JobReader(StreamExecutionEnvironment env) {
    this.env = env;
    for (Transformation<?> root : env.getTransformations()) {
      graph.put(root.getId(), root);
      root.getTransitivePredecessors().forEach(each -> graph.put(each.getId(), each));
    }
    if (graph.isEmpty()) {
      throw Require.wrong(
          "Preflight",
          "env",
          "an environment",
          "that holds no operator cannot be checked",
          "build the job first, and check it before execute(), which empties it");
    }
  }

  /** What the environment sets, without the cluster's settings. */
  Configuration settings() {
    return (Configuration) env.getConfiguration();
  }

  List<PlannedOperator> operators(boolean open) {
    Map<Integer, Map<String, TypeInformation<?>>> sides = new LinkedHashMap<>();
    for (Transformation<?> each : graph.values()) {
      if (each instanceof SideOutputTransformation<?> side) {
        sides
            .computeIfAbsent(side.getInputs().get(0).getId(), ignored -> new LinkedHashMap<>())
            .put(side.getOutputTag().getId(), side.getOutputTag().getTypeInfo());
      }
    }
    List<PlannedOperator> operators = new ArrayList<>();
    for (Transformation<?> each : graph.values()) {
      if (each instanceof PhysicalTransformation<?>) {
        operators.add(read(each, sides.getOrDefault(each.getId(), Map.of()), open));
      }
    }
    return operators;
  }

  private PlannedOperator read(
      Transformation<?> each, Map<String, TypeInformation<?>> sides, boolean open) {
    TypeInformation<?> key = keyType(each);
    AbstractUdfStreamOperator<?, ?> udf = udf(each);
    Object function = udf == null ? null : udf.getUserFunction();
    boolean plain =
        udf instanceof StreamMap || udf instanceof StreamFlatMap || udf instanceof StreamFilter;
    StateProbe probe = new StateProbe();
    if (open && function != null && !isOurs(function)) {
      probe.open(function);
    }
    boolean stateful =
        each instanceof SourceTransformation<?, ?, ?>
            || each instanceof SinkTransformation<?, ?>
            || function instanceof CheckpointedFunction
            || !probe.states().isEmpty()
            || (key != null && !plain);
    int max = each.getMaxParallelism() > 0 ? each.getMaxParallelism() : env.getMaxParallelism();
    return new PlannedOperator(
        each.getName(),
        each.getUid(),
        stateful,
        each.getParallelism() > 0 ? each.getParallelism() : env.getParallelism(),
        max,
        key,
        each instanceof SinkTransformation<?, ?> ? null : outputType(each),
        sides,
        probe.states(),
        function != null && hasOnTimer(function.getClass()));
  }

  private static boolean isOurs(Object function) {
    return function.getClass().getName().startsWith("io.github.flinkpatterns.host.");
  }

  private static @Nullable TypeInformation<?> outputType(Transformation<?> each) {
    try {
      return each.getOutputType();
    } catch (InvalidTypesException e) {
      // Flink itself stops the job for it.
      return null;
    }
  }

  /** One getter of many unrelated classes; the reduce has a name of its own. */
  private static @Nullable TypeInformation<?> keyType(Transformation<?> each) {
    Object type = call(each, "getStateKeyType");
    return (TypeInformation<?>) (type == null ? call(each, "getKeyTypeInfo") : type);
  }

  private static @Nullable AbstractUdfStreamOperator<?, ?> udf(Transformation<?> each) {
    return call(each, "getOperatorFactory") instanceof SimpleOperatorFactory<?> factory
            && factory.getOperator() instanceof AbstractUdfStreamOperator<?, ?> operator
        ? operator
        : null;
  }

  private static @Nullable Object call(Object target, String getter) {
    try {
      for (Method method : target.getClass().getMethods()) {
        if (method.getName().equals(getter) && method.getParameterCount() == 0) {
          return method.invoke(target);
        }
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Preflight: " + getter + " cannot be called", e);
    }
  }

  private static boolean hasOnTimer(Class<?> function) {
    for (Method method : function.getMethods()) {
      if (method.getName().equals("onTimer") && !TIMED.contains(method.getDeclaringClass())) {
        return true;
      }
    }
    return false;
  }
}
