/** The names that steps may have. */
const NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** @throws {RangeError} for a name that could not stand in an identity, such as '' or 'a/b'. */
export function checkNames(names: readonly string[]): void {
  for (const name of names)
    if (!NAME.test(name))
      throw new RangeError(`a step is named '${name}'; start with a letter and use letters, digits, _ and -`);
}
