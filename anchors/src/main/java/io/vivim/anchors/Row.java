package io.vivim.anchors;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A map that we wrote ourselves, read again; what is not as it was written is a defect. */
record Row(IpldMap map) {
  private Ipld value(String name) {
    return map.get(name)
        .orElseThrow(() -> new IllegalStateException("a row that was written lacks " + name));
  }

  String text(String name) {
    return ((Ipld.Text) value(name)).value();
  }

  long number(String name) {
    return ((Ipld.Int) value(name)).asLong();
  }

  Bytes bytes(String name) {
    return ((Ipld.Binary) value(name)).value();
  }

  List<Bytes> all(String name) {
    return ((Ipld.Sequence) value(name))
        .values().stream().map(each -> ((Ipld.Binary) each).value()).toList();
  }

  /** The one of these that has the code which is there; nothing where there is none. */
  <T> Optional<T> one(T[] all, Function<T, String> code, String name) {
    Ipld value = value(name);
    return Arrays.stream(all).filter(each -> Ipld.of(code.apply(each)).equals(value)).findFirst();
  }
}
