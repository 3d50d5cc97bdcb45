package io.vivim.statemachine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternTest {
  private static final int NESTING = 3;

  private static CompiledSchema compiled(String pattern) {
    return Schema.compile(IpldMap.of(Map.of("pattern", Ipld.of(pattern))));
  }

  private static boolean matches(String pattern, String text) {
    return compiled(pattern).orThrow().check(Ipld.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          b ; abc ; true
          ^b ; abc ; false
          c$ ; abc ; true
          ^$ ; a ; false
          ^a.c$ ; abc ; true
          ^(ab|cd)+$ ; abcdab ; true
          ^(ab|cd)+$ ; abca ; false
          ^(?:|a)b$ ; b ; true
          ^a{2,3}$ ; a ; false
          ^a{2,3}$ ; aaa ; true
          ^a{2,3}$ ; aaaa ; false
          ^a{2,}$ ; aaaaa ; true
          ^a{2}$ ; aaa ; false
          ^a{0}b$ ; b ; true
          ^a{0}b$ ; ab ; false
          ^a??b$ ; ab ; true
          ^[^a-c]$ ; d ; true
          ^[^a-c]$ ; b ; false
          ^[a\\-z]$ ; - ; true
          ^[a-]$ ; - ; true
          ^[\\]^]+$ ; ^] ; true
          ^[\\w.-]+$ ; a_1.- ; true
          ^[^\\W]$ ; . ; false
          [] ; a ; false
          ^[^]$ ; a ; true
          \\bcd\\b ; ab.cd ; true
          \\bd ; abcd ; false
          \\Bd$ ; abcd ; true
          ^\\x41$ ; A ; true
          ^\\u0041$ ; A ; true
          ^\\u{41}$ ; A ; true
          ^\\u{1F432}$ ; 🐲 ; true
          ^\\ud83d\\udc32$ ; 🐲 ; true
          ^[🐉-🐲]$ ; 🐐 ; true
          ^[🐉-🐲]$ ; 🐳 ; false
          ^.$ ; 🐲 ; true
          ^..$ ; 🐲 ; false
          ^\\d+$ ; ٣ ; false
          ^(a*)*$ ; aaab ; false
          ^(a|b|)+c$ ; ababc ; true
          """)
  void patternsMatchAsInEcmaScript(String pattern, String text, boolean matches) {
    assertThat(matches(pattern, text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "[a",
        "*",
        "a**",
        "^*",
        "a{2,1}",
        "a{",
        "a{,2}",
        "{",
        "}",
        "]",
        "\\",
        "\\a",
        "\\-",
        "\\c1",
        "\\x4",
        "\\u12",
        "\\u{110000}",
        "\\u{}",
        "\\ud83d\\u0041",
        "[z-a]",
        "[\\d-z]",
        "[a-\\d]",
        "\\01",
        "[\\1]",
        "[\\B]",
        "\\u{ffffffffffff}"
      })
  void whatIsNotInTheGrammarIsRefused(String pattern) {
    assertThat(compiled(pattern))
        .isEqualTo(new CompiledSchema.Refused(SchemaReason.PATTERN_SYNTAX, "/pattern"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)\\1",
        "\\k<n>",
        "(?<n>a)",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!a)",
        "(?i:a)",
        "\\p{L}",
        "[\\P{L}]"
      })
  void whatNeedsMoreThanAMachineIsRefused(String pattern) {
    assertThat(compiled(pattern))
        .isEqualTo(new CompiledSchema.Refused(SchemaReason.PATTERN_UNSUPPORTED, "/pattern"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1001}",
        "a{99999999999999999999}",
        "((a{100}){100}){100}",
        "(((){1000}){1000}){1000}",
        "((){0,1000}){0,1000}",
        "(a{1000}){11}"
      })
  void whatIsTooLargeIsRefusedBeforeItIsBuilt(String pattern) {
    assertThat(compiled(pattern))
        .isEqualTo(new CompiledSchema.Refused(SchemaReason.PATTERN_TOO_LARGE, "/pattern"));
  }

  /** Patterns of which Java, whose own matcher is sound if slow, thinks as ECMA-262 does. */
  @Property(tries = 2000)
  void matchingAgreesWithJavaOnShortTexts(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertThat(matches(pattern, text)).isEqualTo(Pattern.compile(pattern).matcher(text).find());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abc-").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> ends = Arbitraries.of("", "^");
    return Combinators.combine(ends, pattern(NESTING), Arbitraries.of("", "$"))
        .as((start, inner, end) -> start + inner + end);
  }

  private static Arbitrary<String> pattern(int depth) {
    Arbitrary<String> atoms =
        Arbitraries.of("a", "b", ".", "[ab]", "[^a]", "\\w", "\\W", "[\\w-]", "(?:)", "[a-b-]");
    if (depth == 0) {
      return atoms;
    }
    Arbitrary<String> inner = pattern(depth - 1);
    Arbitrary<String> series = inner.list().ofMaxSize(3).map(PatternTest::joined);
    Arbitrary<String> choices =
        inner.list().ofMinSize(1).ofMaxSize(3).map(all -> "(" + String.join("|", all) + ")");
    Arbitrary<String> repeats =
        Combinators.combine(
                inner, Arbitraries.of("*", "+", "?", "{2}", "{1,}", "{0,2}", "{0}", "*?", "{1,3}?"))
            .as((part, many) -> "(?:" + part + ")" + many);
    return Arbitraries.oneOf(atoms, series, choices, repeats, Arbitraries.of("\\b", "\\B", "^"));
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }
}
