package io.vivim.blockbuilder;

import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import java.util.Optional;
import java.util.Set;

/**
 * Which log: whose, and of which scope. Its text is the origin of the log's checkpoints and the
 * name of its key, so that each tells the other.
 *
 * <pre>
 *   vivim/z6Mk…/public
 *   vivim/z6Mk…/circle/bafy…
 * </pre>
 *
 * @param scope public or a circle's
 */
public record LogOrigin(DidKey builder, LogScope scope) {
  private static final String BEGIN = "vivim/";
  private static final String PUBLIC = "public";
  private static final String CIRCLE = "circle/";

  /** What tells of logs is in none. */
  private static final Set<String> NO_LEAVES = Set.of(CheckpointBody.TYPE, "system:anchor");

  public LogOrigin {
    if (builder.type() != KeyType.ED25519 || scope.isOwned()) {
      throw new IllegalArgumentException("no log of " + scope + " by " + builder);
    }
  }

  /** Whether events of a type are in logs. */
  public static boolean takes(EventType type) {
    return !NO_LEAVES.contains(type.name());
  }

  /** What stands for an event in a log: its CID. */
  public static Bytes entry(EventId event) {
    return event.cid().bytes();
  }

  /** The event for which an entry stands; nothing where it is no CID of an event. */
  static Optional<EventId> event(Bytes entry) {
    int digest = entry.size() - EventId.DIGEST_BYTES;
    return digest < 0
        ? Optional.empty()
        : Optional.of(new EventId(entry.from(digest))).filter(of -> entry(of).equals(entry));
  }

  public String text() {
    String where = scope.isPublic() ? PUBLIC : scope.text().replace(':', '/');
    return BEGIN + builder.multikey() + "/" + where;
  }

  /** The log of an origin; nothing where it is no builder's. */
  public static Optional<LogOrigin> parse(String text) {
    int slash = text.indexOf('/', BEGIN.length());
    if (!text.startsWith(BEGIN) || slash < 0) {
      return Optional.empty();
    }
    String where = text.substring(slash + 1);
    Optional<LogScope> scope =
        where.equals(PUBLIC)
            ? Optional.of(LogScope.PUBLIC)
            : Optional.of(where)
                .filter(each -> each.startsWith(CIRCLE))
                .flatMap(each -> LogScope.parse(each.replaceFirst("/", ":")))
                .filter(LogScope::isCircle);
    try {
      DidKey key = DidKey.parse(DidKey.PREFIX + text.substring(BEGIN.length(), slash));
      return scope
          .filter(any -> key.type() == KeyType.ED25519)
          .map(known -> new LogOrigin(key, known))
          .filter(origin -> origin.text().equals(text));
    } catch (DidException e) {
      return Optional.empty();
    }
  }

  /** The key of its checkpoints. */
  public VerifierKey key() {
    return new VerifierKey(text(), VerifierKey.Type.NOTE, builder.publicKey());
  }

  @Override
  public String toString() {
    return text();
  }
}
