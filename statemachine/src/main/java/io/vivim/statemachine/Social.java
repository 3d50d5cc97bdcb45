package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.statemachine.model.Room;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are to each other, and to what others wrote, as far as the reader sees it. Pages go
 * on where the one before said.
 */
public final class Social {
  private static final String ACCEPTED = "accepted";

  private final State state;
  private final Definitions definitions;

  Social(State state, Definitions definitions) {
    this.state = state;
    this.definitions = definitions;
  }

  /** The follows of somebody, each owned by who follows; the newest first. */
  public EntityPage followers(Reader reader, DidKey whom, @Nullable Bytes after, int limit) {
    return state.query(reader, followsOf(whom), after, limit);
  }

  private static Query followsOf(DidKey whom) {
    return Query.ofKind("follow").about(whom.toString());
  }

  /** The follows by somebody, each with whom or what it follows as its {@code target}. */
  public EntityPage following(Reader reader, DidKey who, @Nullable Bytes after, int limit) {
    return state.query(reader, Query.ofKind("follow").by(who), after, limit);
  }

  /**
   * The friendships of somebody to which both sides say yes. A page is full where there are enough,
   * but where too many others lie between them, or the friendships are large; then it has a cursor.
   */
  public EntityPage friends(Reader reader, DidKey who, @Nullable Bytes after, int limit) {
    return state.query(reader, Query.ofKind("friend").by(who), this::isAccepted, after, limit);
  }

  private boolean isAccepted(EntityState friend) {
    Shown shown = new Shown(friend, definitions.of(friend));
    Room room = Room.of(EntityReader.MAX_ENTITY_BYTES);
    Optional<Ipld> sides = shown.value(friend.fields().get("sides"), room);
    return EntityReader.statusOf(sides.orElse(null)).equals(ACCEPTED);
  }

  /** How many follow somebody. */
  public long followerCount(Reader reader, DidKey whom) {
    return state.count(reader, "follow", whom.toString());
  }

  /**
   * How many like something.
   *
   * @param target the text of its id or address
   */
  public long likeCount(Reader reader, String target) {
    return state.count(reader, "like", target);
  }

  /**
   * How many comments there are on something.
   *
   * @param target the text of its id
   */
  public long commentCount(Reader reader, String target) {
    return state.count(reader, "comment", target);
  }
}
