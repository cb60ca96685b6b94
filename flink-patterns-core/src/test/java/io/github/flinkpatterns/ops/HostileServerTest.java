// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.flinkpatterns.ops.ClusterException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers at the address may be anything: no answer hangs, fills the memory or is obeyed. */
class HostileServerTest {

  private static final int MEGABYTE = 1 << 20;

  private ServerSocket socket;
  private final CountDownLatch over = new CountDownLatch(1);

  /** Reads a request. */
  private interface Question {
    void read(InputStream in) throws Exception;
  }

  /** Answers it. */
  private interface Answer {
    void write(OutputStream out) throws Exception;
  }

  @BeforeEach
  void open() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    over.countDown();
    socket.close();
  }

  private RestClient server(Answer answer) {
    serve(answer);
    return client(Duration.ofSeconds(30));
  }

  private RestClient client(Duration timeout) {
    return new RestClient(URI.create("http://localhost:" + socket.getLocalPort()), timeout, "Test");
  }

  private void serve(Answer answer) {
    serveAfter(in -> assertThat(in.read(new byte[65_536])).isPositive(), answer);
  }

  private void serveAfter(Question question, Answer answer) {
    Thread thread =
        new Thread(
            () -> {
              while (!socket.isClosed()) {
                try (Socket one = socket.accept()) {
                  question.read(one.getInputStream());
                  answer.write(one.getOutputStream());
                } catch (Exception | AssertionError e) {
                  // The client has gone, as it should.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static byte[] head(String status, long length) {
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + (length < 0 ? "" : "Content-Length: " + length + "\r\n")
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Answer body(String status, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return out -> {
      out.write(head(status, bytes.length));
      out.write(bytes);
    };
  }

  private static ClusterException failure(RestClient client) {
    return catchThrowableOfType(ClusterException.class, () -> client.get("jobs"));
  }

  @Test
  @Timeout(60)
  void anAnswerThatNeverEndsIsGivenUp() {
    serve(
        out -> {
          out.write(head("200 OK", 1_000));
          out.write('{');
          out.flush();
          over.await();
        });
    assertThat(failure(client(Duration.ofSeconds(2))))
        .hasMessageEndingWith("in 2000 ms")
        .extracting(ClusterException::reason)
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  @Timeout(60)
  void anAnswerWithoutHeadIsGivenUp() {
    serve(out -> over.await());
    assertThat(failure(client(Duration.ofSeconds(2))).reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  @Timeout(60)
  void anEndlessAnswerIsCutOff() {
    byte[] blanks = " ".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
    serve(
        out -> {
          out.write(head("200 OK", -1));
          while (over.getCount() > 0) {
            out.write(blanks);
          }
        });
    assertThat(failure(client(Duration.ofSeconds(40))))
        .hasMessageContaining("the answer is longer than 67108864 bytes")
        .extracting(ClusterException::reason)
        .isEqualTo(Reason.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html><body>a proxy</body></html>", "{\"a\":", "{\"a\":NaN}", "\u0000\u0001"})
  void whatIsNoJsonIsSaidToBeNone(String text) {
    assertThat(failure(server(body("200 OK", text))))
        .hasMessageContaining("answered 200 with no JSON: is it a JobManager?")
        .extracting(ClusterException::reason)
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "[".repeat(1_000_000);
    assertThat(failure(server(body("200 OK", deep))).reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void hugeNumbersAreRefused() {
    String huge = "{\"id\":" + "9".repeat(100_000) + "}";
    assertThat(failure(server(body("200 OK", huge))).reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() {
    byte[] bytes = "{\"name\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    bytes[9] = (byte) 0xff;
    RestClient client =
        server(
            out -> {
              out.write(head("200 OK", bytes.length));
              out.write(bytes);
            });
    assertThat(client.get("jobs").path("name").asText()).isEqualTo("\ufffd");
  }

  @Test
  void whatIsSaidCannotGovernATerminal() {
    RestClient client =
        server(body("500 Oh", "{\"errors\":[\"\\u001b[2J\\u0007 all is well \\u009b31m\"]}"));
    assertThat(failure(client)).hasMessageEndingWith("answered 500: ?[2J? all is well ?31m");
  }

  @Test
  @Timeout(60)
  void aClusterThatElectsAJobManagerIsAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    RestClient client =
        server(
            out ->
                (asked.incrementAndGet() < 4
                        ? body("503 Service Unavailable", "{\"errors\":[\"Please refresh.\"]}")
                        : body("200 OK", "{\"jobs\":[]}"))
                    .write(out));
    assertThat(client.post("jobs", JsonNodeFactory.instance.objectNode()).has("jobs")).isTrue();
    assertThat(asked).hasValue(4);
  }

  @Test
  @Timeout(60)
  void aClusterThatElectsForEverIsGivenUp() {
    serve(body("503 Oh", "{\"errors\":[\"Please refresh.\"]}"));
    assertThat(failure(client(Duration.ofSeconds(5))))
        .hasMessageEndingWith("jobs answered 503: Please refresh.")
        .extracting(ClusterException::reason)
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void aRedirectionIsNotFollowed() {
    RestClient client =
        server(
            out ->
                out.write(
                    "HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 2\r\n\r\n{}"
                        .getBytes(StandardCharsets.US_ASCII)));
    assertThat(failure(client))
        .hasMessageContaining("answered 302")
        .extracting(ClusterException::reason)
        .isEqualTo(Reason.REFUSED);
  }

  @Test
  void theNameOfAJarCannotBreakOutOfItsHeader(@TempDir Path folder) throws IOException {
    Path jar = Files.writeString(folder.resolve("a\"; x=\"b.jar"), "jar");
    CompletableFuture<String> request = new CompletableFuture<>();
    serveAfter(
        in -> {
          StringBuilder text = new StringBuilder();
          byte[] buffer = new byte[65_536];
          while (text.indexOf("--\r\n") < 0) {
            text.append(new String(buffer, 0, in.read(buffer), StandardCharsets.US_ASCII));
          }
          request.complete(text.toString());
        },
        body("200 OK", "{}"));
    client(Duration.ofSeconds(20)).upload("jars/upload", jar);
    assertThat(request.join()).contains("filename=\"a_; x=_b.jar\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{}",
        "{\"jobId\":1,\"checkpoints\":{}}",
        "{\"jobId\":\"a\",\"jobName\":\"b\",\"settings\":{\"intervalMillis\":1e999}}",
        "{\"jobId\":\"a\",\"jobName\":\"b\",\"checkpoints\":[]}",
        "{\"unknown\":1}"
      })
  void wrongStatisticsAreAnArgumentThatIsWrong(String json) {
    assertThatThrownBy(() -> CheckpointStatistics.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deepStatisticsAreRefused() {
    assertThatThrownBy(() -> CheckpointStatistics.fromJson("[".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
