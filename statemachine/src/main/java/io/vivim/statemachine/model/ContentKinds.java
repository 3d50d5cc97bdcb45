package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Shape.text;

/** What is published and said of it: content, comment, share. */
final class ContentKinds {
  private ContentKinds() {}

  static Model content() {
    return new ModelBuilder()
        .register("title", text(1024), "the title that is shown")
        .register("text", Shape.LONG_TEXT, "what it says, or a preview of its blocks")
        .register("summary", text(4096), "the same in short")
        .register("mediaType", Shape.MEDIA_TYPE, "what the text or the blocks are")
        .register("name", text(1024), "the name of a file")
        .register("size", Shape.COUNT, "bytes of the blocks in all")
        .register("blocks", Shape.listOf(Shape.LINK), "its bytes or its parts, in order")
        .set("attachments", Shape.LINK, "files and other entities")
        .register("cover", Shape.LINK, "a picture")
        .opaque("document", "a text that is kept as its updates")
        .register("url", Shape.URI, "where it stands elsewhere")
        .register("license", text(256), "what others may do with it")
        .register("visibility", Shape.WORD, "where it is shown, such as `listed`, `unlisted`")
        .register("sensitive", text(256), "a warning before it is shown")
        .register("publishedAt", Shape.MILLIS, "when it was first published, anywhere")
        .register("language", Shape.LANGUAGE, "what it is written in")
        .set("mentions", Shape.DID, "who is spoken of")
        .register("sharingPolicy", Shape.LINK, "the policy that it is shared by")
        .set("tags", text(128), "what it is about")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model comment() {
    return new ModelBuilder()
        .needs("target")
        .register("target", Shape.LINK, "what it is about")
        .register("replyTo", Shape.LINK, "the comment that it answers")
        .register("text", Shape.LONG_TEXT, "what it says")
        .register("mediaType", Shape.MEDIA_TYPE, "what the text is")
        .register("anchor", Shape.MAP, "the place in the target, as the application has it")
        .set("attachments", Shape.LINK, "files and other entities")
        .set("mentions", Shape.DID, "who is spoken of")
        .register("language", Shape.LANGUAGE, "what it is written in")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model share() {
    return new ModelBuilder()
        .register("target", Shape.LINK, "what is shared: an entity, or a head of it")
        .register("kind", text(128), "the kind of what is shared")
        .map("fields", Shape.ANY, "those of its fields that come along, for who cannot read it")
        .register("note", text(4096), "what the sharer says to it")
        .set("audience", Shape.DID, "whom it is meant for")
        .register("sharingPolicy", Shape.LINK, "the policy that it is shared by")
        .register("expires", Shape.SECONDS, "when the sharer wants it forgotten")
        .set("tags", text(128), "what it is about")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }
}
