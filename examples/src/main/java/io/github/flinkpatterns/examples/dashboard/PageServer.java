// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, and what it shows as server-sent events, to browsers on this machine. It answers
 * only requests that name this machine as the host, so that no site can reach it by a name of its
 * own that points here.
 */
final class PageServer implements AutoCloseable {

  private static final int MOST_CLIENTS = 16;
  private static final Map<String, String> PAGES =
      Map.of(
          "/", "text/html",
          "/dashboard.js", "text/javascript",
          "/dashboard.css", "text/css");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore clients = new Semaphore(MOST_CLIENTS);
  private final Function<String, @Nullable String> user;
  private final Object changed = new Object();
  private String state = "{}";
  private long version;
  private boolean closed;

  /**
   * Starts the server.
   *
   * @param port the port, 0 for any that is free
   * @param user gives what is known of a user as JSON, null for nothing
   * @throws IOException if the port is not free
   */
  PageServer(int port, Function<String, @Nullable String> user) throws IOException {
    this.user = user;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "dashboard");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Sends a new state to every page. */
  void publish(String json) {
    synchronized (changed) {
      state = json;
      version++;
      changed.notifyAll();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange
          .getResponseHeaders()
          .set(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      String path = exchange.getRequestURI().getPath();
      String type = PAGES.get(path);
      if (!isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 403, "text/plain", "only for this machine");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "only GET");
      } else if (type != null) {
        send(exchange, 200, type, resource(path.equals("/") ? "/dashboard.html" : path));
      } else if (path.equals("/user")) {
        String found = user.apply(userId(exchange.getRequestURI().getRawQuery()));
        send(exchange, found == null ? 404 : 200, "application/json", found == null ? "{}" : found);
      } else if (path.equals("/events")) {
        events(exchange);
      } else {
        send(exchange, 404, "text/plain", "nothing here");
      }
    }
  }

  private static boolean isLocal(@Nullable String host) {
    return host != null && host.matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
  }

  private static String userId(@Nullable String query) {
    return query == null || !query.startsWith("id=")
        ? ""
        : URLDecoder.decode(query.substring(3), StandardCharsets.UTF_8);
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = PageServer.class.getResourceAsStream(path.substring(1))) {
      if (in == null) {
        throw new IOException("no resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void events(HttpExchange exchange) throws IOException {
    if (!clients.tryAcquire()) {
      send(exchange, 503, "text/plain", "too many pages are open");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      long sent = -1;
      while (true) {
        String json;
        synchronized (changed) {
          while (sent == version && !closed) {
            changed.wait();
          }
          if (closed) {
            return;
          }
          sent = version;
          json = state;
        }
        out.write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.release();
    }
  }

  @Override
  public void close() {
    synchronized (changed) {
      closed = true;
      changed.notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
