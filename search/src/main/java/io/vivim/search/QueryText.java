package io.vivim.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a question, read: any text is one, and means something.
 *
 * <pre>
 *   autumn leaves      both words, in any order
 *   "autumn leaves"    the words as a phrase; a quote that is not closed goes to the end
 *   aut*               a word that begins so; behind a phrase or alone, a star means nothing
 *   well-known, 東京    what is written as one and cut into several words is a phrase
 *   foo-ba*            the first words as a phrase, and a word that begins with the last
 * </pre>
 *
 * @param clauses a document has to match all; of none, nothing matches
 */
record QueryText(List<Clause> clauses) {
  /** What follows behind these characters is not read. */
  static final int MAX_CHARS = 1024;

  /** Words behind these are not read. */
  static final int MAX_WORDS = 64;

  /** One condition. */
  sealed interface Clause {}

  /** These words, one behind the other. */
  record Phrase(List<String> words) implements Clause {}

  /** A word with this beginning. */
  record Prefix(String start) implements Clause {}

  static QueryText parse(String text, Words words) {
    String read = text.substring(0, Math.min(text.length(), MAX_CHARS));
    Reading reading = new Reading(words);
    boolean isQuoted = false;
    for (String part : read.split("\"", -1)) {
      if (isQuoted) {
        reading.phrase(words.of(part));
      } else {
        for (String piece : part.split("[\\s\\p{Z}]+", -1)) {
          reading.piece(piece);
        }
      }
      isQuoted = !isQuoted;
    }
    return new QueryText(List.copyOf(reading.clauses));
  }

  /** What was read so far. */
  private static final class Reading {
    private final Words words;
    private final List<Clause> clauses = new ArrayList<>();
    private int left = MAX_WORDS;

    Reading(Words words) {
      this.words = words;
    }

    void piece(String piece) {
      List<String> found = words.of(piece);
      if (!piece.endsWith("*") || found.isEmpty()) {
        phrase(found);
        return;
      }
      phrase(found.subList(0, found.size() - 1));
      if (left > 0) {
        left--;
        clauses.add(new Prefix(found.get(found.size() - 1)));
      }
    }

    void phrase(List<String> found) {
      List<String> some = List.copyOf(found.subList(0, Math.min(left, found.size())));
      if (!some.isEmpty()) {
        left -= some.size();
        clauses.add(new Phrase(some));
      }
    }
  }
}
