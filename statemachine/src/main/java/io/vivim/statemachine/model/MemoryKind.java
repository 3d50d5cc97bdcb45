package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Argument.needed;
import static io.vivim.statemachine.model.Argument.optional;
import static io.vivim.statemachine.model.Shape.text;

import java.util.List;

/** What an assistant keeps of its person. */
final class MemoryKind {
  static final Shape TYPE =
      Shape.oneOf(
          "episodic",
          "semantic",
          "procedural",
          "factual",
          "preference",
          "identity",
          "relationship",
          "goal",
          "project");

  static final Shape CONSOLIDATION =
      Shape.oneOf("raw", "consolidating", "consolidated", "merged", "archived");

  private static final Shape PROVENANCE =
      Shape.entries(
          List.of(
              needed("method", Shape.WORD, "how it became known"),
              optional("conversation", Shape.LINK, "where"),
              optional("message", Shape.LINK, "by which message"),
              optional("acu", Shape.LINK, "by which atom"),
              optional("provider", text(128), "through whose assistant"),
              optional("model", text(256), "by which model"),
              optional("source", text(2048), "an address elsewhere")));

  private MemoryKind() {}

  static Model memory() {
    return new ModelBuilder()
        .register("content", Shape.LONG_TEXT, "what is remembered")
        .register("summary", Shape.LONG_TEXT, "the same in short")
        .register("memoryType", TYPE, "the kind of memory, below")
        .register("category", Shape.WORD, "a finer sort, the application's")
        .set("subjects", text(2048), "whom or what it is about: DIDs, names")
        .register(
            "provenance",
            PROVENANCE,
            "where it comes from; method `stated`, `observed`, `inferred`, `imported`,"
                + " `consolidated`, or another")
        .set("sources", Shape.LINK, "the entities that it was made of")
        .register("lineageDepth", Shape.COUNT, "how many consolidations lie behind it")
        .register("consolidation", CONSOLIDATION, "how far it was worked up, below")
        .register("consolidatedInto", Shape.LINK, "the memory that it went into")
        .set("links", AssistantKinds.EDGE, "what it has to do with other entities")
        .register("importance", Shape.SCORE, "how much it matters")
        .register("confidence", Shape.SCORE, "how sure it is")
        .register("decayRate", Shape.AMOUNT, "the share of its importance that a day takes")
        .register("pinned", Shape.BOOL, "whether it never fades")
        .register("occurredAt", Shape.MILLIS, "when what it tells happened")
        .register("validFrom", Shape.MILLIS, "since when it holds")
        .register("validUntil", Shape.MILLIS, "up to when it holds")
        .counter("accessCount", "how often it was recalled")
        .max("lastAccessedAt", Shape.MILLIS, "when it was last recalled")
        .register("embedding", Shape.FLOATS, "its vector")
        .register("embeddingModel", text(256), "what the vector was made with")
        .register("language", Shape.LANGUAGE, "what it is written in")
        .register("sharingPolicy", Shape.LINK, "the policy that it is shared by")
        .set("tags", text(128), "what it is about")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }
}
