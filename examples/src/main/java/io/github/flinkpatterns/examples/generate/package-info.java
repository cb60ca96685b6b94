// SPDX-License-Identifier: Apache-2.0
/** Seeded building blocks of the jobs' generators. */
@NullMarked
package io.github.flinkpatterns.examples.generate;

import org.jspecify.annotations.NullMarked;
