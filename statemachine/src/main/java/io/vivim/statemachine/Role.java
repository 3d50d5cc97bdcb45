package io.vivim.statemachine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in a circle; the later ones rank above the earlier ones. */
public enum Role {
  VIEWER,
  MEMBER,
  ADMIN,
  OWNER;

  /** As bodies name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this name that one can be given. */
  static Optional<Role> granted(String text) {
    return Arrays.stream(values())
        .filter(role -> role != OWNER && role.text().equals(text))
        .findFirst();
  }

  boolean isBelow(Role that) {
    return compareTo(that) < 0;
  }
}
