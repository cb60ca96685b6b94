// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.LogicContext;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Where events go that are not kept; each way out counts. */
final class Outputs<E> implements Serializable {

  static final List<String> COUNTERS =
      List.of("duplicates", "late", "conflicts", "withoutTimestamp");

  final TypeInformation<E> type;
  final OutputTag<Duplicate<E>> duplicates;
  final OutputTag<Duplicate<E>> conflicts;
  final OutputTag<E> late;
  final OutputTag<E> nullKeys;
  final OutputTag<E> withoutTimestamp;
  final boolean emitDuplicates;

  Outputs(TypeInformation<E> type, boolean emitDuplicates) {
    this.type = type;
    this.duplicates = new OutputTag<>("duplicates", Duplicate.type(type));
    this.conflicts = new OutputTag<>("conflicts", Duplicate.type(type));
    this.late = new OutputTag<>("late", type);
    this.nullKeys = new OutputTag<>("nullKeys", type);
    this.withoutTimestamp = new OutputTag<>("withoutTimestamp", type);
    this.emitDuplicates = emitDuplicates;
  }

  void duplicate(E event, long timestamp, long kept, long suppressed, LogicContext<?, E> context) {
    context.count("duplicates");
    if (emitDuplicates) {
      context.emit(duplicates, new Duplicate<>(event, timestamp, kept, suppressed));
    }
  }

  void conflict(E event, long timestamp, Run<E> run, LogicContext<?, E> context) {
    context.count("conflicts");
    context.emit(conflicts, new Duplicate<>(event, timestamp, run.kept, run.suppressed));
  }

  void late(E event, LogicContext<?, E> context) {
    context.count("late");
    context.emit(late, event);
  }

  void withoutTimestamp(E event, LogicContext<?, E> context) {
    context.count("withoutTimestamp");
    context.emit(withoutTimestamp, event);
  }
}
