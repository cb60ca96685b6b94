// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.frame.Companion;
import io.github.flinkpatterns.examples.frame.RunView;
import io.github.flinkpatterns.examples.input.LineCursor;
import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.RawLine;
import io.github.flinkpatterns.examples.storefront.StorefrontJob;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DashboardTest {

  private static final int EVENTS = 20_000;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir Path dir;

  /** Stays behind the job's end until the test has looked at it. */
  private static final class Held implements Companion {

    private final Dashboard dashboard;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Held(Dashboard dashboard) {
      this.dashboard = dashboard;
    }

    @Override
    public void started(RunView view) {
      dashboard.started(view);
    }

    @Override
    public void ended() {
      dashboard.ended();
      ended.countDown();
      try {
        assertThat(released.await(5, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public String notice() {
      return dashboard.notice();
    }

    @Override
    public Duration linger() {
      return Duration.ZERO;
    }

    @Override
    public void close() {
      dashboard.close();
    }
  }

  private static final class Watched extends StorefrontJob {

    private final Companion companion;

    Watched(Companion companion) {
      this.companion = companion;
    }

    @Override
    protected Companion companion() {
      return companion;
    }

    @Override
    protected List<LineInput> inputs() {
      return super.inputs().stream().<LineInput>map(Slowing::new).toList();
    }
  }

  /** Gives its last lines slowly, so that the job is watched before it ends. */
  private record Slowing(LineInput input) implements LineInput {

    static final CountDownLatch WATCHED = new CountDownLatch(1);

    @Override
    public String name() {
      return input.name();
    }

    @Override
    public LineCursor open(long position) throws IOException {
      LineCursor cursor = input.open(position);
      return new LineCursor() {
        @Override
        public RawLine next() throws IOException {
          if (cursor.position() >= EVENTS - 4_000 && WATCHED.getCount() > 0) {
            LockSupport.parkNanos(2_000_000);
          }
          if (cursor.position() >= EVENTS - 1) {
            try {
              assertThat(WATCHED.await(2, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
          return cursor.next();
        }

        @Override
        public long position() {
          return cursor.position();
        }

        @Override
        public void close() throws IOException {
          cursor.close();
        }
      };
    }
  }

  private static String address(Companion companion) {
    assertThat(companion.notice()).startsWith("dashboard at http://localhost:");
    return companion.notice().substring("dashboard at ".length());
  }

  private static String money(BigDecimal value) {
    return String.format(Locale.ENGLISH, "%,.2f", value);
  }

  private static String count(long value) {
    return String.format(Locale.ENGLISH, "%,d", value);
  }

  private static String minute(JsonNode record, String field) {
    return Instant.ofEpochMilli(record.path(field).asLong()).toString().substring(11, 16);
  }

  private static Browser browser(Path folder) throws Exception {
    assumeTrue(Browser.isInstalled(), "no Chromium or Chrome on the PATH");
    return new Browser(folder);
  }

  @Test
  void aBrowserSeesTheJobLiveAndInTheEndTheNumbersOfItsFiles() throws Exception {
    try (Browser browser = browser(dir)) {
      Held held = new Held(new Dashboard(0, Duration.ZERO));
      Path output = dir.resolve("out");
      CompletableFuture<JobRun> job =
          CompletableFuture.supplyAsync(
              () ->
                  JobRun.of(
                      new CommandLine(new Watched(held)),
                      "--events=" + EVENTS,
                      "--rate=5000",
                      "--seed=11",
                      "--checkpoint-every=300ms",
                      "--output=" + output));
      try {
        browser.show(1440, 900, "light");
        browser.open(address(held));
        browser.awaitTrue(
            "document.body.dataset.state == 'running'"
                + " && document.querySelector('#plot .bars-revenue')?.getAttribute('d').length > 50"
                + " && state.rates?.some(rate => rate > 0)");
        browser.awaitTrue("document.querySelectorAll('#alerts button').length > 11");
        browser.click("#alerts button");
        browser.awaitTrue("!document.getElementById('user-known').hidden");
        browser.screenshot(SCREENSHOTS.resolve("dashboard-live.png"));
        assertThat(browser.text("#status")).isEqualTo("Running");
        Slowing.WATCHED.countDown();
        assertThat(held.ended.await(5, TimeUnit.MINUTES)).isTrue();
        browser.awaitTrue("document.body.dataset.state == 'ended'");
        theNumbersAreThoseOf(output, browser);
        aMinuteIsReadByPointerAndByKeys(output, browser);
        aUserIsShownByClickAndByKey(output, browser);
        itFitsEveryScreen(browser);
        assertThat(browser.errors()).isEmpty();
      } finally {
        Slowing.WATCHED.countDown();
        held.released.countDown();
      }
      JobRun run = job.get(1, TimeUnit.MINUTES);
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(run.out().lines().filter(line -> line.startsWith("dashboard at"))).hasSize(1);
    }
  }

  private static List<JsonNode> minutes(Path output) throws IOException {
    return JobRun.records(output, "revenue").stream()
        .sorted(Comparator.comparing((JsonNode m) -> m.path("windowStartMillis").asLong()))
        .toList();
  }

  private static void theNumbersAreThoseOf(Path output, Browser browser) throws Exception {
    List<JsonNode> minutes = minutes(output);
    assertThat(minutes).hasSizeGreaterThan(60);
    BigDecimal revenue = BigDecimal.ZERO;
    long orders = 0;
    for (JsonNode minute : minutes) {
      revenue = revenue.add(new BigDecimal(minute.path("revenue").asText()));
      orders += minute.path("orders").asLong();
    }
    assertThat(browser.text("#revenue")).isEqualTo(money(revenue));
    assertThat(browser.text("#orders")).isEqualTo(count(orders));
    assertThat(browser.text("#closed")).isEqualTo(count(JobRun.lines(output, "sessions").size()));
    assertThat(browser.text("#open")).isEqualTo("0");
    assertThat(browser.text("#alert-count"))
        .isEqualTo(count(JobRun.lines(output, "alerts").size()));
    assertThat(browser.text("#read"))
        .isEqualTo(
            count(EVENTS)
                + " read, "
                + count(JobRun.lines(output, "rejected").size())
                + " rejected");
    List<String> streams = new ArrayList<>();
    for (String stream :
        List.of(
            "sessions",
            "duplicates",
            "late",
            "profiles",
            "recommendations",
            "revenue",
            "top-products",
            "alerts",
            "rejected")) {
      streams.add(stream + " " + count(JobRun.lines(output, stream).size()));
    }
    assertThat(browser.rows("#streams > div")).isEqualTo(streams);

    browser.click("#minutes summary");
    browser.awaitTrue("document.querySelectorAll('#minute-rows tr').length > 60");
    List<String> rows = new ArrayList<>();
    for (JsonNode minute : minutes) {
      rows.add(
          0,
          "1 Jan, "
              + minute(minute, "windowStartMillis")
              + " "
              + money(new BigDecimal(minute.path("revenue").asText()))
              + " "
              + count(minute.path("orders").asLong()));
    }
    assertThat(browser.rows("#minute-rows tr").stream().map(r -> r.replaceAll(" \\S+$", "")))
        .isEqualTo(rows.subList(0, Math.min(rows.size(), ShopModel.MINUTES)));
    browser.click("#minutes summary");
    // One bar for each minute.
    assertThat(
            browser.evaluate("document.querySelector('.bars-orders').getAttribute('d')").asText())
        .satisfies(d -> assertThat(d.split("z")).hasSize(rows.size()));

    long last = minutes.get(minutes.size() - 1).path("windowEndMillis").asLong();
    List<String> top =
        JobRun.records(output, "top-products").stream()
            .filter(place -> place.path("windowEndMillis").asLong() == last)
            .sorted(Comparator.comparing((JsonNode place) -> place.path("rank").asInt()))
            .map(
                place ->
                    place.path("rank").asText()
                        + " "
                        + place.path("itemId").asText()
                        + "  "
                        + money(new BigDecimal(place.path("revenue").asText())))
            .toList();
    assertThat(top).hasSize(5);
    assertThat(browser.rows("#top li")).isEqualTo(top);
  }

  private static void aMinuteIsReadByPointerAndByKeys(Path output, Browser browser)
      throws Exception {
    List<JsonNode> minutes = minutes(output);
    JsonNode last = minutes.get(minutes.size() - 1);
    String latest = browser.text("#readout");
    assertThat(latest)
        .startsWith("latest, " + minute(last, "windowStartMillis"))
        .contains(money(new BigDecimal(last.path("revenue").asText())) + " revenue");
    browser.moveTo("#chart", 0.3);
    browser.awaitTrue("!document.getElementById('readout').textContent.startsWith('latest')");
    assertThat(browser.evaluate("document.querySelectorAll('.cursor').length").asInt()).isOne();
    browser.moveTo("h1", 0.5);
    browser.awaitTrue("document.getElementById('readout').textContent.startsWith('latest')");

    browser.evaluate("document.getElementById('chart').focus()");
    browser.press("Home");
    JsonNode first = minutes.get(0);
    assertThat(browser.text("#readout"))
        .startsWith(minute(first, "windowStartMillis"))
        .contains(money(new BigDecimal(first.path("revenue").asText())) + " revenue");
    browser.press("End");
    browser.press("ArrowLeft");
    assertThat(browser.text("#readout"))
        .contains(minute(last, "windowStartMillis") + ": "); // the minute before ends there
    browser.press("Escape");
    assertThat(browser.text("#readout")).isEqualTo(latest);
  }

  private static void aUserIsShownByClickAndByKey(Path output, Browser browser) throws Exception {
    browser.click("#alerts button");
    userIsShown(output, browser, browser.text("#alerts button"));
    String other = browser.text("#sessions tr:nth-child(3) button");
    browser.evaluate("document.querySelector('#sessions tr:nth-child(3) button').focus()");
    browser.press("Enter");
    userIsShown(output, browser, other);
    assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#" + other);
    browser.click("#find-id");
    browser.call("Input.insertText", Map.of("text", "nobody"));
    browser.press("Enter");
    browser.awaitTrue(
        "document.getElementById('user-empty').textContent.includes('known of nobody')");
  }

  private static void userIsShown(Path output, Browser browser, String user) throws Exception {
    browser.awaitTrue(
        "document.getElementById('user-title').textContent == 'User "
            + user
            + "' && !document.getElementById('user-known').hidden");
    JsonNode profile = latest(output, "profiles", user, "updatedMillis");
    List<String> counts = new ArrayList<>();
    profile
        .path("counts")
        .properties()
        .forEach(c -> counts.add(c.getKey() + " " + count(c.getValue().asLong())));
    assertThat(browser.rows("#user-counts > div")).containsExactlyInAnyOrderElementsOf(counts);
    List<String> interests = new ArrayList<>();
    profile
        .path("interests")
        .properties()
        .forEach(
            i ->
                interests.add(
                    i.getKey()
                        + "  "
                        + String.format(Locale.ENGLISH, "%.3f", i.getValue().asDouble())));
    assertThat(browser.rows("#interests li")).isNotEmpty().isSubsetOf(interests);
    JsonNode recommended = latest(output, "recommendations", user, "atMillis");
    assertThat(browser.evaluate("document.querySelectorAll('#recommended li').length").asInt())
        .isEqualTo(recommended == null ? 0 : recommended.path("items").size());
    assertThat(browser.text("#user-state")).startsWith("no open session, last seen 1 Jan, ");
  }

  private static JsonNode latest(Path output, String stream, String user, String time)
      throws IOException {
    return JobRun.records(output, stream).stream()
        .filter(record -> record.path("userId").asText().equals(user))
        .max(Comparator.comparing((JsonNode record) -> record.path(time).asLong()))
        .orElse(null);
  }

  private static void itFitsEveryScreen(Browser browser) throws Exception {
    String background = "getComputedStyle(document.body).backgroundColor";
    String light = browser.evaluate(background).asText();
    browser.show(1440, 900, "dark");
    assertThat(browser.evaluate(background).asText()).isNotEqualTo(light);
    browser.screenshot(SCREENSHOTS.resolve("dashboard-dark.png"));
    for (int width : new int[] {320, 390, 720, 1024, 2560}) {
      browser.show(width, 800, "light");
      browser.awaitTrue("innerWidth == " + width);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .as("%s pixels", width)
          .isLessThanOrEqualTo(width);
    }
    browser.show(390, 1800, "dark");
    browser.screenshot(SCREENSHOTS.resolve("dashboard-narrow.png"));
  }

  @Test
  void thePageSaysWhatItWaitsForShowsMarkupAsTextAndTellsThatTheConnectionIsLost()
      throws Exception {
    try (Browser browser = browser(dir)) {
      String evil = "<img src=x onerror=alert(1)>&\"'";
      PageServer server = new PageServer(0, id -> "{\"userId\":\"x\",\"open\":false}");
      try {
        browser.open("http://127.0.0.1:" + server.port() + "/");
        browser.awaitTrue("document.body.dataset.state == 'waiting'");
        assertThat(browser.text("#status")).isEqualTo("Waiting for the job");
        assertThat(browser.evaluate("document.getElementById('chart-empty').hidden").asBoolean())
            .isFalse();
        ShopModel model = new ShopModel(List.of("alerts", "sessions", evil));
        ObjectMapper json = new ObjectMapper();
        for (String stream : List.of("alerts", "sessions", "top-products", "revenue")) {
          var record = json.createObjectNode();
          for (String field : List.of("key", "ruleId", "severity", "eventId", "itemId")) {
            record.put(field, evil);
          }
          for (String field : List.of("startMillis", "endMillis", "timestampMillis")) {
            record.put(field, 1_000_000);
          }
          record.put("windowStartMillis", 960_000).put("windowEndMillis", 1_020_000);
          record.put("revenue", 2.5).put("orders", 1).put("average", 2.5).put("rank", 1);
          record.putObject("counts").put(evil, 1);
          model.add(stream, record);
        }
        server.publish(
            model
                .snapshot()
                .put("read", 4)
                .put("rejected", 0)
                .put("perSecond", 1)
                .put("ended", false)
                .toString());
        browser.awaitTrue("document.querySelectorAll('td button').length == 2");
        assertThat(browser.text("#alerts button")).isEqualTo(evil);
        browser.click("#alerts button");
        browser.awaitTrue("!document.getElementById('user-known').hidden");
        assertThat(browser.text("#user-title")).isEqualTo("User " + evil);
        assertThat(browser.rows("#streams > div")).contains(evil + " 0");
        assertThat(browser.rows("#top li")).containsExactly("1 " + evil + "  2.50");
        assertThat(browser.evaluate("document.images.length").asInt()).isZero();
        assertThat(browser.errors()).isEmpty();
      } finally {
        server.close();
      }
      browser.awaitTrue("document.body.dataset.state == 'lost'");
      assertThat(browser.text("#status")).isEqualTo("Connection lost");
      assertThat(browser.text("#notice")).startsWith("Nothing heard since ");
    }
  }

  private JobRun storefront(Object... more) {
    Stream<Object> all =
        Stream.concat(
            Stream.of("storefront", "--events", 300, "--output", dir.resolve("run")),
            Stream.of(more));
    return JobRun.of(all.toArray());
  }

  @Test
  void theOptionShowsThePageAndItsAddressInOneLine() {
    JobRun run = storefront("--dashboard", 0, "--dashboard-linger", "0s");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("dashboard")))
        .singleElement()
        .asString()
        .matches("dashboard at http://localhost:\\d+/");
  }

  @Test
  void aPortThatCannotBeHadIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JobRun run = storefront("--dashboard", taken.getLocalPort());
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err())
          .matches(
              "--dashboard: port "
                  + taken.getLocalPort()
                  + " cannot be used \\(.*\\); name another\\R");
    }
    JobRun wrong = storefront("--dashboard", 65_536);
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err())
        .isEqualToNormalizingNewlines("--dashboard: 65536 is not between 0 and 65535\n");
    JobRun alone = storefront("--dashboard-linger", "5s");
    assertThat(alone.exit()).isEqualTo(2);
    assertThat(alone.err())
        .isEqualToNormalizingNewlines(
            "--dashboard-linger: belongs to --dashboard, which is missing\n");
  }
}
