// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

/** One payment, which may be delivered twice; {@code amount} tells the deliveries apart. */
public record Payment(String id, long amount) {}
