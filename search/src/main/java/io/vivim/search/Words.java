package io.vivim.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * What a word is, the same for documents and questions and for all languages.
 *
 * <p>Text is folded first: compatible forms become one (Unicode's NFKC), upper case lower case, and
 * accents and vowel points go where leaving them out is a habit (Latin, Greek, Arabic and Hebrew
 * letters; those of other scripts make other words). Then Unicode's word boundaries (UAX #29) cut
 * it, and what is left of Latin letters with strokes, ligatures and the like becomes ASCII.
 *
 * <p>What is not done: no stemming and no stop words, so {@code run} does not find {@code running}
 * (a prefix does); no segmentation by dictionary: Han and Hiragana are one word a character, which
 * a question joins to a phrase again, and Thai, Lao, Khmer and Burmese are one word from space to
 * space, found by their beginnings only; no compounds, no synonyms, no corrections. Words of more
 * than 255 characters are cut into pieces.
 */
final class Words {
  private static final int ASCII_END = 0x80;

  private static final Set<UnicodeScript> WITHOUT_MARKS =
      EnumSet.of(
          UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.ARABIC, UnicodeScript.HEBREW);

  private final Analyzer analyzer = new FoldedText();

  /** Cuts text that is folded already. */
  private static final class FoldedText extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      StandardTokenizer tokenizer = new StandardTokenizer();
      return new TokenStreamComponents(tokenizer, new ASCIIFoldingFilter(tokenizer));
    }

    /** Several texts of one document lie so far apart that no phrase fits both. */
    @Override
    public int getPositionIncrementGap(String field) {
      return 100;
    }
  }

  /** For text that {@link #fold} made. */
  Analyzer analyzer() {
    return analyzer;
  }

  /** The words of a text in order. */
  List<String> of(String text) {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("", fold(text))) {
      CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(word.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  static String fold(String text) {
    String decomposed = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    boolean dropsMarks = false;
    for (int at = 0; at < decomposed.length(); ) {
      int character = decomposed.codePointAt(at);
      at += Character.charCount(character);
      boolean isMark = Character.getType(character) == Character.NON_SPACING_MARK;
      if (!isMark) {
        dropsMarks = WITHOUT_MARKS.contains(UnicodeScript.of(character));
      }
      if (!isMark || !dropsMarks) {
        // By way of the upper case, so that both sigmas of Greek are one.
        folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(character)));
      }
    }
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < ASCII_END);
  }
}
