package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The page for other teams says what the code does, where that can be compared. */
class EventPageTest {
  private static final Path PAGE =
      Path.of(Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root"))
          .resolve("docs/spec/event.md");

  private static List<String> page() throws IOException {
    return Files.readAllLines(PAGE);
  }

  @Test
  void everyReasonHasItsLine() throws IOException {
    List<String> lines = page();
    for (RejectionReason reason : RejectionReason.values()) {
      String text = reason.text();
      String sentence = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
      assertThat(lines)
          .anyMatch(line -> line.startsWith("| `" + reason.code() + "` | " + sentence + " |"));
    }
  }

  @Test
  void everyTypeHasItsLineWithItsSubjectAndItsControl() throws IOException {
    List<String> lines = page();
    for (EventType type : EventType.catalogue().values()) {
      String subject = type.subject().name().toLowerCase(Locale.ROOT);
      String end = " | " + subject + (type.isControl() ? " | yes |" : " | |");
      assertThat(lines)
          .as(type.name())
          .anyMatch(
              line ->
                  line.startsWith("| `")
                      && line.contains("`" + type.name() + "`")
                      && line.endsWith(end));
    }
  }

  @Test
  void theLimitsAreThoseOfTheCode() throws IOException {
    assertThat(String.join("\n", page()))
        .contains(
            "| `MAX_HEADER_BYTES` | " + EventLimits.MAX_HEADER_BYTES / 1024 + " KiB;",
            "| `MAX_PAYLOAD_BYTES` | " + EventLimits.MAX_PAYLOAD_BYTES / 1024 + " KiB;",
            "| `MAX_PREV_VERSIONS` | " + EventLimits.MAX_PREV_VERSIONS + " |",
            "| `MAX_AUTH` | " + EventLimits.MAX_AUTH + " |",
            "| `MAX_CLOCK_ENTRIES` | " + EventLimits.MAX_CLOCK_ENTRIES + " |",
            "| `MAX_TYPE_CHARS` | " + EventLimits.MAX_TYPE_CHARS + " |",
            "| `SALT_BYTES` | " + EventLimits.SALT_BYTES + " |",
            "| `MAX_CLOCK_DRIFT` | " + EventLimits.MAX_CLOCK_DRIFT.toMinutes() + " minutes |",
            EventLimits.MAX_TAGS + " tags, of " + EventLimits.MAX_TAG_TEXTS + " texts",
            "of " + EventLimits.MAX_TAG_TEXT_BYTES + " bytes each");
  }
}
