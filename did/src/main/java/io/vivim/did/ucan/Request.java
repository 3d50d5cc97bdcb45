package io.vivim.did.ucan;

import io.vivim.codec.IpldMap;

/**
 * What someone wants to do, now, for a subject.
 *
 * @param invoker who asks; proving that this is so is the caller's part
 * @param subject whose authority is used
 * @param command what is to be done
 * @param arguments what the policies judge
 * @param unixSeconds when, in whole seconds, a fraction being dropped
 */
public record Request(
    Principal invoker, Principal subject, Command command, IpldMap arguments, long unixSeconds) {}
