package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes of ours and of js-libp2p that publish and subscribe, on the loopback. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(NodeNeeded.class)
final class JsGossipTest {
  private static final int MESSAGES = 10;
  private static final int OF_EACH_KIND = 3;
  private static final int MOST_POLLS = 600;
  private static final long POLL_MILLIS = 100;

  private final List<GossipNode> nodes = new ArrayList<>();

  static List<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (Meeting.Version version : Meeting.Version.values()) {
      for (GossipNode.Policy policy : GossipNode.Policy.values()) {
        ways.add(Arguments.of(version, policy));
      }
    }
    return ways;
  }

  @AfterEach
  void close() throws IOException {
    for (GossipNode node : nodes) {
      node.close();
    }
  }

  private GossipNode add(GossipNode node) {
    nodes.add(node);
    node.subscribe();
    return node;
  }

  /** Waits until a node knows that others want the topic. */
  private static void untilKnown(GossipNode node, Set<String> others) throws InterruptedException {
    until(() -> node.subscribers().containsAll(others));
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int polls = 0; !holds.getAsBoolean(); polls++) {
      assertThat(polls).as("patience").isLessThan(MOST_POLLS);
      assertThat(never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void eachReceivesWhatTheOtherPublishes(Meeting.Version version, GossipNode.Policy policy)
      throws Exception {
    for (boolean isOurs : new boolean[] {true, false}) {
      GossipNode ours = add(new GossipNode.Ours(policy));
      GossipNode theirs = add(new GossipNode.Theirs(version, policy));
      if (isOurs) {
        ours.dial(theirs);
      } else {
        theirs.dial(ours);
      }
      untilKnown(ours, Set.of(theirs.name()));
      untilKnown(theirs, Set.of(ours.name()));

      for (int i = 0; i < MESSAGES; i++) {
        ours.publish("ours " + i);
        theirs.publish("theirs " + i);
      }

      assertThat(theirs.messages(MESSAGES)).isEqualTo(numbered("ours "));
      assertThat(ours.messages(MESSAGES)).isEqualTo(numbered("theirs "));
    }
  }

  /** Each node knows two others, so that most messages come by way of somebody else. */
  @ParameterizedTest
  @MethodSource("ways")
  void aMixedMeshDeliversEverythingToEveryone(Meeting.Version version, GossipNode.Policy policy)
      throws Exception {
    for (int i = 0; i < OF_EACH_KIND; i++) {
      add(new GossipNode.Ours(policy));
      add(new GossipNode.Theirs(version, policy));
    }
    int count = nodes.size();
    for (int i = 0; i < count; i++) {
      nodes.get(i).dial(nodes.get((i + 1) % count));
    }
    for (int i = 0; i < count; i++) {
      GossipNode node = nodes.get(i);
      Set<String> beside =
          Set.of(nodes.get((i + count - 1) % count).name(), nodes.get((i + 1) % count).name());
      until(() -> node.mesh().equals(beside));
    }

    Set<String> all = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      for (GossipNode node : nodes) {
        String text = node.name() + " " + i;
        all.add(text);
        node.publish(text);
      }
    }

    for (GossipNode node : nodes) {
      Set<String> due = new HashSet<>(all);
      due.removeIf(text -> text.startsWith(node.name()));
      assertThat(node.messages(due.size())).isEqualTo(due);
    }
  }

  private static Set<String> numbered(String word) {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      all.add(word + i);
    }
    return all;
  }
}
