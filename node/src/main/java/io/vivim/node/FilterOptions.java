package io.vivim.node;

import io.vivim.codec.Cid;
import io.vivim.codec.RefusedException;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.eventlog.Filter;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which events are meant: of each option one value has to match, and all options have to. */
final class FilterOptions {
  @Option(names = "--id", paramLabel = "ID", description = "Events of this id. May be repeated.")
  private List<String> ids = List.of();

  @Option(names = "--author", paramLabel = "DID", description = "By author. May be repeated.")
  private List<String> authors = List.of();

  @Option(names = "--signer", paramLabel = "DID", description = "By signer. May be repeated.")
  private List<String> signers = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "By type, such as memory:create. May be repeated.")
  private List<String> types = List.of();

  @Option(names = "--entity", paramLabel = "ID", description = "By entity. May be repeated.")
  private List<String> entities = List.of();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "By scope: public, circle:<id>, private:<did> or local:<did>. May be repeated.")
  private List<String> scopes = List.of();

  @Option(
      names = "--parent",
      paramLabel = "CID",
      description = "By what events were derived from. May be repeated.")
  private List<String> parents = List.of();

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description =
          "By the first value of a tag. Of one name, values may be repeated; different names have"
              + " to match all.")
  private List<String> tags = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "At this time or later, such as 2026-02-26T10:30:00Z or a timestamp.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "At this time or earlier.")
  private @Nullable String until;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  Filter filter() {
    Filter.Builder builder =
        Filter.builder()
            .ids(each("--id", ids, EventId::parse))
            .authors(each("--author", authors, FilterOptions::did))
            .signers(each("--signer", signers, FilterOptions::did))
            .types(each("--type", types, type -> EventType.parse(type).map(EventType::name)))
            .entityIds(each("--entity", entities, EventId::parse))
            .scopes(each("--scope", scopes, LogScope::parse))
            .parents(each("--parent", parents, FilterOptions::cid));
    addTags(builder);
    if (since != null) {
      builder.since(time("--since", since, 0));
    }
    if (until != null) {
      builder.until(time("--until", until, Timestamp.MAX_COUNTER));
    }
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw misused(
          "an option is repeated more than "
              + Filter.MAX_VALUES
              + " times, or there are more than "
              + Filter.MAX_TAG_NAMES
              + " names of tags");
    }
  }

  private void addTags(Filter.Builder builder) {
    TreeMap<String, Set<String>> values = new TreeMap<>();
    for (String tag : tags) {
      int equals = tag.indexOf('=');
      if (equals < 1) {
        throw misused("--tag is a name, '=' and a value, not " + tag);
      }
      values
          .computeIfAbsent(tag.substring(0, equals), name -> new HashSet<>())
          .add(tag.substring(equals + 1));
    }
    values.forEach(builder::tag);
  }

  private <T> Set<T> each(String option, List<String> texts, Function<String, Optional<T>> parser) {
    Set<T> values = new HashSet<>();
    for (String text : texts) {
      values.add(parser.apply(text).orElseThrow(() -> misused(option + " is malformed: " + text)));
    }
    return values;
  }

  private static Optional<DidKey> did(String text) {
    try {
      return Optional.of(DidKey.parse(text));
    } catch (DidException e) {
      return Optional.empty();
    }
  }

  private static Optional<Cid> cid(String text) {
    try {
      return Optional.of(Cid.parse(text));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /** The timestamp of a text, or the one of a moment that has this counter. */
  private Timestamp time(String option, String text, int counter) {
    return Timestamp.parse(text)
        .or(() -> moment(text, counter))
        .orElseThrow(() -> misused(option + " is no time: " + text));
  }

  private static Optional<Timestamp> moment(String text, int counter) {
    try {
      return Optional.of(Timestamp.of(Instant.parse(text).toEpochMilli(), counter));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
