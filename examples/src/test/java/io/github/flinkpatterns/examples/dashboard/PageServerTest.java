// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageServerTest {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new PageServer(
            0,
            id -> {
              asked.add(id);
              return id.equals("u1") ? "{\"userId\":\"u1\"}" : null;
            });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Sends the text as it is and returns all that comes back, nothing if the line is cut. */
  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      if (e instanceof ConnectException) {
        throw e;
      }
      return "";
    }
  }

  private String ask(String method, String target, String host) throws IOException {
    return raw(
        method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  private String get(String target) throws IOException {
    return ask("GET", target, "localhost:" + server.port());
  }

  private static String status(String answer) {
    return answer.isEmpty() ? "" : answer.split(" ", 3)[1];
  }

  @Test
  void servesThePageWithAPolicyThatLetsNoOtherScriptRun() throws IOException {
    String page = get("/");
    assertThat(status(page)).isEqualTo("200");
    assertThat(page.lines().filter(line -> line.startsWith("Content-security-policy:")))
        .singleElement()
        .asString()
        .contains("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
        .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(page)
        .contains("X-content-type-options: nosniff", "Cross-origin-resource-policy: same-origin")
        .contains("<script src=\"app.js\" defer></script>")
        .doesNotContain("style=", "onclick=", "https://");
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(get("/app.js")).contains("Content-type: text/javascript; charset=utf-8");
    assertThat(get("/app.js")).doesNotContain("innerHTML", "eval(", "document.write");
    assertThat(get("/style.css")).contains("Content-type: text/css", "prefers-color-scheme: dark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8080", "LocalHost:1", "127.0.0.1", "[::1]:8080"})
  void answersWhoNamesThisMachine(String host) throws IOException {
    assertThat(status(ask("GET", "/", host))).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "attacker.example:8080",
        "localhost.attacker.example",
        "attacker.example#localhost",
        "127.0.0.1.attacker.example",
        "127.0.0.2",
        "0.0.0.0",
        "localhost:8080:attacker.example",
        "localhost@attacker.example",
        "localhost\r\nHost: attacker.example",
        "[::2]",
        ""
      })
  void refusesWhoReachesItByAnotherName(String host) throws IOException {
    for (String target : List.of("/", "/events", "/user?id=u1")) {
      assertThat(status(ask("GET", target, host))).isEqualTo("403");
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void givesAnotherSitesPageNothing(String site) throws IOException {
    for (String target : List.of("/events", "/user?id=u1", "/app.js")) {
      String answer = ask("GET", target, "localhost\r\nSec-Fetch-Site: " + site);
      assertThat(status(answer)).isEqualTo("403");
    }
    assertThat(asked).isEmpty();
    // A link to the page is no harm.
    assertThat(status(ask("GET", "/", "localhost\r\nSec-Fetch-Site: " + site))).isEqualTo("200");
    assertThat(ask("GET", "/user?id=u1", "localhost\r\nSec-Fetch-Site: same-origin"))
        .endsWith("{\"userId\":\"u1\"}");
  }

  @Test
  void refusesWhoNamesNoHost() throws IOException {
    assertThat(status(raw("GET /user?id=u1 HTTP/1.0\r\n\r\n"))).isEqualTo("403");
    assertThat(asked).isEmpty();
  }

  @Test
  void isReachedOnTheLoopbackAddressOnly() throws IOException {
    List<InetAddress> others = new ArrayList<>();
    for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      Collections.list(one.getInetAddresses()).stream()
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .forEach(others::add);
    }
    for (InetAddress other : others) {
      assertThatThrownBy(() -> new Socket(other, server.port()).close())
          .isInstanceOf(ConnectException.class);
    }
    assertThat(status(get("/"))).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../app.js",
        "/x/../app.js",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc/passwd",
        "/....//....//etc/passwd",
        "//etc/passwd",
        "//app.js",
        "/etc/passwd",
        "/app.js/",
        "/app.js%00.html",
        "/%61pp.js",
        "/APP.JS",
        "/index.html",
        "/PageServer.class",
        "/user/../app.js",
        "/user%3fid=u1",
        "/events/"
      })
  void givesItsThreeFilesAndNothingElse(String target) throws IOException {
    String answer = get(target);
    assertThat(status(answer)).isIn("404", "400");
    assertThat(answer).doesNotContain("root:", "use strict");
    assertThat(asked).isEmpty();
  }

  @Test
  void goesOnBehindRequestsThatCannotBeRead() throws IOException {
    String host = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    List<String> requests =
        List.of(
            "GET /%zz" + host + "\r\n",
            "GET /%" + host + "\r\n",
            "GET /user?id=%" + host + "\r\n",
            "GET /user?id=%e4%zz" + host + "\r\n",
            "GET opaque:thing" + host + "\r\n",
            "GET *" + host + "\r\n",
            "GET " + host + "\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /\r\n\r\n",
            "\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "GET /" + "a".repeat(100_000) + host + "\r\n",
            "GET /user?id=" + "a".repeat(100_000) + host + "\r\n",
            "GET /" + "../".repeat(20_000) + host + "\r\n",
            "GET /nothing" + host + "X: " + "a".repeat(100_000) + "\r\n\r\n",
            "GET /nothing" + host + "X: 1\r\n".repeat(5_000) + "\r\n",
            "POST /user" + host + "Content-Length: -1\r\n\r\n",
            "POST /user" + host + "Content-Length: nonsense\r\n\r\n",
            "POST /user" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
    for (String request : requests) {
      assertThat(status(raw(request))).as(request).isNotEqualTo("200");
      assertThat(status(get("/"))).isEqualTo("200");
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "NONSENSE"})
  void onlyReads(String method) throws IOException {
    String answer = ask(method, "/user?id=u1", "localhost");
    assertThat(status(answer)).isEqualTo("405");
    assertThat(answer).contains("Allow: GET").doesNotContain("Access-control-allow-origin");
    assertThat(asked).isEmpty();
  }

  @Test
  void givesWhatIsKnownOfAUserAsDataThatNoPageTakesForAScript() throws IOException {
    String known = get("/user?id=u1");
    assertThat(status(known)).isEqualTo("200");
    assertThat(known)
        .contains("Content-type: application/json; charset=utf-8", "nosniff")
        .endsWith("{\"userId\":\"u1\"}");
    assertThat(status(get("/user?id=a%2Fb%20%3Cscript%3E%26"))).isEqualTo("204");
    assertThat(status(get("/user?id=%ff%00"))).isEqualTo("204");
    assertThat(status(get("/user"))).isEqualTo("204");
    assertThat(asked).containsExactly("u1", "a/b <script>&", "\uFFFD\u0000", "");
  }

  private BufferedReader listen(List<Socket> sockets) throws IOException {
    Socket socket = connect();
    sockets.add(socket);
    socket
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String next(BufferedReader events, String prefix) throws IOException {
    String line = events.readLine();
    while (line != null && !line.startsWith(prefix)) {
      line = events.readLine();
    }
    return line;
  }

  @Test
  void sendsEveryPageTheStateAndThenEachNewOne() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    server.publish("{\"a\":1}");
    BufferedReader first = listen(sockets);
    BufferedReader second = listen(sockets);
    assertThat(next(first, "data")).isEqualTo("data: {\"a\":1}");
    assertThat(next(second, "data")).isEqualTo("data: {\"a\":1}");
    server.publish("{\"a\":2}");
    assertThat(next(first, "data: {")).isEqualTo("data: {\"a\":2}");
    assertThat(next(second, "data: {")).isEqualTo("data: {\"a\":2}");
    // Nothing new: a page still hears that the job is there.
    assertThat(next(first, "event")).isEqualTo("event: beat");
    server.close();
    assertThat(next(first, "data: {")).isNull();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void aPageTooManyIsRefusedUntilAnotherIsClosed() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < PageServer.MOST_PAGES; i++) {
      assertThat(next(listen(sockets), "data")).isEqualTo("data: {}");
    }
    assertThat(status(get("/events"))).isEqualTo("503");
    assertThat(status(get("/"))).isEqualTo("200"); // others are answered meanwhile
    sockets.get(0).close();
    String answer = next(listen(sockets), "HTTP");
    for (int i = 1; answer.contains("503"); i++) {
      server.publish("{\"i\":" + i + "}"); // the server finds out when it writes
      answer = next(listen(sockets), "HTTP");
    }
    assertThat(answer).contains("200");
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
