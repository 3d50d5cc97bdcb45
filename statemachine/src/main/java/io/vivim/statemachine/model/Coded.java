package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.List;

/** Reads back what this package wrote; anything else is a damaged store. */
public final class Coded {
  private Coded() {}

  /** The value that these bytes are. */
  public static Ipld read(Bytes value) {
    return DagCborReader.overOwn(value).readValue();
  }

  public static List<Ipld> list(Ipld value) {
    return as(Ipld.Sequence.class, value).values();
  }

  public static IpldMap map(Ipld value) {
    return as(IpldMap.class, value);
  }

  public static Bytes bytes(Ipld value) {
    return as(Ipld.Binary.class, value).value();
  }

  public static String text(Ipld value) {
    return as(Ipld.Text.class, value).value();
  }

  public static boolean bool(Ipld value) {
    return as(Ipld.Bool.class, value).value();
  }

  public static long number(Ipld value) {
    return as(Ipld.Int.class, value).asLong();
  }

  private static <T extends Ipld> T as(Class<T> kind, Ipld value) {
    if (!kind.isInstance(value)) {
      throw new IllegalStateException("a stored value is of another kind than was written");
    }
    return kind.cast(value);
  }
}
