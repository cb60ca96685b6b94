// SPDX-License-Identifier: Apache-2.0
/** What every example job shares: options, settings, output, progress, summary. */
@NullMarked
package io.github.flinkpatterns.examples.frame;

import org.jspecify.annotations.NullMarked;
