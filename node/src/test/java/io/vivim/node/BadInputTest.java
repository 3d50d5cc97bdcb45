package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import io.vivim.codec.Bytes;
import io.vivim.codec.Limits;
import io.vivim.node.Terminal.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command on input that nobody should give it: one line, a code, and little memory. */
class BadInputTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final long MEBIBYTE = 1L << 20;

  /** The long form reads the whole gibibyte in each case, the everyday one only in a process. */
  private static final long BIG_BYTES =
      System.getProperty("vivim.test.size", "everyday").equals("long") ? GIBIBYTE : GIBIBYTE / 8;

  @TempDir Path folder;

  private static void assertOneComplaint(Outcome outcome) {
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.complaints()).hasSize(1).first().asString().startsWith("vivim: ");
    assertThat(outcome.out()).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec encode",
        "codec decode",
        "cid inspect",
        "car ls",
        "car cat",
        "car verify",
        "did resolve",
        "did document --seed-hex",
        "sig check",
        "event verify",
        "event show",
        "key show",
        "key export",
        "key import",
        "key rm --yes",
        "car ls -",
        "car verify -",
        "car cat - bafkqaaa",
        "car cat absent.car"
      })
  void emptyInputIsBad(String command) {
    assertOneComplaint(Terminal.run(command.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec encode",
        "codec decode",
        "cid inspect",
        "car ls",
        "car cat",
        "car verify",
        "did resolve",
        "did document --seed-hex",
        "sig check",
        "event verify",
        "event show",
        "key show",
        "key export",
        "key import",
        "key rm --yes",
        "car ls -",
        "car verify -",
        "car cat - bafkqaaa",
        "car cat absent.car"
      })
  void garbageIsBad(String command) {
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    Outcome outcome = Terminal.runOn(new ByteArrayInputStream(garbage), command.split(" "));
    assertOneComplaint(outcome);
    assertThat(outcome.lines()).allMatch(line -> line.startsWith("error "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec encode",
        "codec decode",
        "cid inspect",
        "car ls",
        "car cat",
        "car verify",
        "did resolve",
        "did document --seed-hex",
        "sig check",
        "event verify",
        "event show",
        "key show",
        "key export",
        "key import",
        "key rm --yes"
      })
  void anEndlessLineIsPassedOverInLittleMemory(String command) {
    InputStream stream =
        new SequenceInputStream(
            new Repeated((byte) '0', BIG_BYTES),
            new ByteArrayInputStream("\nbafkqaaa\n".getBytes(StandardCharsets.UTF_8)));
    long before = allocatedBytes();
    Outcome outcome = Terminal.runOn(stream, command.split(" "));
    assertThat(allocatedBytes() - before).isLessThan(64 * MEBIBYTE);
    assertThat(outcome.lines().get(0)).isEqualTo("error too-large at " + LineReader.MAX_LINE_BYTES);
    assertThat(outcome.lines()).hasSize(2);
    assertOneComplaint(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"car ls -", "car verify -", "car cat - bafkqaaa"})
  void anEndlessCarIsRefusedInLittleMemory(String command) {
    for (int filler : List.of(0x00, 0x30, 0x7f, 0xff)) {
      long before = allocatedBytes();
      Outcome outcome = Terminal.runOn(new Repeated((byte) filler, BIG_BYTES), command.split(" "));
      assertThat(allocatedBytes() - before).isLessThan(64 * MEBIBYTE);
      assertOneComplaint(outcome);
    }
  }

  /** All that the thread has allocated so far, freed or not. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"car ls", "car verify", "car cat"})
  void filesThatCannotBeReadAreNamedWithTheReason(String command) {
    assertRefusedFile(command, folder.toString(), "is-a-directory");
    assertRefusedFile(command, folder.resolve("absent").toString(), "no-such-file");
    assertRefusedFile(command, "a\0b", "no-such-file");
    assertRefusedFile(command, "", "no-such-file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"car ls", "car verify", "car cat"})
  void aFileWithoutPermissionIsNamedWithTheReason(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("secret.car"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "file modes do not bind this user (root)");
    assertRefusedFile(command, file.toString(), "permission-denied");
  }

  @Test
  void whatIsNoNumberIsSaidToBeNone() {
    assertThat(Terminal.run("block", "list", "--limit", "x").err())
        .contains("--limit", "'x' is no whole number")
        .doesNotContain("an int");
    assertThat(Terminal.run("event", "query", "--limit", "1.5").err())
        .contains("--limit", "'1.5' is no whole number");
    assertThat(Terminal.run("anchor", "status", "x").err()).contains("'x' is no whole number");
    assertThat(Terminal.run("block", "list", "--limit", "99999999999").err())
        .contains("'99999999999' is too large a number");
  }

  @Test
  void aMissingPermissionHasACodeOfItsOwn() {
    assertThat(UnreadableFileException.of(new AccessDeniedException("x")).code())
        .isEqualTo("permission-denied");
  }

  private static void assertRefusedFile(String command, String file, String reason) {
    String[] words = (command + " FILE" + (command.endsWith("cat") ? " bafkqaaa" : "")).split(" ");
    words[2] = file;
    Outcome outcome = Terminal.run(words);
    assertOneComplaint(outcome);
    assertThat(outcome.err()).contains(reason);
  }

  @Test
  void aNameCannotBreakTheLineOrSteerTheTerminal() {
    Outcome outcome = Terminal.run("car", "ls", "a\nb\u001b[2J\u202e");
    assertThat(outcome.err()).startsWith("vivim: a?b?[2J?: no-such-file");
    assertOneComplaint(outcome);
  }

  @Test
  void aProcessWithASmallHeapReadsAGibibyteAndTheLargestBlocks() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vivim.node.Vivim",
                "codec",
                "decode")
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (OutputStream stdin = process.getOutputStream()) {
      new Repeated((byte) '0', GIBIBYTE).transferTo(stdin);
      for (String block : largestBlocks()) {
        stdin.write(("\n" + block).getBytes(StandardCharsets.UTF_8));
      }
      stdin.write("\na1616101\n".getBytes(StandardCharsets.UTF_8));
    }
    int code = process.waitFor();

    assertThat(Files.readString(folder.resolve("err")))
        .startsWith("vivim: 1 of 5 lines was refused; it was line 1: too-large at ")
        .hasLineCount(1);
    List<String> answers = Files.readAllLines(folder.resolve("out"));
    assertThat(answers.get(0)).isEqualTo("error too-large at " + LineReader.MAX_LINE_BYTES);
    assertThat(answers.subList(1, 4)).noneMatch(answer -> answer.startsWith("error"));
    assertThat(answers.get(4)).isEqualTo("{\"a\":1}");
    assertThat(code).isEqualTo(ExitCode.REFUSED);
  }

  /** As large as blocks may be: one long value, many values, and many keys. */
  private static List<String> largestBlocks() {
    int size = Limits.MAX_BLOCK_BYTES - 5;
    String bytes = "5a" + Bytes.copyOf(fourBytes(size)).toHex() + "00".repeat(size);
    int count = Limits.MAX_ITEMS - 1;
    String list = "9a" + Bytes.copyOf(fourBytes(count)).toHex() + "6178".repeat(count);
    int pairs = Limits.MAX_ITEMS / 2 - 1;
    StringBuilder map = new StringBuilder("ba" + Bytes.copyOf(fourBytes(pairs)).toHex());
    for (int i = 0; i < pairs; i++) {
      map.append("66").append(Bytes.utf8("%06d".formatted(i)).toHex()).append("f6");
    }
    return List.of(bytes, list, map.toString());
  }

  private static byte[] fourBytes(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  /** A stream of one byte, again and again, that holds nothing. */
  private static final class Repeated extends InputStream {
    private final byte value;
    private long left;

    Repeated(byte value, long size) {
      this.value = value;
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? value & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int size = (int) Math.min(left, length);
      Arrays.fill(buffer, from, from + size, value);
      left -= size;
      return size;
    }
  }
}
