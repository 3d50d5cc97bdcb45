package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.Batch;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An entity may come to more than a store holds as one value; anybody can make one. */
final class LargeEntityTest {
  private static final int VALUE_BYTES = 60_000;
  private static final int EVENTS = 1 + Batch.MAX_VALUE_BYTES / VALUE_BYTES;

  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource(names = {"REGISTER", "MULTI", "SET", "MAP", "OPAQUE"})
  void whatManyWriteAtOnceLiesApart(Merge merge) {
    EntityAuthor author = new EntityAuthor(merge);
    author.unset(List.of());
    for (int i = 0; i < EVENTS; i++) {
      Ipld written =
          switch (merge) {
            case SET, OPAQUE -> Ipld.listOf(value());
            case MAP -> IpldMap.builder().put("key", value()).build();
            default -> value();
          };
      boolean isAdded = merge == Merge.SET || merge == Merge.MAP || merge == Merge.OPAQUE;
      author.post(isAdded ? "add" : "set", written, List.of(author.first()));
    }
    TestState state = TestState.fold(List.of(author.log()));
    assertThat(state.rows().values()).allMatch(row -> row.size() < 2 * VALUE_BYTES);
    assertThat(state.rows().values().stream().mapToLong(Bytes::size).sum())
        .isGreaterThan(Batch.MAX_VALUE_BYTES);
  }

  private Ipld value() {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    return Ipld.of(Bytes.owning(value));
  }
}
