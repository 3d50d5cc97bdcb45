package io.vivim.node;

import io.vivim.anchors.Http;
import io.vivim.blockbuilder.AuditException;
import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockException;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.LogAudit;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.blockbuilder.note.VerifierKey;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim log audit}: reads somebody's log and computes every root again. */
@Command(
    name = "audit",
    description = {
      "Download a builder's log by its tiles (C2SP tlog-tiles) and compute every root again.",
      "Answers with 'ok <n> entries in <n> blocks', or with 'error <what>'. With --state it"
          + " remembers how far the log was, and refuses one that has another history or has"
          + " shrunk; what its builder signed then lies beside that file, with '.rival' behind its"
          + " name, and blocks that do not follow with '.rival-<height>-<cid>'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim log audit https://example.org/log/z6Mk…/public --state seen.txt",
      "  vivim log audit https://example.org/other-log --key VKEY",
      "  vivim log audit http://127.0.0.1:8645/log/z6Mk…/circle/bafy… --token-file rpc-token"
    })
final class AuditCommand implements Callable<Integer> {
  /** Until an answer begins, and once more until it has ended. */
  private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(30);

  /** By which an answer may be larger than what it holds. */
  private static final int MAX_GZIP_BYTES = 1024;

  private static final int MAX_TOKEN_BYTES = 1024;

  /** What lies beside the file in which a log is remembered: its last block, and rivals. */
  private static final String BLOCK = ".block";

  private static final String RIVAL = ".rival";
  private static final String ACCEPT = "Accept-Encoding";
  private static final String ENCODING = "Content-Encoding";
  private static final String GZIP = "gzip";
  private static final String IDENTITY = "identity";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Console console;
  private final InstantSource clock;
  private final LongSupplier nanoClock;
  private final NoteCheck notes = new NoteCheck(SignatureVerifier.create());
  private final Duration answerTime;
  private final HttpClient client;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "URL", description = "The log's prefix.")
  private String url = "";

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The log's key; else the one that the URL of a node's log names.")
  private @Nullable String key;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Where the last checkpoint is remembered that was found good.")
  private @Nullable Path state;

  @Option(
      names = "--witnesses",
      paramLabel = "FILE",
      description =
          "A policy (C2SP tlog-policy): which witnesses have to have cosigned the checkpoint; by"
              + " their clocks the time of its block is judged.")
  private @Nullable Path witnesses;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token by which a node shows the log of a circle: 'rpc-token' in its data"
              + " folder.")
  private @Nullable Path tokenFile;

  /** What that file says; read before the first page. */
  private Optional<String> token = Optional.empty();

  @Option(names = "--json", description = "Answer with one JSON object.")
  private boolean json;

  AuditCommand(Console console, InstantSource clock, LongSupplier nanoClock) {
    this(console, clock, nanoClock, MAX_ANSWER_TIME);
  }

  /**
   * @param answerTime until an answer begins, and once more until it has ended
   */
  AuditCommand(Console console, InstantSource clock, LongSupplier nanoClock, Duration answerTime) {
    this.answerTime = answerTime;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(answerTime)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.console = console;
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  @Override
  public Integer call() throws IOException {
    requireUrl();
    VerifierKey log = key();
    token = token();
    Path remembered = state;
    requirePlace(remembered);
    Optional<LogAudit.Seen> before =
        remembered != null && Files.exists(remembered)
            ? Optional.of(new LogAudit.Seen(head(remembered, log), block(remembered)))
            : Optional.empty();
    LogAudit audit =
        new LogAudit(
            this::page,
            log,
            PolicyFile.readIfGiven(witnesses, log),
            before,
            notes,
            new BlockReader(SignatureVerifier.create()),
            clock.instant());
    return BlockCommand.told(console, json, answer(audit, remembered));
  }

  private Answer answer(LogAudit audit, @Nullable Path remembered) throws IOException {
    try (Progress progress = new Progress(console, "auditing", "entries", 0, nanoClock)) {
      LogAudit.Clean clean = audit.run(progress::at);
      if (remembered != null) {
        // Whatever a crash leaves, the block was found good, and has to be on the way.
        if (clean.last().isPresent()) {
          write(beside(remembered, BLOCK), clean.last().get().bytes());
        }
        write(remembered, clean.note().encode());
      }
      return new BlockAnswer.AddsUp(clean);
    } catch (AuditException e) {
      if (remembered != null) {
        keep(remembered, e);
      }
      return new BlockAnswer.DoesNotAddUp(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }

  /** Before anything is downloaded that could not be remembered. */
  private static void requirePlace(@Nullable Path file) throws UnreadableFileException {
    Path parent = file == null ? null : file.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new UnreadableFileException("state", file + ": there is no folder " + parent);
    }
  }

  /** Writes what a builder signed that does not go together. */
  private static void keep(Path state, AuditException fault) throws UnreadableFileException {
    if (fault.note().isPresent()) {
      write(beside(state, RIVAL), fault.note().get().encode());
    }
    for (Block block : fault.blocks()) {
      write(beside(state, RIVAL + "-" + block.height() + "-" + block.cid()), block.bytes());
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static void write(Path file, Bytes bytes) throws UnreadableFileException {
    Path fresh = beside(file, ".new");
    try {
      Files.write(fresh, bytes.toArray());
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException("state", file + " is not written: " + reason.clause());
    }
  }

  private TreeHead head(Path file, VerifierKey log) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Bytes bytes = Bytes.owning(in.readNBytes(SignedNote.MAX_NOTE_BYTES + 1));
      return Checkpoint.open(SignedNote.parse(bytes), log, notes).head();
    } catch (NoteException e) {
      throw new UnreadableFileException("state", file + ": " + e.getMessage());
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException("state", file + ": " + reason.clause());
    }
  }

  /** The block that lies beside what is remembered; nothing where none was there to remember. */
  private static Optional<Block> block(Path state) throws IOException {
    Path file = beside(state, BLOCK);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      Bytes bytes = Bytes.owning(in.readNBytes(BlockReader.MAX_BLOCK_BYTES + 1));
      return Optional.of(new BlockReader(SignatureVerifier.create()).read(bytes));
    } catch (BlockException e) {
      throw new UnreadableFileException("state", file + ": " + e.getMessage());
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException("state", file + ": " + reason.clause());
    }
  }

  private void requireUrl() {
    try {
      URI place = new URI(url);
      if (Http.isPlace(place) && place.getRawQuery() == null && place.getRawFragment() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // It is said below.
    }
    throw misused(
        "the URL is no prefix of a log, such as https://example.org/log/z6Mk…/public: " + url);
  }

  private Optional<String> token() throws IOException {
    Path file = tokenFile;
    if (file == null) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_TOKEN_BYTES), StandardCharsets.US_ASCII).strip();
      if (!text.matches("[!-~]+")) {
        throw new UnreadableFileException("token", file + ": it has no token");
      }
      return Optional.of(text);
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException("token", file + ": " + reason.clause());
    }
  }

  private VerifierKey key() {
    String text = key;
    try {
      VerifierKey known = text == null ? named() : VerifierKey.parse(text);
      if (known.type() != VerifierKey.Type.NOTE) {
        throw misused("--key is no key of a log, but of one that cosigns");
      }
      return known;
    } catch (NoteException e) {
      throw misused("--key is no key: " + e.getMessage());
    }
  }

  /** The key in the path of a log that a node serves. */
  private VerifierKey named() {
    int at = url.indexOf("/log/");
    return (at < 0
            ? Optional.<LogOrigin>empty()
            : LogOrigin.parse("vivim/" + url.substring(at + 5).replaceAll("/+$", "")))
        .map(LogOrigin::key)
        .orElseThrow(() -> misused("the URL names no key of a log, so it needs --key"));
  }

  private ParameterException misused(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private Optional<Bytes> page(String path, int maxBytes) throws IOException {
    URI where = URI.create(url.replaceAll("/+$", "") + "/" + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where).timeout(answerTime).header(ACCEPT, GZIP);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      byte[] raw = Http.read(response.body(), maxBytes + MAX_GZIP_BYTES, answerTime);
      if (response.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      if (response.statusCode() != OK) {
        throw new IOException("its status is " + response.statusCode());
      }
      byte[] body = plain(raw, response.headers().firstValue(ENCODING), maxBytes);
      if (body.length > maxBytes) {
        throw new IOException("it has more than " + maxBytes + " bytes");
      }
      return Optional.of(Bytes.owning(body));
    } catch (IOException e) {
      throw new UnreadableFileException("unreachable", where + " cannot be read: " + Http.words(e));
    } catch (InterruptedException e) {
      throw LogOption.interrupted(e);
    }
  }

  /** What an answer holds; no more of it is unpacked than tells that it is too much. */
  private static byte[] plain(byte[] raw, Optional<String> encoding, int maxBytes)
      throws IOException {
    String how = encoding.orElse(IDENTITY).strip().toLowerCase(Locale.ROOT);
    if (how.equals(IDENTITY)) {
      return raw;
    }
    if (!how.equals(GZIP)) {
      throw new IOException("its encoding is " + how);
    }
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(raw))) {
      return unpacked.readNBytes(maxBytes + 1);
    }
  }
}
