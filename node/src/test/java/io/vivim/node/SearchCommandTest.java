package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vivim search} on a data folder. */
class SearchCommandTest {
  @TempDir private Path folder;
  private DataFolder home;
  private DecodedEvent tea;
  private DecodedEvent rain;

  @BeforeEach
  void fill() throws Exception {
    home = new DataFolder(folder);
    tea = home.memory("tea");
    rain = home.memory("rain");
    home.hold(tea, rain);
  }

  private static String idsOf(Terminal.Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome
        .out()
        .lines()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList()
        .toString();
  }

  @Test
  void itFindsWordsAndTagsInAnIndexThatItMakes() throws Exception {
    assertThat(idsOf(home.run("search", "tea"))).isEqualTo("[" + tea.id() + "]");
    assertThat(Files.isDirectory(home.data.resolve("search"))).isTrue();
    assertThat(idsOf(home.run("search", "--tag", "topic=rain"))).isEqualTo("[" + rain.id() + "]");
    assertThat(idsOf(home.run("search"))).isEqualTo("[" + rain.id() + ", " + tea.id() + "]");
    assertThat(idsOf(home.run("search", "snow"))).isEqualTo("[]");

    DecodedEvent snow = home.memory("snow");
    home.hold(snow);
    assertThat(idsOf(home.run("search", "snow"))).isEqualTo("[" + snow.id() + "]");
  }

  @Test
  void itNarrowsByKindAndOwner() {
    String own = home.key.did().toString();
    assertThat(idsOf(home.run("search", "tea", "--kind", "memory", "--owner", own)))
        .isEqualTo("[" + tea.id() + "]");
    assertThat(idsOf(home.run("search", "tea", "--kind", "content"))).isEqualTo("[]");
  }

  @Test
  void itAnswersWithJson() {
    String line = home.run("search", "tea", "--json").out();
    assertThat(line).contains(tea.id().toString(), "\"score\":", "\"kind\":\"memory\"");
  }

  @Test
  void whatIsErasedLeavesTheIndexAtOnce() throws Exception {
    home.keepKey();
    DecodedEvent secret = home.memory("zanzibarsecret");
    home.hold(secret);
    idsOf(home.run("search", "zanzibarsecret"));
    assertThat(isInTheIndex("zanzibarsecret")).isTrue();

    Terminal.Outcome erased = home.run("event", "erase", secret.id().toString(), "--key", "home");
    assertThat(erased.code()).as(erased.err()).isZero();
    assertThat(isInTheIndex("zanzibarsecret")).isFalse();
  }

  private boolean isInTheIndex(String text) throws IOException {
    try (Stream<Path> files = Files.list(home.data.resolve("search"))) {
      for (Path file : files.toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void misuseIsTold() {
    assertThat(home.run("search", "--near", "nothing").err()).contains("--near is no id");
    assertThat(home.run("search", "--near", tea.id().toString()).err()).contains("embedding");
    assertThat(home.run("search", "--limit", "0").err()).contains("--limit takes 1 to 1000");
    assertThat(home.run("search", "--owner", "me").err())
        .contains("--owner is neither a DID nor a key here");
  }
}
