package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.EventType;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KindTest {
  @Test
  void everyTypeOfTheCatalogueHasABuiltInKindAndEveryKindATypeAndAModel() {
    Set<String> seen = new TreeSet<>();
    for (EventType type : EventType.catalogue().values()) {
      Kind kind = Kind.of(type);
      assertThat(kind.isInCatalogue()).as(type.name()).isTrue();
      assertThat(Kind.named(kind.name())).isEqualTo(kind);
      seen.add(kind.name());
    }
    assertThat(seen).isEqualTo(new TreeSet<>(Kind.catalogue().keySet()));
  }

  @ParameterizedTest
  @CsvSource({
    "identity:add_device, identity, IDENTITY",
    "conversation:update, conversation, CONVERSATION",
    "message:create, message, NONE",
    "acu:derive, acu, NONE",
    "memory:consolidate, memory, NONE",
    "social:follow, follow, FOLLOW",
    "social:unfollow, follow, FOLLOW",
    "social:friend_request, friend, FRIEND",
    "social:block, friend, FRIEND",
    "circle:set_role, circle, NONE",
    "circle:share, share, NONE",
    "content:publish, content, NONE",
    "content:comment, comment, NONE",
    "content:like, like, LIKE",
    "content:unlike, like, LIKE",
    "content:share, share, NONE",
    "sharing:policy, sharing_policy, NONE",
    "sharing:revoke, sharing_policy, NONE",
    "sharing:intent, sharing_intent, NONE",
    "capability:revoke, capability, NONE",
    "model:define, model, NONE",
    "system:anchor, anchor, NONE",
    "system:checkpoint, checkpoint, NONE",
    "system:erase, erasure, NONE"
  })
  void aTypeHasItsKind(String type, String name, Kind.Keyed keyed) {
    assertThat(Kind.of(EventType.named(type))).isEqualTo(new Kind(name, keyed, true));
  }

  @Test
  void anApplicationsKindIsThePartBeforeTheColonAndNeverOneOfOurs() {
    assertThat(Kind.of(EventType.named("com.example.note:create")))
        .isEqualTo(new Kind("com.example.note", Kind.Keyed.NONE, false));
    assertThat(Kind.of(EventType.named("follow:create")))
        .isEqualTo(new Kind("app:follow", Kind.Keyed.NONE, false));
  }

  /** The subjects of the catalogue's types say which ids come from keys. */
  @Test
  void keyedKindsAreThoseOfKeyedTypes() {
    for (EventType type : EventType.catalogue().values()) {
      boolean isKeyed = Kind.of(type).keyed() != Kind.Keyed.NONE;
      if (type.subject() == EventType.Subject.KEYED) {
        assertThat(isKeyed).as(type.name()).isTrue();
      } else if (type.subject() != EventType.Subject.ANY) {
        assertThat(isKeyed).as(type.name()).isFalse();
      }
    }
  }
}
