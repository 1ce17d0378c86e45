/**
 * What host and client say to each other: one JSON object a line over a Unix socket (message.ts). Told apart from the
 * messages, because a program that begins to talk has not to load all of them. `hello` and `stop` never change their
 * shape, so that any version can be told to stop.
 */
export const PROTOCOL = 1
