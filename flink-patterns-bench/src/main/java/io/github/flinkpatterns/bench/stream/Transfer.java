// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

/** One transfer of a customer. */
public record Transfer(long id, String customer, long cents) {}
