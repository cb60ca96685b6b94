// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a user did. */
public enum EventType {
  VIEW(0, true),
  CLICK(1, true),
  LIKE(2, true),
  ADD_TO_CART(3, true),
  PURCHASE(4, true),
  LOGIN(5, false),
  LOGIN_FAILED(6, false),
  LOGOUT(7, false);

  /** The number of types. */
  static final int COUNT = values().length;

  private final int index;
  private final boolean hasItem;
  private final String text = name().toLowerCase(Locale.ROOT);

  EventType(int index, boolean hasItem) {
    this.index = index;
    this.hasItem = hasItem;
  }

  /** Returns the place of the type in stored counts, from 0 on; it never changes. */
  int index() {
    return index;
  }

  /** Returns the name in the data, for example {@code add_to_cart}. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Tells whether the event concerns an item. */
  boolean hasItem() {
    return hasItem;
  }

  static @Nullable EventType of(String text) {
    for (EventType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    return null;
  }
}
