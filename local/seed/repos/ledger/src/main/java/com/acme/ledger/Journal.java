package com.acme.ledger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

@Component
public class Journal {
  private final List<Posting> postings = new CopyOnWriteArrayList<>();

  public void post(Posting posting) {
    postings.add(posting);
  }

  public long balance(String account) {
    return postings.stream()
        .flatMap(posting -> posting.entries().stream())
        .filter(entry -> entry.account().equals(account))
        .mapToLong(Entry::amount)
        .sum();
  }
}
