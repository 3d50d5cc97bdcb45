package io.vivim.did.ucan;

/**
 * What may be done: lower-case segments, each behind a slash, such as {@code /crud/create}; {@code
 * /} is everything.
 *
 * <p>(UCAN 1.0, "Command".)
 */
public final class Command {
  /** Everything. */
  public static final Command TOP = new Command("/");

  /** The scripts with capitals whose tables are complete: Latin, Greek, Cyrillic, Armenian. */
  private static final int FIRST_CASED_END = 0x0590;

  /** More of Latin and Greek, complete too. */
  private static final int SECOND_CASED_FROM = 0x1e00;

  private static final int SECOND_CASED_END = 0x2000;

  private final String text;

  private Command(String text) {
    this.text = text;
  }

  public static Command parse(String text) throws UcanException {
    boolean shaped =
        text.equals("/") || (text.startsWith("/") && !text.endsWith("/") && !text.contains("//"));
    if (!shaped || text.length() > UcanLimits.MAX_COMMAND_CHARS || !isLowerCase(text)) {
      throw new UcanException(UcanReason.COMMAND, "");
    }
    return new Command(text);
  }

  /**
   * Whether there is no capital, in those blocks where Unicode will add none: what a later version
   * adds would otherwise be refused by one node and accepted by another.
   */
  private static boolean isLowerCase(String text) {
    return text.codePoints()
        .filter(c -> c < FIRST_CASED_END || (c >= SECOND_CASED_FROM && c < SECOND_CASED_END))
        .allMatch(c -> Character.toLowerCase(c) == c);
  }

  /** Whether this command is {@code that} or a parent of it, segment by segment. */
  public boolean covers(Command that) {
    return text.equals("/")
        || (that.text.startsWith(text)
            && (that.text.length() == text.length() || that.text.charAt(text.length()) == '/'));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Command that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
