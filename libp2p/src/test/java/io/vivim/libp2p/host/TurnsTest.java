package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Whose turn it is; threads are those that the test runs by hand. */
final class TurnsTest {
  private final Deque<Runnable> running = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private boolean isFull;
  private final Turns turns = new Turns(this::execute, new HostLimits.Handlers(9, 2, 3, 4, 9));
  private final Optional<Bytes> here = Optional.of(Bytes.fromHex("0a000001"));
  private final PeerId one = peer();
  private final PeerId other = peer();

  private static PeerId peer() {
    return PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();
  }

  private void execute(Runnable task) {
    if (isFull) {
      throw new RejectedExecutionException("full");
    }
    running.add(task);
  }

  private void take(PeerId peer, String name) {
    take(peer, name, new CompletableFuture<>());
  }

  private void take(PeerId peer, String name, CompletionStage<Void> ended) {
    take(peer, Optional.empty(), name, ended);
  }

  private void takeHere(PeerId peer, String name) {
    take(peer, here, name, new CompletableFuture<>());
  }

  private void take(
      PeerId peer, Optional<Bytes> machine, String name, CompletionStage<Void> ended) {
    turns.take(
        peer,
        machine,
        machine.map(it -> it.slice(0, 3)),
        new Turns.Handling() {
          @Override
          public void run() {
            done.add(name);
          }

          @Override
          public void refused(RejectedExecutionException why) {
            refused.add(name);
          }
        },
        ended);
  }

  private void runAll() {
    while (!running.isEmpty()) {
      running.remove().run();
    }
  }

  @Test
  void oneAfterTheOtherOfAPeerHasItsTurn() {
    for (int i = 0; i < 5; i++) {
      take(one, "one " + i);
    }
    assertThat(running).hasSize(2);
    take(other, "other");
    assertThat(running).hasSize(3);
    runAll();
    assertThat(done).containsExactly("one 0", "one 1", "other", "one 2", "one 3", "one 4");
    assertThat(turns.held()).isZero();
  }

  @Test
  void whatIsDoneMakesRoomBehindTheOthers() {
    take(one, "a");
    take(one, "b");
    take(one, "c");
    take(other, "d");
    running.remove().run();
    assertThat(done).containsExactly("a");
    assertThat(running).hasSize(3);
    runAll();
    assertThat(done).containsExactly("a", "b", "d", "c");
  }

  @Test
  void whoseStreamIsGoneDoesNotWait() {
    take(one, "a");
    take(one, "b");
    CompletableFuture<Void> gone = new CompletableFuture<>();
    take(one, "c", gone);
    take(one, "d");
    assertThat(turns.held()).isEqualTo(5);
    gone.complete(null);
    assertThat(turns.held()).isEqualTo(4);
    runAll();
    assertThat(done).containsExactly("a", "b", "d");
    assertThat(turns.held()).isZero();
  }

  @Test
  void whereThereIsNoThreadAllThatWaitAreRefused() {
    take(one, "a");
    take(one, "b");
    take(one, "c");
    take(one, "d");
    isFull = true;
    take(other, "e");
    assertThat(refused).containsExactly("e");
    runAll();
    assertThat(refused).containsExactly("e", "c", "d");
    assertThat(turns.held()).isZero();
    isFull = false;
    take(one, "f");
    runAll();
    assertThat(done).containsExactly("a", "b", "f");
  }

  @Test
  void manyNamesOnOneMachineHaveNoMoreThanThatMachineMay() {
    List<PeerId> names = List.of(peer(), peer(), peer(), peer());
    for (PeerId name : names) {
      takeHere(name, "here");
      takeHere(name, "here");
      takeHere(name, "here");
    }
    assertThat(running).hasSize(3);
    take(one, Optional.of(Bytes.fromHex("0b000002")), "elsewhere", new CompletableFuture<>());
    take(other, "of no address");
    assertThat(running).hasSize(5);
    for (int i = 0; i < 12; i++) {
      running.remove().run();
      assertThat(running).hasSizeLessThanOrEqualTo(5);
    }
    runAll();
    assertThat(done).hasSize(14);
    assertThat(done.subList(0, 5)).contains("elsewhere", "of no address");
    assertThat(turns.held()).isZero();
  }

  @Test
  void onOneMachineAllPeersHaveTheirTurns() {
    takeHere(one, "a");
    takeHere(one, "b");
    takeHere(one, "c");
    takeHere(other, "d");
    takeHere(other, "e");
    assertThat(running).hasSize(3);
    runAll();
    assertThat(done).containsExactly("a", "b", "d", "e", "c");
    assertThat(turns.held()).isZero();
  }

  @Test
  void whoseStreamIsGoneGivesThePlaceOfItsPeerOn() {
    takeHere(one, "a");
    takeHere(one, "b");
    takeHere(other, "c");
    CompletableFuture<Void> gone = new CompletableFuture<>();
    take(other, here, "d", gone);
    take(other, "e");
    assertThat(running).hasSize(3);
    gone.complete(null);
    assertThat(running).hasSize(4);
    runAll();
    assertThat(done).containsExactly("a", "b", "c", "e");
    assertThat(turns.held()).isZero();
  }

  @Test
  void whereThereIsNoThreadAllThatWaitOnAMachineAreRefused() {
    takeHere(one, "a");
    takeHere(one, "b");
    takeHere(one, "c");
    takeHere(other, "d");
    takeHere(other, "e");
    isFull = true;
    runAll();
    assertThat(done).containsExactly("a", "b", "d");
    assertThat(refused).containsExactlyInAnyOrder("c", "e");
    assertThat(turns.held()).isZero();
  }

  @Test
  void manyMachinesInOneNetworkHaveNoMoreThanThatNetworkMay() {
    for (int machine = 1; machine <= 4; machine++) {
      Optional<Bytes> at = Optional.of(Bytes.fromHex("0a00000" + machine));
      for (int i = 0; i < 3; i++) {
        take(peer(), at, "here", new CompletableFuture<>());
      }
    }
    assertThat(running).hasSize(4);
    take(one, Optional.of(Bytes.fromHex("0a000101")), "elsewhere", new CompletableFuture<>());
    assertThat(running).hasSize(5);
    for (int i = 0; i < 13; i++) {
      running.remove().run();
      assertThat(running).hasSizeLessThanOrEqualTo(5);
    }
    assertThat(running).isEmpty();
    assertThat(done).hasSize(13);
    assertThat(done.subList(0, 5)).contains("elsewhere");
    assertThat(turns.held()).isZero();
  }

  @Test
  void whoseStreamIsGoneGivesThePlacesOfItsPeerAndMachineOn() {
    Optional<Bytes> there = Optional.of(Bytes.fromHex("0a000002"));
    takeHere(one, "a");
    takeHere(one, "b");
    takeHere(other, "c");
    PeerId third = peer();
    take(third, there, "d", new CompletableFuture<>());
    CompletableFuture<Void> gone = new CompletableFuture<>();
    take(third, there, "gone", gone);
    take(third, Optional.of(Bytes.fromHex("0b000002")), "e", new CompletableFuture<>());
    assertThat(running).hasSize(4);
    gone.complete(null);
    assertThat(running).as("it had waited for its network").hasSize(5);
    runAll();
    assertThat(done).containsExactly("a", "b", "c", "d", "e");
    assertThat(turns.held()).isZero();
  }

  @Test
  void oneThatFailsMakesRoomToo() {
    Turns.Handling broken =
        new Turns.Handling() {
          @Override
          public void run() {
            throw new IllegalStateException("broken");
          }

          @Override
          public void refused(RejectedExecutionException why) {}
        };
    turns.take(one, Optional.empty(), Optional.empty(), broken, new CompletableFuture<>());
    take(one, "a");
    take(one, "b");
    try {
      running.remove().run();
    } catch (IllegalStateException e) {
      refused.add(String.valueOf(e.getMessage()));
    }
    runAll();
    assertThat(refused).containsExactly("broken");
    assertThat(done).containsExactly("a", "b");
    assertThat(turns.held()).isZero();
  }
}
