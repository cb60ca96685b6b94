// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlinkJobTestFieldTest {
  @RegisterExtension final FlinkJobTest perTest = FlinkJobTest.create();

  @Test
  void instanceFieldGetsAClusterPerTest() {
    var numbers = JobSource.of(Long.class, List.of(1L, 2L, 3L), n -> n);

    assertThat(perTest.job(numbers, in -> in).run().committed()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void defaultsReachTheJob() {
    assertThat(perTest.environment().getMaxParallelism()).isEqualTo(128);

    var numbers = JobSource.of(Long.class, List.of(1L, 2L, 3L), n -> n);
    var generic =
        perTest.job(numbers, in -> in.map(n -> new BitSet()).returns(Types.GENERIC(BitSet.class)));
    assertThatThrownBy(generic::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Generic types have been disabled");
  }

  @Test
  void optionsOfTheTestWinOverTheDefaults() {
    var numbers = JobSource.of(Long.class, List.of(1L, 2L, 3L), n -> n);
    int[] seen = new int[1];
    perTest
        .job(
            numbers,
            in -> {
              seen[0] = in.getExecutionEnvironment().getMaxParallelism();
              return in;
            })
        .config("pipeline.max-parallelism", "64")
        .run();

    assertThat(seen[0]).isEqualTo(64);
  }

  @Test
  void fieldWithoutAnnotationSaysWhatIsMissing() {
    assertThatThrownBy(() -> FlinkJobTest.create().environment())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "FlinkJobTest: the cluster is not running; put @RegisterExtension on the field that holds it");
  }
}
