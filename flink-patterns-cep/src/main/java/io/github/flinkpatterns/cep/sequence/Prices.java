// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.bridge.Timed;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;

/** The conditions of {@link VShape}. Prices must fall, and then rise, with every event. */
final class Prices<IN> extends IterativeCondition<Timed<IN>> {

  private static final long serialVersionUID = 1L;

  /** Which step of the shape it is the condition of. */
  enum Step {
    FALL,
    RISE,
    RECOVERY
  }

  private final Step step;
  private final Amount<IN> price;
  private final double fall;
  private final double recovery;

  Prices(Step step, Amount<IN> price, double fall, double recovery) {
    this.step = step;
    this.price = price;
    this.fall = fall;
    this.recovery = recovery;
  }

  @Override
  public boolean filter(Timed<IN> timed, Context<Timed<IN>> context) throws Exception {
    double now = price.of(timed.event());
    double start = last(context, VShape.START, Double.NaN);
    double bottom = last(context, VShape.FALL, start);
    if (step == Step.FALL) {
      return now < bottom;
    }
    double previous = last(context, VShape.RISE, bottom);
    return now > previous
        && deepEnough(start, bottom, fall)
        && (now >= level(start, bottom, recovery)) == (step == Step.RECOVERY);
  }

  static boolean deepEnough(double start, double bottom, double fall) {
    return bottom <= start * (1 - fall);
  }

  static double level(double start, double bottom, double recovery) {
    return bottom + recovery * (start - bottom);
  }

  private double last(Context<Timed<IN>> context, String stage, double otherwise)
      throws Exception {
    double found = otherwise;
    for (Timed<IN> timed : context.getEventsForPattern(stage)) {
      found = price.of(timed.event());
    }
    return found;
  }
}
