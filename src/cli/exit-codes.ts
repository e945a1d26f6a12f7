/** What `rehearse` tells the shell. README and `--help` say the same: they are a promise to scripts. */
export const EXIT = {
  /** Every world ended with a result, or was handed to a person. */
  survived: 0,
  /** In at least one world the run failed, stalled, or met a limit; or a history was not the same again. */
  failed: 1,
  /** Nothing ran: an argument, a file, the scenario or the code cannot be read. */
  refused: 2,
  /** The code was ended: it spun without an end, or its process died. Also what a fault of ours ends with. */
  ended: 3,
} as const;

/** 128 and the signal's number, as shells have it. */
export const EXIT_BY_SIGNAL = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
