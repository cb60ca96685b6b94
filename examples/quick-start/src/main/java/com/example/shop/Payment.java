// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.time.Instant;

/** A payment of a customer. The stream repeats some, and does not bring all in order. */
public record Payment(String id, String customer, String category, long cents, long timeMillis) {

  /** Reads a line {@code id,customer,category,cents,time}. */
  static Payment parse(String line) {
    String[] cells = line.split(",");
    long timeMillis = Instant.parse(cells[4]).toEpochMilli();
    return new Payment(cells[0], cells[1], cells[2], Long.parseLong(cells[3]), timeMillis);
  }
}
