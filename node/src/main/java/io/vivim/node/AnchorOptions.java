package io.vivim.node;

import io.vivim.anchors.Anchor;
import io.vivim.anchors.EvmAccount;
import io.vivim.anchors.EvmAnchor;
import io.vivim.anchors.Http;
import io.vivim.anchors.OpenTimestampsAnchor;
import io.vivim.anchors.Rfc3161Anchor;
import io.vivim.anchors.TrustedAuthorities;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The anchors that checkpoints go to: those that are named, and else none. */
final class AnchorOptions {
  private static final String PUBLIC = "public";

  @Option(
      names = "--anchor-calendar",
      paramLabel = "URL",
      description =
          "A calendar of OpenTimestamps, by the address that it calls itself, or '"
              + PUBLIC
              + "' for the public ones. May be repeated.")
  private List<String> calendars = List.of();

  @Option(
      names = "--anchor-tsa",
      paramLabel = "URL",
      description = "A timestamp authority (RFC 3161); goes with --anchor-tsa-certificate.")
  private @Nullable String authority;

  @Option(
      names = "--anchor-tsa-certificate",
      paramLabel = "FILE",
      description =
          "The certificates in PEM by which it is trusted: its own, or of who certifies it.")
  private @Nullable Path certificate;

  @Option(
      names = "--anchor-evm",
      paramLabel = "URL",
      description = "A node of an EVM chain; goes with --anchor-evm-key and --anchor-evm-chain.")
  private @Nullable String evm;

  @Option(
      names = "--anchor-evm-key",
      paramLabel = "FILE",
      description = "The key of the account that pays there, in hexadecimal.")
  private @Nullable Path evmKey;

  @Option(names = "--anchor-evm-chain", paramLabel = "N", description = "The number of the chain.")
  private long evmChain;

  @Option(
      names = "--anchor-evm-confirmations",
      paramLabel = "N",
      description = "Blocks that make it confirmed, its own among them; else 12.")
  private int evmConfirmations = 12;

  @Option(
      names = "--anchor-evm-gas-price",
      paramLabel = "WEI",
      description = "The most that is offered for gas; else 100000000000.")
  private BigInteger evmGasPrice = BigInteger.TEN.pow(11);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * All that are named.
   *
   * @param random which nobody can foresee
   */
  List<Anchor> anchors(RandomGenerator random) throws IOException {
    Http http = new Http();
    List<Anchor> anchors = new ArrayList<>();
    if (!calendars.isEmpty()) {
      anchors.add(new OpenTimestampsAnchor("opentimestamps", places(), http, random));
    }
    if (isGiven("--anchor-tsa")) {
      requireBoth(authority, certificate, "--anchor-tsa goes with --anchor-tsa-certificate");
      URI place = place("--anchor-tsa", String.valueOf(authority));
      anchors.add(new Rfc3161Anchor("rfc3161", place, trusted(certificate), http, random));
    }
    if (isGiven("--anchor-evm")) {
      requireBoth(evm, evmKey, "--anchor-evm goes with --anchor-evm-key and --anchor-evm-chain");
      URI place = place("--anchor-evm", String.valueOf(evm));
      anchors.add(new EvmAnchor("evm", place, account(evmKey), terms(), http));
    }
    return anchors;
  }

  /** Whether there is an option whose name begins so. */
  private boolean isGiven(String name) {
    return command.commandLine().getParseResult().matchedOptions().stream()
        .anyMatch(option -> option.longestName().startsWith(name));
  }

  private List<URI> places() {
    List<URI> places = new ArrayList<>();
    for (String each : calendars) {
      if (each.equals(PUBLIC)) {
        places.addAll(OpenTimestampsAnchor.PUBLIC_CALENDARS);
      } else {
        places.add(place("--anchor-calendar", each));
      }
    }
    if (places.size() > OpenTimestampsAnchor.MAX_CALENDARS) {
      throw misused("--anchor-calendar names more than " + OpenTimestampsAnchor.MAX_CALENDARS);
    }
    return places;
  }

  private EvmAnchor.Terms terms() {
    if (evmChain < 1) {
      throw misused("--anchor-evm goes with --anchor-evm-chain, the number of the chain");
    } else if (evmConfirmations < 1 || evmGasPrice.signum() < 1) {
      throw misused("--anchor-evm-confirmations and --anchor-evm-gas-price are 1 or more");
    }
    return new EvmAnchor.Terms(evmChain, evmConfirmations, evmGasPrice);
  }

  private URI place(String option, String text) {
    try {
      URI place = new URI(text);
      if (Http.isPlace(place)) {
        return place;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw misused(option + " takes the address of a server, http:// or https://, not " + text);
  }

  private static TrustedAuthorities trusted(@Nullable Path file) throws IOException {
    try {
      return TrustedAuthorities.read(read(file));
    } catch (CertificateException e) {
      throw new UnreadableFileException("certificate", file + " has no certificate");
    }
  }

  private static EvmAccount account(@Nullable Path file) throws IOException {
    String text = new String(read(file).toArray(), StandardCharsets.ISO_8859_1);
    return EvmAccount.parse(text)
        .orElseThrow(
            () ->
                new UnreadableFileException("key", file + " has no key of 64 hexadecimal digits"));
  }

  private static Bytes read(@Nullable Path file) throws IOException {
    try {
      return Bytes.owning(Files.readAllBytes(Objects.requireNonNull(file)));
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException(reason.code(), file + ": " + reason.clause());
    }
  }

  private void requireBoth(@Nullable Object one, @Nullable Object other, String words) {
    if (one == null || other == null) {
      throw misused(words);
    }
  }

  private ParameterException misused(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
