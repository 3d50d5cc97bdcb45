package io.vivim.statemachine.model;

/**
 * How much of what an entity has goes into an answer, so that nobody can write more of one than a
 * reader's memory holds. What does not fit is left out, and that this happened is kept.
 */
public final class Room {
  private final long bytes;
  private long left;
  private boolean isCut;

  private Room(long bytes) {
    this.bytes = bytes;
    this.left = bytes;
  }

  /** Room for so many bytes as they are stored. */
  public static Room of(long bytes) {
    return new Room(bytes);
  }

  /** Room for everything. */
  public static Room endless() {
    return new Room(Long.MAX_VALUE);
  }

  /** Takes room, if there is enough left; else something is cut. */
  public boolean take(long wanted) {
    if (wanted > left) {
      isCut = true;
      return false;
    }
    left -= wanted;
    return true;
  }

  /** A room of its own within this one, for no more than so many bytes. */
  public Room part(long most) {
    return new Room(Math.min(most, left));
  }

  /** What was taken in a part of this one is taken, and what was cut there is cut. */
  public void close(Room part) {
    left -= part.used();
    isCut |= part.isCut;
  }

  /** Something is left out. */
  public void cut() {
    isCut = true;
  }

  public long left() {
    return left;
  }

  public long used() {
    return bytes - left;
  }

  /** Whether something did not fit. */
  public boolean isCut() {
    return isCut;
  }
}
