// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.GenericTypes;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import java.util.ArrayList;
import java.util.List;

/** Fails when a registered state falls to Kryo. */
final class TypeCheck {

  private TypeCheck() {}

  static void check(KeyedContents contents) {
    List<String> found = new ArrayList<>();
    contents
        .serializers()
        .forEach(
            (state, types) -> {
              found.addAll(GenericTypes.in("state '" + state + "'", types.value()));
              if (!types.kind().equals("BROADCAST")) {
                GenericTypes.in("key", types.key()).stream()
                    .filter(line -> !found.contains(line))
                    .forEach(found::add);
              }
            });
    if (!found.isEmpty()) {
      throw new CheckFailure(
          CheckFailure.AT_END,
          "Kryo in state, which cannot evolve and may restore wrong\n  "
              + String.join("\n  ", found)
              + "\nGive the descriptor a TypeInformation or a TypeSerializer that Flink knows",
          null);
    }
  }
}
