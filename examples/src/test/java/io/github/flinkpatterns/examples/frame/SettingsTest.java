// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Flink of the examples can be reached from this machine only. */
@SuppressWarnings("try") // The close() of the cluster may be interrupted; then the test fails.
class SettingsTest {

  @Test
  @SuppressWarnings("try") // close may be interrupted; then the test has failed anyway
  void flinksRestServerListensOnTheLoopbackInterfaceOnly(@TempDir Path folder) throws Exception {
    Configuration settings =
        Settings.inThisProcess(new CommonOptions(), folder, null, folder, "run");
    assertThat(settings.getString("web.submit.enable", "true")).isEqualTo("false");
    try (MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .withRandomPorts()
                .build())) {
      cluster.start();
      URI rest = cluster.getRestAddress().get();
      new Socket(InetAddress.getLoopbackAddress(), rest.getPort()).close();

      List<InetAddress> others =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      for (InetAddress other : others) {
        assertThatThrownBy(
                () -> {
                  try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(other, rest.getPort()), 2_000);
                  }
                })
            .as("connecting to %s", other)
            .isInstanceOf(IOException.class);
      }
    }
  }
}
