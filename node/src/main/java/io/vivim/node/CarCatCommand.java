package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim car cat}: the bytes of blocks. */
@Command(
    name = "cat",
    description = {
      "Write the bytes of blocks as they are, one after the other, checked against their CIDs.",
      "Without a CID, CIDs are read from standard input, one a line, and each is answered with"
          + " one line of hex; without FILE, lines of 'FILE CID'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim car cat blocks.car bafkqaaa > block",
      "  vivim car cat --dag-json blocks.car < cids.txt"
    })
final class CarCatCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      index = "0",
      arity = "0..1",
      description = "A CAR; '-' is standard input, good for one CID.")
  private @Nullable String file;

  @Parameters(
      paramLabel = "CID",
      index = "1..*",
      arity = "0..*",
      description = "The blocks, in the order in which they are wanted.")
  private List<String> cids = List.of();

  @Option(names = "--dag-json", description = "Show each block as one line of DAG-JSON.")
  private boolean dagJson;

  CarCatCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      return new Batch(console, false).answerEach(List.of(), this::fileAndCid);
    }
    String name = file;
    CarFile car = new CarFile(name, console.in());
    if (car.isStandardInput() && cids.size() != 1) {
      throw new ParameterException(
          spec.commandLine(), "standard input can be read once: name one CID, or a file");
    }
    if (cids.isEmpty()) {
      return new Batch(console, false).answerEach(List.of(), cid -> shown(car, cid));
    }
    for (String cid : cids) {
      Optional<Answer.Refused> refusal = CarFile.refusalOf(() -> write(car, cid));
      if (refusal.isPresent()) {
        console.flush();
        console.complain(name + ": " + cid + ": " + refusal.get().explained());
        return ExitCode.REFUSED;
      }
    }
    return ExitCode.GOOD;
  }

  private void write(CarFile car, String text) throws IOException, RefusedException {
    Cid cid = Cid.parse(text);
    Bytes block = car.block(cid);
    if (dagJson) {
      console.line(CarAnswer.dagJson(cid, block));
    } else {
      console.bytes(block);
    }
  }

  /** File names may hold spaces, CIDs do not. */
  private Answer fileAndCid(String line) throws IOException, RefusedException {
    int space = line.lastIndexOf(' ');
    if (space < 0) {
      return Answer.Refused.at(line.length(), "no-cid", "a line is a file's name and a CID");
    }
    return shown(CarFile.named(line.substring(0, space)), line.substring(space + 1));
  }

  private Answer shown(CarFile car, String text) throws IOException, RefusedException {
    Cid cid = Cid.parse(text);
    Bytes block = car.block(cid);
    return new CarAnswer.Content(dagJson ? CarAnswer.dagJson(cid, block) : block.toHex());
  }
}
