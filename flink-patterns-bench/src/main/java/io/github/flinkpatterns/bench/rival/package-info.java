// SPDX-License-Identifier: Apache-2.0
/** What users write or use today for the jobs that the operators of this library do. */
@NullMarked
package io.github.flinkpatterns.bench.rival;

import org.jspecify.annotations.NullMarked;
