import type { Sample } from "../sample.ts";

/** A private Java service with pipelines on two platforms. */
export const ledger: Sample = {
  owner: "acme",
  name: "ledger",
  description: "Double-entry bookkeeping for orders and payouts",
  topics: ["java", "spring-boot"],
  private: true,
  authors: ["Hanna Schulz <hanna@example.com>", "Luis Ferreira <luis@example.com>"],
  startAt: "2025-11-03T08:00:00Z",
  executable: ["mvnw", "deploy.sh"],
  commits: [
    { message: "Start the ledger", add: ["pom.xml", ".gitignore", "README.md"] },
    { message: "Wrap Maven", add: ["mvnw", ".mvn/"] },
    { message: "Boot", add: ["src/main/java/com/acme/ledger/LedgerApplication.java"] },
    { message: "Model entries", add: ["src/main/java/com/acme/ledger/Entry.java"] },
    { message: "Refuse postings that do not balance", add: ["src/main/java/com/acme/ledger/Posting.java"] },
    { message: "Keep a journal", by: 1, add: ["src/main/java/com/acme/ledger/Journal.java"] },
    { message: "Test postings", add: ["src/test/"] },
    { message: "Build on GitLab", by: 1, add: [".gitlab-ci.yml"] },
    { message: "Accept postings over HTTP", add: ["src/main/java/com/acme/ledger/PostingController.java"] },
    {
      message: "Release 1.0.0",
      edits: [["pom.xml", "<version>0.9.0</version>", "<version>1.0.0</version>"]],
      tag: "v1.0.0",
    },
    { message: "Deploy from main", by: 1, add: ["deploy.sh"] },
    {
      message: "Move to Spring Boot 3.4",
      edits: [["pom.xml", "<version>3.3.5</version>", "<version>3.4.1</version>"]],
    },
    {
      message: "Copy entries, so that nobody changes them later",
      edits: [["src/main/java/com/acme/ledger/Posting.java", "", "    entries = List.copyOf(entries);\n"]],
    },
    { message: "Build on GitHub as well", add: [".github/workflows/maven.yml"] },
    {
      message: "Release 2.0.0",
      edits: [["pom.xml", "<version>1.0.0</version>", "<version>2.0.0</version>"]],
      tag: "v2.0.0",
    },
    {
      message: "Move to Java 21",
      edits: [
        ["pom.xml", "<java.version>17", "<java.version>21"],
        [".gitlab-ci.yml", "temurin-17", "temurin-21"],
      ],
    },
    {
      message: "Add without overflow",
      edits: [["src/main/java/com/acme/ledger/Posting.java", "Long::sum", "Math::addExact"]],
    },
    {
      message: "Move to Spring Boot 3.5",
      by: 1,
      edits: [["pom.xml", "<version>3.4.1</version>", "<version>3.5.6</version>"]],
    },
    {
      message: "Refuse blank accounts",
      edits: [
        [
          "src/main/java/com/acme/ledger/Entry.java",
          "",
          '    if (account.isBlank()) throw new IllegalArgumentException("account must not be blank");\n',
        ],
      ],
    },
    {
      message: "Release 2.3.0",
      edits: [["pom.xml", "<version>2.0.0</version>", "<version>2.3.0</version>"]],
      tag: "v2.3.0",
    },
  ],
};
