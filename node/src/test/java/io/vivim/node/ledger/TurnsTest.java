package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final DidKey one = SigningKey.generate().did();
  private final DidKey other = SigningKey.generate().did();
  private final Turns turns = new Turns();
  private final List<String> begun = new ArrayList<>();

  private CompletionStage<String> next(DidKey key, String name, CompletionStage<String> result) {
    return turns.next(
        key,
        () -> {
          begun.add(name);
          return result;
        });
  }

  @Test
  void aKeysTasksGoOneAfterAnotherAndOtherKeysDoNotWait() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> a = next(one, "a", first);
    CompletionStage<String> b = next(one, "b", CompletableFuture.completedStage("b"));
    CompletionStage<String> c = next(other, "c", CompletableFuture.completedStage("c"));
    assertThat(begun).containsExactly("a", "c");
    assertThat(c).isCompletedWithValue("c");
    assertThat(b).isNotDone();
    first.complete("a");
    assertThat(begun).containsExactly("a", "c", "b");
    assertThat(a).isCompletedWithValue("a");
    assertThat(b).isCompletedWithValue("b");
  }

  @Test
  void afterATaskThatFailsTheNextBegins() {
    CompletionStage<String> thrown =
        turns.next(
            one,
            () -> {
              throw new IllegalStateException("no");
            });
    CompletionStage<String> failed =
        next(one, "a", CompletableFuture.failedStage(new IllegalStateException("no")));
    CompletionStage<String> next = next(one, "b", CompletableFuture.completedStage("b"));
    assertThat(thrown).isCompletedExceptionally();
    assertThat(failed).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue("b");
  }

  @Test
  void aLongQueueOfTasksThatAreDoneAtOnceTakesNoStack() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> begin = next(one, "first", first);
    CompletionStage<String> last = begin;
    for (int i = 0; i < 100_000; i++) {
      last = turns.next(one, () -> CompletableFuture.completedStage("done"));
    }
    first.complete("go");
    assertThat(last).isCompletedWithValue("done");
  }
}
