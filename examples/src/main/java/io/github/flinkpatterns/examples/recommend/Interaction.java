// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import io.github.flinkpatterns.examples.input.Timestamped;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A user, or a session, took an item.
 *
 * @param userId who
 * @param itemId what
 * @param timestampMillis when
 */
public record Interaction(String userId, String itemId, long timestampMillis)
    implements Timestamped {

  /** The type of an interaction. */
  static final TypeInformation<Interaction> TYPE =
      Types.POJO(
          Interaction.class,
          Map.of("userId", Types.STRING, "itemId", Types.STRING, "timestampMillis", Types.LONG));
}
