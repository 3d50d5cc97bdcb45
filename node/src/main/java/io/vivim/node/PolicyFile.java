package io.vivim.node;

import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.PolicyReader;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A trust policy (C2SP tlog-policy) in a file. */
final class PolicyFile {
  private PolicyFile() {}

  static Policy read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return PolicyReader.read(Bytes.owning(in.readNBytes(PolicyReader.MAX_POLICY_BYTES + 1)));
    } catch (NoteException e) {
      throw new UnreadableFileException("policy", file + ": " + e.getMessage());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }
}
