package io.vivim.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.search.QueryText.Clause;
import io.vivim.search.QueryText.Phrase;
import io.vivim.search.QueryText.Prefix;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QueryTextTest {
  private final Words words = new Words();

  private List<Clause> parse(String text) {
    return QueryText.parse(text, words).clauses();
  }

  private static Phrase phrase(String... words) {
    return new Phrase(List.of(words));
  }

  @Test
  void wordsPhrasesAndPrefixesAreTold() {
    assertThat(parse("Autumn  leaves")).containsExactly(phrase("autumn"), phrase("leaves"));
    assertThat(parse("\"Autumn leaves\" fall"))
        .containsExactly(phrase("autumn", "leaves"), phrase("fall"));
    assertThat(parse("say \"open end")).containsExactly(phrase("say"), phrase("open", "end"));
    assertThat(parse("Aut*")).containsExactly(new Prefix("aut"));
    assertThat(parse("well-known")).containsExactly(phrase("well", "known"));
    assertThat(parse("foo-ba*")).containsExactly(phrase("foo"), new Prefix("ba"));
    assertThat(parse("東京")).containsExactly(phrase("東", "京"));
  }

  @Test
  void whatMeansNothingIsPassedOver() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("* \" \" ** ?")).isEmpty();
    assertThat(parse("\"leaves\"*")).containsExactly(phrase("leaves"));
    assertThat(parse("AND (a: OR ]")).containsExactly(phrase("and"), phrase("a"), phrase("or"));
  }

  @Test
  void longTextsAreReadFromTheStart() {
    List<Clause> clauses = parse("w ".repeat(1000));
    assertThat(clauses).hasSize(QueryText.MAX_WORDS);
    assertThat(parse("x".repeat(QueryText.MAX_CHARS) + " end")).doesNotContain(phrase("end"));
  }

  @Provide
  Arbitrary<String> awkward() {
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        Arbitraries.strings().withChars("ab\"*-' \\:()東\ud800\u0301~^").ofMaxLength(40));
  }

  @Property
  void anyTextIsAQuestion(@ForAll("awkward") String text) {
    int count = 0;
    for (Clause clause : parse(text)) {
      count += clause instanceof Phrase phrase ? phrase.words().size() : 1;
    }
    assertThat(count).isLessThanOrEqualTo(QueryText.MAX_WORDS);
  }
}
