package io.vivim.node;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventJson;
import io.vivim.events.Payload;

/** What the commands of {@code vivim event} answer. */
sealed interface EventAnswer extends Answer {

  /** An event in its JSON form. */
  record Form(String text) implements EventAnswer {
    static Form of(DecodedEvent event) {
      return new Form(EventJson.write(event));
    }

    @Override
    public IpldMap json() {
      try {
        return (IpldMap) DagJson.decode(text).orThrow();
      } catch (RefusedException e) {
        throw new IllegalStateException("our own JSON form", e);
      }
    }
  }

  /** An event in its wire form. */
  record Wire(DecodedEvent event) implements EventAnswer {
    @Override
    public String text() {
      return event.raw().encode().toHex();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("id", Ipld.of(event.id().toString()))
          .put("wire", Ipld.of(text()))
          .build();
    }
  }

  /** An event that is good. */
  record Good(EventId id) implements EventAnswer {
    @Override
    public String text() {
      return "ok " + id;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("id", Ipld.of(id.toString())).put("valid", Ipld.TRUE).build();
    }
  }

  /** An event in a few words, for people. */
  record Brief(DecodedEvent event) implements EventAnswer {
    @Override
    public String text() {
      EventHeader header = event.header();
      return String.join(
          " ",
          event.id().toString(),
          header.timestamp().toString(),
          header.type().name(),
          event.logScope().toString(),
          header.author().toString(),
          payload());
    }

    private String payload() {
      long size = event.header().payloadSize();
      return event
          .payload()
          .map(
              payload ->
                  payload instanceof Payload.Plain
                      ? size + " bytes"
                      : size + (payload instanceof Payload.Sealed ? " sealed" : " unreadable"))
          .orElse("without payload");
    }

    @Override
    public IpldMap json() {
      return Form.of(event).json();
    }
  }
}
