package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.SignatureVerifier;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a state that another version of the program folded. */
final class StateMetaTest {
  private static final Bytes LAYOUT = Bytes.concat(Bytes.fromHex("00"), Bytes.utf8("layout/state"));
  private static final Bytes FIRST = Bytes.fromHex("00000001");

  @Test
  void aStateOfTheFirstLayoutIsLetGoAndFoldedAnew() {
    EntityAuthor author = new EntityAuthor(Merge.SET);
    for (int i = 0; i < 100; i++) {
      author.post("add", Ipld.listOf(Ipld.of("value " + i)));
    }
    try (FoldedLog log = FoldedLog.of(author.log())) {
      Map<Bytes, Bytes> rows = log.rows();
      Bytes strange = StateKeys.key(StateKeys.ENTITY, Bytes.utf8("as it was written then"));
      log.store.commit(
          Batch.named("test").put(LAYOUT, FIRST).put(strange, Bytes.EMPTY), Durability.LAZY);

      StateMachine.prepare(log.store);
      assertThat(log.rows()).hasSize(1);
      assertThat(StateMeta.isRebuilding(log.store)).isTrue();

      StateMachine machine =
          new StateMachine(log.store, log, new Authority(SignatureVerifier.create()));
      assertThat(machine.position()).isZero();
      Batch batch = Batch.named("test");
      machine.fold(new Changes(author.log(), List.of(), List.of(), author.log().size()), batch);
      log.store.commit(batch, Durability.LAZY);
      StateMachine.whole(log.store);
      assertThat(log.rows()).isEqualTo(rows);
    }
  }
}
