// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven over its DevTools protocol. */
final class Browser implements AutoCloseable {

  private static final int TIMEOUT_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Process process;
  private final WebSocket socket;

  Browser(Path folder) throws Exception {
    process =
        new ProcessBuilder(
                executable(),
                "--headless=new",
                "--no-sandbox", // it cannot be had in many containers, and the page is our own
                "--no-first-run",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    Path port = folder.resolve("profile").resolve("DevToolsActivePort");
    await("the browser", () -> lines(port).size() >= 2);
    URI pages = URI.create("http://127.0.0.1:" + lines(port).get(0) + "/json/new?about:blank");
    String page =
        http.send(
                HttpRequest.newBuilder(pages).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofString())
            .body();
    URI address = URI.create(JSON.readTree(page).path("webSocketDebuggerUrl").asText());
    socket = http.newWebSocketBuilder().buildAsync(address, new Listener()).join();
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
    call("Page.enable", Map.of());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  static boolean isInstalled() {
    return executable() != null;
  }

  private static String executable() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(Pattern.quote(File.pathSeparator)))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void take(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
    JsonNode params = message.path("params");
    switch (message.path("method").asText()) {
      case "" -> answers.remove(message.path("id").asInt()).complete(message);
      case "Runtime.exceptionThrown" -> errors.add(params.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(params.path("type").asText())) {
          errors.add(params.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (!params.path("entry").path("level").asText().matches("verbose|info")) {
          errors.add(params.path("entry").toString());
        }
      }
      default -> {
        // Of no interest.
      }
    }
  }

  JsonNode call(String method, Map<String, ?> params) throws Exception {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(params));
    socket.sendText(message.toString(), true).join();
    JsonNode found = answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (found.has("error")) {
      throw new AssertionError(method + ": " + found.path("error"));
    }
    return found.path("result");
  }

  void open(String address) throws Exception {
    call("Page.navigate", Map.of("url", address));
    await("the page", () -> evaluate("document.readyState").asText().equals("complete"));
  }

  /** Returns what an expression gives, as JSON. */
  JsonNode evaluate(String expression) {
    try {
      JsonNode result =
          call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
      if (result.has("exceptionDetails")) {
        throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
      }
      return result.path("result").path("value");
    } catch (Exception e) {
      throw new AssertionError(expression, e);
    }
  }

  /** Returns the text of an element. */
  String text(String selector) {
    return evaluate("document.querySelector('" + selector + "').textContent").asText();
  }

  /** Returns the texts of the children of each element, with blanks between. */
  List<String> rows(String selector) {
    JsonNode rows =
        evaluate(
            "[...document.querySelectorAll('"
                + selector
                + "')].map(row => [...row.children].map(c => c.textContent).join(' '))");
    return JSON.convertValue(
        rows, JSON.getTypeFactory().constructCollectionType(List.class, String.class));
  }

  /** Waits until an expression is true. */
  void awaitTrue(String expression) {
    await(expression, () -> evaluate("Boolean(" + expression + ")").asBoolean());
  }

  private static void await(String what, BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + TIMEOUT_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  void moveTo(String selector, double shareOfWidth) throws Exception {
    mouse("mouseMoved", selector, shareOfWidth);
  }

  void click(String selector) throws Exception {
    evaluate("document.querySelector('" + selector + "').scrollIntoView({block: 'nearest'})");
    mouse("mousePressed", selector, 0.5);
    mouse("mouseReleased", selector, 0.5);
  }

  private void mouse(String type, String selector, double shareOfWidth) throws Exception {
    JsonNode at =
        evaluate(
            "(r => [r.left + r.width * "
                + shareOfWidth
                + ", r.top + r.height / 2])(document.querySelector('"
                + selector
                + "').getBoundingClientRect())");
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            at.get(0).asDouble(),
            "y",
            at.get(1).asDouble(),
            "button",
            type.equals("mouseMoved") ? "none" : "left",
            "clickCount",
            1));
  }

  /** Presses a key that the element in focus gets. */
  void press(String key) throws Exception {
    boolean enter = key.equals("Enter");
    call(
        "Input.dispatchKeyEvent",
        enter
            ? Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", 13, "text", "\r")
            : Map.of("type", "keyDown", "key", key));
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  /** Shows the page on a screen of that size, light or dark. */
  void show(int width, int height, String scheme) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    String image = call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.write(file, Base64.getDecoder().decode(image));
  }

  /** Returns what the page has complained of so far. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    socket.abort();
    // The browser first, which would start the others again; all must be gone before their files.
    List<ProcessHandle> others = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    for (ProcessHandle other : others) {
      other.destroyForcibly();
      other.onExit().join();
    }
  }
}
