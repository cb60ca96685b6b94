// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.flinkpatterns.examples.input.Timestamped;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user of the shop did.
 *
 * @param eventId the event's id, the same in every delivery of it
 * @param userId who did it
 * @param itemId the item, null if the type has none
 * @param category the item's category, null if the type has none
 * @param type what it was
 * @param amountCents the price in cents, null if there is none
 * @param timestampMillis when it was
 * @param late whether it lay further behind than allowed when it was read. Only the source knows
 *     the order of arrival, so it is decided there, once for everything downstream
 */
public record StoreEvent(
    String eventId,
    String userId,
    @Nullable String itemId,
    @Nullable String category,
    EventType type,
    @JsonIgnore @Nullable Long amountCents,
    long timestampMillis,
    @JsonIgnore boolean late)
    implements Timestamped {

  /** The type of an event. */
  static final TypeInformation<StoreEvent> TYPE =
      Types.POJO(
          StoreEvent.class,
          Map.of(
              "eventId", Types.STRING,
              "userId", Types.STRING,
              "itemId", Types.STRING,
              "category", Types.STRING,
              "type", Types.ENUM(EventType.class),
              "amountCents", Types.LONG,
              "timestampMillis", Types.LONG,
              "late", Types.BOOLEAN));

  /** Returns the price, null if there is none. */
  @JsonProperty("amount")
  @Nullable BigDecimal amount() {
    return amountCents == null ? null : BigDecimal.valueOf(amountCents, 2);
  }

  StoreEvent asLate() {
    return new StoreEvent(
        eventId, userId, itemId, category, type, amountCents, timestampMillis, true);
  }
}
