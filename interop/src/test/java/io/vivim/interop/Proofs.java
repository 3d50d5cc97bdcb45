package io.vivim.interop;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Notes what is proven: in which meeting which tests passed. Tests are told if they ask. */
final class Proofs implements AfterTestExecutionCallback, ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(Proofs.class);

  /** All that was proven in this run, by the names of the tests. */
  record Proven(Map<Meeting, Set<String>> tests) {}

  private static Proven proven(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent(
            Proven.class, unused -> new Proven(new ConcurrentHashMap<>()), Proven.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getRequiredTestInstance() instanceof JsLibp2pTest test
        && context.getExecutionException().isEmpty()) {
      proven(context)
          .tests()
          .computeIfAbsent(test.meeting(), unused -> ConcurrentHashMap.newKeySet())
          .add(context.getDisplayName());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Proven.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return proven(context);
  }
}
