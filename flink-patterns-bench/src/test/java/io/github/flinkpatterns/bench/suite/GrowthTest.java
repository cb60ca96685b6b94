// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.bench.report.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A growth table says where the cost bends. */
class GrowthTest {

  private static final List<String> COLUMNS = List.of("10", "100", "1000");

  @Test
  void theStepOfTheLargestFactorIsNamed() {
    assertThat(Growth.bend(COLUMNS, new Table.Row("Sessions", List.of(1., 1.2, 3.))))
        .isEqualTo(" Sessions bends most from 100 to 1000: 2.50 times.");
  }

  @Test
  void noDifferenceIsNoBend() {
    assertThat(Growth.bend(COLUMNS, new Table.Row("Sessions", List.of(1., 1.1, .5))))
        .isEqualTo(" Sessions does not bend upwards.");
  }
}
