package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Argument.needed;
import static io.vivim.statemachine.model.Argument.optional;
import static io.vivim.statemachine.model.Shape.text;

import java.util.List;

/** What people and assistants say: conversation, message, and the atoms that are made of them. */
final class AssistantKinds {
  private static final Shape PARTS =
      Shape.either(
          Shape.LONG_TEXT,
          Shape.listOf(Shape.entries(List.of(needed("type", Shape.WORD, "what the part is")))));

  /** Typed edges from one entity to others. */
  static final Shape EDGE =
      Shape.entries(
          List.of(
              needed("target", Shape.LINK, "the other entity"),
              optional("relation", Shape.WORD, "what it is to this one"),
              optional("weight", Shape.SCORE, "how strongly")));

  private AssistantKinds() {}

  static Model conversation() {
    return new ModelBuilder()
        .register("source", text(2048), "the address elsewhere; the key, where the id has one")
        .register("title", text(1024), "the title that is shown")
        .register("summary", Shape.LONG_TEXT, "what was said")
        .register("provider", text(128), "whose assistant, such as the name of a service")
        .register("model", text(256), "the assistant's model")
        .register("systemPrompt", Shape.LONG_TEXT, "what the assistant was told first")
        .map("parameters", Shape.ANY, "settings of the model, by name")
        .set("participants", text(2048), "who takes part: DIDs or names")
        .register("state", Shape.WORD, "such as `active`, `archived`")
        .register("pinned", Shape.BOOL, "whether it stands first")
        .register("project", text(256), "what it belongs to")
        .register("startedAt", Shape.MILLIS, "when it began")
        .register("endedAt", Shape.MILLIS, "when it ended")
        .max("lastMessageAt", Shape.MILLIS, "when the last message came")
        .max("messageCount", Shape.COUNT, "how many messages the source has")
        .register("importedFrom", Shape.WORD, "the format or tool that it was imported with")
        .register("language", Shape.LANGUAGE, "what is spoken")
        .register("sharingPolicy", Shape.LINK, "the policy that it is shared by")
        .set("tags", text(128), "what it is about")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model message() {
    return new ModelBuilder()
        .register("conversation", Shape.LINK, "the conversation's id")
        .register("role", Shape.WORD, "such as `user`, `assistant`, `system`, `tool`")
        .register("author", text(2048), "who speaks, where that is not the event's author")
        .register("content", PARTS, "what is said; a part has a type and what that needs")
        .register("index", Shape.COUNT, "its place in the conversation, from 0")
        .register("replyTo", Shape.LINK, "the message that it answers")
        .register("source", text(2048), "its id or address elsewhere")
        .register("sentAt", Shape.MILLIS, "when it was said")
        .register("model", text(256), "the model that wrote it")
        .register("provider", text(128), "whose model")
        .register("status", Shape.WORD, "such as `complete`, `partial`, `failed`")
        .register("finishReason", Shape.WORD, "why the model stopped")
        .map("usage", Shape.AMOUNT, "what it cost, such as tokens, by name")
        .register("feedback", Shape.WORD, "what the reader thought, such as `good`, `bad`")
        .set("attachments", Shape.LINK, "files and other entities")
        .set("citations", Shape.either(Shape.LINK, Shape.URI), "what it rests on")
        .register("language", Shape.LANGUAGE, "what it is written in")
        .register("sharingPolicy", Shape.LINK, "the policy that it is shared by")
        .set("tags", text(128), "what it is about")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model acu() {
    return new ModelBuilder()
        .register("content", Shape.LONG_TEXT, "what it says")
        .register(
            "type",
            Shape.WORD,
            "`statement`, `question`, `answer`, `instruction`, `definition`, `example`,"
                + " `procedure`, `decision`, `opinion`, `plan`, `code`, `formula`, `table`, `list`,"
                + " `quote`, `summary`, `reference`, `image`, `tool_call`, `tool_result`, or another")
        .register(
            "category",
            Shape.WORD,
            "`technical`, `conceptual`, `procedural`, `factual`, `personal`, `creative`,"
                + " `analytical`, `social`, `administrative`, or another")
        .register("format", Shape.MEDIA_TYPE, "how the content is written")
        .register("language", Shape.LANGUAGE, "the language, of people or of programs")
        .register("embedding", Shape.FLOATS, "its vector")
        .register("embeddingModel", text(256), "what the vector was made with")
        .register("conversation", Shape.LINK, "the conversation that it comes from")
        .register("message", Shape.LINK, "the message that it comes from")
        .register("index", Shape.COUNT, "its place among the atoms of its message, from 0")
        .register("start", Shape.COUNT, "where it begins in the message, in code points")
        .register("end", Shape.COUNT, "where it ends, the first code point behind it")
        .register("speaker", Shape.WORD, "the role of who said it")
        .register("extractor", text(256), "what cut it out")
        .register("derived", Shape.BOOL, "the verb's: whether it was derived from another")
        .set("parents", Shape.LINK, "what it comes from, beside the header's parent")
        .register("lineageDepth", Shape.COUNT, "how many derivations lie behind it")
        .set("links", EDGE, "what it has to do with other entities")
        .map("quality", Shape.SCORE, "scores by name, such as `overall`, `clarity`, `uniqueness`")
        .register("confidence", Shape.SCORE, "how sure the extractor is")
        .register("sharingPolicy", Shape.LINK, "the policy that it is shared by")
        .set("tags", text(128), "what it is about")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }
}
