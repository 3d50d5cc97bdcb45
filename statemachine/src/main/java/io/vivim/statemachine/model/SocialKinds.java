package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Shape.text;

/** People and groups: identity, follow, friend, like, circle. */
final class SocialKinds {
  static final Shape VERIFICATION_LEVEL =
      Shape.oneOf("unverified", "email", "domain", "peer", "organization", "document");

  private static final Shape HANDLE = Shape.matching("text, 1–64, no white space", "^\\S{1,64}$");

  private SocialKinds() {}

  static Model identity() {
    return new ModelBuilder()
        .register("handle", HANDLE, "the short name; nothing makes it unique")
        .register("displayName", text(256), "the name that is shown")
        .register("bio", text(4096), "about the person")
        .register("avatar", Shape.LINK, "a picture")
        .register("banner", Shape.LINK, "a wide picture")
        .map("keys", Shape.DID, "further public keys, by what they are for")
        .map("deviceNames", text(256), "what the owner calls devices now, by did:key")
        .register("verificationLevel", VERIFICATION_LEVEL, "how the identity says it was verified")
        .map("verifications", Shape.ANY, "the evidence, by level or name")
        .register("homeServer", text(2048), "an address where the identity is best reached")
        .map("links", Shape.URI, "addresses elsewhere, by title")
        .set("alsoKnownAs", Shape.URI, "other identifiers of the same person")
        .register("successor", Shape.DID, "the identity that takes over from this one")
        .register("language", Shape.LANGUAGE, "what the person reads")
        .register("timeZone", text(64), "a name of the IANA time zones")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model follow() {
    return new ModelBuilder()
        .register("target", text(2048), "the key: the DID or the entity that is followed")
        .register("active", Shape.BOOL, "the verb's: whether it is followed")
        .register("notify", Shape.BOOL, "whether the follower wants to be told of news")
        .set("lists", text(256), "the follower's own lists that it is in")
        .register("note", text(1024), "the follower's own note")
        .build();
  }

  static Model friend() {
    return new ModelBuilder()
        .register("with", Shape.DID_KEY, "the key: the other of the two, as the author sees it")
        .map(
            "sides",
            Shape.oneOf("yes", "no", "block"),
            "the verb's: what each side says, by its DID")
        .register("message", text(1024), "what a request or an answer says")
        .map("nicknames", text(256), "how friends call each other, by DID")
        .build();
  }

  static Model like() {
    return new ModelBuilder()
        .register("target", text(2048), "the key: what is liked")
        .register("active", Shape.BOOL, "the verb's: whether it is liked")
        .register("reaction", text(32), "a sign for it, such as an emoji")
        .build();
  }

  static Model circle() {
    return new ModelBuilder()
        .register("name", text(256), "the name that is shown")
        .register("description", text(4096), "what the circle is")
        .register("purpose", Shape.WORD, "such as `family`, `team`, `project`, `community`")
        .register("avatar", Shape.LINK, "a picture")
        .register("banner", Shape.LINK, "a wide picture")
        .register("rules", text(16_384), "what its members agree on")
        .register("defaultRole", Commands.ROLE, "what an invitation offers unless it says more")
        .register("sharingPolicy", Shape.LINK, "the policy of what is shared in it")
        .register("language", Shape.LANGUAGE, "what its members read")
        .set("tags", text(128), "what it is about")
        .set("pinned", Shape.LINK, "entities that stand first")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }
}
