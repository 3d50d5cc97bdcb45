package io.vivim.node;

import io.vivim.codec.CarBlock;
import io.vivim.codec.Cid;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vivim car}: files of blocks. */
@Command(
    name = "car",
    synopsisSubcommandLabel = "COMMAND",
    description = "Read CAR files, version 1.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim car ls blocks.car",
      "  vivim car verify - < blocks.car",
    })
final class CarCommand {

  /** {@code vivim car ls}: the roots and blocks of a file. */
  @Command(
      name = "ls",
      description = {
        "List the roots and the blocks of a CAR.",
        "A line 'root <cid>' for each root, then '<cid> <size> <offset>' for each block, the size"
            + " without the CID, the offset that of the section.",
        "Without FILE, names are read from standard input, one a line, and each is answered with"
            + " one line of 'name=value' pairs. Digests are not checked here; 'car verify' does."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  vivim car ls blocks.car", "  ls *.car | vivim car ls --json"})
  static final class Ls implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A CAR; '-' is standard input.")
    private @Nullable String file;

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Ls(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      if (file == null) {
        return new Batch(console, json)
            .answerEach(
                List.of(),
                name -> CarFile.named(name).read(reader -> CarAnswer.Summary.of(name, reader)));
      }
      CarFile car = new CarFile(file, console.in());
      Optional<Answer.Refused> refusal = CarFile.refusalOf(() -> list(car));
      if (refusal.isPresent()) {
        give(refusal.get());
        console.flush();
        console.complain(file + ": " + refusal.get().explained());
      }
      return refusal.isPresent() ? ExitCode.REFUSED : ExitCode.GOOD;
    }

    private void list(CarFile car) throws IOException, RefusedException {
      car.read(
          reader -> {
            for (Cid root : reader.roots()) {
              give(new CarAnswer.Root(root));
            }
            for (Optional<CarBlock> next = reader.nextUnverified();
                next.isPresent();
                next = reader.nextUnverified()) {
              CarBlock block = next.get();
              give(new CarAnswer.Block(block.cid(), block.data().size(), block.offset()));
            }
            return true;
          });
    }

    private void give(Answer entry) throws IOException {
      console.line(json ? Batch.jsonOf(entry) : entry.text());
    }
  }

  /** {@code vivim car verify}: whether every block is what its CID names. */
  @Command(
      name = "verify",
      description = {
        "Check that CARs are whole and that every block matches its digest.",
        "Answers each with 'ok <n> blocks', or with 'error <reason> at <offset>'."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  vivim car verify a.car b.car",
        "  vivim car verify - < blocks.car",
        "  find . -name '*.car' | vivim car verify"
      })
  static final class Verify implements Callable<Integer> {
    private final Console console;

    @Parameters(
        paramLabel = "FILE",
        arity = "0..*",
        description =
            "CARs; '-' is standard input. Without any, names are read from standard input.")
    private List<String> files = List.of();

    @Option(names = "--json", description = "Answer with JSON objects.")
    private boolean json;

    Verify(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      return new Batch(console, json).answerEach(files, this::verify);
    }

    private Answer verify(String name) throws IOException, RefusedException {
      CarFile car = files.isEmpty() ? CarFile.named(name) : new CarFile(name, console.in());
      return car.read(
          reader -> {
            long blocks = 0;
            while (reader.next().isPresent()) {
              blocks++;
            }
            return new CarAnswer.Verified(name, blocks);
          });
    }
  }
}
