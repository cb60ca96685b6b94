// SPDX-License-Identifier: Apache-2.0
/** A page on this machine that shows the shop job while it runs, fed by the job's own results. */
@NullMarked
package io.github.flinkpatterns.examples.dashboard;

import org.jspecify.annotations.NullMarked;
