package io.vivim.testvectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of vectors: lists of cases, each list under its name, such as {@code valid} and {@code
 * invalid}.
 */
public final class Vectors {
  /** What the field {@code format} of every file says. */
  public static final String FORMAT = "vivim-vectors/1";

  private final String subject;
  private final JsonNode file;

  private Vectors(String subject, JsonNode file) {
    this.subject = subject;
    this.file = file;
  }

  /** The vectors of a subject, such as {@code dag-cbor}: the file's name without its ending. */
  public static Vectors load(String subject) {
    String resource = subject + ".json";
    try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("no vectors: " + resource);
      }
      JsonNode file = new ObjectMapper().readTree(in);
      if (!FORMAT.equals(file.path("format").asText())) {
        throw new IOException("not in the format " + FORMAT + ": " + resource);
      }
      return new Vectors(subject, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The cases of a list, in the order of the file.
   *
   * @throws IllegalArgumentException where the file has no such list, or an empty one: a test over
   *     no cases could not fail
   */
  public List<VectorCase> cases(String list) {
    List<VectorCase> cases = new ArrayList<>();
    for (JsonNode fields : file.path(list)) {
      cases.add(new VectorCase(subject + " " + list + " " + (cases.size() + 1), fields));
    }
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("no cases: " + subject + " " + list);
    }
    return cases;
  }
}
