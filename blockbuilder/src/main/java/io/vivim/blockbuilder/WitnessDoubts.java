package io.vivim.blockbuilder;

import io.vivim.codec.Bytes;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What witnesses say that they cosigned of a log of ours and that is not in it: either they are
 * wrong, or the log has lost something, or somebody else signs with its key. Of each witness one of
 * each kind is kept: the first, but the largest of those that are ahead. One thread writes; any may
 * read.
 */
public final class WitnessDoubts {
  private final StoreView store;
  private final Commits commits;
  private final Consumer<Doubt> alarms;

  /** What a witness knows otherwise. */
  public enum Kind {
    /** It cosigned a longer log than ours. */
    AHEAD(0, "ahead"),
    /** What it cosigned is no beginning of ours. */
    OTHER(1, "other");

    private final int code;
    private final String word;

    Kind(int code, String word) {
      this.code = code;
      this.word = word;
    }

    private static Kind of(int code) {
      return code == OTHER.code ? OTHER : AHEAD;
    }

    public String word() {
      return word;
    }
  }

  /**
   * What a witness said.
   *
   * @param witness its name in the policy by which it was asked
   * @param ours the size that it was shown
   * @param theirs the size that it cosigned
   */
  public record Doubt(LogOrigin origin, String witness, Kind kind, long ours, long theirs) {}

  /**
   * @param alarms is told of each that is new, once it is durable; by who writes
   */
  public WitnessDoubts(StoreView store, Commits commits, Consumer<Doubt> alarms) {
    this.store = store;
    this.commits = commits;
    this.alarms = alarms;
  }

  void keep(Doubt doubt) {
    Bytes row = LogRows.of(doubt.origin()).doubt(doubt.kind().code, doubt.witness());
    Optional<Doubt> known = store.get(row).map(WitnessDoubts::decode);
    boolean saysMore =
        doubt.kind() == Kind.AHEAD
            && known.filter(each -> each.theirs() < doubt.theirs()).isPresent();
    if (known.isEmpty() || saysMore) {
      commits.commit(Batch.named("doubt").put(row, encode(doubt)), Durability.SYNC);
    }
    // A crash here leaves it to the next start, which tells of all that is kept.
    if (known.isEmpty()) {
      alarms.accept(doubt);
    }
  }

  /**
   * A witness has cosigned a tree of so many entries that goes on from the one it had cosigned: it
   * is ahead of us no more. That it has cosigned another tree once is not settled by that.
   */
  void settle(LogOrigin origin, String witness, long size) {
    Bytes row = LogRows.of(origin).doubt(Kind.AHEAD.code, witness);
    if (store
        .get(row)
        .map(WitnessDoubts::decode)
        .filter(each -> each.theirs() <= size)
        .isPresent()) {
      commits.commit(Batch.named("doubt-settled").delete(row), Durability.SYNC);
    }
  }

  /** Those that are kept in a store. */
  public static List<Doubt> all(StoreView store, int most) {
    List<Doubt> found = new ArrayList<>();
    try (Scan scan = store.scan(LogRows.allDoubts())) {
      while (found.size() < most && scan.next()) {
        found.add(decode(scan.value()));
      }
    }
    return found;
  }

  private static Bytes encode(Doubt doubt) {
    ByteBuffer numbers =
        ByteBuffer.allocate(1 + 2 * Long.BYTES)
            .put((byte) doubt.kind().code)
            .putLong(doubt.ours())
            .putLong(doubt.theirs());
    // A name has neither spaces nor line feeds, and neither has an origin.
    return Bytes.concat(
        Bytes.owning(numbers.array()), Bytes.utf8(doubt.origin().text() + " " + doubt.witness()));
  }

  private static Doubt decode(Bytes row) {
    String names = new String(row.from(1 + 2 * Long.BYTES).toArray(), StandardCharsets.UTF_8);
    int space = names.indexOf(' ');
    return new Doubt(
        LogOrigin.parse(names.substring(0, space)).orElseThrow(),
        names.substring(space + 1),
        Kind.of(row.at(0)),
        row.longAt(1),
        row.longAt(1 + Long.BYTES));
  }
}
