package io.vivim.node;

import io.vivim.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The node that runs on a data folder, as a file of that folder tells other processes: its process
 * and where it is asked, a line each. The file goes when the node stops in order; one that a crash
 * left behind names a process that is gone.
 */
record RunningNode(long process, String address) {
  /** Its name in the data folder. */
  static final String FILE = "running-node";

  /** Says in the folder that this process runs a node there. */
  static void announce(Path folder, String address) throws IOException {
    Path fresh = folder.resolve(FILE + ".new");
    String text = ProcessHandle.current().pid() + "\n" + address + "\n";
    OwnerOnly.makeFile(fresh);
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes back what was said. */
  static void withdraw(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      // It names a process that is about to be gone, which is found out by whoever reads it.
    }
  }

  /** The node of a folder; nothing where none is known to run. */
  static Optional<RunningNode> of(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(FILE));
      if (lines.size() != 2) {
        return Optional.empty();
      }
      RunningNode node = new RunningNode(Long.parseLong(lines.get(0)), lines.get(1));
      return ProcessHandle.of(node.process()).filter(ProcessHandle::isAlive).map(alive -> node);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
