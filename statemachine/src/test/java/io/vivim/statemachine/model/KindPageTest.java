package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for other teams says of each kind what the code does. */
final class KindPageTest {
  private static final Path PAGE =
      Path.of(Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root"))
          .resolve("docs/spec/state.md");

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  @Test
  void everyKindHasItsTable() throws IOException {
    for (Kind kind : Kind.catalogue().values()) {
      if (!Model.builtIn(kind).rules().isEmpty()) {
        assertThat(page()).contains(table(kind));
      }
    }
  }

  private static String table(Kind kind) {
    Model model = Model.builtIn(kind);
    String rows =
        model.rules().stream()
            .map(
                rule ->
                    row(
                        "`" + rule.name() + "`",
                        rule.merge().text(),
                        rule.values(),
                        rule.meaning()))
            .collect(Collectors.joining());
    return "### `" + kind + "`\n\n" + needed(model) + header("field", "merge", "values", "") + rows;
  }

  private static String needed(Model model) {
    List<Ipld> names = Coded.list(model.schema().get("required").orElse(Ipld.listOf()));
    return names.isEmpty()
        ? ""
        : names.stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", ", "The first event writes ", ".\n\n"));
  }

  @Test
  void everyCommandHasItsArguments() throws IOException {
    for (Map.Entry<String, List<Argument>> command : Commands.arguments().entrySet()) {
      assertThat(page()).contains(rows(command.getKey(), command.getValue()));
    }
  }

  private static String rows(String type, List<Argument> arguments) {
    return arguments.stream()
        .map(
            argument ->
                row(
                    "`" + type + "`",
                    "`" + argument.name() + "`",
                    argument.isNeeded() ? "yes" : "",
                    argument.shape().text(),
                    argument.meaning()))
        .collect(Collectors.joining());
  }

  @Test
  void everyNotationHasItsSchema() throws IOException, RefusedException {
    for (Shape shape :
        List.of(
            Shape.LONG_TEXT,
            Shape.WORD,
            Shape.DID,
            Shape.DID_KEY,
            Shape.URI,
            Shape.LANGUAGE,
            Shape.MEDIA_TYPE,
            Shape.FLOATS,
            Shape.MILLIS,
            Shape.SECONDS,
            Shape.SCORE)) {
      assertThat(page()).contains(row(shape.text(), "`" + DagJson.encode(shape.schema()) + "`"));
    }
  }

  @Test
  void everyWordOfTheListsThatNeedOneHasItsMeaning() throws IOException {
    String words = page().substring(page().indexOf("\n### Words\n"));
    Stream.of(MemoryKind.TYPE, MemoryKind.CONSOLIDATION, SocialKinds.VERIFICATION_LEVEL)
        .flatMap(shape -> Stream.of(shape.text().split(", ", -1)))
        .forEach(word -> assertThat(words).contains("\n| " + word + " | "));
  }

  private static String header(String... names) {
    return row(names) + "|" + "---|".repeat(names.length) + "\n";
  }

  private static String row(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
        .collect(Collectors.joining("", "|", "\n"));
  }
}
