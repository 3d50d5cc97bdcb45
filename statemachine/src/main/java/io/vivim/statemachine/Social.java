package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are to each other, and to what others wrote, as far as the reader sees it. Pages go
 * on where the one before said.
 */
public final class Social {
  private static final Optional<Ipld> ACCEPTED = Optional.of(Ipld.of("accepted"));

  private final State state;

  Social(State state) {
    this.state = state;
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

  /** The friendships of somebody to which both sides say yes. */
  public EntityPage friends(Reader reader, DidKey who, @Nullable Bytes after, int limit) {
    EntityPage page = state.query(reader, Query.ofKind("friend").by(who), after, limit);
    List<Entity> accepted =
        page.entities().stream()
            .filter(friend -> Optional.ofNullable(friend.fields().get("status")).equals(ACCEPTED))
            .toList();
    return new EntityPage(accepted, page.next());
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
