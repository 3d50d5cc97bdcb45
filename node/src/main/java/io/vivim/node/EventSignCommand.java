package io.vivim.node;

import io.vivim.did.DidKey;
import io.vivim.did.KeyStoreException;
import io.vivim.did.SigningKey;
import io.vivim.events.EventJson;
import io.vivim.node.blocks.KeyHome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim event sign}: events that were made elsewhere are signed. */
@Command(
    name = "sign",
    description = {
      "Sign events with a key of this machine.",
      "Each is given in the JSON form without id and signature; signer, and beside a payload also"
          + " payload and payloadSize, may be left out.",
      "Answers each with the JSON form of the signed event, or with 'error <reason>'."
    },
    footerHeading = "%nExamples:%n",
    footer = "  vivim event new memory:create --signer did:key:… | vivim event sign --key home")
final class EventSignCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final KeyOptions options;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Option(names = "--key", required = true, paramLabel = "NAME", description = "Who signs.")
  private String name = "";

  @Parameters(
      paramLabel = "EVENT",
      arity = "0..*",
      description =
          "Events in JSON, not signed yet; without any, one a line is read from standard input.")
  private List<String> events = List.of();

  @Option(names = "--wire", description = "Answer with the wire form, in hex.")
  private boolean wire;

  @Option(names = "--json", description = "Answer with JSON objects where an event is bad, too.")
  private boolean json;

  EventSignCommand(Console console, Surroundings surroundings) {
    this.console = console;
    this.options = new KeyOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    SigningKey key = open(options, passphrase, name);
    EventText.Use use = wire ? EventAnswer.Wire::new : EventAnswer.Form::of;
    return new Batch(console, json)
        .answerEach(events, text -> EventText.answer(EventJson.sign(text.strip(), key), use));
  }

  /** The key of a name, or one complaint that says why there is none. */
  static SigningKey open(KeyOptions options, PassphraseOption passphrase, String name)
      throws IOException {
    try {
      // A name without a key should not cost a passphrase.
      DidKey did = options.store().did(name);
      if (KeyHome.roleOf(options.store(), did).equals(Optional.of(KeyHome.Role.WITNESS))) {
        throw new UnreadableFileException("witness", KeyHome.refusal(name));
      }
      return options.store().open(name, options.passphrase(passphrase.file(), false));
    } catch (KeyStoreException e) {
      throw new UnreadableFileException(e.error().code(), "key " + name + ": " + e.error().text());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }
}
