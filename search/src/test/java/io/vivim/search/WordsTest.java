package io.vivim.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordsTest {
  private final Words words = new Words();

  private void areOne(String... spellings) {
    List<String> first = words.of(spellings[0]);
    assertThat(first).isNotEmpty();
    for (String spelling : spellings) {
      assertThat(words.of(spelling)).as(spelling).isEqualTo(first);
    }
  }

  @Test
  void spellingsThatPeopleMixUpAreOneWord() {
    areOne("café", "cafe\u0301", "CAFÉ", "cafe");
    areOne("straße", "STRASSE", "strasse");
    areOne("ﬁne", "fine", "ＦＩＮＥ");
    areOne("ΟΔΟΣ", "οδός", "οδος");
    areOne("İstanbul", "istanbul", "ISTANBUL", "ıstanbul");
    areOne("أحمد", "احمد", "أَحْمَد");
    areOne("שָׁלוֹם", "שלום");
    areOne("МОСКВА", "москва");
    areOne("Łódź", "lodz");
    areOne("한국어", "한국어");
  }

  @Test
  void marksThatMakeAnotherWordStay() {
    assertThat(words.of("हिन्दी")).isNotEqualTo(words.of("हनद")).hasSize(1);
    assertThat(words.of("мой")).isNotEqualTo(words.of("мои"));
    assertThat(words.of("が")).isNotEqualTo(words.of("か"));
  }

  @Test
  void wordsEndWhereUnicodeSays() {
    assertThat(words.of("Don't panic: it's 3.14, e-mail me@home"))
        .containsExactly("don't", "panic", "it's", "3.14", "e", "mail", "me", "home");
    assertThat(words.of("東京タワー")).containsExactly("東", "京", "タワー");
    assertThat(words.of("!? … —")).isEmpty();
    assertThat(words.of("a".repeat(300))).containsExactly("a".repeat(255), "a".repeat(45));
  }

  @Property
  void anyTextHasWordsAndFoldingTwiceChangesNothing(@ForAll String text) {
    assertThat(words.of(text)).allMatch(word -> !word.isEmpty());
    assertThat(Words.fold(Words.fold(text))).isEqualTo(Words.fold(text));
  }
}
