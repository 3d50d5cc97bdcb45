package io.vivim.node.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of JSON-RPC 2.0 (sections 4 and 6). Values are checked to be JSON and kept as
 * the text that they are; what they mean is the method's business.
 */
final class RequestReader {
  private static final String VERSION = "\"2.0\"";

  private final RpcLimits limits;
  private final JsonFactory factory;

  RequestReader(RpcLimits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            // A stranger's names are not worth remembering.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(limits.depth()).build())
            .build();
  }

  /**
   * The requests of a body.
   *
   * @param isBatch whether the answers go into an array
   */
  record Body(boolean isBatch, List<Request> requests) {}

  /** Reads all of a body before anything of it is done. */
  Body read(byte[] utf8) throws RpcException {
    String text = decoded(utf8);
    try (JsonParser in = factory.createParser(text)) {
      JsonToken first = in.nextToken();
      if (first == null) {
        throw new RpcException(RpcError.PARSE_ERROR, "the body is empty");
      }
      boolean isBatch = first == JsonToken.START_ARRAY;
      List<Request> requests = isBatch ? batch(in, text) : List.of(request(in, text));
      if (in.nextToken() != null) {
        throw new RpcException(RpcError.PARSE_ERROR, "there is more behind the JSON text");
      }
      if (requests.isEmpty()) {
        throw new RpcException(RpcError.INVALID_REQUEST, "the batch is empty");
      }
      return new Body(isBatch, requests);
    } catch (StreamConstraintsException e) {
      throw new RpcException(
          RpcError.TOO_LARGE,
          "lists and objects are " + limits.depth() + " deep at most, numbers and names short");
    } catch (JsonProcessingException e) {
      throw new RpcException(RpcError.PARSE_ERROR, "the body is no JSON");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static String decoded(byte[] utf8) throws RpcException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new RpcException(RpcError.PARSE_ERROR, "the body is not UTF-8");
    }
  }

  private List<Request> batch(JsonParser in, String text) throws IOException, RpcException {
    List<Request> requests = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (requests.size() == limits.batchCalls()) {
        throw new RpcException(
            RpcError.TOO_LARGE, "a batch has " + limits.batchCalls() + " calls at most");
      }
      requests.add(request(in, text));
    }
    return requests;
  }

  private static Request request(JsonParser in, String text) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      value(in, text);
      return new Request.Malformed(Request.NO_ID);
    }
    Members members = new Members();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken kind = in.nextToken();
      switch (name) {
        case "jsonrpc" -> members.version(value(in, text));
        case "id" -> members.id(kind, value(in, text));
        case "method" ->
            members.method(kind == JsonToken.VALUE_STRING ? in.getText() : null, value(in, text));
        case "params" -> members.params(params(in, text));
        default -> value(in, text);
      }
    }
    return members.request();
  }

  /** The text of the value that the parser stands on, and behind which it stands afterwards. */
  private static String value(JsonParser in, String text) throws IOException {
    int from = (int) in.currentTokenLocation().getCharOffset();
    in.skipChildren();
    // Strings are read when they are asked for, and a broken one is only found then.
    in.finishToken();
    return text.substring(from, (int) in.currentLocation().getCharOffset());
  }

  private static Request.@Nullable Params params(JsonParser in, String text) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      List<String> values = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(in, text));
      }
      return new Request.Params.Positional(values);
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      value(in, text);
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    @Nullable String repeated = null;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      repeated = values.put(name, value(in, text)) == null ? repeated : name;
    }
    return repeated == null
        ? new Request.Params.Named(values)
        : new Request.Params.Repeated(repeated);
  }

  /** The members of one request object, each there once. */
  private static final class Members {
    private @Nullable String version;
    private @Nullable String id;
    private @Nullable String method;
    private Request.@Nullable Params params;
    private boolean good = true;

    void version(String value) {
      good &= version == null && value.equals(VERSION);
      version = value;
    }

    void id(JsonToken kind, String value) {
      boolean isId =
          kind == JsonToken.VALUE_STRING
              || kind == JsonToken.VALUE_NULL
              || kind == JsonToken.VALUE_NUMBER_INT
              || kind == JsonToken.VALUE_NUMBER_FLOAT;
      good &= id == null && isId;
      // Which of two ids is meant nobody can say.
      id = id == null && isId ? value : Request.NO_ID;
    }

    void method(@Nullable String name, String value) {
      good &= method == null && name != null;
      method = name == null ? value : name;
    }

    void params(Request.@Nullable Params value) {
      good &= params == null && value != null;
      params = value;
    }

    Request request() {
      if (!good || version == null || method == null) {
        return new Request.Malformed(id == null ? Request.NO_ID : id);
      }
      return new Request.Call(id, method, params == null ? Request.Params.NONE : params);
    }
  }
}
