package io.vivim.node;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.eventlog.Evidence;
import io.vivim.eventlog.LogCheck;
import io.vivim.eventlog.LogStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the commands of {@code vivim log} say. */
sealed interface LogAnswer extends Answer {
  /** What a check found. */
  record Checked(LogCheck.Report report) implements LogAnswer {
    @Override
    public String text() {
      if (report.isClean()) {
        return "ok " + counted(report.events(), "event");
      }
      StringBuilder lines = new StringBuilder();
      report.told().forEach(problem -> lines.append("problem ").append(problem).append('\n'));
      return lines.append("error ").append(summary()).toString();
    }

    @Override
    public IpldMap json() {
      List<Ipld> told = new ArrayList<>();
      for (LogCheck.Problem problem : report.told()) {
        told.add(
            IpldMap.builder()
                .put("position", Ipld.of(problem.position()))
                .put("text", Ipld.of(problem.text()))
                .build());
      }
      return IpldMap.builder()
          .put("events", Ipld.of(report.events()))
          .put("problems", Ipld.of(report.problems()))
          .put("told", new Ipld.Sequence(told))
          .build();
    }

    @Override
    public Optional<String> complaint() {
      return report.isClean() ? Optional.empty() : Optional.of("the log has " + summary());
    }

    private String summary() {
      return counted(report.problems(), "problem") + " in " + counted(report.events(), "event");
    }

    private static String counted(long count, String noun) {
      return count + " " + noun + (count == 1 ? "" : "s");
    }
  }

  /** How a signer broke the order of its own log. */
  record Broken(Evidence evidence) implements LogAnswer {
    @Override
    public String text() {
      return kind() + " " + evidence.seq() + " " + evidence.event() + " " + evidence.other();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("kind", Ipld.of(kind()))
          .put("seq", Ipld.of(evidence.seq()))
          .put("event", Ipld.of(evidence.event().toString()))
          .put("other", Ipld.of(evidence.other().toString()))
          .build();
    }

    private String kind() {
      return evidence.kind() == Evidence.Kind.FORK ? "fork" : "broken-link";
    }
  }

  /**
   * Figures, one a line.
   *
   * @param evidence how often a signer is known to have broken the order of its own log
   */
  record Figures(LogStats stats, int evidence) implements LogAnswer {
    @Override
    public String text() {
      StringBuilder lines = new StringBuilder("id " + stats.id());
      lines.append("\nengine ").append(stats.store().engine());
      figures().forEach((name, figure) -> lines.append('\n').append(name + " " + figure));
      return lines.toString();
    }

    @Override
    public IpldMap json() {
      IpldMap.Builder json =
          IpldMap.builder()
              .put("id", Ipld.of(stats.id()))
              .put("engine", Ipld.of(stats.store().engine()));
      figures().forEach((name, figure) -> json.put(name, Ipld.of(figure)));
      return json.build();
    }

    private Map<String, Long> figures() {
      Map<String, Long> figures = new TreeMap<>();
      figures.put("events", stats.events());
      figures.put("bytes", stats.bytes());
      figures.put("floor", stats.floor());
      figures.put("held", (long) stats.held());
      figures.put("held-bytes", stats.heldBytes());
      figures.put("evidence", (long) evidence);
      figures.put("disk-bytes", stats.store().diskBytes());
      return figures;
    }
  }
}
