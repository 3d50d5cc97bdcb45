package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.events.EventJson;

/** How methods show an event: where it lies, and all that it says. */
final class EventAnswers {
  private EventAnswers() {}

  static JsonText of(AppendedEvent event) {
    return JsonText.object(
        new JsonText.Field("position", JsonText.of(Ipld.of(event.position()))),
        new JsonText.Field("event", new JsonText(EventJson.write(event.event()))));
  }
}
