// SPDX-License-Identifier: Apache-2.0
/** The authlog job: attacks and oddities in a log of logins. */
@NullMarked
package io.github.flinkpatterns.examples.authlog;

import org.jspecify.annotations.NullMarked;
