// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * What goes between the steps and out of them. Flink duplicates these serializers for its threads,
 * and restores them from their snapshots where a user keeps such a record in state.
 */
class MessageSerializersTest {

  private static <T> TypeSerializer<T> restored(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> snapshot =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            MessageSerializersTest.class.getClassLoader());
    return snapshot.restoreSerializer();
  }

  /** Reads each message with a duplicate and with a restored serializer; both must be equal. */
  private static <T> void check(TypeInformation<T> type, List<T> messages) throws IOException {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    TypeSerializer<T> duplicate = serializer.duplicate();
    TypeSerializer<T> restored = restored(serializer);
    assertThat(messages).hasSizeGreaterThan(20);
    for (T message : messages) {
      byte[] written = LocalPipeline.write(serializer, message);
      for (TypeSerializer<T> other : List.of(duplicate, restored)) {
        T read = LocalPipeline.read(other, written);
        assertThat(LocalPipeline.write(serializer, read)).isEqualTo(written);
        assertThat(LocalPipeline.write(other, other.copy(read))).isEqualTo(written);
      }
    }
  }

  @Test
  void everyMessageIsReadAsItWasWrittenByEverySerializerOfItsType() throws IOException {
    var recommender =
        ItemRecommender.on(Take.class)
            .user(Take::user, String.class)
            .item(Take::item, String.class)
            .history(5)
            .neighbours(10)
            .seen(20)
            .evaluate()
            .build();
    Recipe<Take, String, String> recipe = recommender.recipe();
    List<RowReply<String, String>> replies = new ArrayList<>();
    var rows = new LocalPipeline.Step<>(new RowLogic<>(recipe), RowMessage::item, replies::add);
    List<RowMessage<String, String>> messages = new ArrayList<>();
    var users =
        new LocalPipeline.Step<>(
            new UserLogic<>(recipe),
            Take::user,
            message -> {
              messages.add(message);
              rows.take(message, message.timeMillis());
            });
    List<Ranking<String, String>> rankings = new ArrayList<>();
    LocalPipeline whole = new LocalPipeline(recommender);
    whole.beforeFusion =
        ranking -> {
          rankings.add(ranking);
          return ranking;
        };
    for (int i = 0; i < 60; i++) {
      Take take = Take.of("user " + i % 4, "item " + i * 7 % 11, 1_000L * i);
      users.take(take, take.millis());
      whole.take(take);
    }

    check(recipe.rowMessageType(), messages);
    check(recipe.rowReplyType(), replies);
    check(recipe.rankingType(), rankings);
    check(recipe.recommendationType(), whole.recommendations);
    check(recommender.outcomes().getTypeInfo(), whole.outcomes());
    TypeSerializer<Outcome<String, String>> outcomes =
        recommender.outcomes().getTypeInfo().createSerializer(new SerializerConfigImpl());
    Outcome<String, String> one = new Outcome<>("ann", "lamp", 3, -5);
    assertThat(LocalPipeline.read(outcomes, LocalPipeline.write(outcomes, one))).isEqualTo(one);
  }
}
