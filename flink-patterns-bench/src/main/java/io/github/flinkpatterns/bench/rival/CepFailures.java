// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Login;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * Counting with flink-cep: failed logins of a user in a row, within a time.
 *
 * @param times how many
 * @param within from the first to the last of them
 */
public record CepFailures(int times, Duration within)
    implements Way<Login, Tuple3<String, Long, Long>> {

  /** Sends user, first and last time of a match, as a user would write it. */
  static final class Bounds extends PatternProcessFunction<Login, Tuple3<String, Long, Long>> {
    @Override
    public void processMatch(
        Map<String, List<Login>> match,
        Context context,
        Collector<Tuple3<String, Long, Long>> out) {
      List<Login> logins = Objects.requireNonNull(match.get("failures"));
      Login last = logins.get(logins.size() - 1);
      out.collect(Tuple3.of(last.user(), logins.get(0).time(), last.time()));
    }
  }

  @Override
  public String name() {
    return "flink-cep, times(" + times + ").consecutive().within";
  }

  @Override
  public DataStream<Tuple3<String, Long, Long>> applyTo(DataStream<Login> logins) {
    Pattern<Login, ?> pattern =
        Pattern.<Login>begin("failures", AfterMatchSkipStrategy.skipPastLastEvent())
            .where(SimpleCondition.of(login -> !login.ok()))
            .times(times)
            .consecutive()
            .within(within);
    // Failures first within one millisecond, as BruteForce has them.
    return CEP.pattern(
            logins.keyBy(Login::user, Types.STRING),
            pattern,
            (a, b) -> Boolean.compare(a.ok(), b.ok()))
        .process(new Bounds(), Types.TUPLE(Types.STRING, Types.LONG, Types.LONG));
  }

  @Override
  public long digest(Tuple3<String, Long, Long> match) {
    return Objects.hash(match.f0, match.f1, match.f2);
  }
}
