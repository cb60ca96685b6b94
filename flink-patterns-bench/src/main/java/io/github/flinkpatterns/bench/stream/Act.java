// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.stream;

/** What a user did with something of a category. */
public record Act(String user, String category, String type) {}
