package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in the README compile, run, and do what is said of them. */
class ReadmeExampleTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  private static List<MatchResult> programs() throws IOException {
    Path readme = Path.of(Objects.requireNonNull(System.getProperty("vivim.root")), "README.md");
    return PROGRAM.matcher(Files.readString(readme)).results().toList();
  }

  @Test
  void everyProgramRuns() throws Exception {
    List<MatchResult> programs = programs();
    assertThat(programs).extracting(program -> program.group(2)).containsExactly("Note", "Tea");
    String note = run(programs.get(0));
    assertThat(note).startsWith("bafyrei").containsIgnoringCase("valid");
    String tea = run(programs.get(1));
    assertThat(tea).contains("Accepted[position=1]", "content", "tea at four");
  }

  private String run(MatchResult program) throws Exception {
    Path source = folder.resolve(program.group(2) + ".java");
    Files.writeString(source, program.group(1));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream faults = new ByteArrayOutputStream();
    String classes = System.getProperty("java.class.path");
    int code =
        compiler.run(
            null,
            faults,
            faults,
            "-proc:none",
            "-Xlint:-options",
            "-d",
            folder.toString(),
            "-cp",
            classes,
            source.toString());
    assertThat(code).as(faults.toString(StandardCharsets.UTF_8)).isZero();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      String[] arguments = {folder.resolve("data").toString()};
      loader
          .loadClass(program.group(2))
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
