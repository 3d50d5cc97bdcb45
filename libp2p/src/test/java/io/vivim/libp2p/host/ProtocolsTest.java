package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that cannot be opened, or not in time. */
final class ProtocolsTest {
  private static final Duration MOST = HostLimits.DEFAULT.times().negotiation();

  private final Counts counts = new Counts();
  private final Books books = new Books();
  private final HandTimers timers = new HandTimers();
  private final HandLink link =
      new HandLink(
          PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey(),
          /* isDialled= */ true);
  private final Protocols protocols =
      new Protocols(
          new Claims(HostLimits.DEFAULT),
          books,
          timers,
          new Turns(Runnable::run, HostLimits.DEFAULT.handlers()),
          HostListener.NONE,
          counts);

  private CompletableFuture<Stream> open() {
    return protocols.open(link, List.of("/a")).toCompletableFuture();
  }

  @Test
  void whereALinkHasNoRoomForAStreamInTimeItIsNotOpened() {
    CompletableFuture<Stream> opening = open();
    timers.pass(MOST.minusNanos(1));
    assertThat(opening).isNotDone();
    timers.pass(Duration.ofNanos(1));
    assertThat(opening)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(RefusedException.class)
        .withMessageContaining("NEGOTIATION_TIMEOUT");
    assertThat(link.opened).as("who waits in line is told").isCompletedExceptionally();
    assertThat(counts.of(Refusal.NEGOTIATION_TIMEOUT)).isEqualTo(1);
    assertThat(books.size()).isZero();
  }

  @Test
  void theWaitForRoomAndTheAgreementHaveOneTime() {
    CompletableFuture<Stream> opening = open();
    timers.pass(MOST.minusNanos(1));
    Silent silent = new Silent();
    link.opened.complete(silent);
    timers.pass(Duration.ofNanos(1));
    assertThat(silent.isReset).isTrue();
    assertThat(opening).isNotDone();
    assertThat(counts.of(Refusal.NEGOTIATION_TIMEOUT)).isEqualTo(1);
  }

  static List<String> badNames() {
    return List.of("", "na", "ls", "/multistream/1.0.0", "/a\nb", "/".repeat(1024));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void whatCannotBeProposedIsRefusedBeforeAStreamIsOpened(String name) {
    assertThatThrownBy(() -> protocols.open(link, List.of("/a", name)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(link.opened.getNumberOfDependents()).as("nobody waits for a stream").isZero();
    assertThat(books.size()).isZero();
  }

  @Test
  void norIsAStreamOpenedToSpeakNothing() {
    assertThatThrownBy(() -> protocols.open(link, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(books.size()).isZero();
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void nothingIsSpokenByANameThatNoPeerCanPropose(String name) {
    assertThatThrownBy(() -> protocols.put(name, any -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(protocols.names()).isEmpty();
    protocols.put("/" + "a".repeat(1022), any -> {});
    assertThat(protocols.names()).hasSize(1);
  }
}
