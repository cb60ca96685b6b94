// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.examples.generate.VisitGenerator;
import io.github.flinkpatterns.examples.generate.Zipf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Simulates an online shop: users who sign in, look at items, put some of them into the cart and
 * buy part of those. A few users and items are frequent, most are rare; now and then somebody
 * guesses passwords.
 */
final class StoreGenerator extends VisitGenerator {

  private static final String[] CATEGORIES = {
    "books",
    "electronics",
    "fashion",
    "garden",
    "games",
    "home",
    "music",
    "office",
    "sports",
    "tools",
    "toys",
    "travel"
  };

  private static final int ITEMS = 2_000;
  private static final double VISIT_EVERY_MILLIS = 5_000;

  private final Zipf users = new Zipf(5_000, 0.7);
  private final Zipf items = new Zipf(ITEMS, 0.9);
  private final long[] cents = new long[ITEMS];
  private long nextEvent;

  StoreGenerator(long lines, long seed) {
    super(lines, seed, VISIT_EVERY_MILLIS);
    Random prices = new Random(seed);
    for (int item = 0; item < ITEMS; item++) {
      cents[item] = 199L + prices.nextInt(20_000);
    }
  }

  @Override
  protected List<Step> plan(long nowMillis) {
    Visit visit = new Visit("u" + users.next(random), nowMillis);
    int guesses = random.nextInt(500) == 0 ? 8 : random.nextInt(15) == 0 ? 1 : 0;
    for (int i = 0; i < guesses; i++) {
      visit.account(EventType.LOGIN_FAILED, 4_000);
    }
    boolean signedIn = guesses < 8 && random.nextInt(3) == 0;
    if (signedIn) {
      visit.account(EventType.LOGIN, 6_000);
    }
    shop(visit);
    if (signedIn && random.nextInt(2) == 0) {
      visit.account(EventType.LOGOUT, 1);
    }
    return visit.steps;
  }

  private void shop(Visit visit) {
    List<Integer> cart = new ArrayList<>();
    int views = 1 + random.nextInt(9);
    for (int i = 0; i < views; i++) {
      int item = items.next(random);
      visit.item(EventType.VIEW, item, 30_000);
      if (random.nextInt(2) == 0) {
        visit.item(EventType.CLICK, item, 20_000);
      }
      if (random.nextInt(12) == 0) {
        visit.item(EventType.LIKE, item, 5_000);
      }
      if (random.nextInt(6) == 0) {
        visit.item(EventType.ADD_TO_CART, item, 8_000);
        cart.add(item);
      }
      if (random.nextInt(25) == 0) {
        visit.timeMillis += pause(900_000); // called away
      }
    }
    if (random.nextInt(5) < 2) {
      for (int item : cart) {
        visit.item(EventType.PURCHASE, item, 1_000);
      }
    }
  }

  /** The events of one visit. */
  private final class Visit {

    private final String user;
    private final List<Step> steps = new ArrayList<>();
    private long timeMillis;

    Visit(String user, long timeMillis) {
      this.user = user;
      this.timeMillis = timeMillis;
    }

    void account(EventType type, double pauseMillis) {
      add(type, "", pauseMillis);
    }

    void item(EventType type, int item, double pauseMillis) {
      String category = CATEGORIES[item % CATEGORIES.length];
      String amount = "";
      if (type == EventType.PURCHASE) {
        long whole = cents[item] / 100;
        long rest = cents[item] % 100;
        amount = ",\"amount\":" + whole + (rest < 10 ? ".0" : ".") + rest;
      }
      add(
          type,
          ",\"itemId\":\"i" + item + "\",\"category\":\"" + category + "\"" + amount,
          pauseMillis);
    }

    private void add(EventType type, String item, double pauseMillis) {
      String line =
          "{\"eventId\":\"e"
              + nextEvent++
              + "\",\"userId\":\""
              + user
              + "\",\"type\":\""
              + type.text()
              + "\""
              + item
              + ",\"timestampMillis\":"
              + timeMillis
              + "}";
      steps.add(new Step(timeMillis, user, line));
      timeMillis += pause(pauseMillis);
    }
  }

  @Override
  protected String damage(String line) {
    return switch (random.nextInt(6)) {
      case 0 -> line.substring(0, random.nextInt(line.length()));
      case 1 -> line.replace("\"type\":\"", "\"type\":\"un");
      case 2 -> line.replace("\"userId\":", "\"user\":");
      case 3 -> line.replace("\"timestampMillis\":", "\"timestampMillis\":-");
      case 4 ->
          line.replace("\"eventId\":\"e", "\"eventId\":[\"").replace("\",\"userId", "\"],\"userId");
      default -> line + line;
    };
  }

  @Override
  protected double repeated() {
    return 0.02;
  }

  @Override
  protected long maxRepeatDelayMillis() {
    return 600_000;
  }

  @Override
  protected double malformed() {
    return 0.003;
  }
}
