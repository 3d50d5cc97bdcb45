package io.vivim.store;

import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What H2's log gives back after a crash or damage. */
class H2LogTest {
  private static final int RECORDS = 5;

  @TempDir Path folder;

  private final StoreFailures failures = new StoreFailures("here");

  /** A log with some records, and where each of them ends. */
  private List<Integer> write(boolean synced) throws IOException {
    List<Integer> ends = new ArrayList<>();
    try (H2Log log = H2Log.create(new H2Files(folder), 7)) {
      for (int i = 0; i < RECORDS; i++) {
        log.append(
            BatchBytes.of(Batch.named("test").put(number(i), number(i)).delete(number(100 + i))));
        if (synced) {
          log.sync();
        }
        ends.add((int) log.size());
      }
    }
    return ends;
  }

  private Path path() {
    return new H2Files(folder).log(7);
  }

  private int replayed() throws IOException {
    List<Batch> batches = new ArrayList<>();
    try (H2Log log = H2Log.replay(path(), 7, failures, batches::add)) {
      assertThat(log.size()).isEqualTo(Files.size(path()));
    }
    for (int i = 0; i < batches.size(); i++) {
      assertThat(batches.get(i).sorted())
          .containsExactly(
              new Batch.Change(number(i), number(i)), new Batch.Change(number(100 + i), null));
    }
    return batches.size();
  }

  @Test
  void aTornEndIsCutOffAtTheLastWholeRecord() throws IOException {
    List<Integer> ends = write(true);
    byte[] whole = Files.readAllBytes(path());
    for (int cut = 16; cut <= whole.length; cut++) {
      Files.write(path(), Arrays.copyOf(whole, cut));
      int size = cut;
      assertThat(replayed()).isEqualTo((int) ends.stream().filter(end -> end <= size).count());
      assertThat(replayed()).isEqualTo((int) ends.stream().filter(end -> end <= size).count());
    }
  }

  @Test
  void damageBeforeARecordThatKnowsBetterIsToldFromACrash() throws IOException {
    List<Integer> ends = write(true);
    byte[] whole = Files.readAllBytes(path());
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(path(), changed);
      if (at < ends.get(RECORDS - 2)) {
        assertThatThrownBy(this::replayed)
            .as("at %s", at)
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CORRUPT));
      } else {
        // Nothing comes after the last one that could know.
        assertThat(replayed()).isEqualTo(RECORDS - 1);
      }
    }
  }

  @Test
  void whatWasNeverForcedToTheDiskMayBeMissingFromAnywhere() throws IOException {
    List<Integer> ends = write(false);
    byte[] torn = Files.readAllBytes(path());
    // The disk had the last page and not the one before.
    Arrays.fill(torn, ends.get(1), ends.get(2), (byte) 0);
    Files.write(path(), torn);

    assertThat(replayed()).isEqualTo(2);
  }

  @Test
  void anotherLogIsNotTakenForThisOne() throws IOException {
    write(true);
    assertThatThrownBy(() -> H2Log.replay(path(), 8, failures, batch -> {}))
        .isInstanceOf(StoreException.class);
  }
}
