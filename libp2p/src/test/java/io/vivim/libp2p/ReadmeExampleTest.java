package io.vivim.libp2p;

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
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs in this module's README compile, run, and do what is said of them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ReadmeExampleTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);
  private static final Pattern DEPENDENCY_VERSION =
      Pattern.compile("<artifactId>vivim-libp2p</artifactId>\\s*<version>(.*?)</version>");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>vivim-parent</artifactId>\\s*<version>(.*?)</version>");

  @TempDir Path folder;

  private static String read(String file) throws IOException {
    return Files.readString(
        Path.of(Objects.requireNonNull(System.getProperty("vivim.root")), file));
  }

  private static MatchResult only(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow();
  }

  @Test
  void everyProgramRuns() throws Exception {
    List<MatchResult> programs = PROGRAM.matcher(read("libp2p/README.md")).results().toList();
    assertThat(programs)
        .extracting(program -> program.group(2))
        .containsExactly("Greeting", "Gossip");
    assertThat(run(programs.get(0))).isEqualToIgnoringNewLines("hello, alice");
    assertThat(run(programs.get(1))).isEqualToIgnoringNewLines("tea: at four");
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    assertThat(only(DEPENDENCY_VERSION, read("libp2p/README.md")).group(1))
        .isEqualTo(only(VERSION, read("pom.xml")).group(1));
  }

  private String run(MatchResult program) throws Exception {
    Path source = folder.resolve(program.group(2) + ".java");
    Files.writeString(source, program.group(1));
    ByteArrayOutputStream faults = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                faults,
                faults,
                "-proc:none",
                "-Xlint:-options",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(code).as(faults.toString(StandardCharsets.UTF_8)).isZero();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      loader
          .loadClass(program.group(2))
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
