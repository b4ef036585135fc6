import { JetStreamApiError } from "nats/jetstream";

/** Answers of JetStream that are told apart, by their numbers. */
export const CODES = {
  noConsumer: 10014,
  noMessage: 10037,
  noSequence: 10043,
  messageTooLarge: 10054,
  notDeleted: 10057,
  streamNameTaken: 10058,
  noStream: 10059,
  wrongLastSequence: 10071,
  full: 10077,
  headersTooLarge: 10097,
} as const;

/** The number of JetStream's answer that an error stands for, if any. */
export function apiCode(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined;
}
