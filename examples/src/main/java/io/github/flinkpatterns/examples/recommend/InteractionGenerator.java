// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import io.github.flinkpatterns.examples.generate.Zipf;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes clicks as {@code user,item,seconds}. Items belong to forty themes; a visit stays with one
 * theme and mostly goes on to an item nearby, so there is something to learn.
 */
final class InteractionGenerator extends VisitGenerator {

  private static final int PER_THEME = 50;
  private static final double VISIT_EVERY_MILLIS = 4_000;

  private final Zipf users = new Zipf(20_000, 0.5);
  private final Zipf themes = new Zipf(40, 0.8);
  private final Zipf places = new Zipf(PER_THEME, 0.7);

  InteractionGenerator(long lines, long seed) {
    super(lines, seed, VISIT_EVERY_MILLIS);
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    String user = "user" + users.next(random);
    int theme = themes.next(random);
    int place = places.next(random);
    long time = nowMillis;
    List<Step> steps = new ArrayList<>();
    for (int k = 1 + random.nextInt(9); k > 0; k--) {
      long second = time / 1_000;
      steps.add(
          new Step(
              second * 1_000, user, user + ",item" + (theme * PER_THEME + place) + "," + second));
      time += pause(30_000);
      boolean jumps = random.nextInt(4) == 0;
      place = jumps ? places.next(random) : (place + 1 + random.nextInt(3)) % PER_THEME;
    }
    return steps;
  }

  @Override
  protected String damage(String line) {
    return switch (random.nextInt(3)) {
      case 0 -> line.substring(0, line.indexOf(','));
      case 1 -> line.replace(',', ';');
      default -> "";
    };
  }

  @Override
  protected double repeated() {
    return 0;
  }

  @Override
  protected long maxRepeatDelayMillis() {
    return 1;
  }

  @Override
  protected double malformed() {
    return 0.003;
  }
}
