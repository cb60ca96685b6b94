// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The two streams of a join and their key. */
record Inputs<L, R, K>(Side<L, K> left, Side<R, K> right, TypeInformation<K> keyType)
    implements Serializable {

  /** Runs a logic over both on the fast host; what has no key leaves before. */
  SingleOutputStreamOperator<Joined<L, R>> apply(
      ControlledLogic<K, L, R, ?, Joined<L, R>> logic,
      DataStream<L> lefts,
      DataStream<R> rights,
      String uid,
      CacheSettings cache) {
    String name = logic.name();
    Require.given(cache, name, "cache");
    return Hosts.withNullKeys(
        Require.given(lefts, name, "left"),
        left.key,
        keyType,
        left.nullKeys,
        name,
        uid,
        keyedLeft ->
            Hosts.withNullKeys(
                Require.given(rights, name, "right"),
                right.key,
                keyType,
                right.nullKeys,
                name,
                uid + "-right",
                keyedRight -> Hosts.apply(keyedLeft, keyedRight, logic, uid, cache)));
  }
}
