// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/** What a job graph tells about one stateful operator. */
record Operator(
    @Nullable String uid,
    String name,
    @Nullable TypeInformation<?> keyType,
    int maxParallelism,
    List<State> states,
    String remark) {

  /** One registered state; the type is null where only a serializer was given. */
  record State(String kind, String name, String typeText, @Nullable TypeInformation<?> type) {}

  String label() {
    return uid == null ? "'" + name + "'" : "'" + name + "' (uid '" + uid + "')";
  }
}
