// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.ops.ClusterException.Reason;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speaks with the REST API of a JobManager, and turns each way of failing into a reason. */
final class RestClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_MESSAGE = 500;

  /** Far above what a JobManager answers; a job of 1,000 tasks has some hundred kilobytes. */
  private static final int MAX_ANSWER = 64 << 20;

  /** Flink says so while no JobManager leads: one starts, or follows one that died. */
  private static final int UNAVAILABLE = 503;

  private static final long PAUSE_MILLIS = 100;

  private static final Pattern UNKNOWN_JOB =
      Pattern.compile("FlinkJobNotFoundException|Job [0-9a-f]+ not found|JobNotFound");

  private final HttpClient http;
  private final URI base;
  private final Duration timeout;

  RestClient(URI base, Duration timeout, String operator) {
    String scheme = Require.given(base, operator, "at").getScheme();
    if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw Require.wrong(
          operator,
          "at",
          base,
          "must be an http or https address with a host",
          "pass for example http://localhost:8081");
    }
    Require.positiveMillis(timeout, operator, "timeout");
    String text = base.toString();
    this.base = URI.create(text.endsWith("/") ? text : text + "/");
    this.timeout = timeout;
    // Flink's server speaks HTTP/1.1 only.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  JsonNode get(String path) {
    return send(path, request(path).GET().build());
  }

  JsonNode post(String path, JsonNode body) {
    return send(
        path,
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  JsonNode upload(String path, Path file) {
    String boundary = UUID.randomUUID().toString();
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
            + String.valueOf(file.getFileName()).replaceAll("[\\p{Cntrl}\"\\\\]", "_")
            + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
    BodyPublisher content;
    try {
      content = BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      IllegalArgumentException wrong =
          Require.wrong(
              "Savepoints",
              "jar",
              file,
              "must be a file that can be read",
              "build it, or correct the path");
      wrong.initCause(e);
      throw wrong;
    }
    return send(
        path,
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    content,
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
  }

  private JsonNode send(String path, HttpRequest request) {
    long end = System.nanoTime() + timeout.toNanos();
    HttpResponse<String> response = exchange(path, request);
    // Nothing was done about the request, so that it can be sent again.
    while (response.statusCode() == UNAVAILABLE && System.nanoTime() - end < 0) {
      pause(path);
      response = exchange(path, request);
    }
    int status = response.statusCode();
    String body = response.body();
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new ClusterException(
          Reason.UNREACHABLE,
          base
              + path
              + " answered "
              + status
              + " with no JSON: is it a JobManager? "
              + shorten(body),
          e);
    }
    if (status / 100 == 2) {
      return answer == null ? MissingNode.getInstance() : answer;
    }
    String message = message(answer);
    throw isUnknownJob(message)
        ? new ClusterException(Reason.NO_SUCH_JOB, "no such job at " + base + path)
        : new ClusterException(
            status == UNAVAILABLE ? Reason.UNREACHABLE : Reason.REFUSED,
            base + path + " answered " + status + ": " + causes(message));
  }

  private HttpResponse<String> exchange(String path, HttpRequest request) {
    // The request's own timeout ends with the headers, and a body may come for ever.
    CompletableFuture<HttpResponse<String>> asked =
        http.sendAsync(request, head -> new LimitedBody(MAX_ANSWER));
    try {
      return asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ClusterException(
          Reason.UNREACHABLE, "no answer from " + base + path + ": " + cause, cause);
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new ClusterException(
          Reason.UNREACHABLE,
          "no whole answer from " + base + path + " in " + timeout.toMillis() + " ms",
          e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw interrupted(path, e);
    }
  }

  private void pause(String path) {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(path, e);
    }
  }

  private ClusterException interrupted(String path, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ClusterException(Reason.UNREACHABLE, "interrupted while asking " + base + path, e);
  }

  /** Flink finds it out at once, or only in the operation that was begun. */
  static boolean isUnknownJob(String message) {
    return UNKNOWN_JOB.matcher(message).find();
  }

  /** The first line and each "Caused by" of a stack trace. */
  static String causes(String stackTrace) {
    List<String> lines =
        stackTrace.lines().map(String::strip).filter(line -> !line.startsWith("at ")).toList();
    return shorten(
        Stream.concat(
                lines.stream().limit(1),
                lines.stream().skip(1).filter(line -> line.startsWith("Caused by:")))
            .map(line -> line.replace("Caused by: ", ""))
            .collect(Collectors.joining(" <- ")));
  }

  /** Flink answers a list of which each entry is a sentence or a whole stack trace. */
  private static String message(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    for (JsonNode error : answer.path("errors")) {
      text.append(text.length() == 0 ? "" : "; ").append(error.asText());
    }
    return text.length() == 0 ? answer.toString() : text.toString();
  }

  static String shorten(String text) {
    // What a server says may end up on a terminal, which obeys some characters.
    String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cc}", "?");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
  }
}
