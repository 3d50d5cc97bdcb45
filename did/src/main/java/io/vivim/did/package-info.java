/**
 * Who said it: Ed25519 keys, signatures with one verdict, did:key, signed envelopes, and the store
 * that keeps keys encrypted.
 *
 * <p>The way through: a {@link io.vivim.did.SigningKey} signs, a {@link
 * io.vivim.did.SignatureVerifier} gives a {@link io.vivim.did.Verdict}, a {@link
 * io.vivim.did.DidKey} names the key, and a {@link io.vivim.did.SignedEnvelope} carries signature
 * and content as one block.
 */
@NullMarked
package io.vivim.did;

import org.jspecify.annotations.NullMarked;
