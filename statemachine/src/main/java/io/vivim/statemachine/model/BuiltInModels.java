package io.vivim.statemachine.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The models of the built-in kinds; those that have no fields of their own fold generically. */
final class BuiltInModels {
  private static final Map<String, Model> MODELS = all();

  private BuiltInModels() {}

  private static Map<String, Model> all() {
    Map<String, Model> models = new LinkedHashMap<>();
    models.put("identity", SocialKinds.identity());
    models.put("conversation", AssistantKinds.conversation());
    models.put("message", AssistantKinds.message());
    models.put("acu", AssistantKinds.acu());
    models.put("memory", MemoryKind.memory());
    models.put("follow", SocialKinds.follow());
    models.put("friend", SocialKinds.friend());
    models.put("like", SocialKinds.like());
    models.put("circle", SocialKinds.circle());
    models.put("content", ContentKinds.content());
    models.put("comment", ContentKinds.comment());
    models.put("share", ContentKinds.share());
    models.put("sharing_policy", SharingKinds.policy());
    models.put("sharing_intent", SharingKinds.intent());
    models.put("capability", SharingKinds.capability());
    models.put("model", SharingKinds.model());
    models.put("erasure", SharingKinds.erasure());
    return Map.copyOf(models);
  }

  static Optional<Model> of(Kind kind) {
    return kind.isInCatalogue() ? Optional.ofNullable(MODELS.get(kind.name())) : Optional.empty();
  }
}
