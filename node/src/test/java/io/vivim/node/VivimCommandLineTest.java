package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.node.Terminal.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VivimCommandLineTest {
  @Test
  void helpListsTheCommandsAndTheExitCodes() {
    Outcome outcome = Terminal.run("help");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("codec", "cid", "car", "node", "completion", "Exit codes:", "Examples:");
    assertThat(Terminal.run("--help").out()).isEqualTo(outcome.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec",
        "codec encode",
        "codec decode",
        "cid",
        "cid inspect",
        "car",
        "car ls",
        "car cat",
        "car verify",
        "completion",
        "key",
        "key new",
        "key list",
        "key show",
        "key export",
        "key import",
        "key rm",
        "did",
        "did resolve",
        "did document",
        "sig",
        "sig check",
        "event",
        "event new",
        "event sign",
        "event verify",
        "event show",
        "event import",
        "event export",
        "event query",
        "event tail",
        "event erase",
        "entity",
        "entity create",
        "entity update",
        "entity delete",
        "entity erase",
        "entity get",
        "entity query",
        "entity history",
        "entity conflicts",
        "entity resolve",
        "log",
        "log check",
        "log stats",
        "state",
        "state hash",
        "state rebuild",
        "state diff",
        "state explain",
        "node"
      })
  void everyCommandHasAHelpWithAnExample(String command) {
    Outcome outcome = Terminal.run((command + " --help").split(" "));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("Usage: vivim " + command).contains("Examples:");
  }

  @Test
  void versionNamesTheBuildAndTheJava() {
    Outcome outcome = Terminal.run("--version");
    assertThat(outcome.lines()).hasSize(3);
    assertThat(outcome.lines().get(0)).matches("vivim \\d+\\.\\d+\\.\\d+.*");
    assertThat(outcome.lines().get(1)).matches("commit ([0-9a-f]{40}|unknown)");
    assertThat(outcome.lines().get(2)).startsWith("java " + Runtime.version().feature() + ".");
  }

  @Test
  void completionKnowsTheCommands() {
    Outcome outcome = Terminal.run("completion");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("complete -F", "inspect", "verify");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "codec",
        "nonsense",
        "codec nonsense",
        "--nonsense",
        "cid inspect --nonsense",
        "car ls a b",
        "help nonsense",
        "codec encode --json=maybe"
      })
  void badUsageIsOneLineAndACodeOfItsOwn(String line) {
    String[] arguments = line.isBlank() ? new String[0] : line.split(" ");
    Outcome outcome = Terminal.run(arguments);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.complaints()).hasSize(1).first().asString().startsWith("vivim: ");
  }

  @ParameterizedTest
  @CsvSource({
    "entiy query,entity",
    "entity qeury,query",
    "entity query --knid memory,--kind",
    "codec encode --jsn=x,--json"
  })
  void whatWasNearlyRightIsAnsweredWithWhatIs(String line, String meant) {
    Terminal.Outcome outcome = Terminal.run(line.split(" "));
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.complaints())
        .singleElement()
        .asString()
        .contains("did you mean '" + meant + "'?");
  }

  @Test
  void aReaderThatLeftEndsTheWorkQuietly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = runInto(failing("Broken pipe"), err);
    assertThat(code).isEqualTo(ExitCode.READER_LEFT);
    assertThat(err.size()).isZero();
  }

  @Test
  void aFullDiskIsOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = runInto(failing("No space left on device"), err);
    assertThat(code).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("vivim: the output cannot be written: No space left on device\n");
  }

  private static int runInto(OutputStream out, OutputStream err) {
    Console console = new Console(InputStream.nullInputStream(), out, err);
    return new VivimCommandLine(console, Terminal.quietSurroundings(Map.of()))
        .run("codec", "encode", "1");
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void aBrokenInputIsOneLine() {
    Outcome outcome = Terminal.runOn(new BrokenInput(new IOException("gone")), "codec", "encode");
    assertThat(outcome.err()).isEqualTo("vivim: standard input cannot be read: gone\n");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aFaultOfOursIsOneLineUnlessTheTraceWasAskedFor() {
    InputStream faulty = new BrokenInput(new IllegalStateException("not\nexpected"));
    Outcome outcome = Terminal.runOn(faulty, "codec", "encode");
    assertThat(outcome.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(outcome.complaints())
        .containsExactly(
            "vivim: internal error: java.lang.IllegalStateException: not?expected (VIVIM_DEBUG=1"
                + " shows where)");

    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(faulty, OutputStream.nullOutputStream(), err);
    assertThat(
            new VivimCommandLine(console, Terminal.quietSurroundings(Map.of("VIVIM_DEBUG", "1")))
                .run("codec", "encode"))
        .isEqualTo(ExitCode.INTERNAL);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\tat ");
  }

  /** Standard input that fails at the first read. */
  private static final class BrokenInput extends InputStream {
    private final Exception failure;

    BrokenInput(Exception failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return read();
    }
  }

  @Test
  void helpExplainsEachCommandHoweverDeep() {
    assertThat(Terminal.run("help", "codec").out()).startsWith("Usage: vivim codec ");
    assertThat(Terminal.run("help", "codec", "decode").out())
        .startsWith("Usage: vivim codec decode ")
        .isEqualTo(Terminal.run("codec", "decode", "--help").out());
    assertThat(Terminal.run("help", "codec", "nothing").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Terminal.run("help", "nothing").err()).contains("unknown command nothing");
  }
}
