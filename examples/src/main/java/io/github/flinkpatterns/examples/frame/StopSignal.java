// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices Ctrl-C and {@code kill} while it is open, once: a second one ends the process. A shutdown
 * hook would not do, because Flink's own hooks run beside it and take the cluster down.
 *
 * <p>The JDK offers signals only by classes that javac warns of, so they are used by reflection;
 * where they are missing, a signal ends the process as ever.
 */
final class StopSignal implements AutoCloseable {

  private final CountDownLatch received = new CountDownLatch(1);
  private final Map<Object, Object> replaced = new LinkedHashMap<>();

  StopSignal() {
    handle("INT");
    handle("TERM");
  }

  private void handle(String name) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object signal =
          Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      close();
                      received.countDown();
                      yield null;
                    }
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> name;
                  });
      replaced.put(signal, install(signal, handler));
    } catch (ReflectiveOperationException e) {
      // No signals here.
    }
  }

  private static Object install(Object signal, Object handler) throws ReflectiveOperationException {
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }

  boolean isReceived() {
    return received.getCount() == 0;
  }

  /** Waits for a signal, at most so long. */
  void await(Duration atMost) throws InterruptedException {
    boolean ignored = received.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Leaves the signals to those who had them before. */
  @Override
  public synchronized void close() {
    replaced.forEach(
        (signal, handler) -> {
          try {
            install(signal, handler);
          } catch (ReflectiveOperationException e) {
            // It could be installed before.
          }
        });
    replaced.clear();
  }
}
