// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

/** One login; the time is there for flink-cep, which hands out events without theirs. */
public record Login(String user, long time, boolean ok) {}
