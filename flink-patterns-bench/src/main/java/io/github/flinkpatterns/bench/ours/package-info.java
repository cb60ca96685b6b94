// SPDX-License-Identifier: Apache-2.0
/** The operators of this library as ways to do the jobs, in the same form as their rivals. */
@NullMarked
package io.github.flinkpatterns.bench.ours;

import org.jspecify.annotations.NullMarked;
