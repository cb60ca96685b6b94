// SPDX-License-Identifier: Apache-2.0
/** What was measured, as a table, as JSON and as a page with charts, and the targets beside it. */
@NullMarked
package io.github.flinkpatterns.bench.report;

import org.jspecify.annotations.NullMarked;
