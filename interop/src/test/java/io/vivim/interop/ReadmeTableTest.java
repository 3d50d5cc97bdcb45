package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README of libp2p claims is what passed in this run. Comes last. */
@Order(Integer.MAX_VALUE)
@ExtendWith(Proofs.class)
final class ReadmeTableTest {
  private static final Path README =
      Path.of(Objects.requireNonNull(System.getProperty("vivim.root")), "libp2p/README.md");

  @Test
  void theTableSaysWhatPassed(Proofs.Proven proven) throws IOException {
    assumeFalse(proven.tests().isEmpty(), "nothing ran against js-libp2p");
    assertThat(Files.readAllLines(README)).containsSubsequence(table(proven));
  }

  @Test
  void theListHasEveryTest(Proofs.Proven proven) throws IOException {
    assumeFalse(proven.tests().isEmpty(), "nothing ran against js-libp2p");
    Set<String> all = new TreeSet<>();
    proven.tests().values().forEach(all::addAll);
    List<String> listed =
        Files.readAllLines(README).stream()
            .dropWhile(line -> !line.equals("The eleven:"))
            .filter(line -> line.startsWith("- "))
            .map(line -> line.substring("- ".length()).replaceFirst(";.*$", ""))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
  }

  private static List<String> table(Proofs.Proven proven) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("| passed, with yamux |");
    for (Meeting.Version version : Meeting.Version.values()) {
      head.append(" we dial ").append(version.text).append(" |");
      head.append(" ").append(version.text).append(" dials us |");
    }
    lines.add(head.toString());
    for (Meeting.Transport transport : Meeting.Transport.values()) {
      for (Meeting.Security security : Meeting.Security.values()) {
        StringBuilder row = new StringBuilder("| " + transport.text + ", " + security.text + " |");
        for (Meeting.Version version : Meeting.Version.values()) {
          for (boolean isOurs : List.of(true, false)) {
            Meeting meeting = new Meeting(version, transport, security, isOurs);
            row.append(" ").append(proven.tests().getOrDefault(meeting, Set.of()).size());
            row.append(" |");
          }
        }
        lines.add(row.toString());
      }
    }
    return lines;
  }
}
