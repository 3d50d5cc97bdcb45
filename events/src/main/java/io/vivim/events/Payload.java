package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event's payload turned out to be.
 *
 * <pre>
 *   plain   { "body": map, "salt": 16 bytes, "tags": [[name, value, …], …] }
 *   sealed  { "epoch": CID, "sealed": bytes }
 * </pre>
 */
public sealed interface Payload {
  /** A payload that can be read by whoever has it. */
  record Plain(Bytes salt, List<Tag> tags, IpldMap body) implements Payload {
    public Plain {
      tags = List.copyOf(tags);
      if (salt.size() != EventLimits.SALT_BYTES || tags.size() > EventLimits.MAX_TAGS) {
        throw new IllegalArgumentException("a salt of another size, or too many tags");
      }
    }

    /** The canonical bytes. */
    public Bytes encode() {
      List<Ipld> lists = new ArrayList<>();
      for (Tag tag : tags) {
        List<Ipld> texts = new ArrayList<>();
        texts.add(Ipld.of(tag.name()));
        tag.values().forEach(value -> texts.add(Ipld.of(value)));
        lists.add(new Ipld.Sequence(texts));
      }
      return DagCbor.encode(
          IpldMap.builder()
              .put("salt", Ipld.of(salt))
              .put("tags", new Ipld.Sequence(lists))
              .put("body", body)
              .build());
    }
  }

  /** A payload for those who have the key of an epoch. */
  record Sealed(Ipld.Link epoch, Bytes sealed) implements Payload {}

  /** Bytes that are neither: an event that has them is stored, and folds as nothing. */
  record Malformed() implements Payload {}

  /** What these bytes are. */
  static Payload read(Bytes bytes) {
    if (!(DagCbor.decode(bytes, EventLimits.PAYLOAD) instanceof Decoded.Value<Ipld> good)
        || !(good.value() instanceof IpldMap map)) {
      return new Malformed();
    }
    if (map.size() == 2
        && map.get("epoch").orElse(Ipld.NULL) instanceof Ipld.Link epoch
        && map.get("sealed").orElse(Ipld.NULL) instanceof Ipld.Binary sealed) {
      return new Sealed(epoch, sealed.value());
    }
    if (map.size() == 3
        && map.get("body").orElse(Ipld.NULL) instanceof IpldMap body
        && map.get("salt").orElse(Ipld.NULL) instanceof Ipld.Binary salt
        && salt.value().size() == EventLimits.SALT_BYTES
        && map.get("tags").orElse(Ipld.NULL) instanceof Ipld.Sequence tags
        && tags.values().size() <= EventLimits.MAX_TAGS) {
      return plain(salt.value(), tags, body);
    }
    return new Malformed();
  }

  private static Payload plain(Bytes salt, Ipld.Sequence lists, IpldMap body) {
    List<Tag> tags = new ArrayList<>(lists.values().size());
    for (Ipld list : lists.values()) {
      if (!(list instanceof Ipld.Sequence texts)
          || texts.values().size() > EventLimits.MAX_TAG_TEXTS) {
        return new Malformed();
      }
      List<String> values = new ArrayList<>(texts.values().size());
      for (Ipld item : texts.values()) {
        if (!(item instanceof Ipld.Text text)) {
          return new Malformed();
        }
        values.add(text.value());
      }
      if (values.size() < 2 || !Tag.isTag(values.get(0), values.subList(1, values.size()))) {
        return new Malformed();
      }
      tags.add(new Tag(values.get(0), values.subList(1, values.size())));
    }
    return new Plain(salt, tags, body);
  }
}
