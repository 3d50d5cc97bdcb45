package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.events.EventLimits;
import io.vivim.node.ledger.NearestName;
import io.vivim.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The tree of commands, wired by hand, and the one place where failures become a line and a code.
 */
final class VivimCommandLine {
  private final Console console;
  private final Surroundings surroundings;
  private final StopSignal stop;

  @Command(
      name = "vivim",
      synopsisSubcommandLabel = "COMMAND",
      description = "A node for data that people and their AI assistants own.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  echo '{\"a\":1}' | vivim codec encode",
        "  vivim cid inspect bafkqaaa",
        "  vivim help codec decode"
      })
  private static final class Root {}

  /** A command line that nobody stops. */
  VivimCommandLine(Console console, Surroundings surroundings) {
    this(console, surroundings, new StopSignal());
  }

  VivimCommandLine(Console console, Surroundings surroundings, StopSignal stop) {
    this.console = console;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  /** Runs one command and returns the exit code; throws nothing. */
  int run(String... args) {
    try {
      StringWriter help = new StringWriter();
      int code = tree(new PrintWriter(help)).execute(args);
      console.text(help.toString());
      console.flush();
      return code;
    } catch (Throwable e) {
      return failed(e);
    }
  }

  /** The whole tree; what picocli itself has to say (help and version) goes to {@code help}. */
  private CommandLine tree(PrintWriter help) {
    CommandLine root =
        new CommandLine(new Root())
            .addSubcommand(codec())
            .addSubcommand(
                new CommandLine(new CidCommand()).addSubcommand(new CidCommand.Inspect(console)))
            .addSubcommand(car())
            .addSubcommand(key())
            .addSubcommand(did())
            .addSubcommand(
                new CommandLine(new SigCommand()).addSubcommand(new SigCommand.Check(console)))
            .addSubcommand(ucan())
            .addSubcommand(event())
            .addSubcommand(entity())
            .addSubcommand(log())
            .addSubcommand(state())
            .addSubcommand(block())
            .addSubcommand(
                new CommandLine(new ProofCommand())
                    .addSubcommand(new ProofCommand.Make(console, surroundings))
                    .addSubcommand(new ProofCommand.Verify(console)))
            .addSubcommand(
                new CommandLine(new WitnessCommand())
                    .addSubcommand(
                        new WitnessCommand.Serve(console, surroundings, stop, machine())))
            .addSubcommand(store())
            .addSubcommand(anchor())
            .addSubcommand(new SearchCommand(console, surroundings))
            .addSubcommand(node())
            .addSubcommand(new CompletionCommand(console))
            .addSubcommand(new HelpCommand());
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version, the build's commit and the Java that runs it.")
                .build())
        .versionProvider(new BuildVersion());
    addHelp(root);
    ITypeConverter<Integer> ofInt = text -> number(text, Integer::valueOf);
    ITypeConverter<Long> ofLong = text -> number(text, Long::valueOf);
    return root.registerConverter(int.class, ofInt)
        .registerConverter(Integer.class, ofInt)
        .registerConverter(long.class, ofLong)
        .registerConverter(Long.class, ofLong)
        .setOut(help)
        .setErr(help)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        // Values such as "@x" are data here, never the name of a file with more arguments.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, args) -> misused(e))
        .setExecutionExceptionHandler((e, commandLine, result) -> failed(e));
  }

  /** Says of what is no number what it is in words, and not what Java would call it. */
  private static <T> T number(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      boolean isNumber = text.matches("[+-]?[0-9]+");
      throw new TypeConversionException(
          "'" + text + "' is " + (isNumber ? "too large a number" : "no whole number"));
    }
  }

  private CommandLine codec() {
    return new CommandLine(new CodecCommand())
        .addSubcommand(new CodecCommand.Encode(console))
        .addSubcommand(new CodecCommand.Decode(console));
  }

  private CommandLine car() {
    return new CommandLine(new CarCommand())
        .addSubcommand(new CarCommand.Ls(console))
        .addSubcommand(new CarCatCommand(console))
        .addSubcommand(new CarCommand.Verify(console));
  }

  private CommandLine key() {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new KeyCommand.New(console, surroundings))
        .addSubcommand(new KeyCommand.ListAll(console, surroundings))
        .addSubcommand(new KeyCommand.Show(console, surroundings))
        .addSubcommand(new KeyTransfer.Export(console, surroundings))
        .addSubcommand(new KeyTransfer.Import(console, surroundings))
        .addSubcommand(new KeyCommand.Rm(console, surroundings));
  }

  private CommandLine did() {
    return new CommandLine(new DidCommand())
        .addSubcommand(new DidCommand.Resolve(console))
        .addSubcommand(new DidCommand.OfSeed(console));
  }

  private CommandLine ucan() {
    return new CommandLine(new UcanCommand())
        .addSubcommand(new UcanCommand.Inspect(console))
        .addSubcommand(new UcanVerifyCommand(console, Clock.systemUTC()));
  }

  private CommandLine event() {
    return new CommandLine(new EventCommand())
        .addSubcommand(
            new EventNewCommand(
                console, surroundings, InstantSource.system(), VivimCommandLine::salt))
        .addSubcommand(new EventSignCommand(console, surroundings))
        .addSubcommand(new EventVerifyCommand(console))
        .addSubcommand(new EventShowCommand(console))
        .addSubcommand(new EventImportCommand(console, surroundings, System::nanoTime))
        .addSubcommand(new EventExportCommand(console, surroundings, System::nanoTime))
        .addSubcommand(new EventQueryCommand(console, surroundings))
        .addSubcommand(new EventTailCommand(console, surroundings))
        .addSubcommand(
            new EventEraseCommand(
                console, surroundings, InstantSource.system(), VivimCommandLine::salt));
  }

  private CommandLine entity() {
    InstantSource wall = InstantSource.system();
    Supplier<Bytes> salts = VivimCommandLine::salt;
    return new CommandLine(new EntityCommand())
        .addSubcommand(new EntityWriting.Create(console, surroundings, wall, salts))
        .addSubcommand(new EntityWriting.Update(console, surroundings, wall, salts))
        .addSubcommand(new EntityWriting.Delete(console, surroundings, wall, salts))
        .addSubcommand(new EntityEraseCommand(console, surroundings, wall, salts))
        .addSubcommand(new EntityReading.Get(console, surroundings))
        .addSubcommand(new EntityReading.Find(console, surroundings))
        .addSubcommand(new EntityReading.History(console, surroundings))
        .addSubcommand(new EntityReading.Conflicts(console, surroundings))
        .addSubcommand(new EntityWriting.Resolve(console, surroundings, wall, salts));
  }

  private CommandLine log() {
    return new CommandLine(new LogCommand())
        .addSubcommand(new LogCommand.Check(console, surroundings, System::nanoTime))
        .addSubcommand(new LogCommand.Stats(console, surroundings))
        .addSubcommand(new LogCommand.Evidences(console, surroundings))
        .addSubcommand(new AuditCommand(console, InstantSource.system(), System::nanoTime));
  }

  private CommandLine state() {
    return new CommandLine(new StateCommand())
        .addSubcommand(new StateCommand.Hash(console, surroundings))
        .addSubcommand(new StateCommand.Rebuild(console, surroundings, System::nanoTime))
        .addSubcommand(new StateCommand.Diff(console, surroundings))
        .addSubcommand(new StateCommand.Explain(console, surroundings));
  }

  private NodeCommand node() {
    return new NodeCommand(console, surroundings, stop, machine());
  }

  private static Node.Machine machine() {
    return new Node.Machine(InstantSource.system(), System::nanoTime, new SecureRandom());
  }

  private CommandLine block() {
    return new CommandLine(new BlockCommand())
        .addSubcommand(new BlockCommand.ListAll(console, surroundings))
        .addSubcommand(new BlockCommand.Show(console, surroundings))
        .addSubcommand(new BlockCommand.Verify(console, surroundings, InstantSource.system()))
        .addSubcommand(new BlockCommand.Forks(console, surroundings));
  }

  private static Bytes salt() {
    byte[] salt = new byte[EventLimits.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return Bytes.owning(salt);
  }

  private CommandLine store() {
    return new CommandLine(new StoreCommand())
        .addSubcommand(new StoreCommand.Stats(console, surroundings))
        .addSubcommand(new StoreCommand.Compact(console, surroundings))
        .addSubcommand(new StoreCommand.Copy(console, System::nanoTime));
  }

  private CommandLine anchor() {
    InstantSource wall = InstantSource.system();
    SecureRandom random = new SecureRandom();
    return new CommandLine(new AnchorCommand())
        .addSubcommand(new AnchorCommand.Status(console, surroundings, wall, random))
        .addSubcommand(new AnchorCommand.Upgrade(console, surroundings, wall, random));
  }

  /** Gives every command {@code --help} and the list of exit codes. */
  private static void addHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    spec.usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.descriptions())
        .abbreviateSynopsis(false);
    command.getSubcommands().values().forEach(VivimCommandLine::addHelp);
  }

  private int misused(ParameterException e) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    String what = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      what =
          (unmatched.isUnknownOption() ? "unknown option " : "unexpected ")
              + first
              + meant(first, spec, unmatched.isUnknownOption());
    }
    String path = spec.qualifiedName(" ");
    console.complain(decapitalised(what) + " (see " + path + " --help)");
    return ExitCode.USAGE;
  }

  /** The option or subcommand that may have been meant. */
  private static String meant(String given, CommandSpec spec, boolean isOption) {
    Set<String> known = isOption ? spec.optionsMap().keySet() : spec.subcommands().keySet();
    return NearestName.of(given.replaceFirst("=.*", ""), known)
        .map(near -> ": did you mean '" + near + "'?")
        .orElse("");
  }

  /** Picocli writes sentences; ours go on after "vivim: ". */
  private static String decapitalised(String sentence) {
    String line = sentence.lines().findFirst().orElse("bad usage");
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }

  private int failed(Throwable e) {
    int code = codeAfterComplaint(e);
    if (surroundings.debug()) {
      console.trace(e);
    }
    return code;
  }

  private int codeAfterComplaint(Throwable e) {
    if (e instanceof OutputClosedException closed) {
      if (closed.readerLeft()) {
        return ExitCode.READER_LEFT;
      }
      console.complain("the output cannot be written: " + e.getMessage());
      return ExitCode.REFUSED;
    }
    if (e instanceof InputFailedException) {
      console.complain("standard input cannot be read: " + e.getMessage());
      return ExitCode.REFUSED;
    }
    if (e instanceof UnreadableFileException unreadable) {
      console.complain(unreadable.clause());
      return ExitCode.REFUSED;
    }
    Optional<StoreException> store = storeFailure(e);
    if (store.isPresent()) {
      console.complain(String.valueOf(store.get().getMessage()));
      return ExitCode.REFUSED;
    }
    if (e instanceof OutOfMemoryError) {
      console.complain("out of memory: give Java more with VIVIM_JAVA_OPTS=-Xmx…");
      return ExitCode.INTERNAL;
    }
    console.complain("internal error: " + e + " (VIVIM_DEBUG=1 shows where)");
    return ExitCode.INTERNAL;
  }

  /** The failure of a store that is behind another one, such as that of a log. */
  private static Optional<StoreException> storeFailure(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .filter(StoreException.class::isInstance)
        .map(StoreException.class::cast)
        .findFirst();
  }
}
