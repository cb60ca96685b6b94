// SPDX-License-Identifier: Apache-2.0
/** Runnable jobs built from the library. */
@NullMarked
package io.github.flinkpatterns.examples;

import org.jspecify.annotations.NullMarked;
