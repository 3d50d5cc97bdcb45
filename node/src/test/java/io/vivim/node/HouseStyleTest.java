package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What STYLE says of files, over all sources of the checkout. */
class HouseStyleTest {
  private static final int MAX_METHOD_LINES = 70;
  private static final int MAX_MAIN_FILE_LINES = 400;
  private static final int MAX_TEST_FILE_LINES = 700;

  /** Folders with nothing of ours in them. */
  private static final Set<String> FOREIGN = Set.of("target", "node_modules", ".git", ".idea");

  private static final Pattern WRITTEN_BY_US =
      Pattern.compile(
          ".*\\.(java|xml|md|sh|ya?ml|properties|m?js|ts|config)|vivim|run|package.*json");

  /** Places on somebody's machine, and hosts that serve packages. */
  private static final Pattern NOT_FOR_SOURCES =
      Pattern.compile(
          "(?<![\\w.}$])/(home|Users|root|work|tmp|mnt)/\\w"
              + "|[A-Z]:\\\\\\\\?Users"
              + "|repo1?\\.maven\\.(apache\\.)?org"
              + "|registry\\.(npmjs|yarnpkg)\\.\\w+"
              + "|(central|oss)\\.sonatype\\.\\w+");

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root"));

  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : javaFiles()) {
      int limit = isTest(file) ? MAX_TEST_FILE_LINES : MAX_MAIN_FILE_LINES;
      int lines = Files.readAllLines(file).size();
      if (lines > limit) {
        tooLong.add(ROOT.relativize(file) + " has " + lines + " lines, more than " + limit);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    scan(
        positions ->
            new TreeScanner<Void, CompilationUnitTree>() {
              @Override
              public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
                LineMap map = unit.getLineMap();
                long first = map.getLineNumber(positions.getStartPosition(unit, method));
                long last = map.getLineNumber(positions.getEndPosition(unit, method));
                if (last - first + 1 > MAX_METHOD_LINES) {
                  tooLong.add(nameOf(unit) + ":" + first + " " + method.getName());
                }
                return super.visitMethod(method, unit);
              }
            });
    assertThat(tooLong).isEmpty();
  }

  @Test
  void warningsAreSuppressedOneByOne() throws IOException {
    List<String> lists = new ArrayList<>();
    scan(
        positions ->
            new TreeScanner<Void, CompilationUnitTree>() {
              @Override
              public Void visitAnnotation(AnnotationTree annotation, CompilationUnitTree unit) {
                String text = annotation.toString();
                if (text.startsWith("@SuppressWarnings") && text.contains(",")) {
                  lists.add(nameOf(unit) + ": " + text);
                }
                return super.visitAnnotation(annotation, unit);
              }
            });
    assertThat(lists).isEmpty();
  }

  /** A process is guided by coverage for its first target alone. */
  @Test
  void everyFuzzTargetHasAClassOfItsOwn() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles()) {
      long targets =
          Files.readAllLines(file).stream()
              .filter(line -> line.strip().equals("@FuzzTest"))
              .count();
      if (targets != (file.toString().endsWith("Fuzz.java") ? 1 : 0)) {
        wrong.add(ROOT.relativize(file) + " has " + targets + " targets");
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The classes of these two are not on any class path of the node, where the other rules are. */
  @Test
  void vectorsAndBaselineUseNothingOfOurs() throws IOException {
    List<String> used = new ArrayList<>();
    scan(
        positions ->
            new TreeScanner<Void, CompilationUnitTree>() {
              @Override
              public Void visitImport(ImportTree imported, CompilationUnitTree unit) {
                String own = String.valueOf(unit.getPackageName());
                String name = imported.getQualifiedIdentifier().toString();
                if (own.matches("io\\.vivim\\.(testvectors|baseline)(\\..*)?")
                    && name.startsWith("io.vivim.")
                    && !name.startsWith(own + ".")) {
                  used.add(nameOf(unit) + " uses " + name);
                }
                return super.visitImport(imported, unit);
              }
            });
    assertThat(used).isEmpty();
  }

  @Test
  void sourcesNameNoMachineAndNoRegistry() throws IOException {
    List<String> named = new ArrayList<>();
    for (Path file : files()) {
      if (WRITTEN_BY_US.matcher(file.getFileName().toString()).matches()) {
        Matcher matcher = NOT_FOR_SOURCES.matcher(Files.readString(file, StandardCharsets.UTF_8));
        while (matcher.find()) {
          named.add(ROOT.relativize(file) + ": " + matcher.group());
        }
      }
    }
    assertThat(named).isEmpty();
  }

  /** What looks at each parsed file. */
  private interface Look {
    TreeScanner<Void, CompilationUnitTree> with(SourcePositions positions);
  }

  private static void scan(Look look) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  null,
                  null,
                  manager.getJavaFileObjectsFromPaths(javaFiles()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        look.with(positions).scan(unit, unit);
      }
    }
  }

  private static String nameOf(CompilationUnitTree unit) {
    return ROOT.relativize(Path.of(unit.getSourceFile().toUri())).toString();
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("/src/test/");
  }

  private static List<Path> javaFiles() throws IOException {
    List<Path> java = files().stream().filter(file -> file.toString().endsWith(".java")).toList();
    assertThat(java).as("sources under " + ROOT).hasSizeGreaterThan(20);
    return java;
  }

  private static List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return FOREIGN.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
