// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

/** One visit of a page, or one purchase. */
public record Visit(String user, long amount) {}
