package io.vivim.node;

import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.PolicyReader;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trust policy (C2SP tlog-policy) in a file. */
final class PolicyFile {
  private PolicyFile() {}

  /**
   * The policy in a file, which has to be one for a log; where none is given, the one that asks for
   * no witness. One that lists logs believes no other.
   */
  static Policy readIfGiven(@Nullable Path file, VerifierKey log) throws IOException {
    if (file == null) {
      return Policy.of(0, List.of());
    }
    Policy policy = read(file);
    if (!policy.logs().isEmpty() && !policy.logs().containsKey(log)) {
      throw new UnreadableFileException(
          "policy", file + ": it lists logs, and none has the key " + log.text());
    }
    return policy;
  }

  static Policy read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return PolicyReader.read(Bytes.owning(in.readNBytes(PolicyReader.MAX_POLICY_BYTES + 1)));
    } catch (NoteException e) {
      throw new UnreadableFileException("policy", file + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new UnreadableFileException("no-such-file", "there is no file " + file);
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }
}
