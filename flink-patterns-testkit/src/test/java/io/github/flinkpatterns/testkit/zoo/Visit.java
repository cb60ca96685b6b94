// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.zoo;

/** One event of the zoo. */
public record Visit(String user, long amount, long time) {}
