// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/** What a job that has not been started tells about one of its operators. */
record PlannedOperator(
    String name,
    @Nullable String uid,
    boolean stateful,
    int parallelism,
    int maxParallelism,
    @Nullable TypeInformation<?> key,
    @Nullable TypeInformation<?> output,
    Map<String, TypeInformation<?>> sideOutputs,
    List<PlannedState> states,
    boolean clearsByTimer) {

  /** One state that the operator's function asks for. */
  record PlannedState(
      String name, boolean keyed, @Nullable TypeInformation<?> type, StateTtlConfig retention) {}

  String place() {
    return "operator '" + name + "'" + (uid == null ? "" : " with uid '" + uid + "'");
  }
}
