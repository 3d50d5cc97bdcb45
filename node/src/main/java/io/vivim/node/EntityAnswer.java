package io.vivim.node;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.node.ledger.EntityJson;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.HistoryEntry;
import io.vivim.statemachine.Verdict;

/** What the commands of {@code vivim entity} answer. */
sealed interface EntityAnswer extends Answer {

  /** An entity with all that it has: what it is called and what that is, a line each. */
  record Whole(Entity entity) implements EntityAnswer {
    @Override
    public String text() {
      StringBuilder lines = new StringBuilder();
      json().forEach((name, value) -> add(lines, name, value));
      return lines.substring(0, lines.length() - 1);
    }

    private static void add(StringBuilder lines, String name, Ipld value) {
      if (value instanceof IpldMap map) {
        map.forEach((key, each) -> line(lines, name + " " + json(Ipld.of(key)), json(each)));
      } else if (value instanceof Ipld.Sequence list) {
        list.values().forEach(each -> line(lines, name, plain(each)));
      } else {
        line(lines, name, plain(value));
      }
    }

    private static void line(StringBuilder lines, String name, String value) {
      lines.append(name).append(' ').append(value).append('\n');
    }

    private static String plain(Ipld value) {
      return value instanceof Ipld.Text text ? text.value() : json(value);
    }

    private static String json(Ipld value) {
      try {
        return DagJson.encode(value);
      } catch (RefusedException e) {
        throw new IllegalStateException("values without DAG-JSON are shown as bytes", e);
      }
    }

    @Override
    public IpldMap json() {
      return EntityJson.of(entity);
    }
  }

  /** An entity in a few words. */
  record Brief(Entity entity) implements EntityAnswer {
    @Override
    public String text() {
      return String.join(
              " ",
              entity.id().toString(),
              entity.updated().toString(),
              entity.kind(),
              entity.scope().toString())
          + Glimpse.behind(" ", entity);
    }

    @Override
    public IpldMap json() {
      return EntityJson.of(entity);
    }
  }

  /** An event of an entity's history. */
  record Past(HistoryEntry entry) implements EntityAnswer {
    @Override
    public String text() {
      Verdict verdict = entry.verdict();
      String by = verdict.by() == null ? "" : " by " + verdict.by();
      String why = verdict.counts() ? "" : ": " + verdict.ground().text();
      return entry.event() + " " + entry.time() + " " + verdict.ground().code() + by + why;
    }

    @Override
    public IpldMap json() {
      return EntityJson.of(entry);
    }
  }

  /**
   * An event was written.
   *
   * @param verb in the past, such as {@code created}
   */
  record Done(String verb, WriteOutcome.Written written) implements EntityAnswer {
    @Override
    public String text() {
      return verb + " " + written.entity() + " by " + written.event();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("id", Ipld.of(written.entity().toString()))
          .put("event", Ipld.of(written.event().toString()))
          .put("position", Ipld.of(written.position()))
          .put("ground", Ipld.of(written.ground().code()))
          .build();
    }
  }
}
