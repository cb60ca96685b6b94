// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.host.SerializedType;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * What every step of one recommender knows: its numbers, types and functions.
 *
 * @param segmentOf null if popularity is learned for all users together
 */
record Recipe<E, U, I>(
    Settings settings,
    TypeInformation<U> userType,
    TypeInformation<I> itemType,
    KeySelector<E, I> itemOf,
    EventWeight<E> weightOf,
    @Nullable KeySelector<E, String> segmentOf,
    OutputTag<E> withoutTimestamp)
    implements Serializable {

  Recipe<E, U, I> forRequests() {
    return new Recipe<>(
        settings.forRequests(), userType, itemType, itemOf, weightOf, segmentOf, withoutTimestamp);
  }

  /** Makes a serializer from those of the user and the item. */
  private interface Maker<T, U, I> extends Serializable {
    TypeSerializer<T> make(TypeSerializer<U> user, TypeSerializer<I> item);
  }

  @SuppressWarnings("unchecked")
  private <T> TypeInformation<T> messages(Class<? super T> type, Maker<T, U, I> maker) {
    return SerializedType.of(
        type,
        parts -> maker.make((TypeSerializer<U>) parts[0], (TypeSerializer<I>) parts[1]),
        userType,
        itemType);
  }

  TypeInformation<RowMessage<U, I>> rowMessageType() {
    return messages(RowMessage.class, RowMessageSerializer::new);
  }

  TypeInformation<RowReply<U, I>> rowReplyType() {
    return messages(RowReply.class, RowReplySerializer::new);
  }

  TypeInformation<Ranking<U, I>> rankingType() {
    return messages(Ranking.class, RankingSerializer::new);
  }

  TypeInformation<Recommendation<U, I>> recommendationType() {
    return messages(Recommendation.class, RecommendationSerializer::new);
  }

  TypeInformation<Outcome<U, I>> outcomeType() {
    return messages(Outcome.class, OutcomeSerializer::new);
  }

  /** Returns the key of the step that fuses: a segment and one of the shards. */
  String shard(@Nullable String segment, U user) {
    int shard = Math.floorMod(Fingerprint.of(user), settings.shards());
    return shard + "/" + (segment == null ? "" : segment);
  }
}
