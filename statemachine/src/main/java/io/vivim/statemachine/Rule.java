package io.vivim.statemachine;

import java.util.Locale;

/** What an event has to show of its right, by section 3 of docs/spec/authority.md. */
public enum Rule {
  DEVICE("the signer is not the author and cites no device grant that names it and holds"),
  ROOT_KEY("devices are granted and revoked by the root key alone"),
  KEY("the entity is not the author's identity"),
  KIND("a head of the entity has a type of another kind"),
  NO_ENTITY("the event names an entity, and neither heads nor a key of it"),
  CIRCLE("the author cites no membership of the circle that holds"),
  ROLE("the author's role in the circle is not enough"),
  OWNER("the entity is another's, and nothing cited gives a right to it");

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  /** The stable code, such as {@code no-entity}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One clause for people. */
  public String text() {
    return text;
  }
}
