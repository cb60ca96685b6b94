// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the measurements of twenty sensors, one every 30 seconds or so while a sensor is on: with
 * a surge now and then, equal times, and a silence between two times that it is on.
 */
final class SensorGenerator extends VisitGenerator {

  private static final int SENSORS = 20;

  SensorGenerator(long lines, long seed) {
    super(lines, seed, 600_000);
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    String series = "sensor" + random.nextInt(SENSORS);
    List<Step> steps = new ArrayList<>();
    long time = nowMillis;
    double level = 50 + random.nextInt(50);
    for (int count = 20 + random.nextInt(400); count > 0; count--) {
      level += random.nextInt(200) == 0 ? level * 0.4 : (75 - level) / 100;
      double value = level + random.nextGaussian();
      String line = Instant.ofEpochMilli(time) + "," + String.format(Locale.ROOT, "%.3f", value);
      steps.add(new Step(time, series, series + "," + line));
      time += random.nextInt(50) == 0 ? 0 : 25_000 + random.nextInt(10_000);
    }
    return steps;
  }

  @Override
  protected String damage(String line) {
    return switch (random.nextInt(3)) {
      case 0 -> line.substring(0, random.nextInt(line.lastIndexOf(',')));
      case 1 -> line + "V";
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
    return 0.002;
  }
}
