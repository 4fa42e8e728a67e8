package com.acme.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PostingTest {
  @Test
  void refusesWhatDoesNotBalance() {
    var entries = List.of(new Entry("cash", 100), new Entry("sales", -90));
    assertThrows(IllegalArgumentException.class, () -> new Posting("sale", entries));
  }

  @Test
  void addsUpAnAccount() {
    var journal = new Journal();
    journal.post(new Posting("sale", List.of(new Entry("cash", 100), new Entry("sales", -100))));
    assertEquals(100, journal.balance("cash"));
  }
}
