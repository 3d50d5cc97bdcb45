package io.vivim.node;

import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.eventlog.Page;
import io.vivim.eventlog.PageMark;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vivim event query}: events by what they say, the newest first. */
@Command(
    name = "query",
    description = {
      "Find events, the newest first.",
      "Answers with their JSON form, one a line. Where there are more, the mark for --after is told"
          + " on the error stream. That nothing was found is good."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event query --type memory:create --limit 10",
      "  vivim event query --author did:key:… --tag topic=tea --since 2026-02-26T10:30:00Z",
      "  vivim event query --entity bafy… --count"
    })
final class EventQueryCommand implements Callable<Integer> {
  /** Events that are read before they are written. */
  private static final long PAGE_EVENTS = 256;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final LogOption data;

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Mixin private final FormOptions forms = new FormOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many events at most; 0 for all. Else 100.")
  private long limit = 100;

  @Option(
      names = "--after",
      paramLabel = "MARK",
      description = "Go on behind this mark, which an earlier query with the same options told.")
  private @Nullable String after;

  @Option(names = "--count", description = "Answer with the number of all that match, alone.")
  private boolean count;

  EventQueryCommand(Console console, Surroundings surroundings) {
    this.console = console;
    this.data = new LogOption(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    Filter filter = filters.filter();
    EventText.Use form = forms.form();
    @Nullable PageMark mark = mark();
    if (limit < 0) {
      throw misused("--limit is below 0");
    }
    try (EventLog log = data.openExisting()) {
      if (count) {
        console.line(Long.toString(log.count(filter)));
      } else {
        list(log, filter, form, mark);
      }
    }
    return ExitCode.GOOD;
  }

  private @Nullable PageMark mark() {
    String text = after;
    return text == null
        ? null
        : PageMark.parse(text).orElseThrow(() -> misused("--after is no mark"));
  }

  private void list(EventLog log, Filter filter, EventText.Use form, @Nullable PageMark from)
      throws IOException {
    @Nullable PageMark mark = from;
    long left = limit == 0 ? Long.MAX_VALUE : limit;
    boolean more = true;
    while (more && left > 0) {
      Page page = log.query(filter, mark, (int) Math.min(left, PAGE_EVENTS));
      for (AppendedEvent event : page.events()) {
        console.line(form.of(event.event()).text());
      }
      left -= page.events().size();
      Optional<PageMark> next = page.next();
      more = next.isPresent();
      mark = next.orElse(null);
    }
    console.flush();
    if (mark != null) {
      console.complain("there may be more: --after " + mark);
    }
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
