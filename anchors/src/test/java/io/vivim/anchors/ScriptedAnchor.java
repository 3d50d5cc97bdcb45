package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** An anchor that does what a test wrote down, and confirms once that has ended. */
final class ScriptedAnchor implements Anchor {
  static final Step DOWN = new Step.Fault(AnchorFault.UNREACHABLE, "nobody is there");

  private final String name;
  private final boolean oneAtATime;
  private final Deque<Supplier<Step>> script = new ArrayDeque<>();
  private final List<Bytes> digests = new ArrayList<>();
  private final List<Bytes> progress = new ArrayList<>();

  ScriptedAnchor(String name, boolean oneAtATime) {
    this.name = name;
    this.oneAtATime = oneAtATime;
  }

  static Step wait(String progress, Duration after) {
    return new Step.Waiting(Bytes.utf8(progress), after, "waits");
  }

  ScriptedAnchor then(Step step) {
    script.add(() -> step);
    return this;
  }

  ScriptedAnchor thenBreak() {
    script.add(
        () -> {
          throw new IllegalStateException("broken");
        });
    return this;
  }

  ScriptedAnchor thenOverflow() {
    script.add(
        () -> {
          throw new StackOverflowError();
        });
    return this;
  }

  /** Of what it was asked, step by step. */
  List<Bytes> digests() {
    return digests;
  }

  /** How far each step was told that it had come. */
  List<Bytes> progress() {
    return progress;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fileEnding() {
    return "txt";
  }

  @Override
  public boolean oneAtATime() {
    return oneAtATime;
  }

  @Override
  public Step step(Bytes digest, Bytes before, Instant now) {
    digests.add(digest);
    progress.add(before);
    return script.isEmpty()
        ? new Step.Confirmed(Bytes.concat(Bytes.utf8("proof of "), digest), "there")
        : script.remove().get();
  }
}
