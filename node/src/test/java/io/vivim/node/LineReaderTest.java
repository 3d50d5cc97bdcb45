package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static List<String> read(InputStream in) throws IOException {
    LineReader reader = new LineReader(in, () -> {});
    List<String> lines = new ArrayList<>();
    for (Optional<LineReader.Line> next = reader.next(); next.isPresent(); next = reader.next()) {
      LineReader.Line line = next.get();
      byte[] content = line.content().toArray();
      lines.add(line.tooLong() ? "too long" : new String(content, StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEmptyStreamHasNoLine() throws IOException {
    assertThat(read(text(""))).isEmpty();
  }

  @Test
  void linesEndWithLineFeedOrCarriageReturnAndLineFeedOrTheEnd() throws IOException {
    assertThat(read(text("a\nb\r\n\n\r\nc"))).containsExactly("a", "b", "", "", "c");
  }

  @Test
  void aCarriageReturnInsideALineIsContent() throws IOException {
    assertThat(read(text("a\rb\r\r\nc\r"))).containsExactly("a\rb\r", "c\r");
  }

  @Test
  void theLongestLineIsReadAndOneByteMoreIsNot() throws IOException {
    String longest = "x".repeat(LineReader.MAX_LINE_BYTES);
    assertThat(read(text(longest + "\n" + longest + "\r\nafter")))
        .containsExactly(longest, longest, "after");
    assertThat(read(text(longest + "x\nafter\n" + longest + "x\r\n" + longest + "x")))
        .containsExactly("too long", "after", "too long", "too long");
  }

  @Test
  void whatIsDueIsDoneBeforeAReadThatMayWait() throws IOException {
    List<String> events = new ArrayList<>();
    InputStream slow =
        new InputStream() {
          private final List<String> pieces = new ArrayList<>(List.of("a\nb\n", "c\n"));

          @Override
          public int read() {
            throw new UnsupportedOperationException("one byte at a time");
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            events.add("read");
            if (pieces.isEmpty()) {
              return -1;
            }
            byte[] piece = pieces.remove(0).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(piece, 0, buffer, from, piece.length);
            return piece.length;
          }
        };
    LineReader reader = new LineReader(slow, () -> events.add("flush"));
    while (reader.next().isPresent()) {
      events.add("line");
    }
    assertThat(events)
        .containsExactly("flush", "read", "line", "line", "flush", "read", "line", "flush", "read");
  }

  @Property
  void linesAreWhatSplittingTheWholeGives(
      @ForAll @Size(max = 2_000) List<@IntRange(min = 0, max = 5) Integer> choices,
      @ForAll @IntRange(min = 1, max = 7) int piece)
      throws IOException {
    StringBuilder whole = new StringBuilder();
    String[] parts = {"\n", "\r\n", "\r", "a", "é", "b".repeat(70_000)};
    choices.stream().limit(60).forEach(choice -> whole.append(parts[choice]));
    String text = whole.toString();

    List<String> expected = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int feed = text.indexOf('\n', from);
      int end = feed < 0 ? text.length() : feed;
      boolean returned = feed > from && text.charAt(feed - 1) == '\r';
      expected.add(text.substring(from, returned ? end - 1 : end));
      from = end + 1;
    }

    assertThat(read(new Pieces(text(text), piece * 1_000 + 1))).isEqualTo(expected);
  }

  /** A stream that gives at most so many bytes at a time. */
  private static final class Pieces extends InputStream {
    private final InputStream in;
    private final int size;

    Pieces(InputStream in, int size) {
      this.in = in;
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return in.read(buffer, from, Math.min(size, length));
    }
  }

  @Test
  void theContentIsACopyOfItsOwn() throws IOException {
    LineReader reader = new LineReader(text("first\nsecond\n"), () -> {});
    Bytes first = reader.next().orElseThrow().content();
    reader.next();
    assertThat(first).isEqualTo(Bytes.utf8("first"));
  }
}
