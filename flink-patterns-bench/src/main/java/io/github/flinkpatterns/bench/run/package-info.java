// SPDX-License-Identifier: Apache-2.0
/** Runs several ways to do a job side by side, and measures what each costs. */
@NullMarked
package io.github.flinkpatterns.bench.run;

import org.jspecify.annotations.NullMarked;
