// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternSpec;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result.Aside;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.CEP;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * A pattern that flink-cep finds.
 *
 * <p>Four operators: one makes the elements (uid {@code <uid>-events}), flink-cep's own keeps all
 * state (uid as given), one passes late events on ({@code <uid>-late}), one counts and sends each
 * result to its output ({@code <uid>-outputs}). So {@code setParallelism} on the returned stream
 * reaches the last of them alone: set the parallelism of the environment.
 *
 * <p>flink-cep writes its state at every event; see docs/patterns/README.md for what that costs.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public abstract class CepPattern<K, IN> extends PatternSpec<K, IN> {

  private final CepPlan<K, IN, ?> plan;

  CepPattern(CepPlan<K, IN, ?> plan, String skipStrategy, String contiguity, String kept) {
    super(
        plan.setup().name(),
        plan.setup().input(),
        new PatternContract(
            PatternContract.Engine.FLINK_CEP,
            plan.setup().window(),
            skipStrategy,
            contiguity,
            kept + ", and those that the watermark has not passed",
            PatternContract.LATE_ASIDE));
    this.plan = plan;
  }

  /**
   * For the rooms of this module: the named sequences say what they promise.
   *
   * @param skipStrategy where the search goes on after a match
   * @param contiguity what may lie between two events of a match
   * @param kept what is kept of the events that the watermark has passed
   */
  protected CepPattern(
      SequencePlan<K, IN> sequence, String skipStrategy, String contiguity, String kept) {
    this(sequence.plan(), skipStrategy, contiguity, kept);
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
    var type = Result.type(input());
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
        .process(new Outcomes<>(this, input().operator(), cep.handler()))
        .returns(matchType())
        .uid(uid + "-outputs")
        .name(uid + " (outputs)");
  }

  /** Runs flink-cep's operator, and gathers all that it gives. */
  private <E> DataStream<Result<K, IN>> find(
      CepPlan<K, IN, E> cep, KeyedStream<E, K> elements, String uid) {
    var type = Result.type(input());
    var timeouts = new OutputTag<>("pattern-timeouts", type);
    var late = new OutputTag<E>("pattern-late-elements", elements.getType());
    var ties =
        new Ties<>(
            cep.elements(),
            cep.setup().ties(),
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
      implements MapFunction<E, Result<K, IN>> {
    @Override
    public Result<K, IN> map(E element) {
      return Result.of(Aside.LATE, elements.event(element));
    }
  }
}
