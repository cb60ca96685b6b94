// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static io.github.flinkpatterns.ops.Severity.ERROR;
import static io.github.flinkpatterns.ops.Severity.WARNING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/** What the shape of a job shows: uids, types, parallelism. */
final class GraphRules {

  private final List<Finding> findings;

  private GraphRules(List<Finding> findings) {
    this.findings = findings;
  }

  static void check(
      List<PlannedOperator> operators, int parallelism, int maxParallelism, List<Finding> into) {
    GraphRules rules = new GraphRules(into);
    rules.uids(operators);
    operators.forEach(rules::types);
    operators.forEach(rules::parallelism);
    if (maxParallelism <= 0
        && operators.stream().anyMatch(o -> o.key() != null && o.maxParallelism() <= 0)) {
      rules.add(
          WARNING,
          "max-parallelism-unset",
          "pipeline.max-parallelism",
          "keyed state is split into a number of key groups that Flink derives from the parallelism"
              + " of the first start ("
              + derived(parallelism)
              + " at parallelism "
              + parallelism
              + ") and that can never change",
          "Set it, for example to 128 or, if the job may grow beyond, 720");
    }
  }

  /** Flink's rule: half as much again, as a power of two, in 128..32768. */
  private static int derived(int parallelism) {
    int wanted = Math.max(1, parallelism + parallelism / 2);
    int power =
        Integer.highestOneBit(wanted) == wanted ? wanted : Integer.highestOneBit(wanted) * 2;
    return Math.min(Math.max(power, 128), 32_768);
  }

  private void uids(List<PlannedOperator> operators) {
    Map<String, PlannedOperator> seen = new HashMap<>();
    for (PlannedOperator operator : operators) {
      if (operator.uid() == null) {
        if (operator.stateful()) {
          add(
              ERROR,
              "missing-uid",
              operator.place(),
              "it has state and no uid, so its state is lost as soon as the shape of the job changes",
              "Add .uid(\"...\")");
        }
      } else {
        PlannedOperator other = seen.putIfAbsent(operator.uid(), operator);
        if (other != null) {
          add(
              ERROR,
              "duplicate-uid",
              operator.place(),
              "operator '" + other.name() + "' has the same uid",
              "Give each its own");
        }
      }
    }
  }

  private void types(PlannedOperator operator) {
    generic(operator, WARNING, "it emits", operator.output());
    operator
        .sideOutputs()
        .forEach(
            (id, type) -> generic(operator, WARNING, "its side output '" + id + "' emits", type));
    generic(operator, ERROR, "it is keyed by", operator.key());
    operator
        .states()
        .forEach(
            state ->
                generic(operator, ERROR, "its state '" + state.name() + "' keeps", state.type()));
  }

  private void generic(
      PlannedOperator operator, Severity severity, String does, @Nullable TypeInformation<?> type) {
    if (type != null) {
      for (String place : GenericTypes.in(type)) {
        add(
            severity,
            "generic-type",
            operator.place(),
            does + " " + place + ", which Flink hands to Kryo: slow, and state of it cannot evolve",
            "Make it a POJO or a record, declare the type with returns(...) or @TypeInfo, or write a"
                + " serializer");
      }
    }
  }

  private void parallelism(PlannedOperator operator) {
    if (operator.maxParallelism() > 0 && operator.parallelism() > operator.maxParallelism()) {
      add(
          ERROR,
          "parallelism-above-maximum",
          operator.place(),
          "parallelism "
              + operator.parallelism()
              + " is above its max parallelism "
              + operator.maxParallelism(),
          "Lower the one, or raise the other before there is state");
    }
  }

  private void add(Severity severity, String code, String place, String message, String remedy) {
    findings.add(new Finding(severity, code, place, message, remedy));
  }
}
