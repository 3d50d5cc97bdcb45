package io.vivim.node;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of all commands that seal or open keys. */
final class PassphraseOption {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Its first line is the passphrase; else VIVIM_PASSPHRASE_FILE names a file, else"
              + " VIVIM_PASSPHRASE is it, else you are asked.")
  private @Nullable Path file;

  /** The file that was named, if one was. */
  @Nullable Path file() {
    return file;
  }
}
