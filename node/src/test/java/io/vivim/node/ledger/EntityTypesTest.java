package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EntityTypesTest {
  @Test
  void everyKindOfTheCatalogueCanBeMade() {
    for (Kind kind : Kind.catalogue().values()) {
      EventType type = EntityTypes.create(kind.name()).orElseThrow();
      assertThat(Kind.of(type)).isEqualTo(kind);
      assertThat(type.subject()).isNotEqualTo(EventType.Subject.UPDATES);
    }
  }

  @Test
  void whatHasNoSuchVerbIsNotChangedOrDeleted() {
    Set<String> fixed = new TreeSet<>();
    Set<String> lasting = new TreeSet<>();
    for (Kind kind : Kind.catalogue().values()) {
      EntityTypes.update(kind.name())
          .ifPresentOrElse(
              type -> assertThat(Kind.of(type)).isEqualTo(kind), () -> fixed.add(kind.name()));
      EntityTypes.delete(kind.name())
          .ifPresentOrElse(
              type -> assertThat(Kind.of(type)).isEqualTo(kind), () -> lasting.add(kind.name()));
    }
    assertThat(fixed)
        .containsExactly(
            "anchor", "capability", "checkpoint", "comment", "content", "erasure", "friend");
    assertThat(lasting)
        .containsExactly(
            "anchor",
            "capability",
            "checkpoint",
            "circle",
            "comment",
            "content",
            "erasure",
            "identity",
            "model",
            "share",
            "sharing_intent",
            "sharing_policy");
  }

  @Test
  void anApplicationsKindHasTheVerbsOfItsName() {
    assertThat(EntityTypes.create("org.example.recipe"))
        .contains(EventType.named("org.example.recipe:create"));
    assertThat(EntityTypes.create("app:like")).contains(EventType.named("like:create"));
    assertThat(EntityTypes.delete("app:like")).contains(EventType.named("like:delete"));
    assertThat(EntityTypes.create("No Kind")).isEmpty();
    assertThat(EntityTypes.create("social")).isEmpty();
  }
}
