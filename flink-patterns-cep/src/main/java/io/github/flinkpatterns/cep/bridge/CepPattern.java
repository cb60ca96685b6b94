// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternSpec;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.CEP;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.types.Either;
import org.apache.flink.util.OutputTag;

/**
 * A pattern that flink-cep finds.
 *
 * <p>Three operators: one makes the elements (uid {@code <uid>-events}), flink-cep's own keeps all
 * state (uid as given), one counts and sends each result to its output ({@code <uid>-outputs}). So
 * {@code setParallelism} on the returned stream reaches the last of them alone: set the parallelism
 * of the environment.
 *
 * <p>flink-cep writes its state at every event; see docs/patterns/README.md for what that costs.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public abstract class CepPattern<K, IN> extends PatternSpec<K, IN> {

  private final CepPlan<K, IN, ?> plan;
  private final PatternContract contract;

  CepPattern(CepPlan<K, IN, ?> plan, PatternContract contract) {
    super(plan.name(), plan.input());
    this.plan = plan;
    this.contract = contract;
  }

  /** For a named sequence. */
  protected CepPattern(SequencePlan<K, IN> sequence, PatternContract contract) {
    this(sequence.plan(), contract);
  }

  @Override
  public final PatternContract contract() {
    return contract;
  }

  @Override
  public final SingleOutputStreamOperator<PatternMatch<K, IN>> applyTo(
      DataStream<IN> events, String uid) {
    String operator = input().operator();
    if (Require.given(uid, operator, "uid").isBlank()) {
      throw Require.wrong(
          operator,
          "uid",
          "''",
          "must name the state in savepoints",
          "pass a name that never changes");
    }
    return wire(plan, Require.given(events, operator, "events"), uid);
  }

  private <E> SingleOutputStreamOperator<PatternMatch<K, IN>> wire(
      CepPlan<K, IN, E> cep, DataStream<IN> events, String uid) {
    var type = Results.type(input());
    var aside = new OutputTag<>("pattern-aside", type);
    SingleOutputStreamOperator<E> elements =
        events
            .process(new Front<>(input().keySelector(), cep.elements(), aside))
            .returns(cep.elements().type(input().event()))
            .uid(uid + "-events")
            .name(uid + " (events)")
            .setParallelism(events.getParallelism());
    var found =
        find(
            cep,
            elements.keyBy(new ElementKey<>(input().keySelector(), cep.elements()), input().key()),
            uid);
    return found
        .union(elements.getSideOutput(aside))
        .process(new Outcomes<>(this, cep.handler()))
        .returns(matchType())
        .uid(uid + "-outputs")
        .name(uid + " (outputs)");
  }

  /** Runs flink-cep's operator, and gathers all that it gives. */
  private <E>
      DataStream<Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>>>
          find(CepPlan<K, IN, E> cep, KeyedStream<E, K> elements, String uid) {
    var type = Results.type(input());
    var timeouts = new OutputTag<>("pattern-timeouts", type);
    var late = new OutputTag<E>("pattern-late-elements", elements.getType());
    var ties =
        new Ties<>(
            cep.elements(),
            cep.ties(),
            input()
                .event()
                .createSerializer(
                    elements.getExecutionEnvironment().getConfig().getSerializerConfig()));
    var found =
        CEP.pattern(elements, cep.pattern(), ties)
            .inEventTime()
            .sideOutputLateData(late)
            .process(new Finder<>(cep, timeouts), type)
            .uid(uid)
            .name(uid);
    return found.union(
        found.getSideOutput(timeouts),
        found
            .getSideOutput(late)
            .map(new ToLate<K, IN, E>(cep.elements()))
            .returns(type)
            .uid(uid + "-late")
            .name(uid + " (late)"));
  }

  private record ElementKey<K, IN, E>(KeySelector<IN, K> key, Elements<IN, E> elements)
      implements KeySelector<E, K> {
    @Override
    public K getKey(E element) throws Exception {
      return key.getKey(elements.event(element));
    }
  }

  private record ToLate<K, IN, E>(Elements<IN, E> elements)
      implements MapFunction<
          E, Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>>> {
    @Override
    public Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>> map(
        E element) {
      return Results.aside(Results.LATE, elements.event(element));
    }
  }
}
