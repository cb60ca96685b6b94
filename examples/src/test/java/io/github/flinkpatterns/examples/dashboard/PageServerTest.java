// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see the dashboard, and what it may do in a browser. */
class PageServerTest {

  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = new PageServer(0, id -> id.equals("ann") ? "{\"user\":\"ann\"}" : null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String answer(String request, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String text = request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void onlyTheLoopbackInterfaceListens() throws IOException {
    var others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    for (InetAddress other : others) {
      try (Socket socket = new Socket()) {
        boolean reached = true;
        try {
          socket.connect(new InetSocketAddress(other, server.port()), 2_000);
        } catch (IOException e) {
          reached = false;
        }
        assertThat(reached).as("reached by %s", other).isFalse();
      }
    }
    assertThat(answer("GET /", "localhost")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", ""})
  void aSiteThatPointsItsOwnNameHereIsRefused(String host) throws IOException {
    assertThat(answer("GET /user?id=ann", host))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("\"user\"");
  }

  @Test
  void thePageMayRunNoScriptThatComesWithData() throws IOException {
    assertThat(answer("GET /", "localhost:8080"))
        .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self'")
        .containsIgnoringCase("X-Content-Type-Options: nosniff")
        .doesNotContain("<script>");
    assertThat(answer("GET /dashboard.js", "localhost"))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("innerHTML")
        .doesNotContain("document.write")
        .doesNotContain("eval(");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /../log4j2.properties",
        "GET /%2e%2e/log4j2.properties",
        "GET /PageServer.class",
        "GET /user?id=%00",
        "GET /user?id=bob",
        "GET /nothing"
      })
  void nothingButThePageIsServed(String request) throws IOException {
    assertThat(answer(request, "localhost")).matches("(?s)HTTP/1.1 40[04].*");
  }

  @Test
  void onlyGetIsAnswered() throws IOException {
    assertThat(answer("POST /", "localhost")).startsWith("HTTP/1.1 405");
  }
}
