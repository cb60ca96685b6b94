// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** One running subtask: the same few verbs over Flink's four harnesses. */
interface Subtask {

  AbstractStreamOperatorTestHarness<Object> harness();

  Map<OutputTag<?>, ConcurrentLinkedQueue<Object>> sideOutputs();

  void first(StreamRecord<Object> element) throws Exception;

  void second(StreamRecord<Object> element) throws Exception;

  void watermark(Watermark watermark) throws Exception;

  void endInputs() throws Exception;

  /** Lets the subtask go without finish(), as a crash or a cancellation does. */
  void abandon() throws Exception;
}
