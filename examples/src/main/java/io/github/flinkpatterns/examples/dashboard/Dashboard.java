// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkpatterns.examples.frame.Companion;
import io.github.flinkpatterns.examples.frame.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows the shop job live on a page of this machine. Every number of records is that of the result
 * files: twice a second it reads those that became final. Lines read and the watermark come from
 * the job's metrics.
 */
public final class Dashboard implements Companion {

  private static final long LOOK_EVERY_MILLIS = 500;

  /** As many rates as the page draws: those of the last minute. */
  private static final int RATES = 120;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final PageServer server;
  private final Duration linger;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "dashboard-clock");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable RunView view;
  private @Nullable CommittedLines lines;
  private ShopModel model = new ShopModel(List.of());
  private boolean ended;
  private long linesBefore;
  private long nanosBefore;
  private double perSecond;
  private final Deque<Long> rates = new ArrayDeque<>();

  /**
   * Starts the page's server.
   *
   * @param port the port, 0 for any that is free
   * @param linger how long the page stays behind the job's end
   * @throws IOException if the port is not free
   */
  public Dashboard(int port, Duration linger) throws IOException {
    this.server = new PageServer(port, this::user);
    this.linger = linger;
  }

  @Override
  public synchronized void started(RunView view) {
    this.view = view;
    this.lines = new CommittedLines(view.output(), view.streams());
    this.model = new ShopModel(view.streams());
    this.nanosBefore = System.nanoTime();
    var unused =
        clock.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void ended() {
    clock.shutdown();
    ended = true;
    look();
  }

  @Override
  public String notice() {
    return "dashboard at http://localhost:" + server.port() + "/";
  }

  @Override
  public Duration linger() {
    return linger;
  }

  private synchronized @Nullable String user(String id) {
    ObjectNode user = model.describe(id);
    return user == null ? null : user.toString();
  }

  private synchronized void look() {
    RunView seen = view;
    CommittedLines committed = lines;
    if (seen == null || committed == null) {
      return;
    }
    try {
      committed.readNew(this::add);
    } catch (IOException | UncheckedIOException e) {
      // What could be read is shown; the rest a moment later.
    }
    ObjectNode state = model.snapshot();
    long read = seen.accepted() + seen.rejected();
    long now = System.nanoTime();
    double latest = (read - linesBefore) * 1e9 / Math.max(1, now - nanosBefore);
    if (ended || linesBefore == 0) { // the first lines seen may be those before a restart
      perSecond = 0;
    } else {
      perSecond = Math.max(0, perSecond == 0 ? latest : (perSecond + latest) / 2);
    }
    linesBefore = read;
    nanosBefore = now;
    state.put("ended", ended);
    state.put("read", read);
    state.put("rejected", seen.rejected());
    state.put("perSecond", Math.round(perSecond));
    rates.addLast(Math.round(perSecond));
    if (rates.size() > RATES) {
      rates.removeFirst();
    }
    rates.forEach(state.putArray("rates")::add);
    if (seen.watermark() != Long.MIN_VALUE) {
      state.put("watermarkMillis", seen.watermark());
      state.put("lagMillis", System.currentTimeMillis() - seen.watermark());
    }
    server.publish(state.toString());
  }

  private void add(String stream, String line) {
    try {
      model.add(stream, JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    server.close();
  }
}
