package io.vivim.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodePackagesTest {
  @Test
  void nodesMajorVersionIsReadFromItsAnswer() {
    assertThat(NodePackages.majorOf("v20.20.2")).isEqualTo(20);
    assertThat(NodePackages.majorOf("not a version")).isZero();
  }
}
