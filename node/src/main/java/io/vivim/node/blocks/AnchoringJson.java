package io.vivim.node.blocks;

import io.vivim.anchors.AnchorFault;
import io.vivim.anchors.Anchoring;
import io.vivim.anchors.Anchors;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Anchorings as objects, for answers of all kinds, and read again from those of a node. */
public final class AnchoringJson {
  private AnchoringJson() {}

  /** How far it is. */
  public static IpldMap.Builder of(Anchoring anchoring) {
    Anchoring.Subject subject = anchoring.subject();
    IpldMap.Builder json =
        IpldMap.builder()
            .put("number", Ipld.of(anchoring.number()))
            .put("state", Ipld.of(anchoring.state().code()))
            .put("anchor", Ipld.of(subject.anchor()))
            .put("origin", Ipld.of(subject.origin()))
            .put("size", Ipld.of(subject.size()))
            .put("digest", Ipld.of(Anchors.digest(subject.note()).toHex()))
            .put("begun", Ipld.of(anchoring.begun().toString()))
            .put("faults", Ipld.of(anchoring.faults()))
            .put("words", Ipld.of(anchoring.words()));
    anchoring.fault().map(AnchorFault::code).ifPresent(code -> json.put("fault", Ipld.of(code)));
    if (anchoring.state() == Anchoring.State.PENDING) {
      json.put("next", Ipld.of(anchoring.next().toString()));
    }
    return json;
  }

  /** With the checkpoint, and the proof where there is one. */
  public static IpldMap whole(Anchoring anchoring) {
    IpldMap.Builder json =
        of(anchoring)
            .put("checkpoint", Ipld.of(BlockJson.text(anchoring.subject().note())))
            .put("ending", Ipld.of(anchoring.subject().fileEnding()));
    if (anchoring.state() == Anchoring.State.CONFIRMED) {
      json.put("proof", Ipld.of(anchoring.proof()));
    }
    return json.build();
  }

  /** What {@link #whole} says of an anchoring; nothing where it is something else. */
  public static Optional<Anchoring> read(Ipld json) {
    if (!(json instanceof IpldMap map)) {
      return Optional.empty();
    }
    try {
      Anchoring.Subject subject =
          new Anchoring.Subject(
              text(map, "anchor"),
              text(map, "ending"),
              text(map, "origin"),
              number(map, "size"),
              Bytes.utf8(text(map, "checkpoint")));
      Instant begun = Instant.parse(text(map, "begun"));
      return Optional.of(
          new Anchoring(
              number(map, "number"),
              subject,
              state(text(map, "state")),
              begun,
              map.get("next").isPresent() ? Instant.parse(text(map, "next")) : begun,
              (int) number(map, "faults"),
              map.get("fault").isPresent() ? fault(text(map, "fault")) : Optional.empty(),
              map.get("proof").isPresent() ? bytes(map, "proof") : Bytes.EMPTY,
              text(map, "words")));
    } catch (ClassCastException | NoSuchElementException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(IpldMap map, String name) {
    return ((Ipld.Text) map.get(name).orElseThrow()).value();
  }

  private static long number(IpldMap map, String name) {
    return ((Ipld.Int) map.get(name).orElseThrow()).asLong();
  }

  private static Bytes bytes(IpldMap map, String name) {
    return ((Ipld.Binary) map.get(name).orElseThrow()).value();
  }

  private static Anchoring.State state(String code) {
    return Arrays.stream(Anchoring.State.values())
        .filter(each -> each.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  /** A reason that a later version may know, and this one does not, is none. */
  private static Optional<AnchorFault> fault(String code) {
    return Arrays.stream(AnchorFault.values()).filter(each -> each.code().equals(code)).findFirst();
  }
}
