// SPDX-License-Identifier: Apache-2.0
/** Versioned, hand-written state layouts and what is needed to write one. */
@NullMarked
package io.github.flinkpatterns.state;

import org.jspecify.annotations.NullMarked;
