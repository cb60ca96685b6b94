// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.apache.flink.streaming.api.datastream.DataStream;

/** The code of docs/item-recommender.md. */
final class RecommenderSnippets {

  /** A click. */
  public record Click(String session, String item) {}

  /** Asks for recommendations. */
  public record Request(String user) {}

  private RecommenderSnippets() {}

  static DataStream<?>[] both(DataStream<Click> clicks, DataStream<Request> requests) {
    // docs: begin use
    var recommender =
        ItemRecommender.on(Click.class)
            .user(Click::session, String.class)
            .item(Click::item, String.class)
            .history(20) // these three bound the state, and are required
            .neighbours(50)
            .seen(200)
            .build();

    // to every event
    DataStream<Recommendation<String, String>> next = recommender.applyTo(clicks, "next-item");
    // when asked
    DataStream<Recommendation<String, String>> page =
        recommender.applyTo(clicks, requests, Request::user, "page");
    // docs: end use
    return new DataStream<?>[] {next, page};
  }
}
