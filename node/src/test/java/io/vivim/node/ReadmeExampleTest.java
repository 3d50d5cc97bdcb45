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

  private static final Pattern DEPENDENCY_VERSION =
      Pattern.compile("<dependency>.*?<version>(.*?)</version>", Pattern.DOTALL);
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>vivim-parent</artifactId>\\s*<version>(.*?)</version>");
  private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");

  @TempDir Path folder;

  private static List<MatchResult> programs() throws IOException {
    return PROGRAM.matcher(read("README.md")).results().toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(
        Path.of(Objects.requireNonNull(System.getProperty("vivim.root")), file));
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

  @Test
  void whatTheProgramMakesIsPrivate() throws Exception {
    run(programs().get(1));
    DataFolder made = new DataFolder(folder);
    assertThat(made.run("event", "query", "--brief").lines())
        .singleElement()
        .asString()
        .contains(" private");
  }

  @Test
  void theModulesAndTheirVersionAreThoseOfTheBuild() throws IOException {
    String readme = read("README.md");
    String pom = read("pom.xml");
    assertThat(first(readme, DEPENDENCY_VERSION)).isEqualTo(first(pom, VERSION));
    List<String> modules =
        MODULE
            .matcher(pom)
            .results()
            .map(module -> module.group(1))
            .filter(module -> !module.startsWith("benchmarks") && !module.equals("interop"))
            .map(module -> module.substring(module.lastIndexOf('/') + 1))
            .toList();
    assertThat(modules).contains("codec", "node");
    String embedding = readme.substring(readme.indexOf("## Embedding"), readme.indexOf("```xml"));
    assertThat(modules)
        .allSatisfy(module -> assertThat(embedding).contains("vivim-" + module + "`"));
  }

  private static String first(String text, Pattern pattern) {
    return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
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
