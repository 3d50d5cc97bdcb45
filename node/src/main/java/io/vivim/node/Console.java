package io.vivim.node;

import io.vivim.codec.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three streams that a command talks through, handed in so that commands run inside a test.
 *
 * <p>Answers go to the output, byte for byte as UTF-8; what a person should know goes to the error
 * stream, always as one line.
 */
final class Console {
  private static final int OUTPUT_BUFFER_BYTES = 64 * 1024;

  /** Longer lines, made of hostile names or values, would bury what they say. */
  private static final int MAX_COMPLAINT_CHARS = 500;

  private final InputStream in;
  private final OutputStream out;
  private final PrintWriter err;
  private final boolean watched;
  private boolean closed;

  Console(InputStream in, OutputStream out, OutputStream err) {
    this(in, out, err, false);
  }

  /**
   * Takes the streams.
   *
   * @param watched whether the error stream is a terminal
   */
  Console(InputStream in, OutputStream out, OutputStream err, boolean watched) {
    this.watched = watched;
    this.in = in;
    this.out = new BufferedOutputStream(out, OUTPUT_BUFFER_BYTES);
    this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  InputStream in() {
    return in;
  }

  /** One line of output. */
  void line(String text) throws OutputClosedException {
    text(text);
    text("\n");
  }

  /** Output without an end of line. */
  void text(String text) throws OutputClosedException {
    put(sink -> sink.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Bytes as they are. */
  void bytes(Bytes bytes) throws OutputClosedException {
    put(bytes::writeTo);
  }

  /** Hands on what was written so far, before a wait for more input and at the end. */
  void flush() throws OutputClosedException {
    put(OutputStream::flush);
  }

  /** What is done to the output. */
  private interface Put {
    void to(OutputStream sink) throws IOException;
  }

  /** Fails once; what comes after a failure has nowhere to go, and saying so again helps nobody. */
  private void put(Put put) throws OutputClosedException {
    if (closed) {
      return;
    }
    try {
      put.to(out);
    } catch (IOException e) {
      closed = true;
      throw new OutputClosedException(e);
    }
  }

  /** Whether somebody sees what is drawn. */
  boolean isWatched() {
    return watched;
  }

  /** Text of our own for the error stream where that is a terminal, as it is. */
  void draw(String text) {
    err.print(text);
    err.flush();
  }

  /** One line on the error stream: {@code vivim: …}. */
  void complain(String what) {
    err.println("vivim: " + printable(what));
  }

  /** The trace behind a complaint, for those who asked for it. */
  void trace(Throwable cause) {
    cause.printStackTrace(err);
  }

  /** The beginning of a text, without what could break a line or steer a terminal. */
  static String printable(String text) {
    String clean = inOneLine(text, MAX_COMPLAINT_CHARS);
    return text.length() > MAX_COMPLAINT_CHARS ? clean + '…' : clean;
  }

  /** All of a text, without what could break a line or steer a terminal. */
  static String inOneLine(String text) {
    return inOneLine(text, text.length());
  }

  private static String inOneLine(String text, int most) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().limit(most).forEach(c -> clean.appendCodePoint(isPrintable(c) ? c : '?'));
    return clean.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
