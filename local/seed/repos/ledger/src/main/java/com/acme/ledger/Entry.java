package com.acme.ledger;

/** One side of a posting; the amount is in cents, negative for credit. */
public record Entry(String account, long amount) {
  public Entry {
    if (account.isBlank()) throw new IllegalArgumentException("account must not be blank");
  }
}
