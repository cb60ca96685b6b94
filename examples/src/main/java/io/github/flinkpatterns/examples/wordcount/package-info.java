// SPDX-License-Identifier: Apache-2.0
/** Words per window of event time. */
@NullMarked
package io.github.flinkpatterns.examples.wordcount;

import org.jspecify.annotations.NullMarked;
