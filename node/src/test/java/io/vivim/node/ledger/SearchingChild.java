package io.vivim.node.ledger;

import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that writes a history and indexes it, and says of each event when it is written. */
final class SearchingChild {
  private SearchingChild() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (SearchHome home = new SearchHome(Path.of(args[0]))) {
      for (DecodedEvent event : SearchKillTest.history()) {
        SearchHome.await(home.ledger.log().submit(event.raw(), Source.LOCAL));
        out.println("written " + home.search().indexedTo());
      }
    }
  }
}
