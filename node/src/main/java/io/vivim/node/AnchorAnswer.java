package io.vivim.node;

import io.vivim.anchors.AnchorFault;
import io.vivim.anchors.Anchoring;
import io.vivim.anchors.Anchors;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;

/** How far one anchoring is. */
record AnchorAnswer(Anchoring anchoring) implements Answer {
  @Override
  public String text() {
    Anchoring.Subject subject = anchoring.subject();
    String fault = anchoring.fault().map(reason -> reason.code() + ": ").orElse("");
    return anchoring.number()
        + " "
        + anchoring.state().code()
        + " "
        + subject.anchor()
        + " "
        + subject.origin()
        + " "
        + subject.size()
        + " "
        + fault
        + anchoring.words();
  }

  @Override
  public IpldMap json() {
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
    return json.build();
  }
}
