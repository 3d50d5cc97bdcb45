package io.vivim.node;

import io.vivim.anchors.Anchoring;
import io.vivim.codec.IpldMap;
import io.vivim.node.blocks.AnchoringJson;

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
    return AnchoringJson.of(anchoring).build();
  }
}
