package io.vivim.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.stream.IntStream;

/**
 * DAG-JSON: the data model as JSON, for people, the CLI and RPC; never hashed by us.
 *
 * <pre>
 *   link     {"/": "bafy…"}
 *   bytes    {"/": {"bytes": "standard base64 without padding"}}
 *   int      digits only          float   with a point or an exponent
 * </pre>
 *
 * <p>(IPLD, DAG-JSON specification; its reserved namespace is every map whose first key is "/" with
 * a text, or with a map whose first key is "bytes" with a text.) What is written is canonical: no
 * white space, keys sorted by their bytes. Reading takes white space and keys in any order; all
 * else is strict.
 */
public final class DagJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  /** From here on ECMAScript writes a number with an exponent. */
  private static final int MAX_PLAIN_EXPONENT = 21;

  private static final int MIN_PLAIN_EXPONENT = -6;

  private DagJson() {}

  /** Decodes one value that is all of the text. */
  public static Decoded<Ipld> decode(String text) {
    return decode(Bytes.utf8(text), Limits.BLOCK);
  }

  /** Decodes one value that is all of the UTF-8 bytes. */
  public static Decoded<Ipld> decode(Bytes utf8, Limits limits) {
    try {
      return new Decoded.Value<>(DagJsonReader.read(utf8, limits));
    } catch (RefusedException e) {
      return new Decoded.Refused<>(e.refusal());
    }
  }

  /**
   * The canonical text of a value.
   *
   * @throws RefusedException with {@link Reason#RESERVED_KEY} for a map that DAG-JSON cannot say,
   *     because it would read as a link or as bytes; with {@link Reason#TOO_DEEP} beyond {@link
   *     Limits#MAX_DEPTH}
   */
  public static String encode(Ipld value) throws RefusedException {
    StringWriter out = new StringWriter();
    try {
      encode(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString();
  }

  /** Writes the canonical text of a value; see {@link #encode(Ipld)}. */
  public static void encode(Ipld value, Writer out) throws IOException, RefusedException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      write(value, generator);
    }
  }

  private static void write(Ipld value, JsonGenerator out) throws IOException, RefusedException {
    if (value instanceof Ipld.Text text) {
      out.writeString(text.value());
    } else if (value instanceof Ipld.Int number) {
      out.writeNumber(number.asBigInteger());
    } else if (value instanceof IpldMap map) {
      writeMap(map, out);
    } else if (value instanceof Ipld.Link link) {
      out.writeStartObject();
      out.writeStringField("/", link.value().toString());
      out.writeEndObject();
    } else if (value instanceof Ipld.Binary binary) {
      out.writeStartObject();
      out.writeObjectFieldStart("/");
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(binary.value().toArray());
      out.writeStringField("bytes", base64);
      out.writeEndObject();
      out.writeEndObject();
    } else if (value instanceof Ipld.Sequence sequence) {
      requireRoom(out);
      out.writeStartArray();
      for (Ipld item : sequence.values()) {
        write(item, out);
      }
      out.writeEndArray();
    } else if (value instanceof Ipld.Bool bool) {
      out.writeBoolean(bool.value());
    } else if (value instanceof Ipld.Float64 number) {
      out.writeNumber(floatText(number.value()));
    } else {
      out.writeNull();
    }
  }

  private static void writeMap(IpldMap map, JsonGenerator out)
      throws IOException, RefusedException {
    int[] byBytes =
        IntStream.range(0, map.size())
            .boxed()
            .sorted((a, b) -> Utf8.compareBytes(map.keyAt(a), map.keyAt(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    if (map.size() > 0
        && map.keyAt(byBytes[0]).equals("/")
        && isReserved(map.valueAt(byBytes[0]))) {
      throw new RefusedException(Reason.RESERVED_KEY, 0);
    }
    requireRoom(out);
    out.writeStartObject();
    for (int index : byBytes) {
      out.writeFieldName(map.keyAt(index));
      write(map.valueAt(index), out);
    }
    out.writeEndObject();
  }

  /** Refuses to nest deeper than any reader would follow. */
  private static void requireRoom(JsonGenerator out) throws RefusedException {
    if (out.getOutputContext().getNestingDepth() >= Limits.MAX_DEPTH) {
      throw new RefusedException(Reason.TOO_DEEP, 0);
    }
  }

  /** Whether a map whose first key "/" holds {@code content} reads as a link or as bytes. */
  private static boolean isReserved(Ipld content) {
    if (content instanceof IpldMap inner) {
      return inner.get("bytes").orElse(Ipld.NULL) instanceof Ipld.Text
          && inner.keys().stream().min(Utf8::compareBytes).orElse("").equals("bytes");
    }
    return content instanceof Ipld.Text;
  }

  /**
   * The shortest digits that read back as {@code value}, laid out as ECMAScript does; the same on
   * every Java, which {@link Double#toString} is not.
   */
  public static String floatText(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(value);
    String sign = value < 0 ? "-" : "";
    String digits = shortest.unscaledValue().abs().toString();
    // The value is 0.digits times ten to this power.
    int exponent = digits.length() - shortest.scale();
    return sign + layOut(digits, exponent);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal found = new BigDecimal(DoubleToDecimal.toString(value)).stripTrailingZeros();
    // Java wants two digits at least, and may have turned to a neighbour to find a second.
    BigDecimal oneDigit = new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
    return oneDigit.doubleValue() == value ? oneDigit.stripTrailingZeros() : found;
  }

  private static String layOut(String digits, int exponent) {
    if (exponent > MAX_PLAIN_EXPONENT || exponent <= MIN_PLAIN_EXPONENT) {
      int power = exponent - 1;
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return digits.charAt(0) + fraction + "e" + (power < 0 ? "-" : "+") + Math.abs(power);
    }
    if (exponent >= digits.length()) {
      return digits + "0".repeat(exponent - digits.length()) + ".0";
    }
    return exponent > 0
        ? digits.substring(0, exponent) + "." + digits.substring(exponent)
        : "0." + "0".repeat(-exponent) + digits;
  }
}
