/** What `--help` says. */
import { EXIT } from './exit-codes.ts';
import { PLACE } from './place.ts';

export const TRY_HELP = `'${PLACE.program} --help' tells what can be asked.`;

export const USAGE = `Usage: ${PLACE.program} <what> [options]
       ${PLACE.program} replay <history> [module] [--anew]

Rehearses an orchestration with simulated models, on virtual time, and tells whether it survives.

What:
  my-orchestration.ts        a module of yours that says 'export default orchestration({ … })', with what it imports
  my-program.ts              a module of yours that says 'export default async function main(input) { … }', or whose
                             top awaits what it does, and asks models with a client of its own or with fetch; run
                             unmodified, with its own packages
  my.scenario.json           a scenario file
  triage, triage/critical    a shipped example, or one of its scenarios
  replay run.history.json    a history that was saved: every call is answered from it, and each event must come again;
                             with the code in the file, or that of a module

Options:
  --input TEXT       the input: plain text for the field that holds it, or JSON that begins with { or [
  --input-file FILE  the same from a file; - is standard input
  --faults JSON      what shall go wrong: a list of faults, in place of the scenario's; or a file that holds one
  --scenario FILE    with a module: its input, cast, faults and seed come from this scenario file
  --seed N           the world's seed (default: the scenario's; 1 for a module)
  --seeds N          compute N worlds, seeds counting up (default 1)
  --twice            compute each world twice: what differs is told by its first event, and is a failure
  --anew             with replay: compute everything anew, and tell where it parts from what was recorded
  --json             print one JSON document, with the whole history of one world, instead of words
  --timeout S        end code that gives no world within S seconds (default 10)
  --list             name every example and scenario
  --version          print the version
  -h, --help         print this

Exit codes:
  ${EXIT.survived}  survived: every world ended with a result, or was handed to a person
  ${EXIT.failed}  failed: in at least one world the run failed, stalled, or met a limit; or a history was not the same again
  ${EXIT.refused}  could not begin: an argument, a file, the scenario or the code cannot be read
  ${EXIT.ended}  was ended: the code spun without an end, or its process died

The code runs in a child process that may read ${PLACE.program === 'rehearse' ? 'this package' : 'this project'} and nothing else, by Node's permission
model; a program may read its own project as well. That is no network boundary: rehearse only code that you would run.`;
