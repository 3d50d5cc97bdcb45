package io.vivim.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that is to survive the loss of power makes the disk write before it returns. */
final class StoreSyncTest {
  private static final String FORCE = "jdk.FileForce";

  @Test
  void aSyncCommitForcesTheLogOfH2AndALazyOneDoesNot(@TempDir Path directory) throws IOException {
    try (Store store = Stores.open(directory.resolve("store"), Engine.H2, StoreOptions.DEFAULT)) {
      assertThat(forcedBy(store, Durability.LAZY, directory.resolve("lazy.jfr"))).isEmpty();
      assertThat(forcedBy(store, Durability.SYNC, directory.resolve("sync.jfr")))
          .isNotEmpty()
          .allMatch(path -> path.startsWith(directory.toString()));
    }
  }

  /** The files that a commit forces to the disk. */
  private static List<String> forcedBy(Store store, Durability durability, Path file)
      throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable(FORCE).withoutThreshold();
      recording.start();
      store.commit(Batch.named("test").put(Bytes.utf8(durability.name()), Bytes.EMPTY), durability);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    return events.stream().map(event -> event.getString("path")).toList();
  }
}
