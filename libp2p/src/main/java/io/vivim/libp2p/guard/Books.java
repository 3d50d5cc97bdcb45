package io.vivim.libp2p.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of everything is in use, by whom, and never more than may be. A request is granted whole
 * or not at all. What nobody uses has no entry. For any thread.
 */
public final class Books {
  // Guarded by this.
  private final Map<Account, Long> used = new HashMap<>();

  private record Account(Refusal limit, Object whose) {}

  /**
   * A part of a request: of what, whose, and how much that one may have.
   *
   * @param limit what is said where it is reached
   * @param whose the peer, network or protocol; {@link #ALL} where it is everybody's
   */
  public record Claim(Refusal limit, Object whose, long most) {
    public static final String ALL = "all";

    public static Claim ofAll(Refusal limit, long most) {
      return new Claim(limit, ALL, most);
    }
  }

  /** Takes so much on each account, or tells the first limit that stands against it. */
  public synchronized Optional<Refusal> take(long amount, List<Claim> claims) {
    for (Claim claim : claims) {
      Account account = new Account(claim.limit(), claim.whose());
      if (used.getOrDefault(account, 0L) > claim.most() - amount) {
        return Optional.of(claim.limit());
      }
    }
    for (Claim claim : claims) {
      used.merge(new Account(claim.limit(), claim.whose()), amount, Long::sum);
    }
    return Optional.empty();
  }

  /** Gives back what was taken by the same claims. */
  public synchronized void giveBack(long amount, List<Claim> claims) {
    for (Claim claim : claims) {
      Account account = new Account(claim.limit(), claim.whose());
      long left = used.getOrDefault(account, 0L) - amount;
      if (left < 0) {
        throw new IllegalStateException("given back twice: " + account);
      }
      if (left == 0) {
        used.remove(account);
      } else {
        used.put(account, left);
      }
    }
  }

  /** How much is in use on an account of everybody's. */
  public synchronized long used(Refusal limit) {
    return used.getOrDefault(new Account(limit, Claim.ALL), 0L);
  }

  /** How much is in use on one's account. */
  public synchronized long used(Refusal limit, Object whose) {
    return used.getOrDefault(new Account(limit, whose), 0L);
  }

  /** How many accounts there are on which something is in use. */
  public synchronized int size() {
    return used.size();
  }
}
