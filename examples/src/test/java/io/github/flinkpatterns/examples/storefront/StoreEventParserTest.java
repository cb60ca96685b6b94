// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreEventParserTest {

  private static final String PURCHASE =
      "{\"eventId\":\"e1\",\"userId\":\"u1\",\"itemId\":\"i1\",\"category\":\"books\","
          + "\"type\":\"purchase\",\"amount\":12.5,\"timestampMillis\":1767225600000}";

  private static StoreEvent parse(String text) throws UnreadableLineException {
    return new StoreEventParser().parse(text);
  }

  private static String withAmount(String amount) {
    return PURCHASE.replace("12.5", amount);
  }

  @Test
  void readsAPurchase() throws UnreadableLineException {
    assertThat(parse(PURCHASE))
        .isEqualTo(
            new StoreEvent(
                "e1", "u1", "i1", "books", EventType.PURCHASE, 1250L, 1_767_225_600_000L, false));
  }

  @Test
  void aLoginNeedsNoItem() throws UnreadableLineException {
    String login = "{\"timestampMillis\":5,\"type\":\"login\",\"userId\":\"u\",\"eventId\":\"e\"}";
    assertThat(parse(login))
        .isEqualTo(new StoreEvent("e", "u", null, null, EventType.LOGIN, null, 5, false));
  }

  @Test
  void skipsWhatItDoesNotKnowAndTakesNullForAbsent() throws UnreadableLineException {
    String more =
        PURCHASE.replace("{", "{\"x\":{\"y\":[1,{\"z\":null}]},\"category2\":7,").replace("}", "}");
    assertThat(parse(more.substring(0, more.length() - 1) + ",\"late\":true}"))
        .isEqualTo(parse(PURCHASE));
    assertThatThrownBy(() -> parse(PURCHASE.replace("\"u1\"", "null")))
        .hasMessage("userId: missing");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.00,0",
    "-0,0",
    "7,700",
    "0.01,1",
    "12.50,1250",
    "12.500000,1250",
    "1e3,100000",
    "1.5E1,1500",
    "999999999999.99,99999999999999",
    "0e999,0"
  })
  void readsAmountsToTheCent(String amount, long cents) throws UnreadableLineException {
    assertThat(parse(withAmount(amount)).amountCents()).isEqualTo(cents);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "12.5"          | amount: a number was expected
          true            | amount: a number was expected
          [1]             | amount: a number was expected
          -0.01           | amount: below 0
          0.001           | amount: more than two digits behind the point
          1e-999999999    | amount: more than two digits behind the point
          1000000000000   | amount: more than 12 digits before the point
          1e999999999     | amount: more than 12 digits before the point
          1e99999999999   | amount: the exponent is too large
          NaN             | no valid JSON: .*
          Infinity        | no valid JSON: .*
          01              | no valid JSON: .*
          null            | amount: missing
          """)
  void rejectsAmountsThatAreNone(String amount, String reason) {
    assertThatThrownBy(() -> parse(withAmount(amount)))
        .isInstanceOf(UnreadableLineException.class)
        .hasMessageMatching(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          1767225600000 | "5"          | timestampMillis: a whole number was expected
          1767225600000 | 5.0          | timestampMillis: a whole number was expected
          1767225600000 | -1           | timestampMillis: not between the years 1970 and 9999
          1767225600000 | 253402300800000 | timestampMillis: not between the years 1970 and 9999
          1767225600000 | 99999999999999999999 | timestampMillis: not between the years 1970 and 9999
          "purchase"    | "bought"     | type: 'bought' is unknown
          "purchase"    | "PURCHASE"   | type: 'PURCHASE' is unknown
          "purchase"    | 4            | type: a string was expected
          "e1"          | 1            | eventId: a string was expected
          "e1"          | ""           | eventId: empty
          "e1"          | {"a":"e1"}   | eventId: a string was expected
          "e1"          | "\\ud800"    | eventId: holds half a character
          "itemId":"i1",| ~~           | itemId: missing
          "books"       | null         | category: missing
          "eventId":"e1"| "eventId":"e1","eventId":"e2" | eventId: given twice
          """)
  void rejectsFieldsWithTheReason(String part, String replacement, String reason) {
    assertThatThrownBy(() -> parse(PURCHASE.replace(part, replacement)))
        .isInstanceOf(UnreadableLineException.class)
        .hasMessage(reason);
  }

  @Test
  void rejectsLinesThatAreNoObjects() {
    assertThatThrownBy(() -> parse(" ")).hasMessage("the line is empty");
    assertThatThrownBy(() -> parse("[" + PURCHASE + "]")).hasMessage("the line is no JSON object");
    assertThatThrownBy(() -> parse("7")).hasMessage("the line is no JSON object");
    assertThatThrownBy(() -> parse(PURCHASE + PURCHASE))
        .hasMessage("something follows the JSON object");
    assertThatThrownBy(() -> parse(PURCHASE.substring(0, 50)))
        .hasMessageStartingWith("no valid JSON");
    assertThatThrownBy(() -> parse(PURCHASE.replace("e1", "e".repeat(257))))
        .hasMessage("eventId: longer than 256 characters");
  }

  @Test
  void rejectsDeepNestingAndLongNumbersWithoutReadingThem() {
    String deep = "{\"x\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> parse(deep)).hasMessageStartingWith("no valid JSON: ");
    assertThatThrownBy(() -> parse(withAmount("9".repeat(500_000))))
        .hasMessageStartingWith("no valid JSON: ");
  }

  @Test
  void noDamageDoesMoreThanRejectALine() {
    Random random = new Random(7);
    int rejected = 0;
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder(PURCHASE);
      for (int change = 1 + random.nextInt(3); change > 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) random.nextInt(128));
          default -> text.insert(at, "{}[]\",:-.eE0189\\u\uD800".charAt(random.nextInt(18)));
        }
      }
      try {
        parse(text.toString());
      } catch (UnreadableLineException e) {
        rejected++;
        assertThat(e.reason()).isNotBlank().doesNotContain("\n");
      }
    }
    assertThat(rejected).isBetween(25_000, 49_999);
  }
}
