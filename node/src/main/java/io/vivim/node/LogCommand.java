package io.vivim.node;

import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Evidence;
import io.vivim.eventlog.LogCheck;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vivim log}: the event log as a whole. */
@Command(
    name = "log",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look after the event log of a node that is not running.",
    footerHeading = "%nExamples:%n",
    footer = {"  vivim log stats", "  vivim log check --data data"})
final class LogCommand {

  /** {@code vivim log check}: everything is verified again. */
  @Command(
      name = "check",
      description = {
        "Verify all of the log again: signatures, payloads, causes, clocks, chains and indexes.",
        "Answers with 'ok <n> events', or with a line 'problem <what>' for each of the first hundred"
            + " and 'error <n> problems in <n> events'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim log check", "  vivim log check --data data --json"})
  static final class Check implements Callable<Integer> {
    private final Console console;
    private final LongSupplier nanoClock;

    @Mixin private final LogOption data;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Check(Console console, Surroundings surroundings, LongSupplier nanoClock) {
      this.console = console;
      this.nanoClock = nanoClock;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      LogCheck.Report report;
      try (EventLog log = data.openExisting()) {
        report = check(log);
      }
      Answer answer = new LogAnswer.Checked(report);
      console.line(json ? Batch.jsonOf(answer) : answer.text());
      console.flush();
      answer.complaint().ifPresent(console::complain);
      return report.isClean() ? ExitCode.GOOD : ExitCode.REFUSED;
    }

    private LogCheck.Report check(EventLog log) {
      long total = log.head().position();
      try (Progress progress = new Progress(console, "checking", "events", total, nanoClock)) {
        return log.check((done, all) -> progress.at(done));
      }
    }
  }

  /** {@code vivim log stats}: figures. */
  @Command(
      name = "stats",
      description = {
        "Show what the log holds.",
        "Answers with lines of '<name> <value>'; bytes are those of headers and payloads, disk-bytes"
            + " those of all files."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim log stats", "  vivim log stats --data data --json"})
  static final class Stats implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Stats(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      Answer answer;
      try (EventLog log = data.openExisting()) {
        answer = new LogAnswer.Figures(log.stats(), log.evidence().size());
      }
      console.line(json ? Batch.jsonOf(answer) : answer.text());
      return ExitCode.GOOD;
    }
  }

  /** {@code vivim log evidence}: who broke the order of its own log. */
  @Command(
      name = "evidence",
      description = {
        "Show how signers broke the order of their own logs.",
        "Answers with lines of 'fork <seq> <event> <rival>' and 'broken-link <seq> <event> <prev>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim log evidence", "  vivim log evidence --data data --json"})
  static final class Evidences implements Callable<Integer> {
    private final Console console;

    @Mixin private final LogOption data;

    @Option(names = "--json", description = "Answer with one JSON object a line.")
    private boolean json;

    Evidences(Console console, Surroundings surroundings) {
      this.console = console;
      this.data = new LogOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
      List<Evidence> found;
      try (EventLog log = data.openExisting()) {
        found = log.evidence();
      }
      for (Evidence evidence : found) {
        Answer answer = new LogAnswer.Broken(evidence);
        console.line(json ? Batch.jsonOf(answer) : answer.text());
      }
      return ExitCode.GOOD;
    }
  }
}
