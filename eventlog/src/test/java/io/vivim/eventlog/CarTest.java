package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.CarReader;
import io.vivim.codec.RefusedException;
import io.vivim.events.DecodedEvent;
import io.vivim.events.Scope;
import io.vivim.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class CarTest {
  private static byte[] export(TestLog from, Filter filter) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarExport.write(from.log, filter, out, LogCheck.Progress.NONE);
    return out.toByteArray();
  }

  private static List<Outcome> read(TestLog into, byte[] car) throws Exception {
    ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    try (CarReader reader = CarReader.open(new ByteArrayInputStream(car))) {
      new CarImport(into.log, TestLog.PEER, (event, outcome) -> outcomes.add(outcome)).read(reader);
    }
    return new ArrayList<>(outcomes);
  }

  @Test
  void whatIsExportedIsImportedWithoutTheLocalEvents() throws Exception {
    List<DecodedEvent> history = History.of(3, 300);
    try (TestLog from = new TestLog(Stores.inMemory());
        TestLog into = new TestLog(Stores.inMemory())) {
      from.giveAll(history);
      Set<String> expected = new TreeSet<>(from.contents());
      history.stream()
          .filter(event -> event.header().scope().equals(Scope.LOCAL))
          .forEach(event -> expected.removeIf(text -> text.startsWith(event.id().toString())));

      List<Outcome> outcomes = read(into, export(from, Filter.ALL));

      assertThat(into.contents()).isEqualTo(expected);
      assertThat(into.held()).isEmpty();
      assertThat(outcomes).hasSize(expected.size());
      assertThat(into.problems()).isEmpty();
    }
  }

  @Test
  void aFilterChoosesWhatIsExported() throws Exception {
    Author ada = new Author(1);
    Author bob = new Author(2);
    try (TestLog from = new TestLog(Stores.inMemory());
        TestLog into = new TestLog(Stores.inMemory())) {
      from.giveAll(List.of(ada.create(), bob.create(), ada.create()));
      Filter byAda = Filter.builder().authors(Set.of(ada.key().did())).build();

      assertThat(read(into, export(from, byAda))).hasSize(2);
    }
  }

  @Test
  void aDamagedCarIsRefusedAndWhatCameBeforeStays() throws Exception {
    Author ada = new Author(1);
    try (TestLog from = new TestLog(Stores.inMemory());
        TestLog into = new TestLog(Stores.inMemory())) {
      from.giveAll(List.of(ada.create(), ada.create(), ada.create()));
      byte[] car = export(from, Filter.ALL);
      car[car.length - 1] ^= 1;

      assertThatThrownBy(() -> read(into, car)).isInstanceOf(RefusedException.class);
      assertThat(into.log.head().position()).isEqualTo(2);
      assertThat(into.problems()).isEmpty();
    }
  }
}
