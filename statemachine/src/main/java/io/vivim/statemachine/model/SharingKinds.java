package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Shape.text;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.Arrays;

/** Who may do what, and what the system is told: policies, intents, capabilities, models. */
final class SharingKinds {
  static final Shape RIGHT = Shape.oneOf("read", "write", "comment");

  private static final Shape MERGE =
      Shape.oneOf(Arrays.stream(Merge.values()).map(Merge::text).toArray(String[]::new));

  private static final Shape POLICY =
      Shape.oneOf(Arrays.stream(Policy.values()).map(Policy::text).toArray(String[]::new));

  private SharingKinds() {}

  static Model policy() {
    return new ModelBuilder()
        .register("title", text(256), "the name that is shown")
        .register("description", text(4096), "what it is for, for people")
        .set("entities", Shape.LINK, "what it is about, by id")
        .set("audience", Shape.DID_KEY, "who may")
        .set("rights", RIGHT, "what they may")
        .register("nbf", Shape.SECONDS, "from when on")
        .register("exp", Shape.SECONDS, "up to when")
        .register("purpose", Shape.WORD, "what for")
        .map("conditions", Shape.ANY, "what else they agree to, by name")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model intent() {
    return new ModelBuilder()
        .register("title", text(256), "the name that is shown")
        .register("description", text(4096), "what somebody wants to share, and why")
        .set("entities", Shape.LINK, "what is to be shared, by id")
        .set("audience", Shape.DID, "with whom")
        .set("rights", RIGHT, "what they are to be allowed")
        .register("nbf", Shape.SECONDS, "from when on")
        .register("exp", Shape.SECONDS, "up to when")
        .register("purpose", Shape.WORD, "what for")
        .register(
            "status",
            Shape.WORD,
            "such as `proposed`, `approved`, `declined`, `fulfilled`, `withdrawn`")
        .register("policy", Shape.LINK, "the policy that came of it")
        .map("conditions", Shape.ANY, "what is asked of them, by name")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model capability() {
    return new ModelBuilder()
        .needs("token")
        .register("token", Shape.UCAN, "a delegation")
        .register("title", text(256), "the name that is shown")
        .register("purpose", Shape.WORD, "what for")
        .map("metadata", Shape.ANY, "what applications keep along")
        .build();
  }

  static Model model() {
    return new ModelBuilder()
        .needs("kind", "schema")
        .register("kind", text(128), "whose model it is: the part of a type before the colon")
        .register("schema", Shape.MAP, "a JSON Schema of the map of fields that an event writes")
        .register("merges", merges(), "the merge of each field")
        .register("policy", POLICY, "what is shown where writers disagree")
        .register("title", text(256), "the name that is shown")
        .register("description", text(4096), "what it is, for people")
        .build();
  }

  private static Shape merges() {
    Shape byName = Shape.mapOf(MERGE);
    IpldMap names =
        IpldMap.builder()
            .put("minLength", Ipld.of(1))
            .put("maxLength", Ipld.of(Body.MAX_FIELD_CHARS))
            .build();
    return byName.with("propertyNames", names);
  }

  static Model erasure() {
    return new ModelBuilder()
        .needs("target")
        .register("target", Shape.LINK, "the event whose payload goes")
        .register("reason", text(4096), "for people")
        .build();
  }
}
