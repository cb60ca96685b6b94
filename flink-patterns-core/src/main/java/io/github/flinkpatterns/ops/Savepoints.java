// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.ops.ClusterException.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes savepoints, stops jobs with one and starts them from one, over the REST API of a running
 * cluster.
 *
 * <pre>{@code
 * Savepoints savepoints = Savepoints.at(URI.create("http://localhost:8081"));
 * String location = savepoints.stop(jobId, "file:///savepoints");
 * String jar = savepoints.upload(Path.of("orders.jar"));
 * String next = savepoints.start(JobStart.of(jar).fromSavepoint(location).parallelism(4));
 * }</pre>
 *
 * <p>Every method waits until Flink is done or the deadline has passed, and throws {@link
 * ClusterException} with the {@link ClusterException.Reason} otherwise: a savepoint that Flink
 * calls completed although it failed is told from one that is there. Nothing is tried twice, but
 * for what a cluster says it did not begin since no JobManager leads (503): that is asked again for
 * 30 s.
 *
 * <p>The REST API is used rather than Flink's client, since it is the interface that Flink keeps
 * between versions and that needs no Flink class on the caller's class path. Needs {@code
 * jackson-databind} there. Immutable and safe for many threads.
 */
public final class Savepoints {

  private static final String OPERATOR = "Savepoints";
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private final URI address;
  private final Duration deadline;
  private final Duration pollEvery;
  private final SavepointFormat format;
  private final RestClient rest;

  private Savepoints(URI address, Duration deadline, Duration pollEvery, SavepointFormat format) {
    this.address = address;
    this.deadline = deadline;
    this.pollEvery = pollEvery;
    this.format = format;
    this.rest = new RestClient(address, REQUEST_TIMEOUT, OPERATOR);
  }

  /**
   * Speaks with the JobManager at an address such as {@code http://localhost:8081}; waits at most
   * 10 minutes, asks every 500 ms, writes canonical savepoints.
   *
   * @throws IllegalArgumentException when it is no http or https address
   */
  public static Savepoints at(URI address) {
    return new Savepoints(
        address, Duration.ofMinutes(10), Duration.ofMillis(500), SavepointFormat.CANONICAL);
  }

  /** Waits at most this long for each savepoint, at least 1 ms. */
  public Savepoints waitAtMost(Duration value) {
    Require.positiveMillis(value, OPERATOR, "waitAtMost");
    return new Savepoints(address, value, pollEvery, format);
  }

  /** Asks this often whether Flink is done, at least every 1 ms. */
  public Savepoints pollEvery(Duration value) {
    Require.positiveMillis(value, OPERATOR, "pollEvery");
    return new Savepoints(address, deadline, value, format);
  }

  /** Writes savepoints in this form. */
  public Savepoints format(SavepointFormat value) {
    return new Savepoints(address, deadline, pollEvery, Require.given(value, OPERATOR, "format"));
  }

  /**
   * Takes a savepoint of a job that goes on.
   *
   * @param directory where to put it; null for the cluster's {@code
   *     execution.checkpointing.savepoint-dir}
   * @return where it lies
   * @throws ClusterException for every reason there is
   */
  public String take(String jobId, @Nullable String directory) {
    ObjectNode body = body(directory, "target-directory");
    body.put("cancel-job", false);
    return savepoint(jobId, "savepoints", body);
  }

  /**
   * Takes a savepoint and stops the job, so that no record comes after the savepoint. The job goes
   * on if the savepoint fails.
   *
   * @return where the savepoint lies
   * @throws ClusterException for every reason there is
   */
  public String stop(String jobId, @Nullable String directory) {
    return stop(jobId, directory, false);
  }

  /**
   * As {@link #stop}, for a job that will not go on: sends the last watermark first, so that all
   * windows and timers fire. Do not restore from such a savepoint.
   */
  public String drain(String jobId, @Nullable String directory) {
    return stop(jobId, directory, true);
  }

  private String stop(String jobId, @Nullable String directory, boolean drain) {
    ObjectNode body = body(directory, "targetDirectory");
    body.put("drain", drain);
    return savepoint(jobId, "stop", body);
  }

  private ObjectNode body(@Nullable String directory, String field) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (directory != null) {
      body.put(field, directory);
    }
    return body.put("formatType", format.name());
  }

  private String savepoint(String jobId, String how, ObjectNode body) {
    String job = "jobs/" + encode(Require.given(jobId, OPERATOR, "jobId"));
    String request = rest.post(job + "/" + how, body).path("request-id").asText();
    JsonNode operation = await(job + "/savepoints/" + request, "savepoint of job " + jobId);
    return operation.path("location").asText();
  }

  /** Waits for an asynchronous operation and returns its result. */
  private JsonNode await(String path, String what) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      JsonNode answer = rest.get(path);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        // Flink says COMPLETED of a failure too.
        JsonNode operation = answer.path("operation");
        JsonNode failure = operation.path("failure-cause");
        if (!failure.isMissingNode() && !failure.isNull()) {
          String trace = failure.path("stack-trace").asText(failure.path("class").asText());
          throw RestClient.isUnknownJob(trace)
              ? new ClusterException(Reason.NO_SUCH_JOB, what + ": no such job at " + address)
              : new ClusterException(
                  Reason.SAVEPOINT_FAILED, what + " failed: " + RestClient.causes(trace));
        }
        return operation;
      }
      if (System.nanoTime() - end >= 0) {
        throw new ClusterException(
            Reason.TIMED_OUT,
            what
                + " was not done after "
                + deadline.toMillis()
                + " ms; it may still be, see "
                + path);
      }
      sleep(what);
    }
  }

  private void sleep(String what) {
    try {
      Thread.sleep(pollEvery.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(Reason.TIMED_OUT, "interrupted while waiting for " + what, e);
    }
  }

  /**
   * Lists the savepoints that the cluster still remembers of a job, the newest first; it remembers
   * the last 10 checkpoints and savepoints unless {@code web.checkpoints.history} says otherwise,
   * and may answer with what it knew 3 s ago ({@code rest.cache.checkpoint-statistics.timeout}).
   *
   * @throws ClusterException when the job is unknown or the cluster does not answer
   */
  public List<Savepoint> list(String jobId) {
    JsonNode history =
        rest.get("jobs/" + encode(Require.given(jobId, OPERATOR, "jobId")) + "/checkpoints")
            .path("history");
    List<Savepoint> found = new ArrayList<>();
    for (JsonNode one : history) {
      if (one.path("is_savepoint").asBoolean()
          && one.path("status").asText().equals("COMPLETED")
          && !one.path("discarded").asBoolean()) {
        found.add(
            new Savepoint(
                one.path("id").asLong(),
                one.path("external_path").asText(),
                one.path("trigger_timestamp").asLong(),
                one.path("end_to_end_duration").asLong(),
                one.path("state_size").asLong()));
      }
    }
    return found;
  }

  /**
   * Deletes a savepoint and all its files.
   *
   * @throws ClusterException {@link ClusterException.Reason#SAVEPOINT_FAILED} when it is not there
   *     or cannot be deleted
   */
  public void dispose(String location) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("savepoint-path", Require.given(location, OPERATOR, "location"));
    String request = rest.post("savepoint-disposal", body).path("request-id").asText();
    await("savepoint-disposal/" + request, "disposal of " + location);
  }

  /**
   * Uploads the jar of a job; the cluster must run with its web submission on, which is the
   * default.
   *
   * @return the id for {@link JobStart#of}
   * @throws IllegalArgumentException when the file cannot be read
   * @throws ClusterException when the cluster refuses it or does not answer
   */
  public String upload(Path jar) {
    String file = rest.upload("jars/upload", jar).path("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Starts an uploaded jar.
   *
   * @return the id of the job
   * @throws ClusterException {@link ClusterException.Reason#REFUSED} when the program fails, the
   *     savepoint is not there or does not fit
   */
  public String start(JobStart start) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (start.entryClass() != null) {
      body.put("entryClass", start.entryClass());
    }
    start.arguments().forEach(body.putArray("programArgsList")::add);
    if (start.parallelism() > 0) {
      body.put("parallelism", start.parallelism());
    }
    if (start.savepoint() != null) {
      body.put("savepointPath", start.savepoint());
      body.put("allowNonRestoredState", start.allowsNonRestoredState());
    }
    return rest.post("jars/" + encode(start.jarId()) + "/run", body).path("jobid").asText();
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
