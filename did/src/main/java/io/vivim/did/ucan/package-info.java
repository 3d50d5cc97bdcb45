/**
 * Who may do what for whom: UCAN 1.0 delegations, the chains they form, and what a chain permits.
 *
 * <p>The way through: a {@link io.vivim.did.ucan.DelegationBuilder} signs a {@link
 * io.vivim.did.ucan.Delegation}, {@link io.vivim.did.ucan.Delegation#decode} reads one that came
 * from elsewhere, a {@link io.vivim.did.ucan.ChainVerifier} makes a {@link
 * io.vivim.did.ucan.UcanChain} of several, and that chain {@linkplain
 * io.vivim.did.ucan.UcanChain#permits permits} a {@link io.vivim.did.ucan.Request} or not. Nothing
 * here reads a clock, a disk or the network; {@code docs/spec/ucan.md} is the normative page.
 */
@NullMarked
package io.vivim.did.ucan;

import org.jspecify.annotations.NullMarked;
