// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds every pattern against a batch computation, over events of many keys with disorder, ties,
 * duplicates and gaps longer than the window; each key is a seed of its own.
 */
class SequencesReferenceTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  @ParameterizedTest
  @EnumSource
  void matchesAndNearMissesAreThoseOfTheBatchComputation(Sequences sequence) throws Exception {
    List<Tick> events = sequence.random(11, 40, 60);
    List<String> expected = Batch.of(events, sequence.batch);
    // A test that finds nothing shows nothing.
    assertThat(expected).filteredOn(result -> result.startsWith("match")).hasSizeGreaterThan(20);
    // How often the watermark comes must not show.
    for (boolean stepwise : new boolean[] {true, false}) {
      assertThat(Sequences.run(flink.environment(), sequence.spec, events, 25, stepwise))
          .as("stepwise watermarks: %s", stepwise)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
