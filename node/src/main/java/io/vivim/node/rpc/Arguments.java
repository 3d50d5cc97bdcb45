package io.vivim.node.rpc;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.Limits;
import io.vivim.node.ledger.DagJsonAdvice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The arguments of one call by the names of its method's parameters, each as the text it came. */
final class Arguments {
  private static final String ABSENT = "null";

  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /** Matches what a call brings along with what the method wants. */
  static Arguments of(List<Parameter> parameters, Request.Params params) throws RpcException {
    Map<String, String> values = new HashMap<>();
    if (params instanceof Request.Params.Named named) {
      for (Map.Entry<String, String> entry : named.values().entrySet()) {
        if (parameters.stream().noneMatch(known -> known.name().equals(entry.getKey()))) {
          throw RpcException.invalid(entry.getKey(), "is none of: " + names(parameters));
        }
      }
      values.putAll(named.values());
    } else if (params instanceof Request.Params.Positional positional) {
      if (positional.values().size() > parameters.size()) {
        throw new RpcException(
            RpcError.INVALID_PARAMS, "there are " + parameters.size() + " params at most");
      }
      for (int i = 0; i < positional.values().size(); i++) {
        values.put(parameters.get(i).name(), positional.values().get(i));
      }
    } else if (params instanceof Request.Params.Repeated repeated) {
      throw RpcException.invalid(repeated.name(), "is there twice");
    }
    values.values().removeIf(ABSENT::equals);
    for (Parameter parameter : parameters) {
      if (parameter.isRequired() && !values.containsKey(parameter.name())) {
        throw RpcException.invalid(parameter.name(), "is missing: " + parameter.summary());
      }
    }
    return new Arguments(values);
  }

  private static String names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  /** The argument as it came, a text that is one JSON value. */
  Optional<String> raw(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<Ipld> value(String name) throws RpcException {
    Optional<String> raw = raw(name);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    Decoded<Ipld> decoded = DagJson.decode(Bytes.utf8(raw.get()), Limits.BLOCK);
    if (decoded instanceof Decoded.Value<Ipld> good) {
      return Optional.of(good.value());
    }
    throw RpcException.invalid(
        name,
        "is no DAG-JSON: "
            + ((Decoded.Refused<Ipld>) decoded).refusal()
            + DagJsonAdvice.behind(raw.get()));
  }

  Optional<String> text(String name) throws RpcException {
    Optional<Ipld> value = value(name);
    if (value.isPresent() && !(value.get() instanceof Ipld.Text)) {
      throw RpcException.invalid(name, "is no string");
    }
    return value.map(text -> ((Ipld.Text) text).value());
  }

  /** The text of a parameter that is required. */
  String requiredText(String name) throws RpcException {
    return text(name).orElseThrow(() -> RpcException.invalid(name, "is missing"));
  }

  int integer(String name, int least, int most, int absent) throws RpcException {
    Optional<Ipld> value = value(name);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.get() instanceof Ipld.Int number
        && number.fitsLong()
        && number.asLong() >= least
        && number.asLong() <= most) {
      return (int) number.asLong();
    }
    throw RpcException.invalid(name, "is no integer from " + least + " to " + most);
  }
}
