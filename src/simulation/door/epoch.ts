/** When a world begins, on the clock that programs read: 2026-01-01T00:00:00Z, in milliseconds since 1970. */
export const EPOCH_MS = 1_767_225_600_000;
