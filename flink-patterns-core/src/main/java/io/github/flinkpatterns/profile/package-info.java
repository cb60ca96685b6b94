// SPDX-License-Identifier: Apache-2.0
/**
 * What a user is interested in, kept up to date with every event: {@link
 * io.github.flinkpatterns.profile.UserProfiler}.
 */
@NullMarked
package io.github.flinkpatterns.profile;

import org.jspecify.annotations.NullMarked;
