// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import io.github.flinkpatterns.examples.generate.Zipf;
import java.util.ArrayList;
import java.util.List;

/** Writes short messages of made-up words, a few of which are frequent, as JSON Lines. */
final class TextGenerator extends VisitGenerator {

  private static final double TALK_EVERY_MILLIS = 1_500;
  private static final String[] SYLLABLES = {"ba", "ko", "mi", "ru", "ta", "len", "si", "vor"};

  private final Zipf words = new Zipf(2_000, 1);

  TextGenerator(long lines, long seed) {
    super(lines, seed, TALK_EVERY_MILLIS);
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    String speaker = "speaker" + random.nextInt(500);
    List<Step> steps = new ArrayList<>();
    long time = nowMillis;
    int messages = 1 + random.nextInt(4);
    for (int message = 0; message < messages; message++) {
      String line = "{\"text\":\"" + text() + "\",\"timestampMillis\":" + time + "}";
      steps.add(new Step(time, speaker, line));
      time += pause(8_000);
    }
    return steps;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      String word = word(words.next(random));
      text.append(i == 0 ? Character.toUpperCase(word.charAt(0)) : " " + word.charAt(0));
      text.append(word.substring(1)).append(i > 0 && random.nextInt(8) == 0 ? "," : "");
    }
    return text.append('.').toString();
  }

  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    int rest = number;
    do {
      word.append(SYLLABLES[rest % SYLLABLES.length]);
      rest /= SYLLABLES.length;
    } while (rest > 0);
    return word.toString();
  }

  @Override
  protected String damage(String line) {
    return line.substring(0, 1 + random.nextInt(line.length() - 1));
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
