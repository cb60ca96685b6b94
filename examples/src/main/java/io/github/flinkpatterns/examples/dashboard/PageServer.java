// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, and what it shows as server-sent events, to browsers on this machine.
 *
 * <p>It listens on the loopback address only, and answers only requests that name this machine as
 * the host, so that no site can reach it by a name of its own that points here. It gives three
 * files and nothing else of the disk, and the page may load nothing from elsewhere and run no
 * script but its own.
 */
final class PageServer implements AutoCloseable {

  /** How long a page hears nothing at most, which also finds out which pages are gone. */
  static final long BEAT_MILLIS = 2_000;

  /** The most pages that can be open at once. */
  static final int MOST_PAGES = 16;

  private static final int OTHER_THREADS = 8;
  private static final int LONGEST_PATH = 2_000;
  private static final Pattern LOCAL =
      Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");
  private static final Map<String, Resource> RESOURCES =
      Map.of(
          "/", new Resource("index.html", "text/html"),
          "/style.css", new Resource("style.css", "text/css"),
          "/app.js", new Resource("app.js", "text/javascript"));
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'",
          "X-Content-Type-Options",
          "nosniff",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore pages = new Semaphore(MOST_PAGES);
  private final Function<String, @Nullable String> user;
  private final Object changed = new Object();
  private String state = "{}";
  private long version;
  private boolean closed;

  private record Resource(String name, String type) {}

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
        Executors.newFixedThreadPool(
            MOST_PAGES + OTHER_THREADS,
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
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      String path = exchange.getRequestURI().getRawPath();
      Resource resource = path == null ? null : RESOURCES.get(path);
      if (!isLocal(exchange.getRequestHeaders())) {
        send(exchange, 403, "text/plain", "only for this machine");
      } else if (!"/".equals(path) && !isOwn(exchange.getRequestHeaders())) {
        send(exchange, 403, "text/plain", "only for this page");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "text/plain", "only GET");
      } else if (exchange.getRequestURI().toString().length() > LONGEST_PATH) {
        send(exchange, 414, "text/plain", "too long");
      } else if (resource != null) {
        send(exchange, 200, resource.type(), text(resource.name()));
      } else if ("/user".equals(path)) {
        user(exchange);
      } else if ("/events".equals(path)) {
        events(exchange);
      } else {
        send(exchange, 404, "text/plain", "nothing here");
      }
    }
  }

  private static boolean isLocal(Headers headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    return hosts.size() == 1 && LOCAL.matcher(hosts.get(0)).matches();
  }

  /** Tells whether the request is not one that a browser makes for the page of another site. */
  private static boolean isOwn(Headers headers) {
    String site = headers.getFirst("Sec-Fetch-Site");
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private void user(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String id = "";
    try {
      if (query != null && query.startsWith("id=")) {
        id = URLDecoder.decode(query.substring(3), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      send(exchange, 400, "text/plain", "the id cannot be read");
      return;
    }
    String found = user.apply(id);
    if (found == null) {
      exchange.sendResponseHeaders(204, -1); // no error: a user may be unknown yet
    } else {
      send(exchange, 200, "application/json", found);
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = PageServer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private void events(HttpExchange exchange) throws IOException {
    if (!pages.tryAcquire()) {
      send(exchange, 503, "text/plain", "too many pages are open");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      long sent = -1;
      while (true) {
        String message;
        synchronized (changed) {
          if (sent == version && !closed) {
            changed.wait(BEAT_MILLIS);
          }
          if (closed) {
            return;
          }
          message = sent == version ? "event: beat\ndata: 0\n\n" : "data: " + state + "\n\n";
          sent = version;
        }
        out.write(message.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pages.release();
    }
  }

  @Override
  public void close() {
    synchronized (changed) {
      if (closed) {
        return;
      }
      closed = true;
      changed.notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
