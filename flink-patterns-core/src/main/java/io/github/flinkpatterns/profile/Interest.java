// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * How much a user is interested in one category.
 *
 * <p>In numbers: a score of 4.5 with an error of 0.5 says that the true score, as unbounded memory
 * would give it, lies in [4, 5]. The error is 0 until a user has met more than {@code
 * maxCategories} categories.
 *
 * @param category the category
 * @param score the interest at {@link Profile#asOfMillis}: a moving average of event weights, or
 *     their decayed sum
 * @param error the true score differs from {@code score} by no more than this
 * @param events how many events of the category changed the score, since it was last taken up:
 *     exact if {@code error} is 0, else at least this many
 */
public record Interest(String category, double score, double error, long events) {

  /** Returns the type of interests. */
  public static TypeInformation<Interest> type() {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("category", Types.STRING);
    fields.put("score", Types.DOUBLE);
    fields.put("error", Types.DOUBLE);
    fields.put("events", Types.LONG);
    return Types.POJO(Interest.class, fields);
  }
}
