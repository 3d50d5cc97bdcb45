package io.vivim.libp2p.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.guard.Books.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BooksTest {
  private static final int ALL = 20;
  private static final int EACH = 5;

  private final Books books = new Books();

  private static List<Claim> of(String peer) {
    return List.of(
        new Claim(Refusal.CONNECTIONS_OF_PEER, peer, EACH), Claim.ofAll(Refusal.CONNECTIONS, ALL));
  }

  @Test
  void theLastOneIsGrantedAndTheNextIsRefusedWithItsLimit() {
    for (int i = 0; i < EACH; i++) {
      assertThat(books.take(1, of("a"))).isEmpty();
    }
    assertThat(books.take(1, of("a"))).contains(Refusal.CONNECTIONS_OF_PEER);
    assertThat(books.take(ALL - EACH, List.of(Claim.ofAll(Refusal.CONNECTIONS, ALL)))).isEmpty();
    assertThat(books.take(1, of("b"))).contains(Refusal.CONNECTIONS);
    books.giveBack(1, of("a"));
    assertThat(books.take(1, of("b"))).isEmpty();
  }

  @Test
  void whatIsRefusedTakesNothing() {
    assertThat(books.take(EACH, of("a"))).isEmpty();
    assertThat(books.take(1, of("a"))).isPresent();
    assertThat(books.used(Refusal.CONNECTIONS)).isEqualTo(EACH);
    assertThat(books.used(Refusal.CONNECTIONS_OF_PEER, "a")).isEqualTo(EACH);
  }

  @Test
  void largeAmountsDoNotOverflow() {
    List<Claim> most = List.of(Claim.ofAll(Refusal.BYTES, Long.MAX_VALUE));
    assertThat(books.take(Long.MAX_VALUE, most)).isEmpty();
    assertThat(books.take(1, most)).contains(Refusal.BYTES);
  }

  @Test
  void nothingIsGivenBackThatWasNotTaken() {
    assertThatThrownBy(() -> books.giveBack(1, of("a"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTabGivesEachThingBackOnce() {
    Tab tab = new Tab(books);
    assertThat(tab.take(2, of("a"))).isEmpty();
    assertThat(tab.take(1, of("b"))).isEmpty();
    tab.giveBack(of("b"));
    tab.giveBack(of("b"));
    assertThat(books.used(Refusal.CONNECTIONS)).isEqualTo(2);
    tab.close();
    tab.close();
    assertThat(tab.take(1, of("a"))).isEmpty();
    assertThat(books.size()).isZero();
  }

  /** Whatever happens, in whatever order: no limit is passed, and in the end no entry is left. */
  @Test
  void randomHistoriesLeaveNothing() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Tab> tabs = new ArrayList<>();
      for (int step = 0; step < 500; step++) {
        String peer = "peer" + random.nextInt(6);
        switch (random.nextInt(4)) {
          case 0 -> {
            Tab tab = new Tab(books);
            tab.take(1 + random.nextInt(3), of(peer));
            tabs.add(tab);
          }
          case 1 -> pick(tabs, random).take(1, of(peer));
          case 2 -> pick(tabs, random).giveBack(of(peer));
          default -> pick(tabs, random).close();
        }
        assertThat(books.used(Refusal.CONNECTIONS)).isBetween(0L, (long) ALL);
        assertThat(books.used(Refusal.CONNECTIONS_OF_PEER, peer)).isBetween(0L, (long) EACH);
      }
      tabs.forEach(Tab::close);
      assertThat(books.size()).as("seed %d", seed).isZero();
    }
  }

  private Tab pick(List<Tab> tabs, Random random) {
    if (tabs.isEmpty()) {
      tabs.add(new Tab(books));
    }
    return tabs.get(random.nextInt(tabs.size()));
  }

  @Test
  void severalThreadsLeaveNothingEither() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String peer = "peer" + i % 2;
        all.add(
            threads.submit(
                () -> {
                  for (int step = 0; step < 20_000; step++) {
                    Tab tab = new Tab(books);
                    tab.take(1, of(peer));
                    tab.close();
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(books.size()).isZero();
  }
}
