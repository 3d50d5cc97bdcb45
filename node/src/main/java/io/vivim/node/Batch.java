package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Asks one question of many inputs, the arguments or else the lines of standard input, and gives
 * one line of answer to each.
 *
 * <p>Answers wait in a buffer while input is at hand and leave before a wait for more, so that a
 * fast stream stays fast and a slow one is answered line by line.
 */
final class Batch {
  private final Console console;
  private final boolean json;
  private long asked;
  private long refused;
  private String firstRefusal = "";

  /** The question; what it cannot answer it refuses. */
  interface Question {
    Answer answer(Bytes input) throws RefusedException, IOException;
  }

  /** A question about a text. */
  interface TextQuestion {
    Answer answer(String input) throws RefusedException, IOException;
  }

  Batch(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Answers all, and returns the exit code that they deserve. */
  int answerEach(List<String> arguments, TextQuestion question) throws IOException {
    return answerEachRaw(arguments, input -> question.answer(strictText(input)));
  }

  /** Answers all, for questions that take bytes and judge themselves whether they are a text. */
  int answerEachRaw(List<String> arguments, Question question) throws IOException {
    if (arguments.isEmpty()) {
      answerLines(question);
    } else {
      for (String argument : arguments) {
        give(ask(question, Bytes.utf8(argument)), "argument " + (asked + 1));
      }
    }
    console.flush();
    return exitCode(arguments.isEmpty() ? "line" : "argument");
  }

  /** Answers what was found rather than given; that there is nothing is good, too. */
  int answerKnown(List<String> found, TextQuestion question) throws IOException {
    for (String each : found) {
      give(ask(input -> question.answer(strictText(input)), Bytes.utf8(each)), each);
    }
    console.flush();
    return found.isEmpty() ? ExitCode.GOOD : exitCode("key");
  }

  private void answerLines(Question question) throws IOException {
    LineReader lines = new LineReader(console.in(), console::flush);
    for (Optional<LineReader.Line> next = nextLine(lines);
        next.isPresent();
        next = nextLine(lines)) {
      LineReader.Line line = next.get();
      give(line.tooLong() ? tooLong() : ask(question, line.content()), "line " + (asked + 1));
    }
  }

  private static Optional<LineReader.Line> nextLine(LineReader lines) throws IOException {
    try {
      return lines.next();
    } catch (OutputClosedException e) {
      throw e;
    } catch (IOException e) {
      throw new InputFailedException(e);
    }
  }

  private static Answer tooLong() {
    return Answer.Refused.at(
        LineReader.MAX_LINE_BYTES, Reason.TOO_LARGE.code(), "the line exceeds its size limit");
  }

  private static Answer ask(Question question, Bytes input) throws IOException {
    try {
      return question.answer(input);
    } catch (RefusedException e) {
      return Answer.Refused.of(e);
    } catch (UnreadableFileException e) {
      return Answer.Refused.of(e);
    }
  }

  private void give(Answer answer, String place) throws IOException {
    asked++;
    Optional<String> complaint = answer.complaint();
    if (complaint.isPresent()) {
      if (refused == 0) {
        firstRefusal = place + ": " + complaint.get();
      }
      refused++;
    }
    console.line(json ? jsonOf(answer) : answer.text());
  }

  static String jsonOf(Answer answer) {
    try {
      return DagJson.encode(answer.json());
    } catch (RefusedException e) {
      throw new IllegalStateException("our own objects have no key \"/\"", e);
    }
  }

  private int exitCode(String noun) {
    if (asked == 0) {
      console.complain("no input: give values as arguments, or one a line on standard input");
      return ExitCode.REFUSED;
    }
    if (refused == 0) {
      return ExitCode.GOOD;
    }
    String verb = refused == 1 ? " was" : " were";
    String plural = asked == 1 ? "" : "s";
    String first = asked == 1 ? "; " : refused == 1 ? "; it was " : "; the first was ";
    console.complain(
        refused + " of " + asked + " " + noun + plural + verb + " refused" + first + firstRefusal);
    return ExitCode.REFUSED;
  }

  /** The text that the bytes are in UTF-8. */
  static String strictText(Bytes utf8) throws RefusedException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(utf8.toArray());
    CharBuffer out = CharBuffer.allocate(utf8.size());
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new RefusedException(Reason.UTF8, in.position());
    }
    return out.flip().toString();
  }
}
