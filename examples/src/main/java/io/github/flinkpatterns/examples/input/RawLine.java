// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import org.jspecify.annotations.Nullable;

/**
 * A line as it was read.
 *
 * @param text the text without its line break, possibly cut or with replaced characters if there is
 *     a problem
 * @param problem why the line cannot be used, null if it can
 */
public record RawLine(String text, @Nullable String problem) {}
