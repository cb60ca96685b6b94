// SPDX-License-Identifier: Apache-2.0
/** Sessions: events of one key that follow each other closely, aggregated and closed exactly. */
@NullMarked
package io.github.flinkpatterns.session;

import org.jspecify.annotations.NullMarked;
