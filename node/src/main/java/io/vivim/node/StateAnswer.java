package io.vivim.node;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.LogScope;
import io.vivim.statemachine.StateDiff;
import io.vivim.statemachine.StateDigest;

/** What the commands of {@code vivim state} say. */
sealed interface StateAnswer extends Answer {
  /** The digest of a scope. */
  record Hashed(StateDigest digest, long position) implements StateAnswer {
    @Override
    public String text() {
      return digest.root().toHex() + " " + position + " " + digest.scope();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("scope", Ipld.of(digest.scope().text()))
          .put("digest", Ipld.of(digest.root().toHex()))
          .put("entities", Ipld.of(digest.entities()))
          .put("position", Ipld.of(position))
          .build();
    }
  }

  /** The state was made anew, up to this position. */
  record Rebuilt(long position) implements StateAnswer {
    @Override
    public String text() {
      return "rebuilt " + counted(position, "event", "", "s");
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("events", Ipld.of(position)).build();
    }
  }

  /** An entity that is not the same in both. */
  record Different(StateDiff.Difference difference, LogScope scope) implements StateAnswer {
    @Override
    public String text() {
      return side() + " " + difference.entity() + " " + scope;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("side", Ipld.of(side()))
          .put("entity", Ipld.of(difference.entity().toString()))
          .put("scope", Ipld.of(scope.text()))
          .build();
    }

    private String side() {
      return switch (difference.side()) {
        case FIRST -> "here";
        case SECOND -> "there";
        case BOTH -> "both";
      };
    }
  }

  /** There is no difference. */
  record Same(long scopes) implements StateAnswer {
    @Override
    public String text() {
      return "ok " + counted(scopes, "scope", "", "s");
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("scopes", Ipld.of(scopes)).build();
    }
  }

  /** Such as {@code 1 entity} and {@code 2 entities}. */
  static String counted(long count, String stem, String one, String many) {
    return count + " " + stem + (count == 1 ? one : many);
  }
}
