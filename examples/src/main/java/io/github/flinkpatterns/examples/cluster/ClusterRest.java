// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Asks a JobManager that may not be there yet. */
final class ClusterRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private ClusterRest() {}

  static URI address(int port) {
    return URI.create("http://localhost:" + port);
  }

  /**
   * Returns the TaskManagers that the JobManager knows, none if it does not answer.
   *
   * @param idle only those whose slots are all free
   */
  static Set<String> taskManagers(int port, boolean idle) throws InterruptedException {
    Set<String> ids = new HashSet<>();
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(address(port).resolve("/taskmanagers"))
                  .timeout(TIMEOUT)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      for (JsonNode one : JSON.readTree(answer.body()).path("taskmanagers")) {
        if (!idle || one.path("freeSlots").asInt() == one.path("slotsNumber").asInt()) {
          ids.add(one.path("id").asText());
        }
      }
    } catch (IOException e) {
      return Set.of(); // Not yet.
    }
    return ids;
  }
}
