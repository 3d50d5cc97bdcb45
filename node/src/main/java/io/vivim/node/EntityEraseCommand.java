package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.node.ledger.EntityEraser;
import io.vivim.node.ledger.Refusal;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.search.SearchException;
import io.vivim.statemachine.Ground;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim entity erase}: whole entities are erased, event by event. */
@Command(
    name = "erase",
    description = {
      "Erase the payloads of all events of entities for good, here and wherever the erasures come to.",
      "For each event that the identity may erase, its own or of an entity of its own, a system:erase"
          + " event is signed and appended. Answers each with 'erased <id> events <n> kept <n>' once"
          + " the bytes are gone from the disk, or with 'error <reason>'. What was kept is others', or"
          + " an event on which others' rights hang. Bytes that something still reads leave later, which"
          + " is said."
    },
    footerHeading = "%nExamples:%n",
    footer = "  vivim entity erase bafy… --key home")
final class EntityEraseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final EntitySignerOptions signer;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Entities; without any, one a line is read from standard input.")
  private List<String> ids = List.of();

  @Option(names = "--json", description = "Answer with JSON objects.")
  private boolean json;

  EntityEraseCommand(
      Console console, Surroundings surroundings, InstantSource wall, Supplier<Bytes> salts) {
    this.console = console;
    this.signer = new EntitySignerOptions(console, surroundings, wall, salts);
  }

  @Override
  public Integer call() throws IOException {
    try {
      return signer.useWithSearch(
          writing -> {
            int code = new Batch(console, json).answerEach(ids, id -> erase(writing, id));
            EventEraseCommand.expunge(writing.ledger());
            return code;
          });
    } catch (SearchException e) {
      console.complain(EventEraseCommand.LEFT_IN_SEARCH + e.getMessage());
      return ExitCode.REFUSED;
    }
  }

  private Answer erase(EntitySignerOptions.Writing writing, String text) {
    Optional<EventId> id = EventId.parse(text.strip());
    if (id.isEmpty()) {
      return EntitySignerOptions.refused("id", "it is no id of an entity");
    }
    EntityEraser.Erasure erasure = LogOption.await(writing.erase(id.get()));
    ErasedBytes.await(writing.ledger().log().purged(), console::complain);
    if (erasure.stopped().isPresent()) {
      String after = " (after " + erasure.erased() + " events were erased)";
      return erasure.stopped().get() instanceof WriteOutcome.Refused refused
          ? EntitySignerOptions.refused(refused.code(), refused.detail() + after)
          : EntitySignerOptions.refused("busy", "the log has no room" + after);
    }
    if (erasure.erased() == 0 && erasure.kept() > 0) {
      return EntitySignerOptions.refused(
          Ground.OWNER.code(), "none of its events may be erased by this identity");
    }
    return erasure.erased() == 0
        ? EntitySignerOptions.refused(
            Refusal.NO_ENTITY.code(), "there is no such entity here, or it is erased already")
        : new Erased(id.get(), erasure);
  }

  /** The payloads of an entity's events are gone. */
  private record Erased(EventId entity, EntityEraser.Erasure erasure) implements Answer {
    @Override
    public String text() {
      return "erased " + entity + " events " + erasure.erased() + " kept " + erasure.kept();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("id", Ipld.of(entity.toString()))
          .put("erased", Ipld.of(erasure.erased()))
          .put("kept", Ipld.of(erasure.kept()))
          .build();
    }
  }
}
