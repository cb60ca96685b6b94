// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;

/** The rules of settings beside those of {@link Require}. */
final class Check {

  private Check() {}

  static void that(
      boolean kept, String where, String parameter, Object value, String rule, String remedy) {
    if (!kept) {
      throw Require.wrong(where, parameter, value, rule, remedy);
    }
  }

  /** A duration that Flink can hold in milliseconds and that is at least {@code least}. */
  static Duration atLeast(Duration least, String where, String parameter, Duration value) {
    that(
        value.compareTo(least) >= 0,
        where,
        parameter,
        value,
        "must be at least " + least,
        "give a longer one");
    that(
        value.compareTo(Duration.ofDays(365_000)) <= 0,
        where,
        parameter,
        value,
        "must be at most 1000 years",
        "give a shorter one");
    that(
        value.toNanosPart() % 1_000_000 == 0,
        where,
        parameter,
        value,
        "must be whole milliseconds",
        "round it, Flink counts no finer");
    return value;
  }

  /** A directory with a scheme that is not the root, as Flink's checkpoint storage demands. */
  static String directory(String where, String parameter, String value) {
    int scheme = value.indexOf(":/");
    that(
        scheme > 0,
        where,
        parameter,
        "'" + value + "'",
        "must be a URI with a scheme",
        "write for example s3://bucket/checkpoints or file:///var/checkpoints");
    String path = value.substring(scheme + 1);
    boolean authority = path.startsWith("//");
    String rest = authority ? path.substring(2) : path;
    int slash = rest.indexOf('/');
    that(
        slash >= 0 && !rest.substring(slash).replace("/", "").isEmpty(),
        where,
        parameter,
        "'" + value + "'",
        "must not be the root of a file system",
        "name a directory below it");
    return value;
  }
}
