// SPDX-License-Identifier: Apache-2.0
/** Windows: several kinds of them over one stream in one pass, and the best keys of each window. */
@NullMarked
package io.github.flinkpatterns.window;

import org.jspecify.annotations.NullMarked;
