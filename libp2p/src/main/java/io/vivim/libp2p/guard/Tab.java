package io.vivim.libp2p.guard;

import io.vivim.libp2p.guard.Books.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one user of the books has taken, to be given back at once and no more than once. For any
 * thread.
 */
public final class Tab {
  private final Books books;

  // Guarded by this.
  private final List<Entry> entries = new ArrayList<>(2);
  private boolean isClosed;

  private record Entry(List<Claim> claims, long amount) {}

  public Tab(Books books) {
    this.books = books;
  }

  /** Takes so much; when the tab is closed that is given back. On a closed one nothing is taken. */
  public synchronized Optional<Refusal> take(long amount, List<Claim> claims) {
    if (isClosed) {
      return Optional.empty();
    }
    Optional<Refusal> refusal = books.take(amount, claims);
    if (refusal.isEmpty()) {
      entries.add(new Entry(List.copyOf(claims), amount));
    }
    return refusal;
  }

  /** Gives back all that was taken by these claims. */
  public synchronized void giveBack(List<Claim> claims) {
    for (Entry entry : entries) {
      if (entry.claims().equals(claims)) {
        books.giveBack(entry.amount(), claims);
      }
    }
    entries.removeIf(entry -> entry.claims().equals(claims));
  }

  /** Gives everything back; a second time nothing. */
  public synchronized void close() {
    isClosed = true;
    entries.forEach(entry -> books.giveBack(entry.amount(), entry.claims()));
    entries.clear();
  }
}
