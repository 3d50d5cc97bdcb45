package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.Reader;
import io.vivim.store.Engine;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bob erases what he wrote, is dismissed by an admin who does not accept that, and the admin is
 * dismissed in turn: then the erasure was right, and what it erases goes.
 */
class ErasureThatStandsAgainTest {
  private static final String SECRET = "zanzibarsecret";

  @TempDir Path folder;

  private final AtomicLong clock = new AtomicLong(Author.START_MILLIS);
  private final Author owner = new Author(1, clock);
  private final Author admin = new Author(2, clock);
  private final Author bob = new Author(3, clock);

  private final DecodedEvent circle = owner.circle();
  private final DecodedEvent rules = owner.inviteAdmin(circle, admin.did());
  private final DecodedEvent writes = owner.invite(rules, bob.did());
  private final DecodedEvent secret = bob.inCircle(circle, writes, SECRET);
  private final DecodedEvent erasure = bob.erase(secret, writes);
  private final DecodedEvent dismissal = admin.dismissAs(rules, writes, writes, bob.did(), secret);
  private final DecodedEvent dismissalOfAdmin =
      owner.inEntity(
          "circle:remove_member",
          writes,
          Author.set(
              "member",
              admin.did().toString(),
              "grants",
              Author.links(rules),
              "until",
              Author.links()));

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatItErasesIsInNoFileOfTheStore(Engine engine) throws Exception {
    try (Ledger ledger = LedgerRows.ledger(folder, engine)) {
      submit(ledger, circle, rules, writes, secret, dismissal, erasure);
      assertThat(payload(ledger)).isTrue();
      assertThat(ground(ledger)).isEqualTo(Ground.COUNTS);

      submit(ledger, dismissalOfAdmin);
      assertThat(payload(ledger)).isFalse();
      assertThat(ground(ledger)).isEqualTo(Ground.ERASED);
      Outcome again = submit(ledger, secret);
      assertThat(again).isInstanceOf(Outcome.Duplicate.class);
      assertThat(payload(ledger)).isFalse();
      ledger.log().purged().toCompletableFuture().get();
      assertThat(filesWithTheSecret()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatCameBackMeanwhileGoesAgain(Engine engine) throws Exception {
    try (Ledger ledger = LedgerRows.ledger(folder, engine)) {
      submit(ledger, circle, rules, writes, secret, erasure);
      assertThat(payload(ledger)).isFalse();
      submit(ledger, dismissal, secret);
      assertThat(payload(ledger)).isTrue();
      submit(ledger, dismissalOfAdmin);
      assertThat(payload(ledger)).isFalse();
      assertThat(ground(ledger)).isEqualTo(Ground.ERASED);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatComesBackInTheSameBreathGoesToo(Engine engine) throws Exception {
    try (Ledger ledger = LedgerRows.ledger(folder, engine)) {
      submit(ledger, circle, rules, writes, secret, erasure, dismissal);
      // Both may be in one commit, or in two.
      List<CompletableFuture<Outcome>> both =
          List.of(
              ledger.log().submit(secret.raw(), Source.LOCAL).toCompletableFuture(),
              ledger.log().submit(dismissalOfAdmin.raw(), Source.LOCAL).toCompletableFuture());
      for (CompletableFuture<Outcome> each : both) {
        each.get();
      }
      assertThat(payload(ledger)).isFalse();
      assertThat(ground(ledger)).isEqualTo(Ground.ERASED);
    }
    try (Store store = LedgerRows.store(folder, engine)) {
      assertThat(isIn(store)).isFalse();
    }
  }

  @Test
  void itIsFoundNoLonger() throws Exception {
    try (SearchHome home = new SearchHome(folder)) {
      home.show(circle, rules, writes, secret, dismissal, erasure);
      assertThat(home.found(SECRET)).containsExactly(secret.id());
      home.show(dismissalOfAdmin);
      SearchHome.await(home.search().waitForExpunged(home.head()));
      assertThat(home.found(SECRET)).isEmpty();
      assertThat(home.faults).isEmpty();
    }
  }

  private static Outcome submit(Ledger ledger, DecodedEvent... events) throws Exception {
    Outcome last = new Outcome.Duplicate();
    for (DecodedEvent event : events) {
      last = ledger.log().submit(event.raw(), Source.LOCAL).toCompletableFuture().get();
    }
    return last;
  }

  private boolean payload(Ledger ledger) {
    return ledger.log().find(secret.id()).orElseThrow().raw().payload() != null;
  }

  private Ground ground(Ledger ledger) {
    return ledger
        .state()
        .history(Reader.NODE, secret.id(), null, 1)
        .orElseThrow()
        .entries()
        .get(0)
        .verdict()
        .ground();
  }

  private List<Path> filesWithTheSecret() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(this::hasTheSecret).toList();
    }
  }

  private boolean hasTheSecret(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIn(Store store) {
    try (Scan scan = store.scan(KeyRange.ALL)) {
      boolean isFound = false;
      while (!isFound && scan.next()) {
        String value = new String(scan.value().toArray(), StandardCharsets.ISO_8859_1);
        isFound = value.contains(SECRET);
      }
      return isFound;
    }
  }
}
