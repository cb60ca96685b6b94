// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.zoo.Visit;
import io.github.flinkpatterns.testkit.zoo.Zoo;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every broken function is caught, with a message that says what is wrong; its twin passes. */
class ZooTest {

  private static Scenario<String, Visit, Void, String> scenario(
      KeyedProcessFunction<String, Visit, String> function) {
    return Scenario.of(function)
        .keyedBy(Visit::user, String.class)
        .event(new Visit("ann", 1, 10_000), 10_000)
        .event(new Visit("bob", 2, 11_000), 11_000)
        .event(new Visit("ann", 3, 12_000), 12_000)
        .event(new Visit("cid", 4, 13_000), 13_000)
        .event(new Visit("ann", 5, 14_000), 14_000)
        .watermark(59_999)
        .event(new Visit("bob", 6, 70_000), 70_000)
        .watermark(119_999);
  }

  @Test
  void theCorrectTwinPassesEverything() {
    assertThatCode(() -> scenario(new Zoo.Correct()).verify(ExecutionMatrix.full()))
        .doesNotThrowAnyException();
  }

  @Test
  void stateThatIsNeverClearedIsALeakAndNamesTheKeys() {
    assertThatThrownBy(() -> scenario(new Zoo.Leaky()).verify())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Scenario Leaky failed in cell 1 of 1: hashmap, plain, 1")
        .hasMessageContaining("Leak: 3 left")
        .hasMessageContaining("key ann (key group ")
        .hasMessageContaining("state 'sum' holds 9");
  }

  @Test
  void stateOnTheHeapOfTheFunctionDoesNotSurviveARestore() {
    assertThatThrownBy(() -> scenario(new Zoo.HeapField()).verify(ExecutionMatrix.standard()))
        .hasMessageContaining("failed in cell 2 of 6: hashmap, restore after every step, 1")
        .hasMessageContaining("at step 6 of 8: watermark 59999")
        .hasMessageContaining("expected: [")
        .hasMessageContaining("Rerun this cell alone with -Dflinkpatterns.testkit.cell=2");
  }

  @Test
  void kryoInStateIsNamedByItsPath() {
    assertThatThrownBy(() -> scenario(new Zoo.KryoState()).verify())
        .hasMessageContaining("Kryo in state")
        .hasMessageContaining("state 'sum': java.lang.Long is a generic type");
    assertThatThrownBy(() -> scenario(new Zoo.KryoField()).verify())
        .hasMessageContaining("state 'tally'.label: java.lang.Object is a generic type");
  }

  @Test
  void aTransientLambdaIsNamedBeforeAnythingRuns() {
    assertThatThrownBy(() -> Scenario.of(new Zoo.TransientLambda(Visit::amount)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TransientLambda")
        .hasMessageContaining("field 'amount' is transient");
  }

  @Test
  void chanceIsCaughtByASecondRun() {
    assertThatThrownBy(() -> scenario(new Zoo.Random()).verify())
        .hasMessageContaining("not deterministic: a second run of the same steps")
        .hasMessageContaining("at step 1 of 8: event Visit[user=ann");
  }

  @Test
  void whatDependsOnTheSubtaskIsCaughtByRescaling() {
    assertThatThrownBy(() -> scenario(new Zoo.NotRescalable()).verify(ExecutionMatrix.standard()))
        .hasMessageContaining("failed in cell 4 of 6: hashmap, plain, 1->3->2");
  }

  @Test
  void outputThatRepeatsAfterARestoreIsCaught() {
    assertThatThrownBy(
            () -> scenario(new Zoo.EmitsAfterRestore()).verify(ExecutionMatrix.standard()))
        .hasMessageContaining("restore after every step")
        .hasMessageContaining("first visit: bob (step 2: event Visit[user=bob");
  }

  @Test
  void aValueChangedBehindTheBackendIsCaughtByTheSplitSnapshot() {
    assertThatThrownBy(
            () ->
                scenario(new Zoo.Aliasing())
                    .verify(
                        ExecutionMatrix.of(
                            Cell.PLAIN,
                            new Cell(
                                Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, java.util.List.of(1)))))
        .hasMessageContaining("failed in cell 2 of 2: hashmap, crash and replay, 1")
        .hasMessageContaining("ann=9")
        .hasMessageContaining("state first differs after step");
  }

  @Test
  void aTimerThatReArmsForEverIsALeakOrAnEndlessInput() {
    assertThatThrownBy(() -> scenario(new Zoo.RearmsForEver()).verify())
        .hasMessageContaining("key ann (key group ")
        .hasMessageContaining("processing-time timer at ");
    assertThatThrownBy(() -> scenario(new Zoo.NeverEnds()).endOfInput().verify())
        .hasMessageContaining("never lets a bounded input end");
  }

  @Test
  void aTimerThatIsNeverDeletedShowsAmongThePendingOnes() {
    assertThatThrownBy(() -> ended(new Zoo.LeavesItsTimer()).verify())
        .hasMessageContaining("at step 2 of 3: event Visit[user=ann, amount=0")
        .hasMessageContaining("event-time timers of ann")
        .hasMessageContaining("expected: []")
        .hasMessageContaining("actual:   [59999]");
    assertThatCode(() -> ended(new Zoo.DeletesItsTimer()).verify(ExecutionMatrix.standard()))
        .doesNotThrowAnyException();
  }

  private static Scenario<String, Visit, Void, String> ended(
      KeyedProcessFunction<String, Visit, String> function) {
    return Scenario.of(function)
        .keyedBy(Visit::user, String.class)
        .event(new Visit("ann", 1, 10_000), 10_000)
        .event(new Visit("ann", 0, 11_000), 11_000)
        .expect("ann=1")
        .expectEventTimers("ann")
        .watermark(59_999);
  }

  @Test
  void timeToLiveMovesWithTheOneClockAndAWrongOneShows() {
    var right = onceAnHour(Duration.ofHours(1));
    assertThatCode(() -> right.verify(ExecutionMatrix.full())).doesNotThrowAnyException();
    assertThatThrownBy(() -> onceAnHour(Duration.ofHours(2)).verify())
        .hasMessageContaining("expected: [ann]")
        .hasMessageContaining("actual:   []");
    assertThatThrownBy(() -> onceAnHour(Duration.ofMinutes(30)).verify())
        .hasMessageContaining("expected: []")
        .hasMessageContaining("actual:   [ann (step 4");
  }

  private static Scenario<String, Visit, Void, String> onceAnHour(Duration ttl) {
    return Scenario.of(new Zoo.OncePer(ttl))
        .keyedBy(Visit::user, String.class)
        .event(new Visit("ann", 1, 0), 0)
        .expect("ann")
        .advanceProcessingTime(Duration.ofMinutes(40))
        .advanceProcessingTime(Duration.ofMinutes(19))
        .event(new Visit("ann", 1, 0), 0)
        .expectNothing()
        .advanceProcessingTime(Duration.ofMinutes(1))
        .event(new Visit("ann", 1, 0), 0)
        .expect("ann");
  }

  @Test
  void changedStateIsCaughtByAGoldenSnapshot(@TempDir Path folder) {
    Path file = folder.resolve("sum.snap");
    StateCompatibility.of(golden(new Zoo.Correct())).record(file);
    assertThatCode(() -> StateCompatibility.of(golden(new Zoo.Correct())).verify(file))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> StateCompatibility.of(golden(new Zoo.ChangedState())).verify(file))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ChangedState does not restore what sum.snap holds");
    assertThatThrownBy(() -> StateCompatibility.of(golden(new Zoo.RenamedState())).verify(file))
        .hasMessageContaining("key ann, state 'total'")
        .hasMessageContaining("in the file: nothing");
  }

  private static Scenario<String, Visit, Void, String> golden(
      KeyedProcessFunction<String, Visit, String> function) {
    return Scenario.of(function)
        .keyedBy(Visit::user, String.class)
        .event(new Visit("ann", 1, 10_000), 10_000)
        .watermark(10_000)
        .savepoint()
        .event(new Visit("ann", 3, 12_000), 12_000)
        .watermark(59_999);
  }
}
