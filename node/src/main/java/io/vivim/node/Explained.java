package io.vivim.node;

import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.events.EventId;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Explanation;
import io.vivim.statemachine.Explanation.Cause;
import io.vivim.statemachine.Explanation.Source;
import io.vivim.statemachine.Explanation.Uncounted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why an entity is what it is.
 *
 * @param faults what is wrong with the bodies of events that do not count because of that
 * @param only the one field that was asked for; null where all were
 */
record Explained(Explanation told, Map<EventId, String> faults, @Nullable String only)
    implements Answer {
  @Override
  public String text() {
    Entity entity = told.entity();
    List<String> lines = new ArrayList<>();
    String gone = entity.isGone() ? " gone" : "";
    lines.add("entity " + entity.id() + " " + entity.kind() + " " + entity.scope() + gone);
    asked()
        .forEach(
            (name, causes) -> {
              Ipld value = entity.fields().getOrDefault(name, Ipld.NULL);
              lines.add("field " + said(Ipld.of(name)) + " " + said(value));
              for (Cause cause : causes) {
                String part = cause.isShown() ? "by " : "against ";
                lines.add(part + line(cause.source()) + " " + said(cause.value()));
              }
            });
    told.without().forEach(each -> lines.add("without " + line(each)));
    if (told.isCut()) {
      lines.add("shortened there are more events than these");
    }
    return String.join("\n", lines);
  }

  /** All fields, also those of which nobody says how they came about. */
  SortedMap<String, List<Cause>> fields() {
    SortedMap<String, List<Cause>> fields = new TreeMap<>(told.fields());
    told.entity().fields().keySet().forEach(name -> fields.putIfAbsent(name, List.of()));
    return fields;
  }

  /** The fields that were asked for. */
  private SortedMap<String, List<Cause>> asked() {
    SortedMap<String, List<Cause>> fields = fields();
    String field = only;
    if (field == null) {
      return fields;
    }
    SortedMap<String, List<Cause>> one = new TreeMap<>();
    one.put(field, fields.getOrDefault(field, List.of()));
    return one;
  }

  private static String line(Source source) {
    return source.event()
        + " "
        + source.time()
        + " "
        + source.author()
        + " "
        + source.type().name();
  }

  private String line(Uncounted event) {
    var by = event.verdict().by();
    return line(event.source())
        + " "
        + event.verdict().ground().code()
        + (by == null ? "" : " by " + by)
        + ": "
        + text(event);
  }

  private String text(Uncounted event) {
    String fault = faults.get(event.source().event());
    String ground = event.verdict().ground().text();
    return fault == null ? ground : ground + ": " + fault;
  }

  /** The value as JSON, or its bytes in hex where JSON has no way to say it. */
  private static String said(Ipld value) {
    try {
      return DagJson.encode(value);
    } catch (RefusedException e) {
      return "dag-cbor:" + DagCbor.encode(value).toHex();
    }
  }

  @Override
  public IpldMap json() {
    Entity entity = told.entity();
    List<Ipld> fields = new ArrayList<>();
    asked()
        .forEach(
            (name, causes) -> {
              List<Ipld> by = new ArrayList<>();
              causes.forEach(cause -> by.add(json(cause)));
              IpldMap.Builder field =
                  IpldMap.builder().put("name", Ipld.of(name)).put("by", new Ipld.Sequence(by));
              Ipld value = entity.fields().get(name);
              if (value != null) {
                field.put("value", sayable(value));
              }
              fields.add(field.build());
            });
    List<Ipld> without = new ArrayList<>();
    told.without().forEach(each -> without.add(json(each)));
    IpldMap.Builder json =
        IpldMap.builder()
            .put("id", Ipld.of(entity.id().toString()))
            .put("kind", Ipld.of(entity.kind()))
            .put("scope", Ipld.of(entity.scope().text()))
            .put("gone", Ipld.of(entity.isGone()))
            .put("fields", new Ipld.Sequence(fields))
            .put("without", new Ipld.Sequence(without));
    return told.isCut() ? json.put("shortened", Ipld.TRUE).build() : json.build();
  }

  private static IpldMap json(Cause cause) {
    return json(cause.source())
        .put("value", sayable(cause.value()))
        .put("shown", Ipld.of(cause.isShown()))
        .build();
  }

  private IpldMap json(Uncounted event) {
    IpldMap.Builder json =
        json(event.source())
            .put("reason", Ipld.of(event.verdict().ground().code()))
            .put("message", Ipld.of(text(event)));
    var by = event.verdict().by();
    if (by != null) {
      json.put("by", Ipld.of(by.toString()));
    }
    return json.build();
  }

  private static IpldMap.Builder json(Source source) {
    return IpldMap.builder()
        .put("event", Ipld.of(source.event().toString()))
        .put("time", Ipld.of(source.time().toString()))
        .put("author", Ipld.of(source.author().toString()))
        .put("type", Ipld.of(source.type().name()));
  }

  /** The value, or its bytes where JSON has no way to say it. */
  private static Ipld sayable(Ipld value) {
    try {
      DagJson.encode(value);
      return value;
    } catch (RefusedException e) {
      return Ipld.of(DagCbor.encode(value));
    }
  }
}
