// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.zoo.Visit;
import io.github.flinkpatterns.testkit.zoo.Zoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContractTest {

  abstract static class VisitContract extends KeyedFunctionContract<String, Visit, String> {
    @Override
    protected KeySelector<Visit, String> key() {
      return Visit::user;
    }

    @Override
    protected TypeInformation<String> keyType() {
      return Types.STRING;
    }

    @Override
    protected List<Visit> sampleEvents() {
      List<Visit> visits = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        visits.add(new Visit("user " + i % 3, i, i * 2_000L));
      }
      return visits;
    }

    @Override
    protected long timestampOf(Visit visit) {
      return visit.time();
    }

    @Override
    protected Duration outOfOrderness() {
      return Duration.ofSeconds(10);
    }
  }

  private static VisitContract contractOf(KeyedProcessFunction<String, Visit, String> function) {
    return new VisitContract() {
      @Override
      protected KeyedProcessFunction<String, Visit, String> function() {
        return function;
      }
    };
  }

  @Nested
  class ACorrectFunctionPasses extends VisitContract {
    @Override
    protected KeyedProcessFunction<String, Visit, String> function() {
      return new Zoo.Correct();
    }
  }

  @Test
  void eachBrokenPromiseFailsItsOwnTestAndNoOther() {
    VisitContract leaky = contractOf(new Zoo.Leaky());
    assertThatThrownBy(leaky::leavesNothingBehind).hasMessageContaining("Leak: 3 left");
    assertThatCode(leaky::hasNoKryoInState).doesNotThrowAnyException();
    assertThatCode(leaky::survivesRescaling).doesNotThrowAnyException();

    VisitContract kryo = contractOf(new Zoo.KryoState());
    assertThatThrownBy(kryo::hasNoKryoInState).hasMessageContaining("Kryo in state");
    assertThatCode(kryo::leavesNothingBehind).doesNotThrowAnyException();

    VisitContract heap = contractOf(new Zoo.HeapField());
    assertThatThrownBy(heap::survivesARestoreAfterEveryStep)
        .hasMessageContaining("restore after every step");
    assertThatThrownBy(heap::survivesCrashAndReplay).hasMessageContaining("crash and replay");
    assertThatThrownBy(heap::survivesRescaling).hasMessageContaining("1->3->2");
    assertThatCode(heap::givesTheSameOnEveryBackend).doesNotThrowAnyException();

    assertThatThrownBy(contractOf(new Zoo.Random())::meetsItsExpectationsAndRepeatsItself)
        .hasMessageContaining("not deterministic");
    assertThatThrownBy(contractOf(new Zoo.FirstToArrive())::doesNotDependOnTheOrderOfArrival)
        .hasMessageContaining("depends on the order of arrival");
  }

  @Test
  void aValueThatOnlyAnUnserializedBackendCanHoldFailsOnTheOthers() {
    assertThatThrownBy(contractOf(new Zoo.MutatesInPlace())::givesTheSameOnEveryBackend)
        .hasMessageContaining("rocksdb, plain, 1");
  }
}
