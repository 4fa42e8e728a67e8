package com.acme.ledger;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PostingController {
  private final Journal journal;

  PostingController(Journal journal) {
    this.journal = journal;
  }

  @PostMapping("/postings")
  @ResponseStatus(HttpStatus.CREATED)
  void post(@RequestBody Posting posting) {
    journal.post(posting);
  }

  @GetMapping("/accounts/{account}/balance")
  long balance(@PathVariable String account) {
    return journal.balance(account);
  }
}
