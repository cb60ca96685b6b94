// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.fraud;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import io.github.flinkpatterns.examples.generate.Zipf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Simulates card payments and hides labelled fraud among them: stolen cards that are spent in a
 * burst, cards that are tried with small amounts first, single large amounts, and terminals at
 * which many cards are misused.
 */
final class FraudGenerator extends VisitGenerator {

  private static final int CUSTOMERS = 2_000;
  private static final int TERMINALS = 800;
  private static final double PAYMENT_EVERY_MILLIS = 15_000;
  private static final String[] COUNTRIES = {"DE", "ES", "FR", "IT", "NL", "NO", "PL", "SE"};

  /** The columns of its lines beyond those that every transaction has. */
  static final List<String> MORE_COLUMNS = List.of("country", "isFraud");

  private final Zipf customers = new Zipf(CUSTOMERS, 0.3);
  private final Zipf terminals = new Zipf(TERMINALS, 0.4);
  private final long[] usualCents = new long[CUSTOMERS + 1];
  private long next;

  FraudGenerator(long lines, long seed) {
    super(lines, seed, PAYMENT_EVERY_MILLIS);
    Random habits = new Random(seed);
    for (int customer = 0; customer < usualCents.length; customer++) {
      usualCents[customer] = 800L + habits.nextInt(6_000);
    }
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    List<Step> steps = new ArrayList<>();
    int customer = customers.next(random);
    switch (random.nextInt(1_600)) {
      case 0, 1 -> stolenCard(customer, nowMillis, steps);
      case 2, 3 -> triedCard(customer, nowMillis, steps);
      case 4, 5, 6 ->
          steps.add(
              payment(customer, anyTerminal(), usual(customer) * between(15, 40), 1, nowMillis));
      case 7 -> misusedTerminal(nowMillis, steps);
      default -> shopping(customer, nowMillis, steps);
    }
    return steps;
  }

  private void shopping(int customer, long nowMillis, List<Step> steps) {
    long time = nowMillis;
    int payments = 1 + (random.nextInt(6) == 0 ? random.nextInt(3) : 0);
    for (int i = 0; i < payments; i++) {
      // Everyone has a few places to go.
      int terminal = (customer * 7 + random.nextInt(5) * 131) % TERMINALS;
      steps.add(payment(customer, terminal, amount(customer), 0, time));
      time += pause(1_200_000);
    }
  }

  private void stolenCard(int customer, long nowMillis, List<Step> steps) {
    long time = nowMillis;
    int payments = between(8, 14);
    for (int i = 0; i < payments; i++) {
      long cents = usual(customer) * between(2, 6);
      steps.add(payment(customer, anyTerminal(), cents, 1, time));
      time += pause(40_000);
    }
  }

  private void triedCard(int customer, long nowMillis, List<Step> steps) {
    long time = nowMillis;
    int tries = between(3, 6);
    for (int i = 0; i < tries; i++) {
      steps.add(payment(customer, anyTerminal(), between(50, 190), 1, time));
      time += pause(60_000);
    }
    steps.add(payment(customer, anyTerminal(), 30_000L + random.nextInt(90_000), 1, time));
  }

  private void misusedTerminal(long nowMillis, List<Step> steps) {
    int terminal = anyTerminal();
    long time = nowMillis;
    int payments = between(12, 25);
    for (int i = 0; i < payments; i++) {
      long cents = 18_000L + random.nextInt(40_000);
      steps.add(payment(customers.next(random), terminal, cents, 1, time));
      time += pause(100_000);
    }
  }

  private long usual(int customer) {
    return usualCents[customer];
  }

  private long amount(int customer) {
    return Math.max(220, (long) (usual(customer) * (0.4 + 1.4 * random.nextDouble())));
  }

  private int anyTerminal() {
    return terminals.next(random);
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private Step payment(int customer, int terminal, long cents, int fraud, long timeMillis) {
    String line =
        "{\"transactionId\":\"x"
            + next++
            + "\",\"timestampMillis\":"
            + timeMillis
            + ",\"customerId\":\"c"
            + customer
            + "\",\"terminalId\":\"m"
            + terminal
            + "\",\"amount\":"
            + cents / 100
            + (cents % 100 < 10 ? ".0" : ".")
            + cents % 100
            + ",\"country\":\""
            + COUNTRIES[terminal % COUNTRIES.length]
            + "\",\"isFraud\":"
            + fraud
            + "}";
    return new Step(timeMillis, "c" + customer, line);
  }

  @Override
  protected String damage(String line) {
    return switch (random.nextInt(5)) {
      case 0 -> line.substring(0, random.nextInt(line.length()));
      case 1 -> line.replace("\"customerId\":", "\"customer\":");
      case 2 -> line.replace("\"timestampMillis\":", "\"timestampMillis\":-");
      case 3 -> line.replace("\"amount\":", "\"amount\":\"about \",\"was\":");
      default -> line + line;
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
