// SPDX-License-Identifier: Apache-2.0
/** The weblog job: sessions, traffic and alerts of a web server's access log. */
@NullMarked
package io.github.flinkpatterns.examples.weblog;

import org.jspecify.annotations.NullMarked;
