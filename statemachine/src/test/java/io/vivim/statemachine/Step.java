package io.vivim.statemachine;

/**
 * A small step of a history: what is done, and what decides how. Every number means something at
 * every point of every history, so steps can be left out and the rest still makes one.
 *
 * @param who which of the people
 * @param where which scope or entity
 * @param dice the seed of everything else
 */
record Step(Act act, int who, int where, long dice) {
  /** What somebody does. */
  enum Act {
    CREATE(10),
    EDIT(40),
    IDENTITY(4),
    ADD_DEVICE(7),
    REVOKE_DEVICE(3),
    CONVERSATION(4),
    FOLLOW(3),
    FRIEND(8),
    LIKE(3),
    CIRCLE(3),
    MEMBER(9),
    SET_ROLE(5),
    REMOVE_MEMBER(6),
    LEAVE(3),
    ROTATE(1),
    POLICY(7),
    END_POLICY(3),
    DELEGATE(5),
    END_DELEGATION(3),
    MODEL(3),
    APPLICATION(12),
    ERASE(9),
    SYSTEM(2),

    /** A model that many fold by changes, or seems to. */
    UPGRADE(9),

    /** A key is in use in the open and in a private scope. */
    HIDE(5),

    /** What an erasure or a definition relies on is taken away. */
    UNDO(4),
    REMOVE_AGAIN(4),

    /** A signer gives one place of a log to two events. */
    FORK(5);

    private final int weight;

    Act(int weight) {
      this.weight = weight;
    }

    /** How often it happens, to the others. */
    int weight() {
      return weight;
    }
  }
}
