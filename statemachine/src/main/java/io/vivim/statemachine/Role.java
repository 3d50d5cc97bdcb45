package io.vivim.statemachine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in a circle. */
public enum Role {
  VIEWER(1),
  MEMBER(2),
  ADMIN(3),
  OWNER(4);

  private final int rank;

  Role(int rank) {
    this.rank = rank;
  }

  int rank() {
    return rank;
  }

  /** As bodies name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> named(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /** The role of this name that one can be given. */
  public static Optional<Role> granted(String text) {
    return named(text).filter(role -> role != OWNER);
  }

  public boolean isBelow(Role that) {
    return rank < that.rank;
  }
}
