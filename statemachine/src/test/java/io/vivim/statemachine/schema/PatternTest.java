package io.vivim.statemachine.schema;

import static java.util.stream.Collectors.joining;
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
import org.junit.jupiter.api.Test;
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

  /**
   * A pattern, and one without counts that means the same. Of those Java, whose own matcher is
   * slow, thinks as ECMA-262 does; counts it takes back wrongly, as in {@code (?:a|\B){2}$}.
   */
  record Twin(String pattern, String uncounted) {
    static Twin of(String both) {
      return new Twin(both, both);
    }

    Twin times(String count) {
      String one = "(?:" + uncounted + ")";
      String repeated =
          switch (count) {
            case "{2}" -> one + one;
            case "{1,}" -> one + one + "*";
            case "{0,2}" -> "(?:" + one + one + "?)?";
            case "{0}" -> "";
            case "{1,3}?" -> one + "(?:" + one + one + "??)??";
            default -> one + count;
          };
      return new Twin("(?:" + pattern + ")" + count, repeated);
    }

    static Twin joined(String before, List<Twin> parts, String between, String after) {
      return new Twin(
          parts.stream().map(Twin::pattern).collect(joining(between, before, after)),
          parts.stream().map(Twin::uncounted).collect(joining(between, before, after)));
    }
  }

  @Property(tries = 2000)
  void matchingAgreesWithJavaOnShortTexts(
      @ForAll("patterns") Twin twin, @ForAll("texts") String text) {
    boolean expected = Pattern.compile(twin.uncounted()).matcher(text).find();
    assertThat(matches(twin.pattern(), text)).isEqualTo(expected);
  }

  @Test
  void whatACountTakesBackIsTriedAgain() {
    assertThat(matches("(?:a|\\B){2}$", "ba")).isTrue();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abc-").ofMaxLength(8);
  }

  @Provide
  Arbitrary<Twin> patterns() {
    Arbitrary<String> ends = Arbitraries.of("", "^");
    return Combinators.combine(ends, pattern(NESTING), Arbitraries.of("", "$"))
        .as((start, inner, end) -> Twin.joined(start, List.of(inner), "", end));
  }

  private static Arbitrary<Twin> pattern(int depth) {
    Arbitrary<Twin> atoms =
        Arbitraries.of("a", "b", ".", "[ab]", "[^a]", "\\w", "\\W", "[\\w-]", "(?:)", "[a-b-]")
            .map(Twin::of);
    if (depth == 0) {
      return atoms;
    }
    Arbitrary<Twin> inner = pattern(depth - 1);
    Arbitrary<Twin> series = inner.list().ofMaxSize(3).map(parts -> Twin.joined("", parts, "", ""));
    Arbitrary<Twin> choices =
        inner.list().ofMinSize(1).ofMaxSize(3).map(all -> Twin.joined("(", all, "|", ")"));
    Arbitrary<Twin> repeats =
        Combinators.combine(
                inner, Arbitraries.of("*", "+", "?", "{2}", "{1,}", "{0,2}", "{0}", "*?", "{1,3}?"))
            .as(Twin::times);
    Arbitrary<Twin> places = Arbitraries.of("\\b", "\\B", "^").map(Twin::of);
    return Arbitraries.oneOf(atoms, series, choices, repeats, places);
  }
}
