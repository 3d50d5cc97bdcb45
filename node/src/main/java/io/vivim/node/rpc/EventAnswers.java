package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.events.EventJson;

/** How methods show an event: all that it says, and where it lies. */
final class EventAnswers {
  private EventAnswers() {}

  static JsonText of(AppendedEvent event, Caller caller) {
    JsonText.Field said = new JsonText.Field("event", new JsonText(EventJson.write(event.event())));
    return caller.mayCount()
        ? JsonText.object(
            new JsonText.Field("position", JsonText.of(Ipld.of(event.position()))), said)
        : JsonText.object(said);
  }
}
