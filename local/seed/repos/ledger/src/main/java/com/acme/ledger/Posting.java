package com.acme.ledger;

import java.util.List;

/** Entries that balance: their amounts add up to zero. */
public record Posting(String text, List<Entry> entries) {
  public Posting {
    entries = List.copyOf(entries);
    long sum = entries.stream().mapToLong(Entry::amount).reduce(0, Math::addExact);
    if (entries.size() < 2 || sum != 0) throw new IllegalArgumentException("entries do not balance: " + sum);
  }
}
