package io.vivim.libp2p.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.guard.Trim.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrimTest {
  private static final long OLD = Duration.ofMinutes(5).toNanos();
  private static final HostLimits.Marks MARKS =
      new HostLimits.Marks(2, 4, Duration.ofSeconds(20), Duration.ZERO);

  private static Candidate idle(long id, long age) {
    return new Candidate(id, 0, 0, false, false, age);
  }

  private static List<Long> chosen(Candidate... links) {
    return Trim.choose(List.of(links), MARKS).stream().map(Candidate::id).toList();
  }

  @Test
  void upToTheHighMarkAllStay() {
    assertThat(chosen(idle(1, OLD), idle(2, OLD), idle(3, OLD), idle(4, OLD))).isEmpty();
  }

  @Test
  void aboveItTheNewestGoUntilTheLowMark() {
    assertThat(
            chosen(
                idle(1, OLD + 5),
                idle(2, OLD + 4),
                idle(3, OLD + 3),
                idle(4, OLD + 2),
                idle(5, OLD + 1)))
        .containsExactly(5L, 4L, 3L);
  }

  @Test
  void theLeastValuableIdleOnesGoFirst() {
    Candidate busy = new Candidate(1, 0, 3, false, false, OLD);
    Candidate worthy = new Candidate(2, 10, 0, false, false, OLD);
    Candidate dialled = new Candidate(3, 0, 0, true, false, OLD);
    Candidate plain = idle(4, OLD);
    Candidate bad = new Candidate(5, -1, 0, true, false, OLD);
    HostLimits.Marks all = new HostLimits.Marks(1, 1, Duration.ZERO, Duration.ZERO);
    assertThat(Trim.choose(List.of(busy, worthy, dialled, plain, bad), all))
        .containsExactly(bad, plain, busy, dialled);
  }

  @Test
  void nobodyDrivesOutByNewLinksWhatWeHaveDialled() {
    Candidate ours = new Candidate(1, 0, 0, true, false, 100 * OLD);
    Candidate dear = new Candidate(2, 1, 0, false, false, 100 * OLD);
    List<Candidate> links = new ArrayList<>(List.of(ours, dear));
    for (int i = 3; i < 20; i++) {
      links.add(new Candidate(i, 0, 16, false, false, OLD));
    }
    assertThat(Trim.choose(links, MARKS)).hasSize(17).doesNotContain(ours, dear);
  }

  @Test
  void oldLinksOnWhichSomethingIsSpokenOutlastNewOnes() {
    Candidate old = new Candidate(1, 0, 1, false, false, 100 * OLD);
    List<Candidate> links = new ArrayList<>(List.of(old));
    for (int i = 2; i < 20; i++) {
      links.add(new Candidate(i, 0, 16, false, false, OLD));
    }
    assertThat(Trim.choose(links, MARKS)).hasSize(17).doesNotContain(old);
  }

  @Test
  void newAndProtectedLinksStayEvenAboveTheMark() {
    Candidate isProtected = new Candidate(1, 0, 0, false, true, OLD);
    assertThat(chosen(isProtected, idle(2, 0), idle(3, 1), idle(4, 2), idle(5, OLD)))
        .containsExactly(5L);
  }

  @Test
  void theOrderOfTheInputDoesNotMatter() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<Candidate> links = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        links.add(
            new Candidate(
                i,
                random.nextInt(3),
                random.nextInt(2),
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextInt(3) * OLD));
      }
      List<Candidate> first = Trim.choose(links, MARKS);
      Collections.shuffle(links, random);
      assertThat(Trim.choose(links, MARKS)).isEqualTo(first);
    }
  }
}
