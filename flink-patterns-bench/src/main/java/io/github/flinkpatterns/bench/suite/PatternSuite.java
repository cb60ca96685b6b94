// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.rival.CepFailures;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Login;
import io.github.flinkpatterns.bench.stream.Logins;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.keyed.BruteForce;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Five failed logins within 60 s and no success between them: ours against flink-cep's {@code
 * times(5).consecutive().within(60 s)}.
 *
 * <p>Scenario: one login a millisecond of event time, up to 2 s out of order, over 20,000 users, so
 * one of each user every 20 s; six of ten fail. A watermark every 200 events, a barrier every
 * 20,000. On RocksDB flink-cep takes milliseconds for an event, so {@code quick} and {@code full}
 * run it on the heap backend only.
 *
 * <p>Command: {@code flink-patterns-bench/run pattern}.
 */
final class PatternSuite {

  private PatternSuite() {}

  static void run(Context context) throws Exception {
    context.compare(
        question(context.scale().pick(500, 20_000, 20_000)),
        context.pace(Pace.of(4_000, 1, 2), Pace.of(20_000, 8, 5), Pace.of(20_000, 8, 20)));
  }

  static Question<Login> question(int users) {
    Duration window = Duration.ofSeconds(60);
    var spec =
        BruteForce.on(Login.class)
            .keyedBy(Login::user, String.class)
            .failure(login -> !login.ok())
            .success(Login::ok)
            .times(5)
            .within(window)
            .build();
    Way<Login, PatternMatch<String, Login>> fast =
        Way.of(
            "BruteForce, fast host",
            logins -> spec.applyTo(logins, "brute-force", CacheSettings.defaults()),
            PatternSuite::digest);
    Way<Login, PatternMatch<String, Login>> plain =
        Way.of(
            "BruteForce, function host",
            logins -> logins.keyBy(Login::user, Types.STRING).process(spec.toFunction()),
            PatternSuite::digest);
    return new Question<>(
            "pattern",
            "Five failures within a minute",
            String.format("%,d users, up to 2 s out of order; six of ten logins fail.", users),
            new Logins(users))
        .with(fast)
        .with(plain)
        .with(new CepFailures(5, window));
  }

  private static long digest(PatternMatch<String, Login> match) {
    return Objects.hash(match.key(), match.startMillis(), match.endMillis());
  }
}
