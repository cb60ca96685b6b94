// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/** The first questions that a recommender asks: who, and what. */
public final class RecommenderStages {

  private RecommenderStages() {}

  /**
   * Asks for the user of an event.
   *
   * @param <E> the event
   */
  public static final class User<E> {
    private final TypeInformation<E> event;

    User(TypeInformation<E> event) {
      this.event = event;
    }

    /** Says which user, or session, an event belongs to; one that gives null leaves aside. */
    public <U> Item<E, U> user(KeySelector<E, U> userOf, Class<U> type) {
      return user(
          userOf, TypeInformation.of(Require.given(type, ItemRecommender.NAME, "user type")));
    }

    /** As {@link #user(KeySelector, Class)}, for a type that a class does not tell. */
    public <U> Item<E, U> user(KeySelector<E, U> userOf, TypeInformation<U> type) {
      return new Item<>(
          event,
          Require.serializable(userOf, ItemRecommender.NAME, "user"),
          Require.given(type, ItemRecommender.NAME, "user type"));
    }
  }

  /**
   * Asks for the item of an event.
   *
   * @param <E> the event
   * @param <U> the user
   */
  public static final class Item<E, U> {
    private final TypeInformation<E> event;
    private final KeySelector<E, U> userOf;
    private final TypeInformation<U> userType;

    Item(TypeInformation<E> event, KeySelector<E, U> userOf, TypeInformation<U> userType) {
      this.event = event;
      this.userOf = userOf;
      this.userType = userType;
    }

    /** Says which item an event is about; one that gives null leaves aside. */
    public <I extends Comparable<? super I>> RecommenderBuilder<E, U, I> item(
        KeySelector<E, I> itemOf, Class<I> type) {
      return item(
          itemOf, TypeInformation.of(Require.given(type, ItemRecommender.NAME, "item type")));
    }

    /** As {@link #item(KeySelector, Class)}, for a type that a class does not tell. */
    public <I extends Comparable<? super I>> RecommenderBuilder<E, U, I> item(
        KeySelector<E, I> itemOf, TypeInformation<I> type) {
      return new RecommenderBuilder<>(
          event,
          userOf,
          userType,
          Require.serializable(itemOf, ItemRecommender.NAME, "item"),
          Require.given(type, ItemRecommender.NAME, "item type"));
    }
  }
}
