package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever somebody writes of an entity, an answer has room for so much of it and says so. */
final class ShownInPartTest {
  private static final int VALUE_BYTES = 60_000;

  /** What a field may show, and a little more. */
  private static final int TOO_MANY =
      1 + (int) (EntityReader.MAX_ENTITY_BYTES / ShownFields.PARTS / VALUE_BYTES);

  @ParameterizedTest
  @EnumSource(names = {"SET", "MAP", "OPAQUE"})
  void ofAFieldOfManyValuesAsManyAreShownAsThereIsRoomFor(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    for (int i = 0; i < TOO_MANY; i++) {
      author.post("add", added(merge, i));
    }
    TestState state = TestState.fold(List.of(author.log()));
    Entity entity = entity(state, author);
    assertThat(entity.isCut()).isTrue();
    assertThat(entity.cut()).containsExactly("doc");
    assertThat(size(entity)).isBetween(TOO_MANY / 2, TOO_MANY - 1);

    for (DecodedEvent event : author.entity().subList(1, 3)) {
      state.take(List.of(author.erase(event)));
    }
    entity = entity(state, author);
    assertThat(entity.isCut()).isFalse();
    assertThat(entity.cut()).isEmpty();
    assertThat(size(entity)).isEqualTo(TOO_MANY - 2);
  }

  @Test
  void ofAConflictAsManyValuesAreShownAsThereIsRoomForAndTheFirstIsTheFirst() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    author.unset(List.of());
    for (int i = 0; i < TOO_MANY; i++) {
      author.post("set", value(i), List.of(author.first()));
    }
    TestState state = TestState.fold(List.of(author.log()));
    Entity entity = entity(state, author);
    List<Written> conflict = Objects.requireNonNull(entity.conflicts().get("doc"));
    assertThat(conflict).hasSizeBetween(TOO_MANY / 2, TOO_MANY - 1);
    assertThat(conflict.get(0).value()).isEqualTo(value(TOO_MANY - 1));
    assertThat(conflict.get(1).value()).isEqualTo(value(TOO_MANY - 2));
    assertThat(entity.fields().get("doc")).isEqualTo(value(TOO_MANY - 1));
    assertThat(entity.cut()).containsExactly("doc");
    Explanation told = state.state().explain(Reader.ANYONE, author.first().id()).orElseThrow();
    assertThat(told.isCut()).isFalse();
  }

  @Test
  void ofManyHeadsMoreAreShownThanAnEventCanNameAndNotAll() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    author.unset(List.of());
    int heads = (int) EntityReader.MAX_LIST_BYTES / 32;
    for (int i = 0; i < heads; i++) {
      author.post("set", Ipld.of(1), List.of(author.first()));
    }
    Entity entity = entity(TestState.fold(List.of(author.log())), author);
    assertThat(entity.heads()).hasSizeBetween(heads / 4, heads - 1);
    assertThat(entity.isCut()).isTrue();
    assertThat(entity.cut()).isEmpty();
  }

  @Test
  void ofAnEntityOfManyFieldsThoseAreShownThatThereIsRoomFor() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    author.unset(List.of());
    int fields = 1 + (int) (EntityReader.MAX_ENTITY_BYTES / VALUE_BYTES);
    for (int i = 0; i < fields; i++) {
      author.postField("set", "field " + i, value(i));
    }
    TestState state = TestState.fold(List.of(author.log()));
    Entity entity = entity(state, author);
    assertThat(entity.fields()).hasSizeBetween(fields / 2, fields - 1);
    assertThat(entity.isCut()).isTrue();
    assertThat(state.state().explain(Reader.ANYONE, author.first().id()).orElseThrow().isCut())
        .isTrue();
  }

  @Test
  void aConflictIsKnownAlsoWhereThereIsNoRoomToShowIt() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    author.unset(List.of());
    author.post("set", value(1), List.of(author.first()));
    author.post("set", value(2), List.of(author.first()));
    int fields = 1 + (int) (EntityReader.MAX_ENTITY_BYTES / VALUE_BYTES);
    for (int i = 0; i < fields; i++) {
      author.postField("set", "a field " + i, value(i));
    }
    TestState state = TestState.fold(List.of(author.log()));
    Entity entity = entity(state, author);
    assertThat(entity.fields()).doesNotContainKey("doc");
    assertThat(entity.conflicts()).isEmpty();
    EntityName name = new EntityName(entity.id(), entity.scope());
    assertThat(state.state().isDisputed(Reader.ANYONE, name, "doc")).isTrue();
    assertThat(state.state().isDisputed(Reader.ANYONE, name, "a field 1")).isFalse();
    assertThat(state.state().isDisputed(Reader.ANYONE, name, "another")).isFalse();
  }

  @Test
  void aPageEndsWhereThereIsNoRoomForMoreAndTheNextGoesOnThere() {
    EntityAuthor author = new EntityAuthor(Merge.REGISTER);
    List<DecodedEvent> large = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      large.add(author.begin());
      for (int j = 0; j < EntityReader.MAX_ENTITY_BYTES / VALUE_BYTES / 2; j++) {
        author.postField("set", "field " + j, value(j));
      }
    }
    TestState state = TestState.fold(List.of(author.log()));
    Optional<Bytes> after = Optional.empty();
    int found = 0;
    int pages = 0;
    do {
      EntityPage page =
          state
              .state()
              .query(Reader.ANYONE, Query.ofKind("x.note"), after.orElse(null), large.size());
      found += page.entities().size();
      pages++;
      after = page.next();
    } while (after.isPresent());
    assertThat(found).isEqualTo(large.size());
    assertThat(pages).isGreaterThan(2);
  }

  private static Ipld added(Merge merge, int number) {
    return switch (merge) {
      case MAP -> IpldMap.builder().put("key " + number, value(number)).build();
      default -> Ipld.listOf(value(number));
    };
  }

  private static Ipld value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    value[0] = (byte) number;
    value[1] = (byte) (number >> 8);
    return Ipld.of(Bytes.owning(value));
  }

  private static Entity entity(TestState state, EntityAuthor author) {
    return state.state().entity(Reader.ANYONE, author.first().id()).orElseThrow();
  }

  private static int size(Entity entity) {
    Ipld value = Objects.requireNonNull(entity.fields().get("doc"));
    return value instanceof IpldMap map ? map.size() : ((Ipld.Sequence) value).values().size();
  }
}
