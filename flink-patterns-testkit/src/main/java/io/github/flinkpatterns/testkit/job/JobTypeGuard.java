// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.streaming.api.transformations.SideOutputTransformation;
import org.apache.flink.streaming.api.transformations.SinkTransformation;

/**
 * Finds the types of a whole job that Flink would hand to Kryo: in records between operators, side
 * outputs, keys and state.
 *
 * <p>Flink's own switch, {@code pipeline.generic-types: false}, stops at the first one and names a
 * class. This guard lists all of them with operator and field, before anything runs. A worked
 * example of a line: {@code operator 'Parse' (uid 'parse') emits Order.items[]: java.util.BitSet};
 * {@code []} is the element of a list or array, {@code {key}} and {@code {value}} those of a map.
 *
 * <p>States are learned as in {@link UidManifest}, with the same limits; a state that was given a
 * serializer in place of a type is taken as it is. A type whose own {@code TypeInformation} uses
 * Kryo inside is not seen.
 */
public final class JobTypeGuard {
  private JobTypeGuard() {}

  /**
   * Checks that no type of the job is generic.
   *
   * @param env holds a job that is built and not yet executed; the job stays as it is
   * @throws AssertionError that lists every place
   * @throws IllegalArgumentException when the environment holds no operator
   */
  public static void assertNoGenericTypes(StreamExecutionEnvironment env) {
    List<String> findings = findings(env);
    if (!findings.isEmpty()) {
      throw new AssertionError(
          findings.size()
              + " generic types in the job, which Flink would hand to Kryo (slow, and state in it can not evolve):\n  "
              + String.join("\n  ", findings)
              + "\nGive the class public fields and a no-argument constructor or make it a record, declare the type"
              + " (returns(...), @TypeInfo on the field), or write a serializer.");
    }
  }

  /** Returns one line for each generic type of the job, empty when there is none. */
  public static List<String> findings(StreamExecutionEnvironment env) {
    JobGraph graph = new JobGraph(env);
    Set<String> findings = new LinkedHashSet<>();
    for (Transformation<?> transformation : graph.transformations()) {
      if (transformation instanceof SideOutputTransformation<?> side) {
        Transformation<?> from = side.getInputs().get(0);
        String id = side.getOutputTag().getId();
        check(
            label(from) + " emits to side output '" + id + "'",
            side.getOutputTag().getTypeInfo(),
            findings);
      } else if (transformation instanceof PhysicalTransformation<?>
          && !(transformation instanceof SinkTransformation<?, ?>)) {
        output(transformation, findings);
      }
      TypeInformation<?> key = JobGraph.keyType(transformation);
      if (key != null) {
        check(label(transformation) + " is keyed by", key, findings);
      }
    }
    for (Operator operator : graph.statefulOperators()) {
      for (Operator.State state : operator.states()) {
        if (state.type() != null) {
          check(
              "operator " + operator.label() + " keeps in state '" + state.name() + "'",
              state.type(),
              findings);
        }
      }
    }
    return new ArrayList<>(findings);
  }

  private static void output(Transformation<?> transformation, Set<String> findings) {
    TypeInformation<?> type;
    try {
      type = transformation.getOutputType();
    } catch (InvalidTypesException e) {
      findings.add(label(transformation) + " emits a type that Flink could not find out");
      return;
    }
    if (type != null) {
      check(label(transformation) + " emits", type, findings);
    }
  }

  private static void check(String where, TypeInformation<?> type, Set<String> findings) {
    for (TypePaths.Generic generic : TypePaths.in(type)) {
      findings.add(where + " " + generic.path() + ": " + generic.className());
    }
  }

  private static String label(Transformation<?> transformation) {
    String uid =
        transformation.getUid() == null ? "no uid" : "uid '" + transformation.getUid() + "'";
    return "operator '" + transformation.getName() + "' (" + uid + ")";
  }
}
