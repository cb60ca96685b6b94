// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.Serializable;
import java.util.List;

/** What a detector was built with, beside the functions that read its events. */
record Settings(
    Fields fields,
    List<String> keyNames,
    List<Rule> rules,
    boolean eventTimeOrder,
    int maxEventsPerKey,
    int evidence,
    long historyMillis,
    long historyFrom,
    long statisticsMillis)
    implements Serializable {}
